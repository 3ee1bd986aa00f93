// Literals, and the times that periods span.

#include "tests/testing/oracle_evaluator.h"

namespace seine::oracle {
namespace {

DaySpan MonthSpan(int year, int month, int months) {
  const int64_t first = DayNumberOf({year, month, 1});
  const int last_month = month + months - 1;
  return {first, DayNumberOf({year, last_month, DaysInMonth(year, last_month)}) + 1};
}

TimeSpan SpanOfRolling(const filter::RollingPeriod& period, int64_t n, int64_t as_of,
                       const OracleZone& zone) {
  if (period.direction == filter::RollingPeriod::Direction::kNext) {
    return {as_of, zone.Plus(as_of, n, period.unit)};
  }
  return {zone.Plus(as_of, -n, period.unit), as_of};
}

TimeSpan SpanOfCalendar(const filter::CalendarPeriod& period, int64_t n, int64_t as_of,
                        const OracleZone& zone) {
  const int64_t current = StartOfUnit(zone.WallAt(as_of).day, period.unit);
  const bool previous = period.which == filter::CalendarPeriod::Which::kPrevious;
  const int64_t end = previous ? 0 : 1;  // units on
  return {zone.MidnightPlus(current, end - n, period.unit),
          zone.MidnightPlus(current, end, period.unit)};
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

std::optional<TimeSpans> Evaluator::SpansOf(const filter::Period& period, const Context& at) {
  const int64_t today = zone_.WallAt(at.as_of).day;
  auto whole_days = [this](int64_t first, int64_t end) -> std::optional<TimeSpan> {
    return TimeSpan{HeldWithinTime(zone_.Midnight(first)), HeldWithinTime(zone_.Midnight(end))};
  };
  if (const auto* window = std::get_if<filter::RetailWindow>(&period.value)) {
    return SpansOfWindow(*window);
  }
  using Span = std::optional<TimeSpan>;
  const Span span = std::visit(
      filter::Overloaded{
          [&](const filter::RollingPeriod& p) -> Span {
            return SpanOfRolling(p, CountOf(p.count), at.as_of, zone_);
          },
          [&](const filter::NamedDay& p) {
            const int64_t day = today - (p.which == filter::NamedDay::Which::kToday ? 0 : 1);
            return whole_days(day, day + 1);
          },
          [&](const filter::CalendarPeriod& p) -> Span {
            return SpanOfCalendar(p, CountOf(p.count), at.as_of, zone_);
          },
          [&](const filter::DayAgo& p) {
            const int64_t day = today - CountOf(p.count);
            return whole_days(day, day + 1);
          },
          [&](const filter::Since& p) { return SpanOfBounds(p.start, {}, false, at); },
          [&](const filter::Before& p) { return SpanOfBounds({}, p.end, false, at); },
          [&](const filter::FromTo& p) { return SpanOfBounds(p.start, p.end, false, at); },
          [&](const filter::BetweenPeriod& p) {
            const bool half_open = p.start.Is<filter::Ago>() && p.end.Is<filter::Ago>();
            return SpanOfBounds(p.start, p.end, !half_open, at);
          },
          [](const filter::RetailWindow&) -> Span { return std::nullopt; },
      },
      period.value);
  if (!span) return std::nullopt;
  return TimeSpans{*span};
}

std::optional<TimeSpans> Evaluator::SpansOfWindow(const filter::RetailWindow& window) {
  const auto found = options_.calendars.find({window.name, CountOf(window.year)});
  if (found == options_.calendars.end()) {
    Fail("unknown window " + window.name);
    return std::nullopt;
  }
  TimeSpans out;
  for (const auto& [first, last] : found->second) {
    out.push_back({zone_.Midnight(DayNumberOf(first)), zone_.Midnight(DayNumberOf(last) + 1)});
  }
  return out;
}

std::optional<TimeSpan> Evaluator::SpanOfBounds(const filter::Expr& start, const filter::Expr& end,
                                                bool end_included, const Context& at) {
  TimeSpan out;
  if (start) {
    out.start = StartOf(start, at);
    if (!out.start) return std::nullopt;
  }
  if (end) {
    out.end = end_included ? EndOf(end, at) : StartOf(end, at);
    if (!out.end) return std::nullopt;
  }
  return out;
}

std::optional<int64_t> Evaluator::StartOf(const filter::Expr& bound, const Context& at) {
  Value value = Evaluate(bound, at);
  if (const auto year = YearOf(value)) value = *year;
  if (const auto* days = std::get_if<DaySpan>(&value)) return zone_.Midnight(days->first);
  if (IsTime(value)) return InstantOf(value, zone_);
  if (!IsMissing(value)) Fail("a bound that is no time");
  return std::nullopt;
}

std::optional<int64_t> Evaluator::EndOf(const filter::Expr& bound, const Context& at) {
  Value value = Evaluate(bound, at);
  if (const auto year = YearOf(value)) value = *year;
  if (const auto* days = std::get_if<DaySpan>(&value)) return zone_.Midnight(days->end);
  if (IsTime(value)) return InstantOf(value, zone_) + 1;  // that moment included
  if (!IsMissing(value)) Fail("a bound that is no time");
  return std::nullopt;
}

}  // namespace seine::oracle
