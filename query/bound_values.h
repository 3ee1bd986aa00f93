// Bound nodes that give a value per row. See query/bound.h.
#ifndef SEINE_QUERY_BOUND_VALUES_H_
#define SEINE_QUERY_BOUND_VALUES_H_

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/numeric/int128.h"

#include "query/bound_filters.h"
#include "query/bound_types.h"
#include "query/filter_aggregates.h"
#include "query/filter_values.h"

namespace seine::bound {

// A constant: number as minor units with its own scale, real, instant, day, text or bool, as the
// type says.
struct ConstantValue {
  absl::int128 number = 0;  // kNumber, kInstant (microseconds), kDate (days), kBool (0, 1)
  double real = 0;
  std::string text;
  TimeTermPtr term;              // kInstant: waits for Ground(), which fills `number`
  absl::int128 denominator = 1;  // fractions
  bool missing = false;
  SEINE_BOUND_FIELDS(s.number, s.real, s.text, s.term, s.denominator, s.missing)
};
struct ColumnValue {
  ColumnRef column;
  SEINE_BOUND_FIELDS(s.column)
};  // every type but kSet
struct LookupValue {
  ColumnRef column;
  std::vector<LookupStep> steps;  // at least one
  SEINE_BOUND_FIELDS(s.column, s.steps)
};  // the lookups' value for the row's code
// A date as an instant, its midnight in the query's zone, where it is compared with one.
struct MidnightOf {
  ValuePtr date;
  ZoneSlot zone;
  SEINE_BOUND_FIELDS(s.date, s.zone)
};
// Of the column, or of the set at the end of a walk through lookups. A missing set: 0.
struct SetSize {
  ColumnRef column;
  std::vector<LookupStep> steps;
  SEINE_BOUND_FIELDS(s.column, s.steps)
};
enum class AggregateKind : uint8_t { kCount, kSum, kAvg, kMin, kMax };
// Over the rows that have `value` (null, kCount only: all).
struct Aggregate {
  AggregateKind kind = AggregateKind::kCount;
  Rows rows;
  ValuePtr value;
  SEINE_BOUND_FIELDS(s.kind, s.rows, s.value)
};
// How many different values the rows have; of a set column (`value` null), different elements.
struct Distinct {
  Rows rows;
  ValuePtr value;
  SetSource set;
  SEINE_BOUND_FIELDS(s.rows, s.value, s.set)
};
// The value that most rows have; of equally many the smallest (text by bytes).
struct Mode {
  Rows rows;
  ValuePtr value;
  SEINE_BOUND_FIELDS(s.rows, s.value)
};
// Over the days between consecutive rows, which are in order of `time` (kDate or kInstant).
struct Gap {
  filter::GapFunction function = filter::GapFunction::kAvg;
  Rows rows;
  ValuePtr time;
  SEINE_BOUND_FIELDS(s.function, s.rows, s.time)
};
// A value of the chosen row; missing without one.
struct PickedValue {
  RowChoice choice;
  ValuePtr value;
  SEINE_BOUND_FIELDS(s.choice, s.value)
};
// A value of the row of an outer scope, of which each row of `at` here is asked.
struct OuterValue {
  int scope = 0;
  int table = 0;  // of that row
  int at = 0;
  ValuePtr value;
  SEINE_BOUND_FIELDS(s.scope, s.table, s.at, s.value)
};
// Numbers, exactly as the type says, or reals.
struct Arithmetic {
  filter::ArithmeticOp op = filter::ArithmeticOp::kAdd;
  ValuePtr left;
  ValuePtr right;
  SEINE_BOUND_FIELDS(s.op, s.left, s.right)
};
// The first that exists. All of one type.
struct FirstOf {
  std::vector<ValuePtr> operands;
  SEINE_BOUND_FIELDS(s.operands)
};
// Of an instant or a day: a number, or a day (kDate).
struct DatePart {
  filter::DatePartKind part = filter::DatePartKind::kWeekday;
  ValuePtr time;
  ZoneSlot zone;
  SEINE_BOUND_FIELDS(s.part, s.time, s.zone)
};
// The first day of the civil day, week, … that a time lies in; of hours and minutes their number.
struct PeriodOf {
  filter::TimeUnit unit = filter::TimeUnit::kDay;
  ValuePtr time;
  ZoneSlot zone;
  SEINE_BOUND_FIELDS(s.unit, s.time, s.zone)
};
// An instant n units later.
struct ShiftedTime {
  ValuePtr time;  // kInstant
  int64_t n = 0;
  filter::TimeUnit unit = filter::TimeUnit::kDay;
  ZoneSlot zone;
  SEINE_BOUND_FIELDS(s.time, s.n, s.unit, s.zone)
};
// The value where the filter holds; missing elsewhere.
struct When {
  FilterPtr filter;
  ValuePtr value;
  SEINE_BOUND_FIELDS(s.filter, s.value)
};
// The greatest n with start + n units <= end.
struct ElapsedUnits {
  filter::TimeUnit unit = filter::TimeUnit::kDay;
  ValuePtr start;  // kInstant
  ValuePtr end;
  ZoneSlot zone;
  SEINE_BOUND_FIELDS(s.unit, s.start, s.end, s.zone)
};
// 0 … buckets - 1, by the member's key and the salt.
struct Bucket {
  uint64_t buckets = 1;
  std::string salt;
  SEINE_BOUND_FIELDS(s.buckets, s.salt)
};
// The sum of the weights (minor units) of the filters that hold.
struct Score {
  struct Term {
    int64_t weight = 0;
    FilterPtr filter;
    SEINE_BOUND_FIELDS(s.weight, s.filter)
  };
  std::vector<Term> terms;
  SEINE_BOUND_FIELDS(s.terms)
};

}  // namespace seine::bound

#endif  // SEINE_QUERY_BOUND_VALUES_H_
