// Anniversaries: does a day of the period bear the date, whatever the year?

#include <algorithm>

#include "tests/testing/oracle_evaluator.h"
#include "tests/testing/oracle_units.h"

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
  const Value subject = AsTime(Evaluate(test.subject, at));
  const std::optional<std::vector<DaySpan>> spans = DaysOf(*this, test.period, at);
  if (!IsTime(subject) || !spans) return false;
  const CivilDate date = DateOfDay(WallOf(subject).day);
  bool found = false;
  for (const DaySpan& span : *spans) {
    const int64_t end = std::min(span.end, span.first + kDaysWithAllDates);
    for (int64_t d = span.first; d < end && !found; ++d) found = IsAnniversaryOf(date, d);
  }
  return found != test.negated;
}

}  // namespace seine::oracle
