// Precedence, names and literals; the nodes are in printer_nodes.cc and printer_values.cc.

#include "query/printer.h"

#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

#include "query/filter_printer.h"
#include "query/keywords.h"
#include "query/time_literal.h"

namespace seine {

using filter::And;
using filter::Anniversary;
using filter::Arithmetic;
using filter::ArithmeticOp;
using filter::AsOf;
using filter::Between;
using filter::Boolean;
using filter::Compare;
using filter::DatePart;
using filter::Decimal;
using filter::Elapsed;
using filter::Else;
using filter::Exists;
using filter::Expr;
using filter::Has;
using filter::In;
using filter::Integer;
using filter::KOf;
using filter::Literal;
using filter::LiteralValue;
using filter::Negate;
using filter::Not;
using filter::Or;
using filter::Overloaded;
using filter::Path;
using filter::Quantifier;
using filter::Rank;
using filter::Sequence;
using filter::Text;
using filter::TextTest;
using filter::Weekday;

namespace {

bool IsNegative(const Literal& literal) {
  if (const auto* integer = std::get_if<Integer>(&literal.value)) {
    return integer->digits[0] == '-';
  }
  const auto* decimal = std::get_if<Decimal>(&literal.value);
  return decimal != nullptr && decimal->digits[0] == '-';
}

std::string PrintText(std::string_view value) {
  std::string text = "\"";
  for (size_t i = 0; i < value.size(); ++i) {
    const char c = value[i];
    if (c == '"') {
      text += "\\\"";
      continue;
    }
    text += c;
    // A backslash stands for itself unless what follows would make it an escape.
    const char next = i + 1 < value.size() ? value[i + 1] : '"';
    if (c == '\\' && (next == '"' || next == '\'' || next == '\\')) text += '\\';
  }
  return text + "\"";
}

std::string PrintDecimal(const Decimal& decimal) {
  const bool negative = decimal.digits[0] == '-';
  std::string digits = decimal.digits.substr(negative ? 1 : 0);
  const auto scale = static_cast<size_t>(decimal.scale);
  if (digits.size() <= scale) digits.insert(0, scale + 1 - digits.size(), '0');
  digits.insert(digits.size() - scale, ".");
  return negative ? "-" + digits : digits;
}

bool IsOneOf(std::string_view word, std::initializer_list<std::string_view> words) {
  for (std::string_view candidate : words) {
    if (absl::EqualsIgnoreCase(absl::string_view(word.data(), word.size()),
                               absl::string_view(candidate.data(), candidate.size()))) {
      return true;
    }
  }
  return false;
}

std::string Backquoted(std::string_view name) {
  std::string text = "`";
  for (char c : name) {
    text += c;
    if (c == '`') text += c;
  }
  return text + "`";
}

}  // namespace

std::string PrintName(std::string_view name) {
  return IsName(name) && !IsReserved(name) ? std::string(name) : Backquoted(name);
}

std::string PrintLiteral(const LiteralValue& value) {
  return std::visit(Overloaded{
                        [](const Integer& v) { return v.digits; },
                        [](const Decimal& v) { return PrintDecimal(v); },
                        [](const Text& v) { return PrintText(v.value); },
                        [](const Boolean& v) { return std::string(v.value ? "true" : "false"); },
                        [](const Weekday& v) { return std::string(WeekdayName(v)); },
                        [](const auto& time) { return PrintTime(time); },
                    },
                    value);
}

std::string PrintPath(const Path& path) {
  FilterPrinter printer(/*parenthesise=*/false);
  printer.PrintPath(path);
  return printer.Release();
}

std::string PrintFilter(const Expr& expr) {
  FilterPrinter printer(/*parenthesise=*/false);
  printer.Print(expr);
  return printer.Release();
}

std::string PrintParenthesised(const Expr& expr) {
  FilterPrinter printer(/*parenthesise=*/true);
  printer.Print(expr);
  return printer.Release();
}

void FilterPrinter::Print(const Expr& expr) {
  std::visit([this](const auto& node) { Node(node); }, expr.node().value);
}

FilterPrinter::Level FilterPrinter::LevelOf(const Expr& expr) {
  return std::visit(
      Overloaded{
          [](const Or&) { return Level::kOr; },
          [](const And&) { return Level::kAnd; },
          [](const Not&) { return Level::kNot; },
          [](const Compare&) { return Level::kTest; },
          [](const Between&) { return Level::kTest; },
          [](const In&) { return Level::kTest; },
          [](const Rank&) { return Level::kTest; },
          [](const TextTest&) { return Level::kTest; },
          [](const Has&) { return Level::kTest; },
          [](const Exists&) { return Level::kTest; },
          [](const Anniversary&) { return Level::kTest; },
          [](const Quantifier&) { return Level::kTest; },
          [](const KOf&) { return Level::kTest; },
          [](const Sequence&) { return Level::kTest; },
          // Binds like a test, but reads as if it took all before it.
          [](const AsOf&) { return Level::kOr; },
          [](const Else&) { return Level::kElse; },
          [](const Arithmetic& node) {
            const bool sum = node.op == ArithmeticOp::kAdd || node.op == ArithmeticOp::kSubtract;
            return sum ? Level::kSum : Level::kProduct;
          },
          [](const Negate&) { return Level::kUnary; },
          [](const Elapsed&) { return Level::kUnary; },
          [](const Literal& node) { return IsNegative(node) ? Level::kUnary : Level::kPrimary; },
          [](const DatePart&) { return Level::kPostfix; },
          [](const auto&) { return Level::kPrimary; },
      },
      expr.node().value);
}

void FilterPrinter::Operand(const Expr& expr, Level least) {
  const Level level = LevelOf(expr);
  const bool atom = level == Level::kPrimary || expr.Is<Literal>();
  if (level < least || (parenthesise_ && !atom)) {
    Enclosed(expr);
  } else {
    Print(expr);
  }
}

void FilterPrinter::Enclosed(const Expr& expr) {
  const bool joined = std::exchange(joined_, false);
  Add("(");
  Print(expr);
  Add(")");
  joined_ = joined;
}

void FilterPrinter::Joined(const std::vector<Expr>& operands, std::string_view word, Level least) {
  const bool joined = std::exchange(joined_, true);
  for (size_t i = 0; i < operands.size(); ++i) {
    if (i > 0) Add(word);
    Operand(operands[i], least);
  }
  joined_ = joined;
}

void FilterPrinter::Listed(const std::vector<Expr>& operands) {
  const bool joined = std::exchange(joined_, false);
  Add("(");
  for (size_t i = 0; i < operands.size(); ++i) {
    if (i > 0) Add(", ");
    Print(operands[i]);
  }
  Add(")");
  joined_ = joined;
}

// A name is quoted where, bare, it would be read as a keyword of its place.
void FilterPrinter::FirstName(const Name& name, bool alone) {
  bool quoted = alone && IsOneOf(name.text, {"member"});
  if (edge_at_ == out_.size() && edge_ != Edge::kNone) {
    const bool period = IsOneOf(name.text, {"today", "yesterday", "since", "before", "from", "last",
                                            "next", "this", "previous"});
    const bool mode = IsOneOf(name.text, {"none", "only"});
    quoted = quoted || (edge_ != Edge::kHas && period) || (edge_ != Edge::kSet && mode) ||
             (edge_ == Edge::kWeekday && FindWeekday(name.text));
  }
  Add(quoted ? Backquoted(name.text) : PrintName(name.text));
}

void FilterPrinter::PrintPath(const Path& path) {
  size_t i = 0;
  if (path.pick != nullptr) {
    Print(*path.pick);
  } else {
    FirstName(path.names[i++], path.names.size() == 1);
  }
  for (; i < path.names.size(); ++i) {
    Add(".");
    Add(PrintName(path.names[i].text));
  }
}

}  // namespace seine
