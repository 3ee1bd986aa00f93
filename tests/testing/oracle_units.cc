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

// The elements of a list, what a parameter stands for, or the period itself.
std::vector<filter::Expr> EachOf(Evaluator& evaluator, const filter::Expr& periods) {
  std::vector<filter::Expr> out;
  auto add = [&out](const std::vector<filter::LiteralValue>& literals) {
    for (const filter::LiteralValue& v : literals)
      out.push_back(filter::Expr::Make(filter::Literal{v, {}}));
  };
  if (const auto* list = periods.As<filter::List>()) {
    for (const filter::Literal& literal : list->literals) add({literal.value});
    for (const filter::Expr& other : list->others) {
      for (filter::Expr& one : EachOf(evaluator, other)) out.push_back(std::move(one));
    }
  } else if (const auto* parameter = periods.As<filter::Parameter>()) {
    const ParameterValue* value = evaluator.ParameterOf(*parameter);
    if (value == nullptr) return out;
    const auto* literal = std::get_if<filter::LiteralValue>(value);
    add(literal != nullptr ? std::vector<filter::LiteralValue>{*literal}
                           : std::get<std::vector<filter::LiteralValue>>(*value));
  } else {
    out.push_back(periods);
  }
  return out;
}

// A day, month, quarter or year.
std::optional<DaySpan> DaysOfLiteral(Evaluator& evaluator, const filter::Expr& literal,
                                     const Context& at) {
  Value value = evaluator.Evaluate(literal, at);
  if (const auto year = YearOf(value)) value = *year;
  if (const auto* days = std::get_if<DaySpan>(&value)) return *days;
  evaluator.Fail("what is no period where one is needed");
  return std::nullopt;
}

std::vector<TimeSpans> UnitsOfOne(Evaluator& evaluator, const filter::Expr& expr,
                                  const Context& at) {
  const auto* period = expr.As<filter::Period>();
  if (period == nullptr) {
    const auto days = DaysOfLiteral(evaluator, expr, at);
    if (!days) return {};
    return {{{evaluator.zone().Midnight(days->first), evaluator.zone().Midnight(days->end)}}};
  }
  if (const auto* rolling = std::get_if<filter::RollingPeriod>(&period->value)) {
    return RollingUnits(evaluator, *rolling, at);
  }
  if (const auto* calendar = std::get_if<filter::CalendarPeriod>(&period->value)) {
    return CalendarUnits(evaluator, *calendar, at);
  }
  // Each window of a calendar; without its bounds there is no unit that a row could lie in.
  const TimeSpans spans = evaluator.SpansOf(*period, at).value_or(TimeSpans{});
  if (!std::holds_alternative<filter::RetailWindow>(period->value)) return {spans};
  std::vector<TimeSpans> out;
  for (const TimeSpan& span : spans) out.push_back({span});
  return out;
}

std::optional<std::vector<DaySpan>> DaysOfOne(Evaluator& evaluator, const filter::Expr& expr,
                                              const Context& at) {
  const auto* period = expr.As<filter::Period>();
  if (period == nullptr) {
    const auto days = DaysOfLiteral(evaluator, expr, at);
    return days ? std::optional<std::vector<DaySpan>>({*days}) : std::nullopt;
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

}  // namespace

std::vector<TimeSpans> UnitsOf(Evaluator& evaluator, const filter::Expr& periods,
                               const Context& at) {
  std::vector<TimeSpans> out;
  for (const filter::Expr& one : EachOf(evaluator, periods)) {
    for (TimeSpans& unit : UnitsOfOne(evaluator, one, at)) out.push_back(std::move(unit));
  }
  return out;
}

std::optional<std::vector<DaySpan>> DaysOf(Evaluator& evaluator, const filter::Expr& periods,
                                           const Context& at) {
  std::vector<DaySpan> out;
  for (const filter::Expr& one : EachOf(evaluator, periods)) {
    const auto days = DaysOfOne(evaluator, one, at);
    if (!days) return std::nullopt;
    out.insert(out.end(), days->begin(), days->end());
  }
  return out;
}

}  // namespace seine::oracle
