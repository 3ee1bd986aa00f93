// Tests, sets, periods and joins from JSON.

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

#include "engine/absl_bridge.h"
#include "query/filter_error.h"
#include "query/json_filter_reader.h"
#include "query/keywords.h"
#include "query/printer.h"

namespace seine {

using filter::Anniversary;
using filter::Before;
using filter::Between;
using filter::BetweenPeriod;
using filter::CalendarPeriod;
using filter::Compare;
using filter::Count;
using filter::DayAgo;
using filter::Duration;
using filter::Exists;
using filter::Expr;
using filter::FromTo;
using filter::Has;
using filter::HasMode;
using filter::In;
using filter::List;
using filter::Literal;
using filter::NamedDay;
using filter::NamedList;
using filter::Parameter;
using filter::Path;
using filter::Period;
using filter::PeriodValue;
using filter::Rank;
using filter::RetailWindow;
using filter::RollingPeriod;
using filter::Since;
using filter::TextOp;
using filter::TextTest;
using filter::TimeUnit;

namespace {

// "not contains ignoring case" in its parts.
struct TestKey {
  std::string words;
  bool negated = false;
  bool ignoring_case = false;

  explicit TestKey(std::string_view key) {
    absl::string_view rest = ToAbsl(key);
    negated = absl::ConsumePrefix(&rest, "not ");
    ignoring_case = absl::ConsumeSuffix(&rest, " ignoring case");
    words = std::string(rest);
  }
};

bool IsNegative(const Expr& expr) {
  const auto* literal = expr.As<Literal>();
  return literal != nullptr && PrintLiteral(literal->value)[0] == '-';
}

}  // namespace

// {"=": [a, b]}, {"not contains ignoring case": [a, b]}, {"has any": [a, [b, c]]}
Expr JsonFilterReader::ReadTest(std::string_view key, Value value) {
  const TestKey test(key);
  if (test.words == "in") return ReadIn(value, test.negated, test.ignoring_case);
  const std::vector<Value> elements =
      Elements(value, 2, 2, absl::StrCat("{\"", ToAbsl(key), "\": [{\"col\": \"a\"}, …]}"));
  Expr left = ReadElement(elements, 0);
  if (failed()) return {};
  if (const std::optional<HasMode> mode = FindHasMode(test.words)) {
    Expr set = Under(
        "1", [&] { return *mode == HasMode::kValue ? Read(elements[1]) : ReadSet(elements[1]); });
    if (set.Is<Period>()) Fail(elements[1], "a set has values, not periods");
    return Make(Has{*mode, std::move(left), std::move(set), test.negated, test.ignoring_case},
                value);
  }
  Expr right = ReadElement(elements, 1);
  if (const std::optional<TextOp> op = FindTextOp(test.words)) {
    return Make(TextTest{*op, std::move(left), std::move(right), test.negated, test.ignoring_case},
                value);
  }
  return Make(
      Compare{*FindCompareOp(test.words), std::move(left), std::move(right), test.ignoring_case},
      value);
}

Expr JsonFilterReader::ReadIn(Value value, bool negated, bool ignoring_case) {
  const std::vector<Value> elements =
      Elements(value, 2, 2, R"({"in": [{"col": "a"}, ["x", "y"]]})");
  Expr subject = ReadElement(elements, 0);
  if (failed()) return {};
  const Value set = elements[1];
  if (set.IsObject() && !(set.first() == set.after()) && !ignoring_case) {
    const std::string_view key = set.first().text();
    if (key == "top" || key == "bottom") {
      return Under("1", [&] { return ReadRank(std::move(subject), set, value, negated); });
    }
  }
  Expr right = Under("1", [&] { return ReadSet(set); });
  return Make(In{std::move(subject), std::move(right), negated, ignoring_case}, value);
}

// {"top": 10}, {"bottom": {"percent": 20, "per": "city", "among": F}}; also "members", "holding"
Expr JsonFilterReader::ReadRank(Expr subject, Value rank, Value at, bool negated) {
  Rank node;
  node.subject = std::move(subject);
  node.negated = negated;
  Fields outer(this, rank);
  const std::optional<Value> top = outer.Take("top");
  const std::optional<Value> bottom = outer.Take("bottom");
  if (!top) node.direction = Rank::Direction::kBottom;
  outer.ExpectNoMore();
  const Value how = top ? *top : *bottom;
  if (how.IsObject()) {
    Fields fields(this, how);
    const std::pair<std::string_view, Rank::Measure> measures[] = {
        {"members", Rank::Measure::kMembers},
        {"percent", Rank::Measure::kPercent},
        {"holding", Rank::Measure::kHolding}};
    for (const auto& [name, measure] : measures) {
      Expr n = ReadField(fields, name);
      if (!n) continue;
      if (node.n) Fail(how, "a rank has one of `members`, `percent` and `holding`");
      node.n = std::move(n);
      node.measure = measure;
    }
    if (!node.n)
      Fail(how, "a rank has one of `members`, `percent` and `holding`",
           "write {\"top\": {\"percent\": 20}}");
    ReadPerAmong(fields, node.per, node.among);
    fields.ExpectNoMore();
  } else {
    node.n = Read(how);
  }
  ExpectNumber(node.n, how);
  if (!failed() && IsNegative(node.n)) Fail(how, "a rank takes a number from 0 up");
  return Make(std::move(node), at);
}

// Three elements test a value; two are the period between them.
Expr JsonFilterReader::ReadBetween(std::string_view key, Value value) {
  const TestKey test(key);
  const bool test_only = test.negated || test.ignoring_case;
  const std::vector<Value> elements =
      Elements(value, test_only ? 3 : 2, 3, R"({"between": [{"col": "age"}, 29, 50]})");
  if (failed()) return {};
  Expr first = ReadElement(elements, 0);
  Expr second = ReadElement(elements, 1);
  if (elements.size() == 2) {
    return Make(Period{BetweenPeriod{std::move(first), std::move(second)}}, value);
  }
  return Make(Between{std::move(first), std::move(second), ReadElement(elements, 2), test.negated,
                      test.ignoring_case},
              value);
}

Expr JsonFilterReader::ReadExists(std::string_view key, Value value) {
  return Make(Exists{Read(value), key == "is missing"}, value);
}

Expr JsonFilterReader::ReadAnniversary(std::string_view key, Value value) {
  const std::vector<Value> elements =
      Elements(value, 2, 2, R"({"anniversary in": [{"col": "birthday"}, {"next": [7, "days"]}]})");
  Expr subject = ReadElement(elements, 0);
  if (failed()) return {};
  Expr period = Under("1", [&] { return ReadPeriods(elements[1]); });
  return Make(Anniversary{std::move(subject), std::move(period), TestKey(key).negated}, value);
}

Expr JsonFilterReader::ReadPeriods(Value value) {
  Expr periods = ReadSet(value);
  if (failed()) return {};
  const Literal* literal = periods.As<Literal>();
  const bool moment =
      literal != nullptr && (std::holds_alternative<filter::WallTime>(literal->value) ||
                             std::holds_alternative<filter::Instant>(literal->value));
  if (moment || periods.Is<Path>() || periods.Is<NamedList>()) {
    Fail(value, "expected a period here, or an array of periods",
         "write {\"last\": [4, \"quarters\"]}");
  }
  return periods;
}

Expr JsonFilterReader::ReadSet(Value value) {
  if (value.IsArray()) return ReadList(value);
  Expr set = Read(value);
  if (failed()) return {};
  const Literal* literal = set.As<Literal>();
  if (literal != nullptr && value.IsString()) {
    Fail(value, "expected an array of values here",
         absl::StrCat("write [\"", Shortened(value.text(), 40), "\"]"));
  }
  const bool set_like = set.Is<Path>() || set.Is<Period>() || set.Is<NamedList>() ||
                        set.Is<Parameter>() || literal != nullptr;
  if (!set_like) Fail(value, "expected an array of values, a period or a set here");
  return set;
}

Expr JsonFilterReader::ReadList(Value array) {
  if (array.first() == array.after()) {
    Fail(array, "a list cannot be empty",
         "{\"nobody\": true} is the filter that selects no member");
    return {};
  }
  List list;
  size_t index = 0;
  for (Value item = array.first(); !(item == array.after()) && !failed(); item = item.next()) {
    if (!CountListValue(item)) break;
    if (item.IsString()) {
      list.literals.push_back({filter::Text{Text(item, "text")}, item.span()});
      ++index;
      continue;
    }
    Expr value = Under(std::to_string(index++), [&] { return Read(item); });
    if (failed()) break;
    if (const Literal* literal = value.As<Literal>()) {
      list.literals.push_back(*literal);
      --nodes_;
    } else {
      list.others.push_back(std::move(value));
    }
  }
  list.literals.shrink_to_fit();
  return Make(std::move(list), array);
}

Expr JsonFilterReader::ReadNamedList(std::string_view, Value value) {
  return Make(NamedList{Text(value, "a list's name")}, value);
}

Expr JsonFilterReader::ReadPeriod(std::string_view key, Value value) {
  PeriodValue period;
  const auto pair = [&](std::string_view example) { return Elements(value, 2, 2, example); };
  if (key == "last" || key == "next") {
    Duration duration = ReadLength(value);
    const auto direction =
        key == "last" ? RollingPeriod::Direction::kLast : RollingPeriod::Direction::kNext;
    period = RollingPeriod{direction, std::move(duration.count), duration.unit};
  } else if (key == "today" || key == "yesterday") {
    ExpectTrue(key, value);
    period = NamedDay{key == "today" ? NamedDay::Which::kToday : NamedDay::Which::kYesterday};
  } else if (key == "this" || key == "previous") {
    const auto which =
        key == "this" ? CalendarPeriod::Which::kThis : CalendarPeriod::Which::kPrevious;
    Duration length{Count{1, {}}, TimeUnit::kMonth};
    if (value.IsString()) {
      length.unit = ReadUnit(value);
    } else {
      length = ReadLength(value);
    }
    if (length.unit <= TimeUnit::kDay)
      Fail(value, "this goes with weeks, months, quarters and years");
    period = CalendarPeriod{which, std::move(length.count), length.unit};
  } else if (key == "day ago") {
    period = DayAgo{ReadCount(value)};
  } else if (key == "since") {
    period = Since{Read(value)};
  } else if (key == "before") {
    period = Before{Read(value)};
  } else if (key == "from") {
    const std::vector<Value> bounds =
        pair(R"({"from": [{"day": "2011-01-01"}, {"day": "2011-02-01"}]})");
    Expr start = ReadElement(bounds, 0);
    period = FromTo{std::move(start), ReadElement(bounds, 1)};
  } else {
    const std::vector<Value> window = pair(R"({"calendar": ["double-11", 2025]})");
    if (failed()) return {};
    std::string name = Text(window[0], "the window's name");
    period = RetailWindow{std::move(name), ReadCount(window[1])};
  }
  return Make(Period{std::move(period)}, value);
}

}  // namespace seine
