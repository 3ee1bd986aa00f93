#include "engine/civil_time.h"

#include <algorithm>

#include "engine/floor_div.h"

namespace seine {
namespace {

constexpr int64_t kDaysPerEra = 146097;   // 400 years
constexpr int64_t kDaysToEpoch = 719468;  // from 0000-03-01 to 1970-01-01

bool LeapYear(int64_t year) { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0); }

int DaysInMonth(int64_t year, int month) {
  constexpr int8_t kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month == 2 && LeapYear(year) ? 29 : kDays[month - 1];
}

// Years begin in March here, so that the leap day is a year's last.
int64_t DayNumberOf(int64_t year, int month, int day) {
  const int64_t y = year - (month <= 2 ? 1 : 0);
  const int64_t era = FloorDiv(y, 400);
  const int64_t year_of_era = y - era * 400;
  const int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  const int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * kDaysPerEra + day_of_era - kDaysToEpoch;
}

}  // namespace

int64_t DayNumber(CivilDay day) { return DayNumberOf(day.year, day.month, day.day); }

CivilDay DayOf(int64_t day_number) {
  const int64_t shifted = day_number + kDaysToEpoch;
  const int64_t era = FloorDiv(shifted, kDaysPerEra);
  const int64_t day_of_era = shifted - era * kDaysPerEra;
  const int64_t year_of_era =
      (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  const int64_t day_of_year =
      day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const int64_t shifted_month = (5 * day_of_year + 2) / 153;
  const int64_t month = shifted_month < 10 ? shifted_month + 3 : shifted_month - 9;
  return {.year = static_cast<int32_t>(year_of_era + era * 400 + (month <= 2 ? 1 : 0)),
          .month = static_cast<int8_t>(month),
          .day = static_cast<int8_t>(day_of_year - (153 * shifted_month + 2) / 5 + 1)};
}

bool ValidDay(int32_t year, int month, int day) {
  return year >= 1 && year <= 9999 && month >= 1 && month <= 12 && day >= 1 &&
         day <= DaysInMonth(year, month);
}

int64_t AddMonths(int64_t day_number, int64_t months) {
  const CivilDay day = DayOf(day_number);
  const int64_t month_number = int64_t{day.year} * 12 + (day.month - 1) + months;
  const int64_t year = FloorDiv(month_number, 12);
  const int month = static_cast<int>(month_number - year * 12) + 1;
  return DayNumberOf(year, month, std::min<int>(day.day, DaysInMonth(year, month)));
}

int WeekdayOf(int64_t day_number) {
  const int64_t weekday = (day_number + 3) % 7;  // 1970-01-01 was a Thursday
  return static_cast<int>(weekday < 0 ? weekday + 7 : weekday);
}

}  // namespace seine
