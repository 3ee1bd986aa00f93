// Times against constants.

#include <optional>
#include <utility>
#include <vector>

#include "engine/civil_time.h"
#include "engine/status_macros.h"
#include "query/bind_calendar.h"
#include "query/bind_constant_kinds.h"
#include "query/bind_lists.h"
#include "query/bind_periods.h"
#include "query/bind_values.h"
#include "query/filter_error.h"

namespace seine::binding {

using bound::CompareOp;
using bound::FilterPtr;
using bound::ValuePtr;

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

absl::StatusOr<TimeInterval> TimeOf(const Operand& subject, const filter::Expr& constant) {
  const auto* literal = constant.As<filter::Literal>();
  if (literal != nullptr && !IntervalOf(literal->value)) return Mismatch(subject, constant);
  // Four digits are a year only where they are written down, not where arithmetic comes to them.
  if (literal == nullptr && FoldedNumber(constant)) return Mismatch(subject, constant);
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

}  // namespace seine::binding
