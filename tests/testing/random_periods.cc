// Periods, durations and counts of random filters.

#include <iterator>
#include <utility>

#include "tests/testing/oracle_time.h"
#include "tests/testing/random_filter.h"

namespace seine::oracle {

using filter::Expr;
using filter::TimeUnit;

namespace {

filter::RetailWindow WindowOf(const OracleCalendars& calendars, Dice& dice) {
  auto window = calendars.begin();
  std::advance(window, dice.Below(calendars.size()));
  const auto& [name, year] = window->first;
  return {name, {year, {}}};
}

}  // namespace

Expr FilterMaker::PeriodBound(const Subject& subject, const Scope& scope, int depth) {
  if (On(Construct::kValuePeriods) && depth > -100 && dice_.Chance(0.25)) {
    Subject value;
    if (Value(scope, Kind::kTime, depth - 1, true, &value)) return value.expr;
  }
  if (dice_.Chance(0.3)) return Expr::Make(filter::Ago{RandomDuration()});
  return TimeExpr(subject, true);
}

Expr FilterMaker::RandomPeriod(const Subject& subject, const Scope& scope, int depth) {
  if (On(Construct::kCalendars) && !world_.calendars.empty() && dice_.Chance(0.08)) {
    filter::RetailWindow window = WindowOf(world_.calendars, dice_);
    window.year = CountOrParameter(window.year.value, 0.2);
    return Expr::Make(filter::Period{std::move(window)});
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

// A period, a literal that is one, a parameter, or several of them.
Expr FilterMaker::Periods(const std::function<Expr()>& one, const Subject& time) {
  auto literals = [&](int64_t most) {
    std::vector<filter::LiteralValue> out;
    for (auto n = dice_.Between(1, most); n > 0;) {
      filter::LiteralValue literal = TimeConstant(time);
      if (literal.index() >= 7) continue;  // a moment
      out.push_back(literal);
      --n;
    }
    return out;
  };
  const double roll = dice_.Chance(0.6) ? 1 : static_cast<double>(dice_.Below(100)) / 100;
  if (roll == 1) return one();
  if (roll < 0.2) return LiteralOrParameter(literals(1)[0], 0.3);
  if (roll < 0.3 && !plain_) return Expr::Make(filter::Parameter{AddParameter(literals(3))});
  filter::List list;
  for (const filter::LiteralValue& v : literals(3)) list.literals.push_back({v, {}});
  if (dice_.Chance(0.4)) list.others.push_back(one());
  if (!list.others.empty() && dice_.Chance(0.3)) list.literals.clear();
  return Expr::Make(std::move(list));
}

Expr FilterMaker::EachPeriods(const Subject& time) {
  return Periods(
      [&]() -> Expr {
        for (;;) {
          Expr out = RandomPeriod(time, {}, -100);
          const auto* period = out.As<filter::Period>();
          if (period == nullptr) continue;
          if (const auto* rolling = std::get_if<filter::RollingPeriod>(&period->value)) {
            if (rolling->count.parameter) continue;
            filter::RollingPeriod few = *rolling;
            few.count = RandomCount(0, 4);
            return Expr::Make(filter::Period{few});
          }
          return out;
        }
      },
      time);
}

// With two ends, which no value bounds.
Expr FilterMaker::AnniversaryPeriods(const Subject& time) {
  return Periods(
      [&]() -> Expr {
        for (;;) {
          Expr out = RandomPeriod(time, {}, -100);
          const auto* period = out.As<filter::Period>();
          if (period != nullptr && !std::holds_alternative<filter::Since>(period->value) &&
              !std::holds_alternative<filter::Before>(period->value)) {
            return out;
          }
        }
      },
      time);
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
  while (On(Construct::kColumnsInLists) && kind != Kind::kSet && dice_.Chance(0.2)) {
    Subject value;
    if (!Value(scope, kind, depth - 1, true, &value)) break;
    list.others.push_back(value.expr);
    if (dice_.Chance(0.2)) list.literals.clear();
  }
  return Expr::Make(std::move(list));
}

}  // namespace seine::oracle
