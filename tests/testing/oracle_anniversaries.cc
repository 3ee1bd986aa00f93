// Anniversaries: does a day of the period bear the date, whatever the year?

#include <algorithm>

#include "tests/testing/oracle_evaluator.h"

namespace seine::oracle {
namespace {

// In more days than these every date comes up, 29 February too.
constexpr int64_t kDaysWithAllDates = 3000;

bool IsAnniversaryOf(const CivilDate& date, int64_t day_number) {
  const CivilDate day = DateOfDay(day_number);
  if (date.month == 2 && date.day == 29 && DaysInMonth(day.year, 2) == 28) {
    return day.month == 3 && day.day == 1;
  }
  return day.month == date.month && day.day == date.day;
}

}  // namespace

bool Evaluator::HoldsAnniversary(const filter::Anniversary& test, const Context& at) {
  const Value subject = Evaluate(test.subject, at);
  const std::optional<std::vector<DaySpan>> spans = DaysOf(test.period, at);
  if (!IsTime(subject) || !spans) return false;
  const CivilDate date = DateOfDay(DayOf(subject));
  bool found = false;
  for (const DaySpan& span : *spans) {
    const int64_t end = std::min(span.end, span.first + kDaysWithAllDates);
    for (int64_t d = span.first; d < end && !found; ++d) found = IsAnniversaryOf(date, d);
  }
  return found != test.negated;
}

// The civil days that a period is of; absent when a bound of it is missing.
std::optional<std::vector<DaySpan>> Evaluator::DaysOf(const filter::Expr& expr, const Context& at) {
  const auto* period = expr.As<filter::Period>();
  if (period == nullptr) {  // a literal
    Value value = Evaluate(expr, at);
    if (const auto year = YearOf(value)) value = *year;
    if (const auto* days = std::get_if<DaySpan>(&value)) return std::vector<DaySpan>{*days};
    Fail("an anniversary in what is no period");
    return std::nullopt;
  }
  const auto* rolling = std::get_if<filter::RollingPeriod>(&period->value);
  if (rolling != nullptr && rolling->unit >= filter::TimeUnit::kDay) {
    const int64_t today = zone_.WallAt(at.as_of).day;
    const int64_t n = CountOf(rolling->count);
    if (rolling->direction == filter::RollingPeriod::Direction::kNext) {
      return std::vector<DaySpan>{{today, DayPlusUnits(today, n, rolling->unit)}};
    }
    return std::vector<DaySpan>{{DayPlusUnits(today, -n, rolling->unit) + 1, today + 1}};
  }
  const std::optional<TimeSpans> spans = SpansOf(*period, at);
  if (!spans) return std::nullopt;
  std::vector<DaySpan> out;
  for (const TimeSpan& span : *spans) {
    if (!span.start || !span.end) {
      Fail("an anniversary in a period without an end");
      return std::nullopt;
    }
    if (*span.start >= *span.end) continue;
    out.push_back({zone_.WallAt(*span.start).day, zone_.WallAt(*span.end - 1).day + 1});
  }
  return out;
}

}  // namespace seine::oracle
