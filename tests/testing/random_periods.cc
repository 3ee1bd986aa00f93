// Periods, durations and counts of random filters.

#include <iterator>
#include <utility>

#include "tests/testing/oracle_time.h"
#include "tests/testing/random_filter.h"

namespace seine::oracle {

using filter::Expr;
using filter::TimeUnit;

namespace {

Expr WindowOf(const OracleCalendars& calendars, Dice& dice) {
  auto window = calendars.begin();
  std::advance(window, dice.Below(calendars.size()));
  const auto& [name, year] = window->first;
  return Expr::Make(filter::Period{filter::RetailWindow{name, {year, {}}}});
}

}  // namespace

Expr FilterMaker::PeriodBound(const Subject& subject, const Scope& scope, int depth) {
  if (On(Construct::kValuePeriods) && depth > -100 && dice_.Chance(0.25)) {
    Subject value;
    if (Value(scope, Kind::kTime, depth - 1, true, &value)) return value.expr;
  }
  if (dice_.Chance(0.35)) return Expr::Make(filter::Ago{RandomDuration()});
  return Expr::Make(filter::Literal{TimeConstant(subject), {}});
}

Expr FilterMaker::RandomPeriod(const Subject& subject, const Scope& scope, int depth) {
  if (On(Construct::kCalendars) && !world_.calendars.empty() && dice_.Chance(0.08)) {
    return WindowOf(world_.calendars, dice_);
  }
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

Expr FilterMaker::RandomList(const Subject& subject, const Scope& scope, int depth) {
  const Kind kind = KindOf(subject.type);
  std::vector<filter::LiteralValue> values;
  for (auto n = dice_.Between(1, 5); n > 0; --n) values.push_back(ConstantFor(subject));
  if (!plain_ && dice_.Chance(0.05)) {
    return Expr::Make(filter::Parameter{AddParameter(values)});
  }
  if (kind == Kind::kText && !plain_ && dice_.Chance(0.05)) {
    const std::string name = "list " + std::to_string(lists_.size());
    for (const filter::LiteralValue& v : values) {
      lists_[name].push_back(std::get<filter::Text>(v).value);
    }
    return Expr::Make(filter::NamedList{name});
  }
  filter::List list;
  for (const filter::LiteralValue& v : values) list.literals.push_back({v, {}});
  if (kind == Kind::kTime) {
    if (dice_.Chance(0.5)) {
      const Expr period = RandomPeriod(subject, scope, depth);
      if (period.Is<filter::Period>()) list.others.push_back(period);
    }
    if (!list.others.empty() && dice_.Chance(0.3)) list.literals.clear();
  }
  Subject column;
  if (On(Construct::kColumnsInLists) && kind != Kind::kSet && dice_.Chance(0.1) &&
      Column(scope, kind, true, &column)) {
    list.others.push_back(column.expr);
  }
  return Expr::Make(std::move(list));
}

}  // namespace seine::oracle
