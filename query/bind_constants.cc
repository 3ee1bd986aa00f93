#include "query/bind_constants.h"

#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"

#include "engine/absl_bridge.h"
#include "engine/civil_time.h"
#include "engine/status_macros.h"
#include "query/bind_calendar.h"
#include "query/bind_lists.h"
#include "query/bind_lookups.h"
#include "query/bind_numbers.h"
#include "query/bind_periods.h"
#include "query/bind_picks.h"
#include "query/bind_tests.h"
#include "query/bind_text.h"
#include "query/bind_times.h"
#include "query/filter_error.h"
#include "query/model_classes.h"
#include "query/printer.h"

namespace seine::binding {
namespace {

using bound::CompareOp;
using bound::FilterPtr;
using bound::ValuePtr;

// A list compared with an aggregate becomes one comparison per value.
constexpr size_t kMaxComparisons = 10'000;

enum class Kind : uint8_t { kNumber, kTime, kText, kBool, kSet };

Kind KindOf(const Operand& operand) {
  if (const ColumnPath* column = operand.AsColumn()) {
    const ColumnType type = column->schema->type;
    if (type == ColumnType::kSet) return Kind::kSet;
    if (type == ColumnType::kBool) return Kind::kBool;
    if (IsTime(type)) return Kind::kTime;
    return IsNumber(type) ? Kind::kNumber : Kind::kText;
  }
  const auto* value = std::get_if<ValuePtr>(&operand.value);
  if (value == nullptr) return Kind::kNumber;  // a size
  switch ((*value)->type.kind) {
    case bound::ValueKind::kNumber:
    case bound::ValueKind::kReal:
      return Kind::kNumber;
    case bound::ValueKind::kInstant:
    case bound::ValueKind::kDate:
      return Kind::kTime;
    case bound::ValueKind::kText:
      return Kind::kText;
    case bound::ValueKind::kBool:
      return Kind::kBool;
  }
  return Kind::kNumber;
}

// The operand as the left side of a comparison; a lookup's set by its own rows, for ThroughLookups.
absl::StatusOr<ValuePtr> Left(const Operand& operand) {
  if (const SizeOperand* size = operand.AsSize()) {
    return bound::MakeValue(bound::SetSize{size->set.Leaf(), {}},
                            {bound::ValueKind::kNumber, 0, false}, operand.expr.span());
  }
  return ValueOf(operand);
}

absl::StatusOr<FilterPtr> Finish(BindContext& context, const Operand& operand, FilterPtr test) {
  if (const ColumnPath* column = operand.AsColumn())
    return TestOfColumn(context.catalog, *column, std::move(test));
  if (const SizeOperand* size = operand.AsSize())
    return TestOfColumn(context.catalog, size->set, std::move(test));
  return test;
}

FilterPtr Both(FilterPtr a, FilterPtr b, Span span) {
  return bound::MakeFilter(bound::And{{std::move(a), std::move(b)}}, span);
}

FilterPtr InColumnRanges(const ColumnPath& column, std::vector<bound::Range> ranges,
                         bool complement, Span span) {
  NormalizeRanges(ranges);
  return bound::MakeFilter(bound::InRanges{column.Leaf(), std::move(ranges), {}, complement}, span);
}

// ---- numbers
// --------------------------------------------------------------------------------------------------------

// Weekdays are numbers from 1 (Monday) to 7.
std::optional<ExactNumber> NumberOf(const filter::LiteralValue& literal) {
  if (const auto* weekday = std::get_if<filter::Weekday>(&literal))
    return ExactNumber::Parse(std::to_string(weekday->iso));
  return ExactNumber::Of(literal);
}

std::optional<ExactNumber> NumberOf(const filter::Expr& expr) {
  const auto* literal = expr.As<filter::Literal>();
  return literal == nullptr ? std::nullopt : NumberOf(literal->value);
}

// Numbers that lie in ranges of minor units: all but reals and fractions, and sizes, which lookups
// may decide.
bool HasUnits(const Operand& subject) {
  const auto* value = std::get_if<ValuePtr>(&subject.value);
  return value != nullptr && (*value)->type.kind == bound::ValueKind::kNumber &&
         !(*value)->type.fraction;
}

// Computed numbers may lie beyond 64 bits, where ranges do not reach.
bool IsSmall(const ExactNumber& number, int scale) {
  const absl::int128 floor = number.At(scale).floor;
  return floor > std::numeric_limits<int64_t>::min() && floor < std::numeric_limits<int64_t>::max();
}

// The column that a value's range is like.
ColumnSchema LikeColumn(const bound::ValueType& type) {
  ColumnSchema column;
  column.type = ColumnType::kDecimal;
  column.scale = type.scale;
  return column;
}

FilterPtr InValueRanges(const ValuePtr& value, std::vector<bound::Range> ranges, bool complement,
                        Span span) {
  NormalizeRanges(ranges);
  return bound::MakeFilter(bound::ValueInRanges{value, std::move(ranges), {}, complement}, span);
}

absl::StatusOr<FilterPtr> NumberCompare(const Operand& subject, CompareOp op,
                                        const ExactNumber& number, Span span) {
  if (const ColumnPath* column = subject.AsColumn()) {
    return InColumnRanges(*column, {NumberRange(*column->schema, op, number)},
                          op == CompareOp::kNotEqual, span);
  }
  SEINE_ASSIGN_OR_RETURN(const ValuePtr value, Left(subject));
  return CompareNumber(value, op, number, span);
}

absl::StatusOr<FilterPtr> NumberBetween(const Operand& subject, const ExactNumber& low,
                                        const ExactNumber& high, const TestForm& form) {
  if (const ColumnPath* column = subject.AsColumn()) {
    const bound::Range range =
        Intersect(NumberRange(*column->schema, CompareOp::kGreaterEqual, low),
                  NumberRange(*column->schema, CompareOp::kLessEqual, high));
    return InColumnRanges(*column, {range}, form.negated, form.span);
  }
  SEINE_ASSIGN_OR_RETURN(const ValuePtr value, Left(subject));
  if (HasUnits(subject) && IsSmall(low, value->type.scale) && IsSmall(high, value->type.scale)) {
    const ColumnSchema like = LikeColumn(value->type);
    const bound::Range range = Intersect(NumberRange(like, CompareOp::kGreaterEqual, low),
                                         NumberRange(like, CompareOp::kLessEqual, high));
    return InValueRanges(value, {range}, form.negated, form.span);
  }
  SEINE_ASSIGN_OR_RETURN(FilterPtr above,
                         CompareNumber(value, CompareOp::kGreaterEqual, low, form.span));
  SEINE_ASSIGN_OR_RETURN(FilterPtr below,
                         CompareNumber(value, CompareOp::kLessEqual, high, form.span));
  return NegatedIf(form.negated, Both(std::move(above), std::move(below), form.span), value,
                   form.span);
}

absl::StatusOr<FilterPtr> NumberIn(BindContext& context, const Operand& subject,
                                   const filter::Expr& set, const TestForm& form) {
  const ColumnPath* column = subject.AsColumn();
  ValuePtr value;
  if (column == nullptr) {
    SEINE_ASSIGN_OR_RETURN(value, Left(subject));
  }
  const bool units = HasUnits(subject);
  std::vector<bound::Range> ranges;
  std::vector<FilterPtr> equals;
  SEINE_RETURN_IF_ERROR(
      VisitConstants(context, set, "numbers", [&](const ListedValue& listed) -> absl::Status {
        const auto* text = listed.from_host ? std::get_if<filter::Text>(&listed.value) : nullptr;
        const auto number =
            text != nullptr ? ExactNumber::Parse(text->value) : NumberOf(listed.value);
        if (!number)
          return Mismatch(
              subject, filter::Expr::Make(filter::Literal{listed.value, listed.span}, listed.span));
        if (column != nullptr || (units && IsSmall(*number, value->type.scale))) {
          const ColumnSchema like = column != nullptr ? *column->schema : LikeColumn(value->type);
          ranges.push_back(NumberRange(like, CompareOp::kEqual, *number));
          return absl::OkStatus();
        }
        if (equals.size() >= kMaxComparisons) {
          return FilterError(listed.span,
                             absl::StrCat("a list compared with an aggregate may hold at most ",
                                          kMaxComparisons, " values"));
        }
        SEINE_ASSIGN_OR_RETURN(FilterPtr equal,
                               CompareNumber(value, CompareOp::kEqual, *number, form.span));
        equals.push_back(std::move(equal));
        return absl::OkStatus();
      }));
  if (column != nullptr) return InColumnRanges(*column, std::move(ranges), form.negated, form.span);
  if (units && equals.empty())
    return InValueRanges(value, std::move(ranges), form.negated, form.span);
  if (units) equals.push_back(InValueRanges(value, std::move(ranges), false, form.span));
  return NegatedIf(form.negated, bound::MakeFilter(bound::Or{std::move(equals)}, form.span), value,
                   form.span);
}

// ---- times
// ----------------------------------------------------------------------------------------------------------

absl::StatusOr<FilterPtr> TimeIn(BindContext& context, const Operand& subject,
                                 const std::vector<TimeInterval>& intervals, const TestForm& form) {
  bound::ColumnRef windowed{-1, -1};
  if (const ColumnPath* column = subject.AsColumn()) {
    if (column->steps.empty()) windowed = column->column;
  } else if (const auto* value = std::get_if<ValuePtr>(&subject.value)) {
    const auto* aggregate = std::get_if<bound::Aggregate>(&(*value)->node);
    if (aggregate != nullptr) windowed.table = aggregate->rows.table;
  }
  for (const TimeInterval& interval : intervals) {
    SEINE_RETURN_IF_ERROR(CheckWindow(context, windowed, interval, form.span));
  }
  if (const ColumnPath* column = subject.AsColumn())
    return InIntervals(*column, intervals, form.negated, form.span);
  SEINE_ASSIGN_OR_RETURN(const ValuePtr value, Left(subject));
  return ValueInIntervals(value, intervals, form.negated, form.span);
}

// The interval of a constant beside a time. Errors: a mismatch for literals of other types.
absl::StatusOr<TimeInterval> TimeOf(const Operand& subject, const filter::Expr& constant) {
  const auto* literal = constant.As<filter::Literal>();
  if (literal != nullptr && !IntervalOf(literal->value)) return Mismatch(subject, constant);
  return IntervalOf(constant);
}

absl::StatusOr<FilterPtr> TimeCompare(BindContext& context, const Operand& subject, CompareOp op,
                                      const filter::Expr& constant, const TestForm& form) {
  if (constant.Is<filter::Period>()) {
    return FilterError(constant.span(), "a period is no single time", "write `in` before it");
  }
  SEINE_ASSIGN_OR_RETURN(const TimeInterval interval, TimeOf(subject, constant));
  TestForm in = form;
  in.negated = op == CompareOp::kNotEqual;
  return TimeIn(context, subject, {Compared(op, interval)}, in);
}

absl::StatusOr<FilterPtr> TimeInList(BindContext& context, const Operand& subject,
                                     const filter::Expr& set, const TestForm& form) {
  std::vector<TimeInterval> intervals;
  std::vector<ValuePeriod> moving;  // periods whose bounds are values of the row
  const auto add = [&](const filter::Expr& expr) -> absl::Status {
    if (IsValuePeriod(expr)) {
      SEINE_ASSIGN_OR_RETURN(ValuePeriod period,
                             BindValuePeriod(context, *form.scope, subject, expr));
      moving.push_back(std::move(period));
      return absl::OkStatus();
    }
    SEINE_ASSIGN_OR_RETURN(const std::vector<TimeInterval> some, IntervalsOf(context, expr));
    intervals.insert(intervals.end(), some.begin(), some.end());
    return absl::OkStatus();
  };
  SEINE_RETURN_IF_ERROR(VisitList(
      context, set,
      [&](const ListedValue& listed) -> absl::Status {
        std::optional<TimeInterval> interval = IntervalOf(listed.value);
        if (const auto* text = std::get_if<filter::Text>(&listed.value);
            text != nullptr && listed.from_host) {
          if (const std::optional<int64_t> day = ParseIsoDay(text->value)) {
            interval = TimeInterval{{day, nullptr}, {*day + 1, nullptr}};
          }
        }
        if (!interval) {
          return Mismatch(
              subject, filter::Expr::Make(filter::Literal{listed.value, listed.span}, listed.span));
        }
        intervals.push_back(*std::move(interval));
        return absl::OkStatus();
      },
      add));
  if (moving.empty()) {
    SEINE_ASSIGN_OR_RETURN(FilterPtr test, TimeIn(context, subject, intervals, form));
    return Finish(context, subject, std::move(test));
  }
  TestForm inside = form;
  inside.negated = false;
  FilterPtr fixed;
  if (!intervals.empty()) {
    SEINE_ASSIGN_OR_RETURN(fixed, TimeIn(context, subject, intervals, inside));
    SEINE_ASSIGN_OR_RETURN(fixed, Finish(context, subject, std::move(fixed)));
  }
  SEINE_ASSIGN_OR_RETURN(const ValuePtr value, Left(subject));
  return InValuePeriods(value, std::move(moving), std::move(fixed), form.negated, form.span);
}

// ---- text and bools
// -------------------------------------------------------------------------------------------------

absl::StatusOr<std::string> TextOf(const Operand& subject, const filter::Expr& constant) {
  const auto* literal = constant.As<filter::Literal>();
  const auto* text = literal == nullptr ? nullptr : std::get_if<filter::Text>(&literal->value);
  if (text == nullptr) return Mismatch(subject, constant);
  return text->value;
}

absl::StatusOr<FilterPtr> TextCompare(BindContext& context, const Operand& subject, CompareOp op,
                                      const filter::Expr& constant, const TestForm& form) {
  SEINE_ASSIGN_OR_RETURN(std::string text, TextOf(subject, constant));
  const bool equality = op == CompareOp::kEqual || op == CompareOp::kNotEqual;
  if (const auto* value = std::get_if<ValuePtr>(&subject.value)) {
    if (equality) WarnOfUnknownClasses(context, *value, {text}, form.ignoring_case);
    TextPredicatePtr predicate = equality ? MatchAnyOf({std::move(text)}, form.ignoring_case)
                                          : MatchOrder(op, std::move(text), form.ignoring_case);
    return ComputedTextIs(*value, std::move(predicate), op == CompareOp::kNotEqual, form.span);
  }
  const ColumnPath& column = *subject.AsColumn();
  if (equality) {
    return TextIn(context, column, {std::move(text)}, op == CompareOp::kNotEqual,
                  form.ignoring_case, form.span);
  }
  return TextMatches(column, MatchOrder(op, std::move(text), form.ignoring_case), false, form.span);
}

absl::StatusOr<FilterPtr> TextBetween(const Operand& subject, const filter::Expr& low,
                                      const filter::Expr& high, const TestForm& form) {
  SEINE_ASSIGN_OR_RETURN(std::string first, TextOf(subject, low));
  SEINE_ASSIGN_OR_RETURN(std::string last, TextOf(subject, high));
  const auto test = [&](CompareOp op, std::string text) {
    TextPredicatePtr predicate = MatchOrder(op, std::move(text), form.ignoring_case);
    if (const auto* value = std::get_if<ValuePtr>(&subject.value))
      return ComputedTextIs(*value, std::move(predicate), false, form.span);
    return TextMatches(*subject.AsColumn(), std::move(predicate), false, form.span);
  };
  if (!form.negated) {
    return Both(test(CompareOp::kGreaterEqual, std::move(first)),
                test(CompareOp::kLessEqual, std::move(last)), form.span);
  }
  return bound::MakeFilter(bound::Or{{test(CompareOp::kLess, std::move(first)),
                                      test(CompareOp::kGreater, std::move(last))}},
                           form.span);
}

absl::StatusOr<FilterPtr> BoolCompare(const Operand& subject, CompareOp op,
                                      const filter::Expr& constant, const TestForm& form) {
  const auto* literal = constant.As<filter::Literal>();
  const auto* boolean =
      literal == nullptr ? nullptr : std::get_if<filter::Boolean>(&literal->value);
  if (boolean == nullptr) return Mismatch(subject, constant);
  if (op != CompareOp::kEqual && op != CompareOp::kNotEqual) {
    return FilterError(form.span, "true and false have no order", "write `=` or `!=`");
  }
  const bool wanted = boolean->value == (op == CompareOp::kEqual);
  if (const auto* value = std::get_if<ValuePtr>(&subject.value))
    return BoolValueIs(*value, wanted, form.span);
  return bound::MakeFilter(bound::BoolIs{subject.AsColumn()->Leaf(), wanted}, form.span);
}

absl::StatusOr<FilterPtr> BoolIn(BindContext& context, const Operand& subject,
                                 const filter::Expr& set, const TestForm& form) {
  bool wanted[2] = {form.negated, form.negated};
  SEINE_RETURN_IF_ERROR(
      VisitConstants(context, set, "true or false", [&](const ListedValue& listed) -> absl::Status {
        const auto* boolean = std::get_if<filter::Boolean>(&listed.value);
        if (boolean == nullptr) {
          return Mismatch(
              subject, filter::Expr::Make(filter::Literal{listed.value, listed.span}, listed.span));
        }
        wanted[boolean->value ? 1 : 0] = !form.negated;
        return absl::OkStatus();
      }));
  if (const auto* value = std::get_if<ValuePtr>(&subject.value)) {
    if (wanted[0] && wanted[1]) return bound::MakeFilter(bound::ValueExists{*value}, form.span);
    if (!wanted[0] && !wanted[1]) return bound::MakeFilter(bound::Constant{false}, form.span);
    return BoolValueIs(*value, wanted[1], form.span);
  }
  const bound::ColumnRef column = subject.AsColumn()->Leaf();
  if (wanted[0] && wanted[1]) return bound::MakeFilter(bound::Exists{column}, form.span);
  if (!wanted[0] && !wanted[1]) return bound::MakeFilter(bound::Constant{false}, form.span);
  return bound::MakeFilter(bound::BoolIs{column, wanted[1]}, form.span);
}

absl::Status CheckCase(const Operand& subject, const TestForm& form) {
  if (!form.ignoring_case || KindOf(subject) == Kind::kText) return absl::OkStatus();
  return FilterError(form.span,
                     absl::StrCat("`ignoring case` is for text, and ", DescribeType(subject)));
}

std::string WayToWrite(const Operand& subject, const filter::LiteralValue& literal) {
  const auto* text = std::get_if<filter::Text>(&literal);
  switch (KindOf(subject)) {
    case Kind::kNumber:
      if (text != nullptr && ExactNumber::Parse(text->value))
        return absl::StrCat("write it without quotes: ", text->value);
      return "write a number";
    case Kind::kTime:
      if (text != nullptr) return "write times without quotes: 2011-09-11";
      return "write a time: 2011-09-11, 2011-09, 30 days ago";
    case Kind::kText:
      return text != nullptr ? ""
                             : absl::StrCat("write it in quotes: \"", PrintLiteral(literal), "\"");
    case Kind::kBool:
      return "write `true` or `false`";
    case Kind::kSet:
      break;
  }
  return "";
}

}  // namespace

FilterPtr NegatedIf(bool negated, FilterPtr test, const ValuePtr& value, Span span) {
  if (!negated) return test;
  return Both(bound::MakeFilter(bound::ValueExists{value}, span),
              bound::MakeFilter(bound::Not{std::move(test)}, span), span);
}

absl::Status Mismatch(const Operand& subject, const filter::Expr& other) {
  const auto* literal = other.As<filter::Literal>();
  if (literal == nullptr) {
    return FilterError(other.span(),
                       absl::StrCat(DescribeType(subject), ", which does not compare with ",
                                    other.Is<filter::Ago>() ? "a time" : Describe(other)));
  }
  return FilterError(
      other.span(),
      absl::StrCat(DescribeType(subject), " and this is ", DescribeLiteral(literal->value)),
      WayToWrite(subject, literal->value));
}

absl::Status SetNeedsHas(const Operand& subject, const filter::Expr* value) {
  const std::string name = PrintName(subject.AsColumn()->schema->name);
  const auto* literal = value == nullptr ? nullptr : value->As<filter::Literal>();
  const std::string example = literal != nullptr ? PrintLiteral(literal->value)
                              : value != nullptr ? "any (…)"
                                                 : "…";
  return FilterError(
      subject.expr.span(),
      absl::StrCat(Quoted(subject.AsColumn()->schema->name), " is a set, which holds many values"),
      absl::StrCat("write `", name, " has ", example, "`"));
}

absl::StatusOr<FilterPtr> CompareConstant(BindContext& context, const Operand& subject,
                                          CompareOp op, const filter::Expr& constant,
                                          const TestForm& form) {
  SEINE_RETURN_IF_ERROR(CheckCase(subject, form));
  absl::StatusOr<FilterPtr> test;
  switch (KindOf(subject)) {
    case Kind::kSet:
      return SetNeedsHas(subject, &constant);
    case Kind::kNumber: {
      const auto number = NumberOf(constant);
      if (!number) return Mismatch(subject, constant);
      test = NumberCompare(subject, op, *number, form.span);
      break;
    }
    case Kind::kTime:
      test = TimeCompare(context, subject, op, constant, form);
      break;
    case Kind::kText:
      test = TextCompare(context, subject, op, constant, form);
      break;
    case Kind::kBool:
      test = BoolCompare(subject, op, constant, form);
      break;
  }
  if (!test.ok()) return test;
  return Finish(context, subject, *std::move(test));
}

absl::StatusOr<FilterPtr> BetweenConstants(BindContext& context, const Operand& subject,
                                           const filter::Expr& low, const filter::Expr& high,
                                           const TestForm& form) {
  absl::StatusOr<FilterPtr> test;
  switch (KindOf(subject)) {
    case Kind::kSet:
      return SetNeedsHas(subject, nullptr);
    case Kind::kNumber: {
      const auto first = NumberOf(low);
      const auto last = NumberOf(high);
      if (!first || !last) return Mismatch(subject, first ? high : low);
      test = NumberBetween(subject, *first, *last, form);
      break;
    }
    case Kind::kTime: {
      SEINE_ASSIGN_OR_RETURN(const TimeInterval first, TimeOf(subject, low));
      SEINE_ASSIGN_OR_RETURN(const TimeInterval last, TimeOf(subject, high));
      test = TimeIn(context, subject, {Between(first, last)}, form);
      break;
    }
    case Kind::kText:
      test = TextBetween(subject, low, high, form);
      break;
    case Kind::kBool:
      return Mismatch(subject, low);
  }
  if (!test.ok()) return test;
  return Finish(context, subject, *std::move(test));
}

absl::StatusOr<FilterPtr> InConstants(BindContext& context, const Operand& subject,
                                      const filter::Expr& set, const TestForm& form) {
  SEINE_RETURN_IF_ERROR(CheckCase(subject, form));
  absl::StatusOr<FilterPtr> test;
  switch (KindOf(subject)) {
    case Kind::kSet:
      return SetNeedsHas(subject, &set);
    case Kind::kNumber:
      test = NumberIn(context, subject, set, form);
      break;
    case Kind::kTime:
      return TimeInList(context, subject, set, form);
    case Kind::kText: {
      const auto* value = std::get_if<ValuePtr>(&subject.value);
      const std::string name = value == nullptr ? subject.AsColumn()->schema->name : "this value";
      SEINE_ASSIGN_OR_RETURN(std::vector<std::string> texts, ListedTexts(context, set, name));
      if (value != nullptr) {
        WarnOfUnknownClasses(context, *value, texts, form.ignoring_case);
        return ComputedTextIs(*value, MatchAnyOf(std::move(texts), form.ignoring_case),
                              form.negated, form.span);
      }
      test = TextIn(context, *subject.AsColumn(), std::move(texts), form.negated,
                    form.ignoring_case, form.span);
      break;
    }
    case Kind::kBool:
      test = BoolIn(context, subject, set, form);
      break;
  }
  if (!test.ok()) return test;
  return Finish(context, subject, *std::move(test));
}

}  // namespace seine::binding
