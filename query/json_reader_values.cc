// Values from JSON.

#include <charconv>

#include "absl/strings/str_cat.h"

#include "engine/absl_bridge.h"
#include "engine/digits.h"
#include "query/filter_error.h"
#include "query/json_filter_reader.h"
#include "query/keywords.h"
#include "query/time_literal.h"

namespace seine {

using filter::Aggregate;
using filter::Ago;
using filter::Arithmetic;
using filter::ArithmeticOp;
using filter::Bucket;
using filter::Count;
using filter::DatePart;
using filter::DatePartKind;
using filter::Day;
using filter::Decimal;
using filter::DistinctPeriods;
using filter::Duration;
using filter::Elapsed;
using filter::Else;
using filter::Expr;
using filter::Gap;
using filter::GapFunction;
using filter::Instant;
using filter::Integer;
using filter::Literal;
using filter::LiteralValue;
using filter::Model;
using filter::Month;
using filter::Negate;
using filter::NTile;
using filter::OwnKey;
using filter::Parameter;
using filter::PopulationFunction;
using filter::PopulationValue;
using filter::Quarter;
using filter::Size;
using filter::TimeUnit;
using filter::WallTime;
using filter::Weekday;

namespace {

constexpr size_t kMaxJsonDigits = 4096;

bool AllDigits(std::string_view text) {
  for (char c : text) {
    if (!IsDigit(c)) return false;
  }
  return !text.empty();
}

std::string Canonical(bool negative, std::string_view digits) {
  const size_t first = digits.find_first_not_of('0');
  if (first == std::string_view::npos) return "0";
  return (negative ? "-" : "") + std::string(digits.substr(first));
}

// [-]digits[.digits][e[+-]digits], exactly. Absent: no such number, or too long.
std::optional<LiteralValue> ParseNumber(std::string_view text) {
  const bool negative = text.substr(0, 1) == "-";
  if (negative) text.remove_prefix(1);
  int32_t exponent = 0;
  if (const size_t e = text.find_first_of("eE"); e != std::string_view::npos) {
    std::string_view power = text.substr(e + 1);
    if (power.substr(0, 1) == "+") power.remove_prefix(1);
    const auto [end, error] = std::from_chars(power.data(), power.data() + power.size(), exponent);
    if (error != std::errc() || end != power.data() + power.size()) return std::nullopt;
    text = text.substr(0, e);
  }
  const size_t point = text.find('.');
  const std::string_view whole = text.substr(0, point);
  const std::string_view fraction = point == std::string_view::npos ? "" : text.substr(point + 1);
  if (!AllDigits(whole) || (point != std::string_view::npos && !AllDigits(fraction)))
    return std::nullopt;
  constexpr auto kMost = static_cast<int32_t>(kMaxJsonDigits);
  if (text.size() > kMaxJsonDigits || exponent > kMost || exponent < -kMost) return std::nullopt;
  std::string digits = std::string(whole).append(fraction);
  const int32_t scale = static_cast<int32_t>(fraction.size()) - exponent;
  if (scale > 0) return Decimal{Canonical(negative, digits), scale};
  digits.append(static_cast<size_t>(-scale), '0');
  return Integer{Canonical(negative, digits)};
}

}  // namespace

Expr JsonFilterReader::ReadNumber(Value number) {
  std::optional<LiteralValue> value = ParseNumber(number.raw());
  if (!value) {
    Fail(number, "this number is too long",
         absl::StrCat("at most ", kMaxJsonDigits, " digits are allowed"));
    return {};
  }
  return Make(Literal{*std::move(value), number.span()}, number);
}

// {"decimal": "12.50"}, {"integer": "123456789012345678901"}
Expr JsonFilterReader::ReadDigits(std::string_view key, Value value) {
  const bool decimal = key == "decimal";
  if (value.kind() == JsonKind::kNumber) {
    Fail(value, "digits stand in a string here",
         absl::StrCat("write {\"", ToAbsl(key), "\": \"", decimal ? "12.50" : "12", "\"}"));
    return {};
  }
  const std::string text = Text(value, "digits");
  std::optional<LiteralValue> number = ParseNumber(text);
  if (number && decimal && std::holds_alternative<Integer>(*number)) {
    const std::string digits = Shortened(text);
    Fail(
        value, "a decimal has a point",
        absl::StrCat("write {\"integer\": \"", digits, "\"} or {\"decimal\": \"", digits, ".0\"}"));
    return {};
  }
  if (number && !decimal && std::holds_alternative<Decimal>(*number)) number.reset();
  if (!number) {
    Fail(value, absl::StrCat("this is not ", decimal ? "a decimal" : "an integer"),
         decimal ? "write {\"decimal\": \"12.50\"}" : "write {\"integer\": \"12\"}");
    return {};
  }
  return Make(Literal{*std::move(number), value.span()}, value);
}

// {"day": "2011-09-11"} and the like
Expr JsonFilterReader::ReadTime(std::string_view key, Value value) {
  if (RefusePart(key, value)) return {};
  const std::string text = Text(value, "a time");
  if (failed()) return {};
  const std::string example = key == "day"       ? "2011-09-11"
                              : key == "month"   ? "2011-09"
                              : key == "quarter" ? "2011-Q3"
                              : key == "time"    ? "2011-09-11 08:00"
                                                 : "2011-09-11T08:00Z";
  size_t length = 0;
  if (StartsTimeLiteral(text)) {
    const absl::StatusOr<LiteralValue> time = ReadTimeLiteral(text, &length);
    if (!time.ok()) {
      const std::optional<FilterErrorInfo> info = GetFilterError(time.status());
      Fail(value, info->message, info->hint);
      return {};
    }
    const bool right = key == "day"       ? std::holds_alternative<Day>(*time)
                       : key == "month"   ? std::holds_alternative<Month>(*time)
                       : key == "quarter" ? std::holds_alternative<Quarter>(*time)
                       : key == "time"    ? std::holds_alternative<WallTime>(*time)
                                          : std::holds_alternative<Instant>(*time);
    if (right && length == text.size()) return Make(Literal{*time, value.span()}, value);
  }
  Fail(value, absl::StrCat("expected a ", ToAbsl(key), " here"),
       absl::StrCat("write {\"", ToAbsl(key), "\": \"", example, "\"}"));
  return {};
}

// {"text": "x"}: text where a string would be read as a filter.
Expr JsonFilterReader::ReadTextLiteral(std::string_view, Value value) {
  return Make(Literal{filter::Text{Text(value, "text")}, value.span()}, value);
}

// {"weekday": {"col": "at"}}, {"month": …}: constants, of which the part of a time was meant.
bool JsonFilterReader::RefusePart(std::string_view key, Value value) {
  const std::string_view part = key == "day" ? "day of month" : key;
  if (value.kind() != JsonKind::kObject || !FindDatePart(part)) return false;
  Fail(value, absl::StrCat("the ", ToAbsl(part), " of a time is its `part`"),
       absl::StrCat("write {\"part\": [\"", ToAbsl(part), "\", {\"col\": \"at\"}]}"));
  return true;
}

Expr JsonFilterReader::ReadWeekday(std::string_view key, Value value) {
  if (RefusePart(key, value)) return {};
  const std::optional<Weekday> weekday = FindWeekday(Text(value, "a weekday"));
  if (!weekday) {
    Fail(value, "unknown weekday", "write mon, tue, wed, thu, fri, sat or sun");
    return {};
  }
  return Make(Literal{*weekday, value.span()}, value);
}

Expr JsonFilterReader::ReadParameter(std::string_view, Value value) {
  std::string name = Text(value, "a parameter's name");
  if (!failed() && !IsName(name))
    Fail(value, "this is no name for a parameter", "for example {\"param\": \"minimum\"}");
  return Make(Parameter{std::move(name)}, value);
}

Expr JsonFilterReader::ReadMember(std::string_view key, Value value) {
  ExpectTrue(key, value);
  return Make(OwnKey{}, value);
}

Expr JsonFilterReader::ReadColumn(std::string_view, Value value) {
  return Make(ReadPath(value), value);
}

// {"+": [a, b]}; {"-": [a]} negates
Expr JsonFilterReader::ReadArithmetic(std::string_view key, Value value) {
  const ArithmeticOp op = *FindArithmeticOp(key);
  std::vector<Expr> operands = ReadAll(value, op == ArithmeticOp::kSubtract ? 1 : 2);
  if (failed()) return {};
  if (operands.size() == 1) return Make(Negate{std::move(operands[0])}, value);
  Expr left = std::move(operands[0]);
  for (size_t i = 1; i < operands.size(); ++i) {
    left = Make(Arithmetic{op, std::move(left), std::move(operands[i])}, value);
  }
  return left;
}

Expr JsonFilterReader::ReadElse(std::string_view, Value value) {
  return Make(Else{ReadAll(value, 2)}, value);
}

// {"part": ["weekday", {"col": "at"}]}
Expr JsonFilterReader::ReadDatePart(std::string_view, Value value) {
  const std::vector<Value> elements =
      Elements(value, 2, 2, R"({"part": ["weekday", {"col": "at"}]})");
  if (failed()) return {};
  const std::optional<DatePartKind> part = FindDatePart(Text(elements[0], "a part of a date"));
  if (!part) {
    Fail(elements[0], "unknown part of a date",
         "the parts are weekday, hour, date, day of month, week, month, quarter and year");
    return {};
  }
  return Make(DatePart{*part, ReadElement(elements, 1)}, value);
}

// {"duration": [60, "days"]}, {"ago": [30, "days"]}
Expr JsonFilterReader::ReadDuration(std::string_view key, Value value) {
  Duration duration = ReadLength(value);
  if (key == "ago") return Make(Ago{std::move(duration)}, value);
  return Make(std::move(duration), value);
}

// {"days since": T}, {"days from": [T, T]}
Expr JsonFilterReader::ReadElapsed(std::string_view key, Value value) {
  Elapsed node;
  node.unit = *FindUnit(key.substr(0, key.find(' ')));
  if (key.substr(key.find(' ') + 1) == "since") {
    node.start = Read(value);
  } else {
    const std::vector<Value> elements =
        Elements(value, 2, 2, R"({"days from": [{"col": "a"}, {"col": "b"}]})");
    node.start = ReadElement(elements, 0);
    node.end = ReadElement(elements, 1);
  }
  return Make(std::move(node), value);
}

Expr JsonFilterReader::ReadBucket(std::string_view, Value value) {
  const std::vector<Value> elements = Elements(value, 2, 2, R"({"bucket": [100, "spring test"]})");
  if (failed()) return {};
  Count buckets = ReadCount(elements[0]);
  return Make(Bucket{std::move(buckets), Text(elements[1], "a salt")}, value);
}

// "orders.amount", {"rows": …, "value": …, "as": …, "where": …}
void JsonFilterReader::ReadAggregated(Value value, Expr* of, filter::Rows* rows) {
  if (!value.IsObject()) {
    *rows = ReadRows(value);
    return;
  }
  Fields fields(this, value);
  *of = ReadField(fields, "value");
  *rows = ReadRowFields(fields);
  fields.ExpectNoMore();
}

// {"sum": "orders.amount"}
Expr JsonFilterReader::ReadAggregate(std::string_view key, Value value) {
  Aggregate node;
  node.function = *FindAggregate(key);
  ReadAggregated(value, &node.value, &node.rows);
  return Make(std::move(node), value);
}

// {"distinct days": "orders.at"}
Expr JsonFilterReader::ReadDistinctPeriods(std::string_view key, Value value) {
  DistinctPeriods node;
  node.unit = *FindUnit(key.substr(key.find(' ') + 1));
  ReadAggregated(value, &node.value, &node.rows);
  return Make(std::move(node), value);
}

Expr JsonFilterReader::ReadSize(std::string_view, Value value) {
  return Make(Size{ReadPath(value)}, value);
}

// {"avg gap": "orders"}
Expr JsonFilterReader::ReadGap(std::string_view key, Value value) {
  const GapFunction function = *FindGapFunction(key.substr(0, key.find(' ')));
  return Make(Gap{function, ReadRows(value)}, value);
}

Expr JsonFilterReader::ReadNTile(std::string_view, Value value) {
  NTile node;
  Fields fields(this, value);
  const Value k = fields.Require("k");
  if (failed()) return {};
  node.k = ReadCount(k);
  node.value = RequireField(fields, "value", value);
  ReadPerAmong(fields, node.per, node.among);
  fields.ExpectNoMore();
  return Make(std::move(node), value);
}

Expr JsonFilterReader::ReadPopulationValue(std::string_view key, Value value) {
  PopulationValue node;
  node.function = *FindPopulationFunction(key);
  Fields fields(this, value);
  node.value = RequireField(fields, "value", value);
  if (node.function == PopulationFunction::kPercentile) {
    node.percent = RequireField(fields, "percent", value);
    ExpectNumber(node.percent, value);
  }
  node.among = ReadField(fields, "among");
  fields.ExpectNoMore();
  return Make(std::move(node), value);
}

Expr JsonFilterReader::ReadModel(std::string_view key, Value value) {
  Model node;
  node.kind = *FindModel(key);
  Fields fields(this, value);
  node.rows = ReadRowFields(fields);
  if (const std::optional<Value> arguments = fields.Take("arguments"); arguments && !failed()) {
    const std::vector<Value> elements = Elements(*arguments, 0, limits_.nodes, "[…]");
    for (const Value& element : elements) {
      if (failed()) return {};
      const bool list = element.IsArray();
      if (list && element.CountChildren() < 2)
        Fail(element, "a list of one is a value", "write the value itself");
      node.arguments.push_back(list ? ReadList(element) : Read(element));
    }
  }
  if (const std::optional<Value> field = fields.Take("field")) {
    node.field = Name{Text(*field, "a field"), field->span()};
    if (node.field->text.empty()) Fail(*field, "a field has a name");
  }
  ReadPerAmong(fields, node.per, node.among);
  fields.ExpectNoMore();
  return Make(std::move(node), value);
}

}  // namespace seine
