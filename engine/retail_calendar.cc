#include "engine/retail_calendar.h"

#include <algorithm>

#include "absl/strings/str_cat.h"

#include "engine/absl_bridge.h"
#include "engine/civil_time.h"
#include "engine/lunar_festivals.h"

namespace seine {
namespace {

constexpr int kFirstYear = 1;
constexpr int kLastYear = 9999;

using Ranges = std::vector<DayRange>;

Ranges OneDay(int64_t day) { return {{day, day}}; }

int64_t DayOfYear(int year, int month, int day) {
  return DayNumber({year, static_cast<int8_t>(month), static_cast<int8_t>(day)});
}

// The `nth` day of the month that falls on `weekday` (0 = Monday).
int64_t NthWeekday(int year, int month, int weekday, int nth) {
  const int64_t first = DayOfYear(year, month, 1);
  return first + (weekday - WeekdayOf(first) + 7) % 7 + 7 * (nth - 1);
}

template <int kMonth, int kDay>
Ranges OnDay(int year) {
  return OneDay(DayOfYear(year, kMonth, kDay));
}

template <int kMonth, int kNth>
Ranges OnSunday(int year) {
  return OneDay(NthWeekday(year, kMonth, 6, kNth));
}

template <int64_t LunarFestivals::* kFestival>
Ranges OnFestival(int year) {
  return OneDay(LunarFestivalsOf(year).*kFestival);
}

// New Year's Eve to the fifth day, on which shops open again.
Ranges LunarNewYear(int year) {
  const int64_t new_year = LunarFestivalsOf(year).new_year;
  return {{new_year - 1, new_year + 4}};
}

// The Friday after the fourth Thursday of November, which is not always the fourth Friday.
Ranges BlackFriday(int year) { return OneDay(NthWeekday(year, 11, 3, 4) + 1); }
Ranges CyberMonday(int year) { return OneDay(NthWeekday(year, 11, 3, 4) + 4); }

Ranges Christmas(int year) { return {{DayOfYear(year, 12, 24), DayOfYear(year, 12, 25)}}; }

// The last three days of every month.
Ranges Paydays(int year) {
  Ranges ranges;
  for (int month = 1; month <= 12; ++month) {
    const int64_t next = AddMonths(DayOfYear(year, month, 1), 1);
    ranges.push_back({next - 3, next - 1});
  }
  return ranges;
}

struct BuiltInWindow {
  std::string_view name;
  Ranges (*days)(int year);
  bool lunar = false;
};

// In the order of the year.
constexpr BuiltInWindow kBuiltInWindows[] = {
    {"lunar-new-year", LunarNewYear, true},
    {"valentines-day", OnDay<2, 14>},
    {"lantern", OnFestival<&LunarFestivals::lantern>, true},
    {"womens-day", OnDay<3, 8>},
    {"white-day", OnDay<3, 14>},
    {"mothers-day", OnSunday<5, 2>},
    {"520", OnDay<5, 20>},
    {"dragon-boat", OnFestival<&LunarFestivals::dragon_boat>, true},
    {"fathers-day-june", OnSunday<6, 3>},
    {"618", OnDay<6, 18>},
    {"fathers-day", OnDay<8, 8>},
    {"qixi", OnFestival<&LunarFestivals::qixi>, true},
    {"mid-autumn", OnFestival<&LunarFestivals::mid_autumn>, true},
    {"halloween", OnDay<10, 31>},
    {"double-11", OnDay<11, 11>},
    {"black-friday", BlackFriday},
    {"cyber-monday", CyberMonday},
    {"double-12", OnDay<12, 12>},
    {"christmas", Christmas},
    {"paydays", Paydays},
};

absl::Status YearsAre(std::string_view name, int64_t year, std::string_view known) {
  return absl::OutOfRangeError(absl::StrCat("the calendar \"", ToAbsl(name), "\" has no days in ",
                                            year, ", only in ", ToAbsl(known)));
}

int64_t DayInYear(int year, MonthDay day) {
  if (ValidDay(year, day.month, day.day)) return DayOfYear(year, day.month, day.day);
  return DayOfYear(year, day.month, 28);
}

DayRange InYear(const YearlyDays& days, int year) {
  const int end = year + (days.last < days.first ? 1 : 0);
  return {DayInYear(year, days.first), std::min(DayInYear(end, days.last), kMaxDay)};
}

// "2025, 2026 and 2028"
std::string ListedYears(const CalendarSchema& calendar) {
  std::string text;
  size_t left = calendar.years.size();
  for (const auto& [year, ranges] : calendar.years) {
    absl::StrAppend(&text, text.empty() ? "" : left == 1 ? " and " : ", ", year);
    --left;
  }
  return text;
}

void Merge(Ranges* ranges) {
  std::sort(ranges->begin(), ranges->end(),
            [](const DayRange& a, const DayRange& b) { return a.first < b.first; });
  size_t kept = 0;
  for (const DayRange& range : *ranges) {
    if (kept > 0 && range.first <= (*ranges)[kept - 1].last + 1) {
      (*ranges)[kept - 1].last = std::max((*ranges)[kept - 1].last, range.last);
    } else {
      (*ranges)[kept++] = range;
    }
  }
  ranges->resize(kept);
}

absl::StatusOr<Ranges> DaysOf(const CalendarSchema& calendar, int64_t year) {
  Ranges ranges;
  if (year < kFirstYear || year > kLastYear) return YearsAre(calendar.name, year, "1 to 9999");
  if (const auto listed = calendar.years.find(static_cast<int>(year));
      listed != calendar.years.end()) {
    ranges = listed->second;
  } else if (calendar.every.empty()) {
    return YearsAre(calendar.name, year, ListedYears(calendar));
  } else {
    for (const YearlyDays& days : calendar.every) {
      ranges.push_back(InYear(days, static_cast<int>(year)));
    }
  }
  Merge(&ranges);
  return ranges;
}

absl::StatusOr<Ranges> DaysOf(const BuiltInWindow& window, int64_t year) {
  const int first = window.lunar ? kFirstLunarYear : kFirstYear;
  const int last = window.lunar ? kLastLunarYear : kLastYear;
  if (year < first || year > last) {
    return YearsAre(window.name, year, absl::StrCat(first, " to ", last));
  }
  return window.days(static_cast<int>(year));
}

}  // namespace

absl::StatusOr<std::vector<DayRange>> RetailWindowDays(const Schema& schema, std::string_view name,
                                                       int64_t year) {
  for (const CalendarSchema& calendar : schema.calendars) {
    if (calendar.name == name) return DaysOf(calendar, year);
  }
  for (const BuiltInWindow& window : kBuiltInWindows) {
    if (window.name == name) return DaysOf(window, year);
  }
  return absl::NotFoundError(absl::StrCat("unknown calendar \"", ToAbsl(name), "\""));
}

std::vector<std::string> RetailWindowNames(const Schema& schema) {
  std::vector<std::string> names;
  for (const CalendarSchema& calendar : schema.calendars) names.push_back(calendar.name);
  for (const BuiltInWindow& window : kBuiltInWindows) names.emplace_back(window.name);
  return names;
}

}  // namespace seine
