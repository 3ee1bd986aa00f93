// Numbers and sizes against constants.

#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"

#include "engine/status_macros.h"
#include "query/bind_constant_kinds.h"
#include "query/bind_lists.h"
#include "query/bind_numbers.h"
#include "query/bind_values.h"
#include "query/filter_error.h"

namespace seine::binding {
namespace {

using bound::CompareOp;
using bound::FilterPtr;
using bound::ValuePtr;

// A list compared with an aggregate becomes one comparison per value.
constexpr size_t kMaxComparisons = 10'000;

FilterPtr InColumnNumbers(const ColumnPath& column, std::vector<bound::Range> ranges,
                          bool complement, Span span) {
  NormalizeRanges(ranges);
  return bound::MakeFilter(bound::InRanges{column.Leaf(), std::move(ranges), {}, complement}, span);
}

std::optional<ExactNumber> NumberOfLiteral(const filter::LiteralValue& literal) {
  if (const auto* weekday = std::get_if<filter::Weekday>(&literal))
    return ExactNumber::Parse(std::to_string(weekday->iso));
  return ExactNumber::Of(literal);
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

// The numbers of a list, of arithmetic between numbers what it comes to.
absl::Status VisitNumbers(BindContext& context, const filter::Expr& set,
                          absl::FunctionRef<absl::Status(const ListedValue&)> value) {
  return VisitList(context, set, value, [&](const filter::Expr& other) -> absl::Status {
    const auto folded = FoldedNumber(other);
    return folded ? value({folded->value, other.span(), false})
                  : VisitConstants(context, other, "numbers", value);
  });
}

}  // namespace

std::optional<ExactNumber> NumberOf(const filter::Expr& expr) {
  if (const auto* literal = expr.As<filter::Literal>()) return NumberOfLiteral(literal->value);
  const std::optional<filter::Literal> folded = FoldedNumber(expr);
  return folded ? NumberOfLiteral(folded->value) : std::nullopt;
}

absl::StatusOr<FilterPtr> NumberCompare(const Operand& subject, CompareOp op,
                                        const ExactNumber& number, Span span) {
  if (const ColumnPath* column = subject.AsColumn()) {
    return InColumnNumbers(*column, {NumberRange(*column->schema, op, number)},
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
    return InColumnNumbers(*column, {range}, form.negated, form.span);
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
  return NegatedIf(form.negated, bound::Both(std::move(above), std::move(below), form.span), value,
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
  SEINE_RETURN_IF_ERROR(VisitNumbers(context, set, [&](const ListedValue& listed) -> absl::Status {
    const auto* text = listed.from_host ? std::get_if<filter::Text>(&listed.value) : nullptr;
    const auto number =
        text != nullptr ? ExactNumber::Parse(text->value) : NumberOfLiteral(listed.value);
    if (!number)
      return Mismatch(subject,
                      filter::Expr::Make(filter::Literal{listed.value, listed.span}, listed.span));
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
  if (column != nullptr)
    return InColumnNumbers(*column, std::move(ranges), form.negated, form.span);
  if (units && equals.empty())
    return InValueRanges(value, std::move(ranges), form.negated, form.span);
  if (units) equals.push_back(InValueRanges(value, std::move(ranges), false, form.span));
  return NegatedIf(form.negated, bound::MakeFilter(bound::Or{std::move(equals)}, form.span), value,
                   form.span);
}

}  // namespace seine::binding
