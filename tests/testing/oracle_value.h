// What an expression of the oracle can be worth on one row.
#ifndef SEINE_TESTS_TESTING_ORACLE_VALUE_H_
#define SEINE_TESTS_TESTING_ORACLE_VALUE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "query/path.h"
#include "tests/testing/oracle_number.h"
#include "tests/testing/oracle_time.h"

namespace seine::oracle {

struct Missing {};
struct DayValue {
  int64_t day;
};
struct InstantValue {
  int64_t micros;
};
// Whole days [first, end): a day, month, quarter or year literal.
struct DaySpan {
  int64_t first;
  int64_t end;
};
// Instants [start, end); an absent bound is open.
struct TimeSpan {
  std::optional<int64_t> start;
  std::optional<int64_t> end;
};
struct DurationValue {
  int64_t count;
  filter::TimeUnit unit;
};
using SetValue = std::vector<std::string>;

using Value = std::variant<Missing, bool, Fraction, double, std::string, DayValue, InstantValue,
                           DaySpan, TimeSpan, DurationValue, SetValue>;

inline bool IsMissing(const Value& v) { return std::holds_alternative<Missing>(v); }
inline bool IsSpan(const Value& v) {
  return std::holds_alternative<DaySpan>(v) || std::holds_alternative<TimeSpan>(v);
}
inline bool IsTime(const Value& v) {
  return std::holds_alternative<DayValue>(v) || std::holds_alternative<InstantValue>(v);
}
inline bool IsNumeric(const Value& v) {
  return std::holds_alternative<Fraction>(v) || std::holds_alternative<double>(v);
}
double RealOf(const Value& numeric);
// A real that was computed: missing when it is no number, and never -0. What is beyond the largest
// real is infinite.
Value RealValue(double real);
// A day, month or quarter where a time is meant: its first day.
Value AsTime(Value value);
// Times only: a day is its midnight.
int64_t InstantOf(const Value& time, const OracleZone& zone);
// A whole number 1 … 9999 as that year's days; absent for anything else.
std::optional<DaySpan> YearOf(const Value& v);
// A four-digit integer beside a time is that year.
void ReadYear(const Value& beside, Value* v);

// -1, 0, 1; absent when the two are of kinds that do not compare (or one is missing). NaN never
// comes up.
std::optional<int> Order(const Value& a, const Value& b, const OracleZone& zone);
// Where a time lies: -1 before the span, 0 in it, 1 at or after its end.
int Position(const Value& time, const Value& span, const OracleZone& zone);

}  // namespace seine::oracle

#endif  // SEINE_TESTS_TESTING_ORACLE_VALUE_H_
