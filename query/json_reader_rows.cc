// Paths, rows, counts, quantifiers and joins from JSON.

#include <charconv>
#include <memory>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

#include "engine/absl_bridge.h"
#include "engine/unicode_text.h"
#include "query/json_filter_reader.h"
#include "query/keywords.h"

namespace seine {

using filter::And;
using filter::AsOf;
using filter::Constant;
using filter::Count;
using filter::Duration;
using filter::Expr;
using filter::KOf;
using filter::List;
using filter::Not;
using filter::Or;
using filter::Path;
using filter::Period;
using filter::Quantifier;
using filter::RowPick;
using filter::Rows;
using filter::Score;
using filter::Segment;
using filter::Sequence;
using filter::TimeUnit;

// ---- Paths

// "orders.items", with backquotes where a name holds a dot; or [{"latest": ROWS}, "items"], names
// verbatim.
Path JsonFilterReader::ReadPath(Value value) {
  Path path;
  path.span = value.span();
  if (value.IsString()) {
    SplitPath(value, path);
    return path;
  }
  const std::vector<Value> elements =
      Elements(value, 1, limits_.depth + 1, R"("orders.items" or [{"latest": "orders"}, "items"])");
  for (size_t i = 0; i < elements.size() && !failed(); ++i) {
    if (i == 0 && elements[i].IsObject()) {
      ReadPick(elements[i], path);
    } else {
      AddName(elements[i], Text(elements[i], "a name"), path);
    }
  }
  return path;
}

void JsonFilterReader::AddName(Value at, std::string_view text, Path& path) {
  if (text.empty()) Fail(at, "a name cannot be empty");
  if (path.names.size() >= limits_.depth)
    FailLimit(at, "this path has too many names", limits_.depth);
  if (!failed()) path.names.push_back({NormalizeNfc(text), at.span()});
}

void JsonFilterReader::SplitPath(Value string, Path& path) {
  const std::string_view text = string.text();
  size_t at = 0;
  while (!failed()) {
    std::string name;
    if (at < text.size() && text[at] == '`') {
      for (++at; at < text.size() && (text[at] != '`' || text.substr(at, 2) == "``"); ++at) {
        name += text[at];
        if (text[at] == '`') ++at;
      }
      if (at == text.size()) return Fail(string, "a backquoted name in this path has no end");
      ++at;
    } else {
      const size_t dot = std::min(text.find('.', at), text.size());
      name = text.substr(at, dot - at);
      at = dot;
    }
    AddName(string, name, path);
    if (at == text.size()) return;
    if (text[at] != '.') return Fail(string, "expected `.` after a backquoted name in this path");
    ++at;
  }
}

// {"latest": ROWS}, {"nth": {"rows": …, "n": 2}}
void JsonFilterReader::ReadPick(Value object, Path& path) {
  const Value key = object.first();
  const bool one = !(key == object.after()) && key.next().next() == object.after();
  const std::optional<RowPick::Kind> kind = one ? FindPick(key.text()) : std::nullopt;
  if (!kind)
    return Fail(object, "expected first, latest or nth here",
                R"(write [{"latest": "orders"}, "channel"])");
  RowPick pick;
  pick.kind = *kind;
  pick.span = object.span();
  Under(std::string(key.text()), [&] {
    if (*kind != RowPick::Kind::kNth) {
      pick.rows = ReadRows(key.next());
      return true;
    }
    Fields fields(this, key.next());
    pick.rows = ReadRowFields(fields);
    const Value n = fields.Require("n");
    fields.ExpectNoMore();
    if (failed()) return false;
    pick.n = ReadCount(n, /*may_be_negative=*/true);
    if (!pick.n.parameter && pick.n.value == 0)
      Fail(n, "there is no row 0", "rows count from 1, or from -1 backwards");
    return true;
  });
  path.pick = std::make_shared<const RowPick>(std::move(pick));
}

// ---- Rows

Rows JsonFilterReader::ReadRows(Value value) {
  if (value.IsObject()) {
    Fields fields(this, value);
    Rows rows = ReadRowFields(fields);
    fields.ExpectNoMore();
    return rows;
  }
  Rows rows;
  rows.path = ReadPath(value);
  return rows;
}

Rows JsonFilterReader::ReadRowFields(Fields& fields) {
  Rows rows;
  const Value path = fields.Require("rows");
  if (failed()) return rows;
  rows.path = Under("rows", [&] { return ReadPath(path); });
  if (const std::optional<Value> alias = fields.Take("as")) {
    rows.alias = Name{Text(*alias, "a name for the row"), alias->span()};
    if (rows.alias->text.empty()) Fail(*alias, "a name cannot be empty");
  }
  rows.where = ReadField(fields, "where");
  return rows;
}

Count JsonFilterReader::ReadCount(Value value, bool may_be_negative) {
  Count count;
  if (value.IsObject()) {
    Fields fields(this, value);
    const Value name = fields.Require("param");
    fields.ExpectNoMore();
    if (failed()) return count;
    count.parameter = Name{Text(name, "a parameter's name"), name.span()};
    if (!failed() && !IsName(count.parameter->text)) Fail(name, "this is no name for a parameter");
    return count;
  }
  const std::string_view digits = value.raw();
  const auto [end, error] =
      std::from_chars(digits.data(), digits.data() + digits.size(), count.value);
  const bool whole = value.kind() == JsonKind::kNumber && error == std::errc() &&
                     end == digits.data() + digits.size();
  if (!whole || (count.value < 0 && !may_be_negative)) {
    Fail(value, may_be_negative ? "expected a whole number here"
                                : "expected a whole number from 0 up here");
  }
  return count;
}

TimeUnit JsonFilterReader::ReadUnit(Value value) {
  const std::string word = Text(value, "a unit of time");
  const std::optional<TimeUnit> unit = FindUnit(word);
  if (!unit) {
    const std::optional<std::string> near = NearestWord(word, UnitWords());
    Fail(value, "unknown unit of time",
         near ? absl::StrCat("did you mean `", *near, "`?")
              : "units are minutes, hours, days, weeks, months, quarters and years");
  }
  return unit.value_or(TimeUnit::kDay);
}

// [60, "days"]
Duration JsonFilterReader::ReadLength(Value value) {
  const std::vector<Value> elements = Elements(value, 2, 2, R"([60, "days"])");
  if (failed()) return {};
  Duration duration{ReadCount(elements[0]), TimeUnit::kDay};
  duration.unit = ReadUnit(elements[1]);
  return duration;
}

void JsonFilterReader::ReadPerAmong(Fields& fields, std::optional<Path>& per, Expr& among) {
  if (const std::optional<Value> value = fields.Take("per"); value && !failed()) {
    per = Under("per", [&] { return ReadPath(*value); });
  }
  among = ReadField(fields, "among");
}

// ---- Quantifiers and sequences

// {"any": "orders"}, {"any": {"rows": …, "as": …, "each": …, "where": …}}
Expr JsonFilterReader::ReadQuantifier(std::string_view key, Value value) {
  Quantifier node;
  node.kind = *FindQuantifier(key);
  if (value.IsObject()) {
    Fields fields(this, value);
    node.rows = ReadRowFields(fields);
    if (const std::optional<Value> each = fields.Take("each"); each && !failed()) {
      node.each = Under("each", [&] { return ReadPeriods(*each); });
    }
    fields.ExpectNoMore();
  } else {
    node.rows = ReadRows(value);
  }
  return Make(std::move(node), value);
}

// {"sequence": [{"rows": …}, {"no": true, "at or after": true, "rows": …, "within": [60, "days"],
// "of start": true}]}
Expr JsonFilterReader::ReadSequence(std::string_view, Value value) {
  Sequence node;
  const std::vector<Value> steps = Elements(
      value, 2, limits_.nodes, R"({"sequence": [{"rows": "orders"}, {"rows": "returns"}]})");
  bool positive = false;
  for (size_t i = 0; i < steps.size() && !failed(); ++i) {
    node.steps.push_back(Under(std::to_string(i), [&] { return ReadStep(steps[i], i == 0); }));
    positive = positive || !node.steps.back().negative;
  }
  if (!positive) Fail(value, "a sequence needs a step without `no`");
  return Make(std::move(node), value);
}

Sequence::Step JsonFilterReader::ReadStep(Value value, bool first) {
  Sequence::Step step;
  Fields fields(this, value);
  step.rows = ReadRowFields(fields);
  step.negative = fields.TakeTrue("no");
  step.at_or_after = fields.TakeTrue("at or after");
  step.of_start = fields.TakeTrue("of start");
  if (const std::optional<Value> within = fields.Take("within"); within && !failed()) {
    step.within = ReadLength(*within);
  }
  fields.ExpectNoMore();
  if (step.of_start && !step.within) Fail(value, "`of start` goes with `within`");
  if (first && (step.at_or_after || step.of_start || (step.within && !step.negative))) {
    Fail(value, "the first step has none before it",
         "leave out `at or after`, `within` and `of start`");
  }
  return step;
}

// ---- Joins

Expr JsonFilterReader::ReadConstant(std::string_view key, Value value) {
  ExpectTrue(key, value);
  return Make(Constant{key == "everyone"}, value);
}

// {"and": […]}; of one filter, that filter.
Expr JsonFilterReader::ReadJoin(std::string_view key, Value value) {
  if (value.IsArray() && value.first() == value.after()) {
    Fail(value, absl::StrCat("`", ToAbsl(key), "` of nothing"),
         key == "and" ? "{\"everyone\": true} selects all members"
                      : "{\"nobody\": true} selects none");
    return {};
  }
  std::vector<Expr> operands = ReadAll(value, 1, /*filters=*/true);
  if (failed()) return {};
  if (operands.size() == 1) return operands[0];
  if (key == "and") return Make(And{std::move(operands)}, value);
  return Make(Or{std::move(operands)}, value);
}

Expr JsonFilterReader::ReadNot(std::string_view, Value value) {
  return Make(Not{ReadFilter(value)}, value);
}

// {"at least": [2, [p, q, r]]}
Expr JsonFilterReader::ReadKOf(std::string_view key, Value value) {
  const std::vector<Value> elements = Elements(value, 2, 2, R"({"at least": [2, [p, q, r]]})");
  if (failed()) return {};
  Count k = ReadCount(elements[0]);
  std::vector<Expr> operands =
      Under("1", [&] { return ReadAll(elements[1], 1, /*filters=*/true); });
  return Make(KOf{*FindKOfBound(key), std::move(k), std::move(operands)}, value);
}

// {"score": [[2, p], [1, q]]}
Expr JsonFilterReader::ReadScore(std::string_view, Value value) {
  Score node;
  const std::vector<Value> terms =
      Elements(value, 1, limits_.nodes, R"({"score": [[2, p], [1, q]]})");
  for (size_t i = 0; i < terms.size() && !failed(); ++i) {
    node.terms.push_back(Under(std::to_string(i), [&] {
      const std::vector<Value> term = Elements(terms[i], 2, 2, "[2, p]");
      Expr weight = ReadElement(term, 0);
      ExpectNumber(weight, terms[i]);
      if (failed()) return Score::Term();
      return Score::Term{std::move(weight), Under("1", [&] { return ReadFilter(term[1]); })};
    }));
  }
  return Make(std::move(node), value);
}

Expr JsonFilterReader::ReadSegment(std::string_view, Value value) {
  return Make(Segment{Text(value, "a segment's name")}, value);
}

// {"as of": [F, T]}
Expr JsonFilterReader::ReadAsOf(std::string_view, Value value) {
  const std::vector<Value> elements =
      Elements(value, 2, 2, R"({"as of": [{"segment": "vip"}, {"ago": [30, "days"]}]})");
  if (failed()) return {};
  Expr filter = Under("0", [&] { return ReadFilter(elements[0]); });
  return Make(AsOf{std::move(filter), ReadElement(elements, 1)}, value);
}

// {"filter": "age > 30"}: text anywhere.
Expr JsonFilterReader::ReadFilterText(std::string_view, Value value) {
  if (value.IsString()) return ReadText(value);
  Fail(value, "expected filter text as a string here");
  return {};
}

}  // namespace seine
