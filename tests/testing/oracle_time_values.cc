// Values that speak of time: parts of dates, time that has passed.

#include "tests/testing/oracle_evaluator.h"

namespace seine::oracle {

OracleZone::Wall Evaluator::WallOf(const Value& time) const {
  if (const auto* day = std::get_if<DayValue>(&time)) return {day->day, 0};
  return zone_.WallAt(std::get<InstantValue>(time).micros);
}

int64_t Evaluator::UnitOf(const Value& time, filter::TimeUnit unit) const {
  const OracleZone::Wall wall = WallOf(time);
  if (unit == filter::TimeUnit::kMinute) return wall.day * 24 * 60 + wall.micros / 60'000'000;
  if (unit == filter::TimeUnit::kHour) return wall.day * 24 + wall.micros / 3'600'000'000;
  return StartOfUnit(wall.day, unit);
}

Value Evaluator::EvaluateDatePart(const filter::DatePart& node, const Context& at) {
  using filter::DatePartKind;
  const Value time = AsTime(Evaluate(node.time, at));
  if (!IsTime(time)) return Missing{};
  const OracleZone::Wall wall = WallOf(time);
  const CivilDate date = DateOfDay(wall.day);
  switch (node.part) {
    case DatePartKind::kWeekday:
      return Fraction(BigInt(IsoWeekday(wall.day)));
    case DatePartKind::kHour:
      return Fraction(BigInt(wall.micros / 3'600'000'000));
    case DatePartKind::kDate:
      return DayValue{wall.day};
    case DatePartKind::kDayOfMonth:
      return Fraction(BigInt(date.day));
    case DatePartKind::kWeek:
      return Fraction(BigInt(IsoWeek(wall.day)));
    case DatePartKind::kMonth:
      return Fraction(BigInt(date.month));
    case DatePartKind::kQuarter:
      return Fraction(BigInt((date.month - 1) / 3 + 1));
    case DatePartKind::kYear:
      return Fraction(BigInt(date.year));
  }
  return Missing{};
}

Value Evaluator::EvaluateElapsed(const filter::Elapsed& node, const Context& at) {
  const Value start = AsTime(Evaluate(node.start, at));
  const Value end = node.end ? AsTime(Evaluate(node.end, at)) : Value(InstantValue{at.as_of});
  if (!IsTime(start) || !IsTime(end)) return Missing{};
  const int64_t from = InstantOf(start, zone_);
  const int64_t to = InstantOf(end, zone_);
  return Fraction(BigInt(UnitsBetween(from, to, node.unit)));
}

// From a guess that is too large, step by step.
int64_t Evaluator::UnitsBetween(int64_t from, int64_t to, filter::TimeUnit unit) const {
  const int64_t shortest = unit == filter::TimeUnit::kMinute ? 60'000'000
                           : unit == filter::TimeUnit::kHour ? 3'600'000'000
                           : unit == filter::TimeUnit::kDay  ? kDayMicros
                           : unit == filter::TimeUnit::kWeek ? 7 * kDayMicros
                           : unit == filter::TimeUnit::kMonth
                               ? 28 * kDayMicros
                               : (unit == filter::TimeUnit::kYear ? 365 : 90) * kDayMicros;
  const int64_t longest = unit == filter::TimeUnit::kMonth     ? 31 * kDayMicros
                          : unit == filter::TimeUnit::kQuarter ? 92 * kDayMicros
                          : unit == filter::TimeUnit::kYear    ? 366 * kDayMicros
                                                               : shortest;
  int64_t n = (to - from) / (to >= from ? shortest : longest) + 2;
  while (zone_.PlusUnheld(from, n - 1'000, unit) > to) n -= 1'000;
  while (zone_.PlusUnheld(from, n, unit) > to) --n;
  return n;
}

}  // namespace seine::oracle
