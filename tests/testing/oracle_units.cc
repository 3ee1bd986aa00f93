#include "tests/testing/oracle_units.h"

namespace seine::oracle {
namespace {

std::vector<TimeSpans> RollingUnits(Evaluator& evaluator, const filter::RollingPeriod& period,
                                    const Context& at) {
  std::vector<TimeSpans> out;
  for (int64_t k = 1; k <= evaluator.CountOf(period.count); ++k) {
    if (period.direction == filter::RollingPeriod::Direction::kLast) {
      out.push_back({{evaluator.zone().Plus(at.as_of, -k, period.unit),
                      evaluator.zone().Plus(at.as_of, 1 - k, period.unit)}});
    } else {
      out.push_back({{evaluator.zone().Plus(at.as_of, k - 1, period.unit),
                      evaluator.zone().Plus(at.as_of, k, period.unit)}});
    }
  }
  return out;
}

std::vector<TimeSpans> CalendarUnits(Evaluator& evaluator, const filter::CalendarPeriod& period,
                                     const Context& at) {
  std::vector<TimeSpans> out;
  const int64_t current = StartOfUnit(evaluator.zone().WallAt(at.as_of).day, period.unit);
  const int64_t newest = period.which == filter::CalendarPeriod::Which::kThis ? 0 : -1;
  for (int64_t k = 0; k < evaluator.CountOf(period.count); ++k) {
    out.push_back({{evaluator.zone().MidnightPlus(current, newest - k, period.unit),
                    evaluator.zone().MidnightPlus(current, newest - k + 1, period.unit)}});
  }
  return out;
}

}  // namespace

std::vector<TimeSpans> UnitsOf(Evaluator& evaluator, const filter::Expr& periods,
                               const Context& at) {
  std::vector<TimeSpans> out;
  if (const auto* list = periods.As<filter::List>()) {
    for (const filter::Literal& literal : list->literals) {
      Value value = evaluator.Evaluate(filter::Expr::Make(literal), at);
      if (const auto year = YearOf(value)) value = *year;
      const auto* days = std::get_if<DaySpan>(&value);
      if (days == nullptr) {
        evaluator.Fail("in each of what is no period");
        return out;
      }
      out.push_back(
          {{evaluator.zone().Midnight(days->first), evaluator.zone().Midnight(days->end)}});
    }
    for (const filter::Expr& other : list->others) {
      for (TimeSpans& unit : UnitsOf(evaluator, other, at)) out.push_back(std::move(unit));
    }
    return out;
  }
  const auto* period = periods.As<filter::Period>();
  if (period == nullptr) {
    evaluator.Fail("in each of what is no period");
  } else if (const auto* rolling = std::get_if<filter::RollingPeriod>(&period->value)) {
    return RollingUnits(evaluator, *rolling, at);
  } else if (const auto* calendar = std::get_if<filter::CalendarPeriod>(&period->value)) {
    return CalendarUnits(evaluator, *calendar, at);
  } else {
    // Each window of a calendar; without its bounds there is no unit that a row could lie in.
    const TimeSpans spans = evaluator.SpansOf(*period, at).value_or(TimeSpans{});
    if (!std::holds_alternative<filter::RetailWindow>(period->value)) return {spans};
    for (const TimeSpan& span : spans) out.push_back({span});
  }
  return out;
}

std::optional<std::vector<DaySpan>> DaysOf(Evaluator& evaluator, const filter::Expr& expr,
                                           const Context& at) {
  const auto* period = expr.As<filter::Period>();
  if (period == nullptr) {  // a literal
    Value value = evaluator.Evaluate(expr, at);
    if (const auto year = YearOf(value)) value = *year;
    if (const auto* days = std::get_if<DaySpan>(&value)) return std::vector<DaySpan>{*days};
    evaluator.Fail("an anniversary in what is no period");
    return std::nullopt;
  }
  const auto* rolling = std::get_if<filter::RollingPeriod>(&period->value);
  if (rolling != nullptr && rolling->unit >= filter::TimeUnit::kDay) {
    const int64_t today = evaluator.zone().WallAt(at.as_of).day;
    const int64_t n = evaluator.CountOf(rolling->count);
    if (rolling->direction == filter::RollingPeriod::Direction::kNext) {
      return std::vector<DaySpan>{{today, DayPlusUnits(today, n, rolling->unit)}};
    }
    return std::vector<DaySpan>{{DayPlusUnits(today, -n, rolling->unit) + 1, today + 1}};
  }
  const std::optional<TimeSpans> spans = evaluator.SpansOf(*period, at);
  if (!spans) return std::nullopt;
  std::vector<DaySpan> out;
  for (const TimeSpan& span : *spans) {
    if (!span.start || !span.end) {
      evaluator.Fail("an anniversary in a period without an end");
      return std::nullopt;
    }
    if (*span.start >= *span.end) continue;
    out.push_back(
        {evaluator.zone().WallAt(*span.start).day, evaluator.zone().WallAt(*span.end - 1).day + 1});
  }
  return out;
}

}  // namespace seine::oracle
