#include "query/civil_units.h"

#include <algorithm>
#include <limits>

#include "engine/floor_div.h"
#include "engine/planted_bug.h"

namespace seine {
namespace {

using Unit = filter::TimeUnit;

constexpr int64_t kMaxUnits = 4'000'000;  // more days than there are between the years 1 and 9999

int64_t Saturated(bool early) {
  return early ? std::numeric_limits<int64_t>::min() : std::numeric_limits<int64_t>::max();
}

// Days around the ends of time: a zone's offset moves none further.
constexpr int64_t kRoom = 2;

bool IsNoTime(int64_t instant) { return instant == Saturated(true) || instant == Saturated(false); }

// An instant whose wall clock can be asked for.
int64_t NearTime(int64_t instant) {
  return std::clamp(instant, kMinInstant - kRoom * kMicrosPerDay,
                    kMaxInstant + kRoom * kMicrosPerDay);
}

int64_t AddUnits(int64_t day, int64_t n, Unit unit) {
  switch (unit) {
    case Unit::kMinute:
    case Unit::kHour:
    case Unit::kDay:
      return day + n;
    case Unit::kWeek:
      return day + 7 * n;
    case Unit::kMonth:
      return AddMonths(day, n);
    case Unit::kQuarter:
      return AddMonths(day, 3 * n);
    case Unit::kYear:
      return AddMonths(day, 12 * n);
  }
  return day;
}

// n units after a wall clock; saturates far beyond the ends of time.
int64_t ShiftWall(Zone::Wall wall, int64_t n, Unit unit, const Zone& zone) {
  if (n < -kMaxUnits || n > kMaxUnits) return Saturated(n < 0);
  const int64_t shifted = AddUnits(wall.day, n, unit);
  if (shifted < kMinDay - kRoom) return Saturated(true);
  if (shifted > kMaxDay + kRoom) return Saturated(false);
  return zone.Instant(shifted, wall.micros);
}

int64_t MonthsOf(Unit unit) {
  if (unit == Unit::kMonth) return 1;
  return unit == Unit::kQuarter ? 3 : 12;
}

int64_t IsoWeek(int64_t day) {
  const int64_t thursday = day - WeekdayOf(day) + 3;
  return (thursday - DayNumber({DayOf(thursday).year, 1, 1})) / 7 + 1;
}

}  // namespace

int64_t AddSaturating(int64_t a, int64_t b) {
  int64_t sum = 0;
  return __builtin_add_overflow(a, b, &sum) ? Saturated(b < 0) : sum;
}

int64_t MultiplySaturating(int64_t a, int64_t b) {
  int64_t product = 0;
  return __builtin_mul_overflow(a, b, &product) ? Saturated((a < 0) != (b < 0)) : product;
}

int64_t FirstDayOfUnit(int64_t day, Unit unit) {
  if (unit == Unit::kMinute || unit == Unit::kHour || unit == Unit::kDay) return day;
  if (unit == Unit::kWeek) return day - WeekdayOf(day);
  const CivilDay civil = DayOf(day);
  const auto months = static_cast<int8_t>(MonthsOf(unit));
  return DayNumber({civil.year, static_cast<int8_t>((civil.month - 1) / months * months + 1), 1});
}

int64_t HeldWithinTime(int64_t instant) {
  return std::clamp(instant, kMinInstant, kMaxInstant + 1);
}

int64_t ShiftCivil(int64_t instant, int64_t n, Unit unit, const Zone& zone) {
  if (IsNoTime(instant)) return instant;
  if (Planted("days-of-24-hours") && unit == Unit::kDay) return instant + n * kMicrosPerDay;
  return HeldWithinTime(ShiftWall(zone.WallClock(NearTime(instant)), n, unit, zone));
}

int64_t ShiftInstant(int64_t instant, int64_t n, Unit unit, const Zone& zone) {
  if (unit != Unit::kMinute && unit != Unit::kHour) return ShiftCivil(instant, n, unit, zone);
  if (IsNoTime(instant)) return instant;
  const int64_t length = unit == Unit::kMinute ? kMicrosPerMinute : kMicrosPerHour;
  return HeldWithinTime(AddSaturating(instant, MultiplySaturating(n, length)));
}

int64_t StartOfUnit(int64_t instant, int64_t n, Unit unit, const Zone& zone) {
  if (IsNoTime(instant)) return instant;
  const int64_t first = FirstDayOfUnit(zone.WallClock(NearTime(instant)).day, unit);
  return HeldWithinTime(ShiftWall({first, 0}, n, unit, zone));
}

int64_t UnitsBetween(int64_t start, int64_t end, Unit unit, const Zone& zone) {
  start = NearTime(start);
  end = NearTime(end);
  if (unit == Unit::kMinute || unit == Unit::kHour) {
    return FloorDiv(end - start, unit == Unit::kMinute ? kMicrosPerMinute : kMicrosPerHour);
  }
  const Zone::Wall from = zone.WallClock(start);
  const int64_t to = zone.WallClock(end).day;
  int64_t n = 0;  // too many by at most a few
  if (unit == Unit::kDay || unit == Unit::kWeek) {
    n = FloorDiv(to - from.day, unit == Unit::kDay ? 1 : 7) + 1;
  } else {
    const CivilDay a = DayOf(from.day);
    const CivilDay b = DayOf(to);
    const int64_t months = (int64_t{b.year} - a.year) * 12 + b.month - a.month;
    n = FloorDiv(months, MonthsOf(unit)) + 1;
  }
  while (ShiftWall(from, n, unit, zone) > end) --n;
  return n;
}

DaysOfUnit DaysOf(Unit unit) {
  switch (unit) {
    case Unit::kMinute:
    case Unit::kHour:
    case Unit::kDay:
      return {1, 1};
    case Unit::kWeek:
      return {7, 7};
    case Unit::kMonth:
    case Unit::kQuarter:
    case Unit::kYear:
      return {MonthsOf(unit) * 28, MonthsOf(unit) * 31};
  }
  return {0, 0};
}

int64_t PartOf(Zone::Wall wall, filter::DatePartKind part) {
  using Part = filter::DatePartKind;
  switch (part) {
    case Part::kWeekday:
      return WeekdayOf(wall.day) + 1;
    case Part::kHour:
      return wall.micros / kMicrosPerHour;
    case Part::kDate:
      return wall.day;
    case Part::kDayOfMonth:
      return DayOf(wall.day).day;
    case Part::kWeek:
      return IsoWeek(wall.day);
    case Part::kMonth:
      return DayOf(wall.day).month;
    case Part::kQuarter:
      return (DayOf(wall.day).month - 1) / 3 + 1;
    case Part::kYear:
      return DayOf(wall.day).year;
  }
  return 0;
}

}  // namespace seine
