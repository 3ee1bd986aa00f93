#include "tests/testing/oracle_time.h"

#include <algorithm>
#include <cstdlib>
#include <ctime>
#include <utility>
#include <vector>

namespace seine::oracle {
namespace {

constexpr int kFirstYear = 0;
constexpr int kLastYear = 10000;

bool IsLeap(int year) { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0); }

// Every day of the years in order, and where each month begins.
struct WrittenOut {
  std::vector<CivilDate> days;
  std::vector<int64_t> month_begin;  // (year - first) * 12 + month - 1 -> index into days
  int64_t epoch = 0;                 // index of 1970-01-01

  WrittenOut() {
    for (int year = kFirstYear; year <= kLastYear; ++year) {
      for (int month = 1; month <= 12; ++month) {
        const auto begin = static_cast<int64_t>(days.size());
        if (year == 1970 && month == 1) epoch = begin;
        month_begin.push_back(begin);
        for (int day = 1; day <= DaysInMonth(year, month); ++day) {
          days.push_back({year, month, day});
        }
      }
    }
  }
};

const WrittenOut& Calendar() {
  static const WrittenOut* const calendar = new WrittenOut;
  return *calendar;
}

int64_t FloorDivide(int64_t a, int64_t b) {
  const int64_t quotient = a / b;
  return a % b < 0 ? quotient - 1 : quotient;
}

int MonthsOf(filter::TimeUnit unit) {
  switch (unit) {
    case filter::TimeUnit::kMonth:
      return 1;
    case filter::TimeUnit::kQuarter:
      return 3;
    case filter::TimeUnit::kYear:
      return 12;
    default:
      return 0;
  }
}

int64_t FirstDay() { return -Calendar().epoch; }
int64_t LastDay() { return static_cast<int64_t>(Calendar().days.size()) - 1 - Calendar().epoch; }

}  // namespace

int64_t HeldWithinTime(int64_t instant) {
  return std::clamp(instant, DayNumberOf({1, 1, 1}) * kDayMicros,
                    DayNumberOf({10000, 1, 1}) * kDayMicros);
}

int DaysInMonth(int year, int month) {
  static constexpr int kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month == 2 && IsLeap(year) ? 29 : kDays[month - 1];
}

int64_t DayNumberOf(CivilDate date) {
  const auto month = static_cast<size_t>((date.year - kFirstYear) * 12 + date.month - 1);
  return Calendar().month_begin[month] + date.day - 1 - Calendar().epoch;
}

CivilDate DateOfDay(int64_t day_number) {
  const auto last = static_cast<int64_t>(Calendar().days.size()) - 1;
  const int64_t index = std::clamp<int64_t>(day_number + Calendar().epoch, 0, last);
  return Calendar().days[static_cast<size_t>(index)];
}

int64_t DayPlusMonths(int64_t day_number, int64_t months) {
  const CivilDate date = DateOfDay(day_number);
  const int64_t month = int64_t{date.year} * 12 + (date.month - 1) + months;
  if (FloorDivide(month, 12) < kFirstYear) return FirstDay();
  if (FloorDivide(month, 12) > kLastYear) return LastDay();
  const auto year = static_cast<int>(FloorDivide(month, 12));
  const auto month_of_year = static_cast<int>(month - FloorDivide(month, 12) * 12 + 1);
  return DayNumberOf({year, month_of_year, std::min(date.day, DaysInMonth(year, month_of_year))});
}

int IsoWeekday(int64_t day_number) {
  // 1970-01-05 was a Monday.
  const int64_t since_monday = day_number - 4;
  return static_cast<int>(since_monday - FloorDivide(since_monday, 7) * 7) + 1;
}

int IsoWeek(int64_t day_number) {
  // A week belongs to the year that holds its Thursday.
  const int64_t thursday = day_number - (IsoWeekday(day_number) - 1) + 3;
  const int64_t new_year = DayNumberOf({DateOfDay(thursday).year, 1, 1});
  return static_cast<int>((thursday - new_year) / 7) + 1;
}

int64_t StartOfUnit(int64_t day_number, filter::TimeUnit unit) {
  const CivilDate date = DateOfDay(day_number);
  switch (unit) {
    case filter::TimeUnit::kWeek:
      return day_number - (IsoWeekday(day_number) - 1);
    case filter::TimeUnit::kMonth:
      return DayNumberOf({date.year, date.month, 1});
    case filter::TimeUnit::kQuarter:
      return DayNumberOf({date.year, (date.month - 1) / 3 * 3 + 1, 1});
    case filter::TimeUnit::kYear:
      return DayNumberOf({date.year, 1, 1});
    default:
      return day_number;
  }
}

int64_t DayPlusUnits(int64_t day_number, int64_t count, filter::TimeUnit unit) {
  // More of them lead out of the years from anywhere.
  constexpr int64_t kMost = 5'000'000;
  count = std::clamp(count, -kMost, kMost);
  if (unit == filter::TimeUnit::kDay || unit == filter::TimeUnit::kWeek) {
    const int64_t days = unit == filter::TimeUnit::kDay ? count : 7 * count;
    return std::clamp(day_number + days, FirstDay(), LastDay());
  }
  return DayPlusMonths(day_number, count * MonthsOf(unit));
}

OracleZone::OracleZone(std::string name) : name_(std::move(name)) {}

int64_t OracleZone::OffsetAt(int64_t instant) const {
  static std::string* const current = new std::string;
  if (*current != name_) {
    setenv("TZ", name_.c_str(), 1);
    tzset();
    *current = name_;
  }
  const time_t seconds = FloorDivide(instant, 1'000'000);
  struct tm wall = {};
  localtime_r(&seconds, &wall);
  return int64_t{wall.tm_gmtoff} * 1'000'000;
}

OracleZone::Wall OracleZone::WallAt(int64_t instant) const {
  const int64_t wall = instant + OffsetAt(instant);
  const int64_t day = FloorDivide(wall, kDayMicros);
  return {day, wall - day * kDayMicros};
}

int64_t OracleZone::InstantAt(int64_t day, int64_t micros) const {
  const int64_t wall = day * kDayMicros + micros;
  // No zone is further than 26 hours from another one.
  const int64_t before = OffsetAt(wall - 26 * kDayMicros / 24);
  const int64_t after = OffsetAt(wall + 26 * kDayMicros / 24);
  for (int64_t offset : {std::max(before, after), std::min(before, after)}) {
    const int64_t instant = wall - offset;
    if (instant + OffsetAt(instant) == wall) return instant;
  }
  // Skipped: the clock jumped over it, so halve the way to the jump.
  int64_t early = wall - 26 * kDayMicros / 24;
  int64_t late = wall + 26 * kDayMicros / 24;
  while (late - early > 1) {
    const int64_t middle = early + (late - early) / 2;
    (middle + OffsetAt(middle) < wall ? early : late) = middle;
  }
  return late;
}

int64_t OracleZone::Plus(int64_t instant, int64_t count, filter::TimeUnit unit) const {
  return HeldWithinTime(PlusUnheld(instant, count, unit));
}

int64_t OracleZone::PlusUnheld(int64_t instant, int64_t count, filter::TimeUnit unit) const {
  if (unit == filter::TimeUnit::kMinute || unit == filter::TimeUnit::kHour) {
    const int64_t length = unit == filter::TimeUnit::kMinute ? 60'000'000 : 3'600'000'000;
    constexpr int64_t kFar = int64_t{1} << 61;  // more than all of time
    if (count > kFar / length) return INT64_MAX;
    if (count < -kFar / length) return INT64_MIN;
    return instant + count * length;
  }
  const Wall wall = WallAt(instant);
  const int64_t day = DayPlusUnits(wall.day, count, unit);
  if (day == FirstDay()) return INT64_MIN;
  if (day == LastDay()) return INT64_MAX;
  return InstantAt(day, wall.micros);
}

int64_t OracleZone::MidnightPlus(int64_t day, int64_t count, filter::TimeUnit unit) const {
  return HeldWithinTime(Midnight(DayPlusUnits(day, count, unit)));
}

}  // namespace seine::oracle
