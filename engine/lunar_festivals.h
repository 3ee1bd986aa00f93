// The days of the festivals that go by the traditional Chinese (lunisolar) calendar.
#ifndef SEINE_ENGINE_LUNAR_FESTIVALS_H_
#define SEINE_ENGINE_LUNAR_FESTIVALS_H_

#include <cstdint>

namespace seine {

inline constexpr int kFirstLunarYear = 1990;
inline constexpr int kLastLunarYear = 2060;

// Days since 1970-01-01. Each lies in the Gregorian year that was asked for.
struct LunarFestivals {
  int64_t new_year;     // 1st day of the 1st month
  int64_t lantern;      // 15th of the 1st
  int64_t dragon_boat;  // 5th of the 5th
  int64_t qixi;         // 7th of the 7th
  int64_t mid_autumn;   // 15th of the 8th
};

// Precondition: kFirstLunarYear <= year <= kLastLunarYear.
LunarFestivals LunarFestivalsOf(int year);

}  // namespace seine

#endif  // SEINE_ENGINE_LUNAR_FESTIVALS_H_
