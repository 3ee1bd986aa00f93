// Civil time of the oracle. The calendar is written out day by day; zones are asked of the C
// library. Slow and obvious on purpose; it shares nothing with engine/civil_time.
// Threads: one (the C library's zone is global state).
#ifndef SEINE_TESTS_TESTING_ORACLE_TIME_H_
#define SEINE_TESTS_TESTING_ORACLE_TIME_H_

#include <cstdint>
#include <string>

#include "query/path.h"

namespace seine::oracle {

inline constexpr int64_t kDayMicros = 86'400'000'000;

struct CivilDate {
  int year = 1970;
  int month = 1;
  int day = 1;
};
// Times lie between the beginning of the year 1 and the end of the year 9999, in UTC; what would
// lie beyond is at that end.
int64_t HeldWithinTime(int64_t instant);
// Days since 1970-01-01 and back, for years 0 to 10000, so that there is room for zones; further
// days are clamped to that range's ends.
int64_t DayNumberOf(CivilDate date);
CivilDate DateOfDay(int64_t day_number);
int DaysInMonth(int year, int month);
// 31 March - 1 month = 28 or 29 February.
int64_t DayPlusMonths(int64_t day_number, int64_t months);
int IsoWeekday(int64_t day_number);  // 1 = Monday
int IsoWeek(int64_t day_number);
// The first day of the week, month, quarter or year (any longer unit than an hour) that holds it.
int64_t StartOfUnit(int64_t day_number, filter::TimeUnit unit);
// Days, weeks, months, quarters or years later; earlier when `count` is negative. Clamped to the
// years 0 to 10000.
int64_t DayPlusUnits(int64_t day_number, int64_t count, filter::TimeUnit unit);

class OracleZone {
 public:
  explicit OracleZone(std::string name);

  struct Wall {
    int64_t day;
    int64_t micros;
  };
  Wall WallAt(int64_t instant) const;
  // A wall time that is skipped moves forward to the first that is not, a doubled one is the
  // earlier.
  int64_t InstantAt(int64_t day, int64_t micros) const;
  int64_t Midnight(int64_t day) const { return InstantAt(day, 0); }
  // Minutes and hours are elapsed, longer units keep the wall clock. Held within time.
  int64_t Plus(int64_t instant, int64_t count, filter::TimeUnit unit) const;
  // Not held: far beyond the ends of time there is INT64_MIN or INT64_MAX.
  int64_t PlusUnheld(int64_t instant, int64_t count, filter::TimeUnit unit) const;
  // The midnight, `count` units from that day on. Held within time.
  int64_t MidnightPlus(int64_t day, int64_t count, filter::TimeUnit unit) const;

 private:
  int64_t OffsetAt(int64_t instant) const;  // microseconds east of Greenwich

  std::string name_;
};

}  // namespace seine::oracle

#endif  // SEINE_TESTS_TESTING_ORACLE_TIME_H_
