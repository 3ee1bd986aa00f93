// Trees to JSON.

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

#include "engine/absl_bridge.h"
#include "query/json.h"
#include "query/json_filter_writer.h"
#include "query/keywords.h"
#include "query/time_literal.h"

namespace seine {

using filter::Ago;
using filter::And;
using filter::Anniversary;
using filter::Arithmetic;
using filter::AsOf;
using filter::Between;
using filter::Boolean;
using filter::Bucket;
using filter::Compare;
using filter::Constant;
using filter::Count;
using filter::DatePart;
using filter::Day;
using filter::Decimal;
using filter::Duration;
using filter::Elapsed;
using filter::Else;
using filter::Exists;
using filter::Expr;
using filter::Has;
using filter::In;
using filter::Instant;
using filter::Integer;
using filter::List;
using filter::Literal;
using filter::LiteralValue;
using filter::Month;
using filter::NamedList;
using filter::Negate;
using filter::Not;
using filter::Or;
using filter::Overloaded;
using filter::OwnKey;
using filter::Parameter;
using filter::Path;
using filter::Quarter;
using filter::RowPick;
using filter::Rows;
using filter::Segment;
using filter::TextTest;
using filter::WallTime;
using filter::Weekday;

namespace {

// Every reader of JSON keeps whole numbers up to 2^53.
constexpr size_t kSafeDigits = 15;

// "not contains ignoring case"
std::string TestKey(bool negated, std::string_view words, bool ignoring_case) {
  return absl::StrCat(negated ? "not " : "", ToAbsl(words), ignoring_case ? " ignoring case" : "");
}

}  // namespace

// ---- JSON

void JsonFilterWriter::String(std::string_view text) {
  Add("\"");
  for (char c : text) {
    if (c == '"' || c == '\\') {
      out_ += '\\';
      out_ += c;
    } else if (c == '\n') {
      Add("\\n");
    } else if (static_cast<unsigned char>(c) < 0x20) {
      absl::StrAppendFormat(&out_, "\\u%04x", static_cast<unsigned>(static_cast<unsigned char>(c)));
    } else {
      out_ += c;
    }
  }
  Add("\"");
}

void JsonFilterWriter::Open(std::string_view key) {
  Add("{");
  String(key);
  Add(":");
}

void JsonFilterWriter::Member(std::string_view key) {
  Add(",");
  String(key);
  Add(":");
}

void JsonFilterWriter::Operator(std::string_view key, std::initializer_list<const Expr*> operands) {
  Open(key);
  std::string_view separator = "[";
  for (const Expr* operand : operands) {
    Add(std::exchange(separator, ","));
    Write(*operand);
  }
  Add("]}");
}

void JsonFilterWriter::Operator(std::string_view key, const std::vector<Expr>& operands) {
  Open(key);
  Array(operands, /*filters=*/key != "else");
  Add("}");
}

void JsonFilterWriter::Array(const std::vector<Expr>& elements, bool filters) {
  std::string_view separator = "[";
  for (const Expr& element : elements) {
    Add(std::exchange(separator, ","));
    if (filters) {
      WriteFilter(element);
    } else {
      Write(element);
    }
  }
  Add("]");
}

// ---- Pieces

void JsonFilterWriter::Value(const LiteralValue& value) {
  const auto tagged = [this](std::string_view key, std::string_view text) {
    Open(key);
    String(text);
    Add("}");
  };
  std::visit(Overloaded{
                 [&](const Integer& v) {
                   if (v.digits.size() > kSafeDigits) return tagged("integer", v.digits);
                   Add(v.digits);
                 },
                 [&](const Decimal& v) { tagged("decimal", PrintLiteral(v)); },
                 [&](const filter::Text& v) { String(v.value); },
                 [&](const Boolean& v) { Add(v.value ? "true" : "false"); },
                 [&](const Day& v) { tagged("day", PrintTime(v)); },
                 [&](const Month& v) { tagged("month", PrintTime(v)); },
                 [&](const Quarter& v) { tagged("quarter", PrintTime(v)); },
                 [&](const WallTime& v) { tagged("time", PrintTime(v)); },
                 [&](const Instant& v) { tagged("instant", PrintTime(v)); },
                 [&](const Weekday& v) { tagged("weekday", WeekdayName(v)); },
             },
             value);
}

void JsonFilterWriter::Write(const Count& count) {
  if (!count.parameter) return Add(std::to_string(count.value));
  Open("param");
  String(count.parameter->text);
  Add("}");
}

void JsonFilterWriter::Write(const Duration& duration) {
  Add("[");
  Write(duration.count);
  Add(",");
  String(UnitName(duration.unit, /*plural=*/true));
  Add("]");
}

void JsonFilterWriter::Write(const Path& path) {
  if (path.pick != nullptr) {
    Add("[");
    Write(*path.pick);
    for (const Name& name : path.names) {
      Add(",");
      String(name.text);
    }
    return Add("]");
  }
  std::string dotted;
  for (const Name& name : path.names) {
    if (!dotted.empty()) dotted += '.';
    const bool plain = name.text.find_first_of(".`") == std::string::npos;
    if (plain) {
      dotted += name.text;
      continue;
    }
    dotted += '`';
    for (char c : name.text) dotted.append(c == '`' ? 2 : 1, c);
    dotted += '`';
  }
  String(dotted);
}

void JsonFilterWriter::Write(const RowPick& pick) {
  Open(PickName(pick.kind));
  if (pick.kind == RowPick::Kind::kNth) {
    RowMembers(pick.rows);
    Member("n");
    Write(pick.n);
    Add("}");
  } else {
    Write(pick.rows);
  }
  Add("}");
}

// {"rows": PATH, "as": …, "where": …, left open
void JsonFilterWriter::RowMembers(const Rows& rows, const Expr* each) {
  Open("rows");
  Write(rows.path);
  if (rows.alias) {
    Member("as");
    String(rows.alias->text);
  }
  if (each != nullptr && *each) {
    Member("each");
    Write(*each);
  }
  if (rows.where) {
    Member("where");
    WriteFilter(rows.where);
  }
}

void JsonFilterWriter::Write(const Rows& rows) {
  if (!rows.alias && !rows.where) return Write(rows.path);
  RowMembers(rows);
  Add("}");
}

void JsonFilterWriter::PerAmong(const std::optional<Path>& per, const Expr& among) {
  if (per) {
    Member("per");
    Write(*per);
  }
  if (among) {
    Member("among");
    WriteFilter(among);
  }
}

// ---- Nodes

void JsonFilterWriter::Write(const Expr& expr) {
  std::visit([this](const auto& node) { this->Node(node); }, expr.node().value);
}

void JsonFilterWriter::WriteFilter(const Expr& expr) {
  const Literal* literal = expr.As<Literal>();
  const auto* text = literal == nullptr ? nullptr : std::get_if<filter::Text>(&literal->value);
  if (text != nullptr) return Named("text", text->value);
  Write(expr);
}

void JsonFilterWriter::Named(std::string_view key, std::string_view text) {
  Open(key);
  String(text);
  Add("}");
}

void JsonFilterWriter::Node(const Literal& node) { Value(node.value); }
void JsonFilterWriter::Node(const Parameter& node) { Named("param", node.name); }
void JsonFilterWriter::Node(const OwnKey&) { Add("{\"member\":true}"); }
void JsonFilterWriter::Node(const Negate& node) { Operator("-", {&node.operand}); }
void JsonFilterWriter::Node(const Else& node) { Operator("else", node.operands); }
void JsonFilterWriter::Node(const NamedList& node) { Named("list", node.name); }
void JsonFilterWriter::Node(const Segment& node) { Named("segment", node.name); }
void JsonFilterWriter::Node(const And& node) { Operator("and", node.operands); }
void JsonFilterWriter::Node(const Or& node) { Operator("or", node.operands); }

void JsonFilterWriter::Node(const Constant& node) {
  Add(node.everyone ? "{\"everyone\":true}" : "{\"nobody\":true}");
}

void JsonFilterWriter::Node(const Path& node) {
  Open("col");
  Write(node);
  Add("}");
}

void JsonFilterWriter::Node(const Duration& node) {
  Open("duration");
  Write(node);
  Add("}");
}

void JsonFilterWriter::Node(const Ago& node) {
  Open("ago");
  Write(node.duration);
  Add("}");
}

void JsonFilterWriter::Node(const Arithmetic& node) {
  Operator(ArithmeticOpName(node.op), {&node.left, &node.right});
}

void JsonFilterWriter::Node(const DatePart& node) {
  Open("part");
  Add("[");
  String(DatePartName(node.part));
  Add(",");
  Write(node.time);
  Add("]}");
}

void JsonFilterWriter::Node(const Elapsed& node) {
  const std::string unit(UnitName(node.unit, /*plural=*/true));
  if (node.end) return Operator(unit + " from", {&node.start, &node.end});
  Open(unit + " since");
  Write(node.start);
  Add("}");
}

void JsonFilterWriter::Node(const Bucket& node) {
  Open("bucket");
  Add("[");
  Write(node.buckets);
  Add(",");
  String(node.salt);
  Add("]}");
}

void JsonFilterWriter::Node(const Compare& node) {
  Operator(TestKey(false, CompareOpName(node.op), node.ignoring_case), {&node.left, &node.right});
}

void JsonFilterWriter::Node(const Between& node) {
  Operator(TestKey(node.negated, "between", node.ignoring_case),
           {&node.subject, &node.low, &node.high});
}

void JsonFilterWriter::Node(const In& node) {
  Operator(TestKey(node.negated, "in", node.ignoring_case), {&node.subject, &node.set});
}

void JsonFilterWriter::Node(const TextTest& node) {
  Operator(TestKey(node.negated, TextOpName(node.op), node.ignoring_case),
           {&node.subject, &node.pattern});
}

void JsonFilterWriter::Node(const Has& node) {
  Operator(TestKey(node.negated, HasModeName(node.mode), node.ignoring_case),
           {&node.subject, &node.value});
}

void JsonFilterWriter::Node(const Anniversary& node) {
  Operator(TestKey(node.negated, "anniversary in", false), {&node.subject, &node.period});
}

void JsonFilterWriter::Node(const Exists& node) {
  Open(node.missing ? "is missing" : "exists");
  Write(node.subject);
  Add("}");
}

void JsonFilterWriter::Node(const AsOf& node) {
  Open("as of");
  Add("[");
  WriteFilter(node.filter);
  Add(",");
  Write(node.time);
  Add("]}");
}

void JsonFilterWriter::Node(const Not& node) {
  Open("not");
  WriteFilter(node.operand);
  Add("}");
}

void JsonFilterWriter::Node(const List& node) {
  std::string_view separator = "[";
  for (const Literal& literal : node.literals) {
    Add(std::exchange(separator, ","));
    Value(literal.value);
  }
  for (const Expr& other : node.others) {
    Add(std::exchange(separator, ","));
    Write(other);
  }
  Add("]");
}

}  // namespace seine
