// Periods, durations and counts of random filters.

#include <utility>

#include "tests/testing/oracle_time.h"
#include "tests/testing/random_filter.h"

namespace seine::oracle {

using filter::Expr;
using filter::TimeUnit;

filter::Count FilterMaker::RandomCount(int64_t first, int64_t last) {
  filter::Count count;
  count.value = dice_.Between(first, last);
  if (plain_ || !dice_.Chance(0.03)) return count;
  const filter::LiteralValue n = filter::Integer{std::to_string(count.value)};
  return {0, Name{AddParameter(n), {}}};
}

filter::Duration FilterMaker::RandomDuration() {
  static const auto* const units = new std::vector<TimeUnit>{
      TimeUnit::kMinute, TimeUnit::kHour,  TimeUnit::kDay,     TimeUnit::kDay, TimeUnit::kDay,
      TimeUnit::kWeek,   TimeUnit::kMonth, TimeUnit::kQuarter, TimeUnit::kYear};
  const TimeUnit unit = dice_.Pick(*units);
  const bool small = unit == TimeUnit::kQuarter || unit == TimeUnit::kYear;
  return {RandomCount(small || dice_.Chance(0.5) ? 0 : 10, small ? 3 : 120), unit};
}

Expr FilterMaker::PeriodBound(const Subject& subject, const Scope& scope, int depth) {
  if (On(Construct::kValuePeriods) && depth > -100 && dice_.Chance(0.25)) {
    Subject value;
    if (Value(scope, Kind::kTime, depth - 1, true, &value)) return value.expr;
  }
  if (dice_.Chance(0.35)) return Expr::Make(filter::Ago{RandomDuration()});
  return Expr::Make(filter::Literal{TimeConstant(subject), {}});
}

Expr FilterMaker::RandomPeriod(const Subject& subject, const Scope& scope, int depth) {
  if (On(Construct::kCalendars) && dice_.Chance(0.08)) return CalendarWindow();
  static const auto* const calendar_units = new std::vector<TimeUnit>{
      TimeUnit::kWeek, TimeUnit::kMonth, TimeUnit::kQuarter, TimeUnit::kYear};
  auto make = [](auto value) { return Expr::Make(filter::Period{std::move(value)}); };
  using Rolling = filter::RollingPeriod;
  using Calendar = filter::CalendarPeriod;
  switch (subject.windows ? dice_.Below(12) : 3 + dice_.Below(9)) {
    case 0: {
      const filter::LiteralValue literal = TimeConstant(subject);
      const bool span = std::holds_alternative<filter::Day>(literal) ||
                        std::holds_alternative<filter::Month>(literal) ||
                        std::holds_alternative<filter::Quarter>(literal);
      if (span) return Expr::Make(filter::Literal{literal, {}});
      return make(filter::NamedDay{filter::NamedDay::Which::kToday});
    }
    case 1: {
      const filter::Duration d = RandomDuration();
      return make(Rolling{Rolling::Direction::kLast, d.count, d.unit});
    }
    case 2: {
      const filter::Duration d = RandomDuration();
      return make(Rolling{Rolling::Direction::kNext, d.count, d.unit});
    }
    case 3:
      return make(filter::NamedDay{static_cast<filter::NamedDay::Which>(dice_.Below(2))});
    case 4:
      return make(Calendar{Calendar::Which::kThis, RandomCount(1, dice_.Chance(0.7) ? 1 : 4),
                           dice_.Pick(*calendar_units)});
    case 5:
      return make(
          Calendar{Calendar::Which::kPrevious, RandomCount(1, 4), dice_.Pick(*calendar_units)});
    case 6:
      return make(filter::DayAgo{RandomCount(0, 100)});
    case 7:
      return make(filter::DayAgo{RandomCount(0, 3)});
    default:
      return BoundedPeriod(subject, scope, depth);
  }
}

Expr FilterMaker::BoundedPeriod(const Subject& subject, const Scope& scope, int depth) {
  auto make = [](auto value) { return Expr::Make(filter::Period{std::move(value)}); };
  const Expr bound = PeriodBound(subject, scope, depth);
  switch (dice_.Below(4)) {
    case 0:
      return make(filter::Since{bound});
    case 1:
      return make(filter::Before{bound});
    case 2:
      return make(filter::FromTo{bound, PeriodBound(subject, scope, depth)});
    default:
      return make(filter::BetweenPeriod{bound, PeriodBound(subject, scope, depth)});
  }
}

Expr FilterMaker::CalendarWindow() {
  static const auto* const names = new std::vector<std::string>{"double-11", "年終慶"};
  const std::string& name = dice_.Pick(*names);
  const int64_t year = dice_.Between(2010, 2012);
  auto& days = calendars_[{name, year}];
  if (days.empty()) {
    int64_t first = DayNumberOf({static_cast<int>(year), 8, 1});
    for (auto n = dice_.Between(1, 3); n > 0; --n) {
      first += dice_.Between(0, 60);
      const int64_t last = first + dice_.Between(0, 10);
      days.emplace_back(DateOfDay(first), DateOfDay(last));
      first = last + 1;
    }
  }
  return Expr::Make(filter::Period{filter::RetailWindow{name, {year, {}}}});
}

Expr FilterMaker::EachPeriods(const Subject& time) {
  auto one = [&]() -> Expr {
    for (;;) {
      Expr out = RandomPeriod(time, {}, -100);
      const auto* period = out.As<filter::Period>();
      if (period == nullptr) continue;  // a literal stands in lists only
      if (const auto* rolling = std::get_if<filter::RollingPeriod>(&period->value)) {
        if (rolling->count.parameter) continue;
        filter::RollingPeriod few = *rolling;
        few.count = RandomCount(0, 4);
        return Expr::Make(filter::Period{few});
      }
      return out;
    }
  };
  if (dice_.Chance(0.7)) return one();
  filter::List list;
  for (auto n = dice_.Between(1, 3); n > 0; --n) {
    filter::LiteralValue literal = TimeConstant(time);
    if (literal.index() < 8 && !std::holds_alternative<filter::WallTime>(literal)) {
      list.literals.push_back({literal, {}});
    }
  }
  if (list.literals.empty() || dice_.Chance(0.3)) list.others.push_back(one());
  return Expr::Make(std::move(list));
}

}  // namespace seine::oracle
