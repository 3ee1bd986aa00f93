// The bound tree: a filter whose names are columns of one snapshot's schema and whose constants are
// in their units. Another type than the logical tree (query/filter.h) on purpose: nothing in it can
// be unknown or ill-typed.
//
// Grain. Every node speaks of the rows of one table (0: the members). A ColumnRef names a column of
// that table or of one of its ancestors ("a row sees its ancestors"). Only Lift and Aggregate go
// down, to the rows of a descendant. Slots. Times that depend on as_of or the zone are TimeTerms
// until Ground() fills them; the planner and executor see constants only. Missing. Every test is
// false on a missing value; Not is the complement within the rows of the grain. Values are
// immutable; nodes are shared. Threads: safe from many.
#ifndef SEINE_QUERY_BOUND_H_
#define SEINE_QUERY_BOUND_H_

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "absl/numeric/int128.h"

#include "engine/schema.h"
#include "query/span.h"
#include "query/time_term.h"

namespace seine::bound {

struct ColumnRef {
  int table = 0;
  int column = 0;
  bool operator==(const ColumnRef&) const = default;
};

struct FilterNode;
struct ValueNode;
using FilterPtr = std::shared_ptr<const FilterNode>;
using ValuePtr = std::shared_ptr<const ValueNode>;

// Some codes of a dictionary. complement: all codes but these.
struct CodeSet {
  std::vector<uint32_t> codes;  // ascending, distinct
  bool complement = false;
  bool Contains(uint32_t code) const;
};

// A closed interval of a column's units: minor units, days, microseconds, OrderedBits. first >
// last: nothing.
struct Range {
  int64_t first = INT64_MIN;
  int64_t last = INT64_MAX;
};
// The same with ends that wait for as_of and zone: [first, last) of instants; absent ends are open.
struct TermRange {
  std::shared_ptr<const TimeTerm> first;
  std::shared_ptr<const TimeTerm> end;
};

// A test of text, for columns whose text is not in a dictionary.
class TextPredicate {
 public:
  virtual ~TextPredicate() = default;
  virtual bool Matches(std::string_view text) const = 0;
  virtual std::string Describe() const = 0;
};

// ---- filters
// ------------------------------------------------------------------------------------------------------
struct Constant {
  bool value = true;
};  // all rows of the grain that exist, or none
struct And {
  std::vector<FilterPtr> operands;
};
struct Or {
  std::vector<FilterPtr> operands;
};
struct Not {
  FilterPtr operand;
};
struct KOf {
  uint32_t at_least = 0;
  uint32_t at_most = UINT32_MAX;
  std::vector<FilterPtr> operands;
};
struct InCodes {
  ColumnRef column;
  std::shared_ptr<const CodeSet> codes;
};  // kCategory
struct InText {
  ColumnRef column;
  std::shared_ptr<const TextPredicate> predicate;
};  // kText
struct BoolIs {
  ColumnRef column;
  bool value = true;
};  // kBool
// kInteger, kDecimal, kReal, kDate, kTimestamp: the value lies in one of the ranges (ascending,
// disjoint), or, with complement, in none. `terms` are further ranges, of instants; Ground() turns
// them into `ranges`, in the column's unit.
struct InRanges {
  ColumnRef column;
  std::vector<Range> ranges;
  std::vector<TermRange> terms;
  bool complement = false;
};
enum class SetMode : uint8_t { kAny, kAll, kNone, kOnly };
// kSet. kOnly: the set has at least one value and every one of them is in `codes`, or as LANGUAGE
// says of `has only`. `unknown`: kAll lists a value that no dictionary has (so it is false).
struct SetHas {
  ColumnRef column;
  SetMode mode;
  std::shared_ptr<const CodeSet> codes;
  bool unknown = false;
};
struct Exists {
  ColumnRef column;
};  // any type; a set: has at least one value
// kCategory: the lookup has a row for the code, and `test` holds on it; its ColumnRefs name columns
// of that lookup (table -1). Only for tests that wait for as_of or zone: Ground() makes InCodes of
// it.
struct InLookup {
  ColumnRef column;
  int lookup;
  FilterPtr test;
};
enum class CompareOp : uint8_t { kEqual, kNotEqual, kLess, kLessEqual, kGreater, kGreaterEqual };
struct Compare {
  CompareOp op;
  ValuePtr left;
  ValuePtr right;
};  // of comparable types; either missing: false
struct ValueExists {
  ValuePtr value;
};
enum class LiftKind : uint8_t {
  kAny,
  kAll
};  // `no` is Not(any); kAll: at least one row and all of them match
// Rows of `table`, a descendant of `grain`, below the grain's row. `where` null: every row.
struct Lift {
  LiftKind kind;
  int grain;
  int table;
  FilterPtr where;
};
// Members (at any grain: the row's member), ascending ordinals.
struct MemberIn {
  std::shared_ptr<const std::vector<uint32_t>> ordinals;
};

struct FilterNode {
  std::variant<Constant, And, Or, Not, KOf, InCodes, InText, BoolIs, InRanges, SetHas, Exists,
               InLookup, Compare, ValueExists, Lift, MemberIn>
      node;
  Span span;         // in the definition's text
  std::string text;  // the logical node printed, for explain
};

// ---- values
// -------------------------------------------------------------------------------------------------------
enum class ValueKind : uint8_t { kNumber, kReal, kInstant, kDate, kText, kBool };
struct ValueType {
  ValueKind kind = ValueKind::kNumber;
  int scale = 0;          // kNumber: minor units of 10^-scale
  bool fraction = false;  // kNumber: numerator / denominator instead (averages, quotients)
};

// A constant: number as minor units with its own scale, real, instant, day, text or bool, as `type`
// says.
struct ConstantValue {
  absl::int128 number = 0;  // kNumber, kInstant (microseconds), kDate (days), kBool (0, 1)
  double real = 0;
  std::string text;
  std::shared_ptr<const TimeTerm> term;  // kInstant: waits for Ground(), which fills `number`
};
struct ColumnValue {
  ColumnRef column;
};  // every type but kSet
struct LookupValue {
  ColumnRef column;
  int lookup;
  int lookup_column;
};  // the lookup's value for the row's code
// A date as an instant, its midnight in the query's zone, where it is compared with one. Ground()
// fills `zone`.
struct MidnightOf {
  ValuePtr date;
  std::shared_ptr<const Zone> zone;
};
struct SetSize {
  ColumnRef column;
};  // a missing set: 0
enum class AggregateKind : uint8_t { kCount, kSum, kAvg, kMin, kMax };
// Over rows of `table` below the grain's row that match `where` (null: all) and have `value` (null,
// kCount only: all).
struct Aggregate {
  AggregateKind kind;
  int grain;
  int table;
  ValuePtr value;
  FilterPtr where;
};

struct ValueNode {
  std::variant<ConstantValue, ColumnValue, LookupValue, MidnightOf, SetSize, Aggregate> node;
  ValueType type;
  Span span;
  std::string text;
};

// ---- definitions
// --------------------------------------------------------------------------------------------------
struct BoundDefinition {
  FilterPtr include;
  std::vector<std::pair<std::string, FilterPtr>> excludes;
  std::vector<std::string> warnings;  // at most 20
  bool has_slots = false;             // some TimeTerm is left for Ground()
};

inline FilterPtr MakeFilter(decltype(FilterNode::node) node, Span span = {},
                            std::string text = {}) {
  return std::make_shared<const FilterNode>(FilterNode{std::move(node), span, std::move(text)});
}
inline ValuePtr MakeValue(decltype(ValueNode::node) node, ValueType type, Span span = {},
                          std::string text = {}) {
  return std::make_shared<const ValueNode>(ValueNode{std::move(node), type, span, std::move(text)});
}

}  // namespace seine::bound

#endif  // SEINE_QUERY_BOUND_H_
