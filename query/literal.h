// The constants that a filter may hold, exactly as precise as they were written.
//
// Nothing here knows of columns or zones: an integer may have any number of digits, a wall time
// waits for the query's zone. Values are canonical, so that equal constants are equal structs:
//   1. Integer and Decimal digits match -?[1-9][0-9]*|0 and are never "-0".
//   2. Calendar fields are valid in the proleptic Gregorian calendar, years 1 to 9999.
//   3. Text is valid UTF-8 in NFC.

#ifndef SEINE_QUERY_LITERAL_H_
#define SEINE_QUERY_LITERAL_H_

#include <cstdint>
#include <string>
#include <variant>

#include "query/span.h"

namespace seine::filter {

// 12, -7, or more digits than any machine word.
struct Integer {
  std::string digits;
  bool operator==(const Integer&) const = default;
};

// 12.50 is digits "1250", scale 2. The scale is kept as written: 12.5 and 12.50 are two literals of
// one value.
struct Decimal {
  std::string digits;
  int32_t scale = 0;  // 1 … 65535
  bool operator==(const Decimal&) const = default;
};

struct Text {
  std::string value;
  bool operator==(const Text&) const = default;
};

struct Boolean {
  bool value = false;
  bool operator==(const Boolean&) const = default;
};

// 2011-09-11, a period of one day.
struct Day {
  int16_t year = 1;
  int8_t month = 1;
  int8_t day = 1;
  bool operator==(const Day&) const = default;
};

// 2011-09
struct Month {
  int16_t year = 1;
  int8_t month = 1;
  bool operator==(const Month&) const = default;
};

// 2011-Q3
struct Quarter {
  int16_t year = 1;
  int8_t quarter = 1;
  bool operator==(const Quarter&) const = default;
};

// 2011-09-11 08:00:00.5, a moment in the query's zone.
struct WallTime {
  Day day;
  int64_t micros = 0;  // of the day, 0 … 86399999999
  bool operator==(const WallTime&) const = default;
};

// 2011-09-11T08:00Z, whatever offset it was written with.
struct Instant {
  int64_t micros = 0;  // since 1970-01-01T00:00Z
  bool operator==(const Instant&) const = default;
};

// sat; stands only beside what is a weekday (query/weekdays.h): `at weekday in (sat, sun)`.
struct Weekday {
  int8_t iso = 1;  // 1 is Monday, 7 is Sunday
  bool operator==(const Weekday&) const = default;
};

using LiteralValue =
    std::variant<Integer, Decimal, Text, Boolean, Day, Month, Quarter, WallTime, Instant, Weekday>;

// A constant and its place. Also a node of the tree, and the element of long lists.
struct Literal {
  LiteralValue value;
  Span span;
  bool operator==(const Literal&) const = default;
};

}  // namespace seine::filter

#endif  // SEINE_QUERY_LITERAL_H_
