// Arithmetic with units of time in a zone: shifting, truncating and counting. Days and longer units
// are civil (the same wall clock, months clamp), hours and minutes elapsed.
//
// Instants are microseconds since the epoch. Times lie between the beginning of the year 1 and the
// end of the year 9999 (kMinInstant, kMaxInstant + 1): what would lie beyond is at that end, so
// that it can be compared, taken apart and counted from like any other time. Only INT64_MIN and
// INT64_MAX, which stand for no bound and no time, stay what they are. Pure functions.
#ifndef SEINE_QUERY_CIVIL_UNITS_H_
#define SEINE_QUERY_CIVIL_UNITS_H_

#include <cstdint>

#include "engine/civil_time.h"
#include "query/filter_values.h"
#include "query/path.h"

namespace seine {

// n units later; earlier when n is negative.
int64_t ShiftInstant(int64_t instant, int64_t n, filter::TimeUnit unit, const Zone& zone);
// Only civil units, whatever `unit`: for kMinute and kHour as for kDay.
int64_t ShiftCivil(int64_t instant, int64_t n, filter::TimeUnit unit, const Zone& zone);
// Midnight of the first day of the day, week (Monday), … that contains the instant, n units on.
int64_t StartOfUnit(int64_t instant, int64_t n, filter::TimeUnit unit, const Zone& zone);
// The first day of the day, week, … that contains the day.
int64_t FirstDayOfUnit(int64_t day, filter::TimeUnit unit);
// The greatest n with start + n units <= end, where `start + n units` is not held back at the ends
// of time.
int64_t UnitsBetween(int64_t start, int64_t end, filter::TimeUnit unit, const Zone& zone);

// No unit has fewer civil days, nor more; a minute and an hour are taken for a day.
struct DaysOfUnit {
  int64_t fewest;
  int64_t most;
};
DaysOfUnit DaysOf(filter::TimeUnit unit);

// A part of a wall clock: weekday 1 (Monday) … 7, hour, day of month, ISO week, month, quarter,
// year; kDate is the day itself.
int64_t PartOf(Zone::Wall wall, filter::DatePartKind part);

// The time at the end that `instant` lies beyond, else itself; of any number.
int64_t HeldWithinTime(int64_t instant);

int64_t AddSaturating(int64_t a, int64_t b);
int64_t MultiplySaturating(int64_t a, int64_t b);

}  // namespace seine

#endif  // SEINE_QUERY_CIVIL_UNITS_H_
