#include "query/weekdays.h"

#include <algorithm>

namespace seine {

using filter::Aggregate;
using filter::AggregateFunction;
using filter::DatePart;
using filter::DatePartKind;
using filter::Else;
using filter::Literal;
using filter::PopulationFunction;
using filter::PopulationValue;
using filter::Weekday;

bool IsWeekday(const filter::Expr& expr) {
  if (const auto* part = expr.As<DatePart>()) return part->part == DatePartKind::kWeekday;
  if (const auto* literal = expr.As<Literal>())
    return std::holds_alternative<Weekday>(literal->value);
  if (const auto* either = expr.As<Else>()) return std::ranges::any_of(either->operands, IsWeekday);
  if (const auto* aggregate = expr.As<Aggregate>()) {
    const bool picks = aggregate->function == AggregateFunction::kMin ||
                       aggregate->function == AggregateFunction::kMax ||
                       aggregate->function == AggregateFunction::kMode;
    return picks && aggregate->value && IsWeekday(aggregate->value);
  }
  const auto* whole = expr.As<PopulationValue>();
  return whole != nullptr && whole->function == PopulationFunction::kPercentile &&
         IsWeekday(whole->value);
}

}  // namespace seine
