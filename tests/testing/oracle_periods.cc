// Literals, and the times that periods span.

#include "tests/testing/oracle_evaluator.h"

namespace seine::oracle {
namespace {

DaySpan MonthSpan(int year, int month, int months) {
  const int64_t first = DayNumberOf({year, month, 1});
  const int last_month = month + months - 1;
  return {first, DayNumberOf({year, last_month, DaysInMonth(year, last_month)}) + 1};
}

}  // namespace

Value Evaluator::EvaluateLiteral(const filter::LiteralValue& literal) {
  return std::visit(
      filter::Overloaded{
          [](const filter::Integer& v) -> Value { return Fraction(BigInt::FromDigits(v.digits)); },
          [](const filter::Decimal& v) -> Value {
            return Fraction(BigInt::FromDigits(v.digits), BigInt::PowerOfTen(v.scale));
          },
          [](const filter::Text& v) -> Value { return v.value; },
          [](const filter::Boolean& v) -> Value { return v.value; },
          [](const filter::Day& v) -> Value {
            const int64_t day = DayNumberOf({v.year, v.month, v.day});
            return DaySpan{day, day + 1};
          },
          [](const filter::Month& v) -> Value { return MonthSpan(v.year, v.month, 1); },
          [](const filter::Quarter& v) -> Value { return MonthSpan(v.year, v.quarter * 3 - 2, 3); },
          [this](const filter::WallTime& v) -> Value {
            const int64_t day = DayNumberOf({v.day.year, v.day.month, v.day.day});
            return InstantValue{zone_.InstantAt(day, v.micros)};
          },
          [](const filter::Instant& v) -> Value { return InstantValue{v.micros}; },
          [](const filter::Weekday& v) -> Value { return Fraction(BigInt(v.iso)); },
      },
      literal);
}

TimeSpan Evaluator::SpanOfPeriod(const filter::Period& period, const Context& at) {
  const int64_t today = zone_.WallAt(at.as_of).day;
  auto whole_days = [this](int64_t first, int64_t end) {
    return TimeSpan{zone_.Midnight(first), zone_.Midnight(end)};
  };
  return std::visit(
      filter::Overloaded{
          [&](const filter::RollingPeriod& p) -> TimeSpan {
            const int64_t n = CountOf(p.count);
            if (p.direction == filter::RollingPeriod::Direction::kNext) {
              return {at.as_of, zone_.Plus(at.as_of, n, p.unit)};
            }
            return {zone_.Plus(at.as_of, -n, p.unit), at.as_of};
          },
          [&](const filter::NamedDay& p) {
            const int64_t day = today - (p.which == filter::NamedDay::Which::kToday ? 0 : 1);
            return whole_days(day, day + 1);
          },
          [&](const filter::CalendarPeriod& p) { return SpanOfCalendar(p, at); },
          [&](const filter::DayAgo& p) {
            const int64_t day = today - CountOf(p.count);
            return whole_days(day, day + 1);
          },
          [&](const filter::Since& p) -> TimeSpan { return {StartOf(p.start, at), {}}; },
          [&](const filter::Before& p) -> TimeSpan { return {{}, StartOf(p.end, at)}; },
          [&](const filter::FromTo& p) -> TimeSpan {
            return {StartOf(p.start, at), StartOf(p.end, at)};
          },
          [&](const filter::BetweenPeriod& p) -> TimeSpan {
            if (p.start.Is<filter::Ago>() && p.end.Is<filter::Ago>()) {
              return {StartOf(p.start, at), StartOf(p.end, at)};
            }
            return {StartOf(p.start, at), EndOf(p.end, at)};
          },
          [&](const filter::RetailWindow&) -> TimeSpan {
            NotCovered("calendar(name, year)");
            return {};
          },
      },
      period.value);
}

TimeSpan Evaluator::SpanOfCalendar(const filter::CalendarPeriod& period, const Context& at) {
  const int64_t n = CountOf(period.count);
  const int64_t current = StartOfUnit(zone_.WallAt(at.as_of).day, period.unit);
  if (period.which == filter::CalendarPeriod::Which::kPrevious) {
    return {zone_.Midnight(DayPlusUnits(current, -n, period.unit)), zone_.Midnight(current)};
  }
  if (n != 1) NotCovered("this N units");
  return {zone_.Midnight(current), zone_.Midnight(DayPlusUnits(current, 1, period.unit))};
}

std::optional<int64_t> Evaluator::StartOf(const filter::Expr& bound, const Context& at) {
  Value value = Evaluate(bound, at);
  if (const auto year = YearOf(value)) value = *year;
  if (const auto* days = std::get_if<DaySpan>(&value)) return zone_.Midnight(days->first);
  if (IsTime(value)) return InstantOf(value, zone_);
  Fail("a bound that is no time");
  return std::nullopt;
}

std::optional<int64_t> Evaluator::EndOf(const filter::Expr& bound, const Context& at) {
  Value value = Evaluate(bound, at);
  if (const auto year = YearOf(value)) value = *year;
  if (const auto* days = std::get_if<DaySpan>(&value)) return zone_.Midnight(days->end);
  if (const auto* day = std::get_if<DayValue>(&value)) return zone_.Midnight(day->day + 1);
  if (IsTime(value)) return InstantOf(value, zone_) + 1;  // that moment included
  Fail("a bound that is no time");
  return std::nullopt;
}

}  // namespace seine::oracle
