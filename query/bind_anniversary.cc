#include "query/bind_anniversary.h"

#include <algorithm>
#include <limits>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"

#include "engine/planted_bug.h"
#include "engine/status_macros.h"
#include "query/bind_calendar.h"
#include "query/bind_constants.h"
#include "query/bind_operands.h"
#include "query/bind_times.h"
#include "query/filter_error.h"

namespace seine::binding {
namespace {

using filter::TimeUnit;

// The days that the instants [first, end) touch.
struct DayTerms {
  TimeTermPtr first;
  TimeTermPtr end;
};

// `next 7 days` are today and the six after, `last 7 days` today and the six before.
absl::StatusOr<DayTerms> RollingDays(const filter::RollingPeriod& period, Span span) {
  SEINE_ASSIGN_OR_RETURN(const int64_t n, BoundCount(period.count, span));
  const TimeTermPtr today = StartOfTerm(AsOfTerm(), TimeUnit::kDay);
  if (period.direction == filter::RollingPeriod::Direction::kNext)
    return DayTerms{today, ShiftTerm(today, n, period.unit)};
  return DayTerms{StartOfTerm(ShiftTerm(today, -n, period.unit), TimeUnit::kDay, 1),
                  StartOfTerm(AsOfTerm(), TimeUnit::kDay, 1)};
}

// One per interval.
absl::StatusOr<std::vector<DayTerms>> TouchedDays(const BindContext& context,
                                                  const filter::Expr& expr) {
  SEINE_ASSIGN_OR_RETURN(const std::vector<TimeInterval> intervals, IntervalsOf(context, expr));
  std::vector<DayTerms> days;
  for (const TimeInterval& interval : intervals) {
    if (interval.first.open() || interval.end.open()) {
      return FilterError(expr.span(), "an anniversary needs a period with two ends",
                         "write `in next 30 days` or `from … to …`");
    }
    days.push_back({TermOf(interval.first), TermOf(interval.end)});
  }
  return days;
}

absl::Status AddDays(const BindContext& context, const filter::Expr& expr,
                     std::vector<DayTerms>* days) {
  if (const auto* list = expr.As<filter::List>()) {
    for (const filter::Literal& literal : list->literals) {
      const filter::Expr one = filter::Expr::Make(literal, literal.span);
      SEINE_RETURN_IF_ERROR(AddDays(context, one, days));
    }
    for (const filter::Expr& other : list->others)
      SEINE_RETURN_IF_ERROR(AddDays(context, other, days));
    return absl::OkStatus();
  }
  const auto* period = expr.As<filter::Period>();
  const auto* rolling =
      period == nullptr ? nullptr : std::get_if<filter::RollingPeriod>(&period->value);
  if (rolling != nullptr && rolling->unit != TimeUnit::kMinute &&
      rolling->unit != TimeUnit::kHour) {
    SEINE_ASSIGN_OR_RETURN(DayTerms own, RollingDays(*rolling, expr.span()));
    days->push_back(std::move(own));
    return absl::OkStatus();
  }
  SEINE_ASSIGN_OR_RETURN(const std::vector<DayTerms> touched, TouchedDays(context, expr));
  days->insert(days->end(), touched.begin(), touched.end());
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<bound::FilterPtr> BindAnniversary(BindContext& context, const Scope& scope,
                                                 const filter::Anniversary& test, Span span) {
  SEINE_ASSIGN_OR_RETURN(const Operand subject, BindOperand(context, scope, test.subject));
  SEINE_ASSIGN_OR_RETURN(bound::ValuePtr time, ValueOf(subject));
  if (!IsTime(time->type)) {
    return FilterError(test.subject.span(),
                       absl::StrCat("only times have anniversaries, and ", DescribeType(subject)));
  }
  std::vector<DayTerms> days;
  SEINE_RETURN_IF_ERROR(AddDays(context, test.period, &days));
  std::vector<bound::FilterPtr> any;
  for (const DayTerms& d : days)
    any.push_back(bound::MakeFilter(bound::Anniversary{time, d.first, d.end, nullptr, {}}, span));
  bound::FilterPtr filter =
      any.size() == 1 ? any.front() : bound::MakeFilter(bound::Or{std::move(any)}, span);
  return NegatedIf(test.negated, std::move(filter), time, span);
}

bound::DaysOfYear DaysOfYearIn(int64_t first, int64_t end, const Zone& zone) {
  constexpr int64_t kMostDays = 4 * 366 + 2;  // a leap year is among them
  bound::DaysOfYear days;
  const auto day_of = [&zone](int64_t instant) {
    const int64_t day = zone.WallClock(std::clamp(instant, kMinInstant, kMaxInstant)).day;
    return std::clamp(day, kMinDay, kMaxDay);
  };
  int64_t day = day_of(first);
  const int64_t last = std::min(day_of(end == std::numeric_limits<int64_t>::min() ? end : end - 1),
                                day + 2 * kMostDays);
  const auto add = [&days](int month, int of_month) {
    days.set(static_cast<size_t>((month - 1) * 31 + of_month - 1));
  };
  for (; first < end && day <= last; ++day) {
    const CivilDay civil = DayOf(day);
    add(civil.month, civil.day);
    if (civil.month == 3 && civil.day == 1 && !ValidDay(civil.year, 2, 29) && !Planted("leap-day"))
      add(2, 29);
    if (civil.month == 12 && civil.day == 31 && Planted("year-end")) break;
  }
  return days;
}

}  // namespace seine::binding
