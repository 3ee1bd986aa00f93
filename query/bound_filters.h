// Bound nodes that are true or false of a row. See query/bound.h.
//

#ifndef SEINE_QUERY_BOUND_FILTERS_H_
#define SEINE_QUERY_BOUND_FILTERS_H_

#include <bitset>
#include <cstdint>
#include <memory>
#include <vector>

#include "query/bound_types.h"
#include "query/filter_tests.h"
#include "query/path.h"

namespace seine::bound {

struct Constant {
  bool value = true;
  SEINE_BOUND_FIELDS(s.value)
};  // all rows of the grain that exist, or none
struct And {
  std::vector<FilterPtr> operands;
  SEINE_BOUND_FIELDS(s.operands)
};
struct Or {
  std::vector<FilterPtr> operands;
  SEINE_BOUND_FIELDS(s.operands)
};
struct Not {
  FilterPtr operand;
  SEINE_BOUND_FIELDS(s.operand)
};
struct KOf {
  uint32_t at_least = 0;
  uint32_t at_most = UINT32_MAX;
  std::vector<FilterPtr> operands;
  SEINE_BOUND_FIELDS(s.at_least, s.at_most, s.operands)
};
struct InCodes {
  ColumnRef column;
  std::shared_ptr<const CodeSet> codes;
  SEINE_BOUND_FIELDS(s.column, s.codes)
};  // kCategory
struct InText {
  ColumnRef column;
  std::shared_ptr<const TextPredicate> predicate;
  SEINE_BOUND_FIELDS(s.column, s.predicate)
};  // kText
struct BoolIs {
  ColumnRef column;
  bool value = true;
  SEINE_BOUND_FIELDS(s.column, s.value)
};  // kBool
// kInteger, kDecimal, kReal, kDate, kTimestamp: the value lies in one of the ranges (ascending,
// disjoint), or, with complement, in none. `terms` are further ranges, of instants; Ground() turns
// them into `ranges`, in the column's unit.
struct InRanges {
  ColumnRef column;
  std::vector<Range> ranges;
  std::vector<TermRange> terms;
  bool complement = false;
  SEINE_BOUND_FIELDS(s.column, s.ranges, s.terms, s.complement)
};
enum class SetMode : uint8_t { kAny, kAll, kNone, kOnly };
// kSet. kOnly: the set has at least one value and every one of them is in `codes`, or as LANGUAGE
// says of `has only`. `unknown`: kAll lists a value that no dictionary has (so it is false).
struct SetHas {
  ColumnRef column;
  SetMode mode = SetMode::kAny;
  std::shared_ptr<const CodeSet> codes;
  bool unknown = false;
  SEINE_BOUND_FIELDS(s.column, s.mode, s.codes, s.unknown)
};
struct Exists {
  ColumnRef column;
  SEINE_BOUND_FIELDS(s.column)
};  // any type; a set: has at least one value
// A test whose ColumnRefs name columns of a lookup (table -1): not to be walked with the rest.
struct LookupTest {
  FilterPtr filter;
};
// kCategory: the lookup has a row for the code, and `test` holds on it. Only for tests that wait
// for as_of or zone: Ground() makes InCodes of it.
struct InLookup {
  ColumnRef column;
  int lookup = 0;
  LookupTest test;
  SEINE_BOUND_FIELDS(s.column, s.lookup, s.test)
};
enum class CompareOp : uint8_t { kEqual, kNotEqual, kLess, kLessEqual, kGreater, kGreaterEqual };
struct Compare {
  CompareOp op = CompareOp::kEqual;
  ValuePtr left;
  ValuePtr right;
  bool ignoring_case = false;
  SEINE_BOUND_FIELDS(s.op, s.left, s.right, s.ignoring_case)
};  // of comparable types; either missing: false
// The same as InRanges of a value: a number that is no fraction, a day or an instant.
struct ValueInRanges {
  ValuePtr value;
  std::vector<Range> ranges;
  std::vector<TermRange> terms;
  bool complement = false;
  SEINE_BOUND_FIELDS(s.value, s.ranges, s.terms, s.complement)
};
struct ValueExists {
  ValuePtr value;
  SEINE_BOUND_FIELDS(s.value)
};
enum class LiftKind : uint8_t {
  kAny,
  kAll
};  // `no` is Not(any); kAll: at least one row and all of them match
struct Lift {
  LiftKind kind = LiftKind::kAny;
  Rows rows;
  SEINE_BOUND_FIELDS(s.kind, s.rows)
};
// In each of the units, which may overlap, some row has its `time` (kDate or kInstant). Ground()
// makes `ranges` of `units`, one for one.
struct EachOf {
  Rows rows;
  ValuePtr time;
  std::vector<TermRange> units;
  std::vector<Range> ranges;
  SEINE_BOUND_FIELDS(s.rows, s.time, s.units, s.ranges)
};
// The chosen row is there, and `must` holds on it.
struct PickedIs {
  RowChoice choice;
  FilterPtr must;
  SEINE_BOUND_FIELDS(s.choice, s.must)
};
// The row of the choice's table that each row of `at` belongs to is the chosen one.
struct IsPicked {
  RowChoice choice;
  int at = 0;
  SEINE_BOUND_FIELDS(s.choice, s.at)
};
// The row of `of` that each row of `at` belongs to is that of the row of an outer scope.
struct BelongsTo {
  int scope = 0;
  int table = 0;  // of that row
  int of = 0;
  int at = 0;
  SEINE_BOUND_FIELDS(s.scope, s.table, s.of, s.at)
};
// Members (at any grain: the row's member), ascending ordinals.
struct MemberIn {
  std::shared_ptr<const std::vector<uint32_t>> ordinals;
  SEINE_BOUND_FIELDS(s.ordinals)
};
// `filter` as it was at a moment: rows from `time` on do not exist, the row that is asked included.
// Ground() gives `as_of`.
struct AsOf {
  FilterPtr filter;
  TimeTermPtr time;
  int grain = 0;
  int64_t as_of = 0;
  SEINE_BOUND_FIELDS(s.filter, s.time, s.grain, s.as_of)
};
// `filter` of the row of an outer scope, of which each row of `at` here is asked.
struct OuterIs {
  int scope = 0;
  int table = 0;  // of that row
  int at = 0;
  FilterPtr filter;
  SEINE_BOUND_FIELDS(s.scope, s.table, s.at, s.filter)
};
// Days of a year, 29 February included: bit (month - 1) * 31 + day - 1.
using DaysOfYear = std::bitset<12 * 31>;
// The civil day of `time` is one of the days of [first, end), two midnights, whatever the year; 29
// February counts as 1 March in common years. Ground() gives `days`.
struct Anniversary {
  ValuePtr time;
  TimeTermPtr first;
  TimeTermPtr end;
  std::shared_ptr<const DaysOfYear> days;
  ZoneSlot zone;
  SEINE_BOUND_FIELDS(s.time, s.first, s.end, s.days, s.zone)
};
// A text that is computed passes the test.
struct ComputedText {
  ValuePtr value;
  std::shared_ptr<const TextPredicate> predicate;
  SEINE_BOUND_FIELDS(s.value, s.predicate)
};
// A set of the row, or of a lookup that describes a code of it; or of a picked row (outermost
// first).
struct SetSource {
  ColumnRef column;
  std::vector<LookupStep> steps;
  std::vector<RowChoice> picks;
  int outer = -1;  // of the row of that scope, instead
  int at = -1;     // then: the table of the rows that are asked
  int outer_table = -1;
  SEINE_BOUND_FIELDS(s.column, s.steps, s.picks, s.outer, s.at, s.outer_table)
};
// `set has any|all|none|only` the values of another set of the row, or (`element`, kAny) one value.
struct SetRelation {
  SetMode mode = SetMode::kAny;
  SetSource set;
  SetSource other;
  ValuePtr element;
  bool ignoring_case = false;
  SEINE_BOUND_FIELDS(s.mode, s.set, s.other, s.element, s.ignoring_case)
};
// What two steps of a sequence are joined by: a value, or (null) the elements of a set.
struct JoinSide {
  ValuePtr value;
  SetSource set;
  SEINE_BOUND_FIELDS(s.value, s.set)
};
// The step's row and that of an earlier step have a value in common.
struct StepJoin {
  int step = 0;
  JoinSide own;
  JoinSide theirs;
  SEINE_BOUND_FIELDS(s.step, s.own, s.theirs)
};
struct SequenceStep {
  bool negative = false;
  bool at_or_after = false;
  bool of_start = false;
  int64_t within = -1;  // units; -1: no limit
  filter::TimeUnit unit = filter::TimeUnit::kDay;
  Rows rows;
  ValuePtr time;  // kInstant, of `rows`
  std::vector<StepJoin> joins;
  SEINE_BOUND_FIELDS(s.negative, s.at_or_after, s.of_start, s.within, s.unit, s.rows, s.time,
                     s.joins)
};
// Some rows, one for each positive step, match in order of time (LANGUAGE §3.7). The grains of the
// steps' rows are `grain` or above it. Ground() gives `as_of`.
struct Sequence {
  int grain = 0;
  std::vector<SequenceStep> steps;
  TimeTermPtr now;
  int64_t as_of = 0;
  SEINE_BOUND_FIELDS(s.grain, s.steps, s.now, s.as_of)
};
// contains, starts with, … where the pattern is a value of the row, too.
struct TextTest {
  filter::TextOp op = filter::TextOp::kContains;
  ValuePtr subject;
  ValuePtr pattern;
  bool negated = false;
  bool ignoring_case = false;
  SEINE_BOUND_FIELDS(s.op, s.subject, s.pattern, s.negated, s.ignoring_case)
};

}  // namespace seine::bound

#endif  // SEINE_QUERY_BOUND_FILTERS_H_
