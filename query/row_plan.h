// The physical form of bound filters and values over one shard's rows: what RowEvaluator runs.
//
// Nodes hold views of the shard's columns and constants in the units of its planes. A node's
// `grain` is the deepest table it speaks of; evaluated over rows of a deeper table, it is computed
// once per row of its grain and spread. Immutable; safe from many threads. Lives no longer than the
// snapshot it was made for.
#ifndef SEINE_QUERY_ROW_PLAN_H_
#define SEINE_QUERY_ROW_PLAN_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "engine/aligned_vector.h"
#include "engine/civil_time.h"
#include "engine/snapshot.h"
#include "query/bound.h"

namespace seine::row {

struct Filter;
struct Value;
using FilterPtr = std::unique_ptr<const Filter>;
using ValuePtr = std::unique_ptr<const Value>;

// ---- tests of one column
struct Constant {
  bool value;
};
// Bit r: a row whose raw value ((v - min) / gcd) is r passes. 4 words (raw values of at most 8
// bits), 1,024 (of at most 16), else max_raw + 1 bits.
struct RawIn {
  const ColumnView* column;
  AlignedVector<uint64_t> raws;
};
// Ranges [first, last] of raw values, ascending.
struct RawRanges {
  const ColumnView* column;
  std::vector<std::pair<uint64_t, uint64_t>> ranges;
  bool complement;
};
struct BoolIs {
  const ColumnView* column;
  bool value;
};
struct Present {
  const ColumnView* column;
};
struct TextIs {
  const ColumnView* column;
  std::shared_ptr<const bound::TextPredicate> predicate;
};
// Sets. `raws` as in RawIn; kAll: `all` are the raws that must be there, ascending.
struct SetHas {
  const ColumnView* column;
  bound::SetMode mode;
  AlignedVector<uint64_t> raws;
  std::vector<uint64_t> all;
};
// Offsets in the shard, ascending.
struct MemberIn {
  std::vector<uint32_t> offsets;
};

// ---- joins
struct And {
  std::vector<FilterPtr> operands;
};  // cheapest first
struct Or {
  std::vector<FilterPtr> operands;
};
struct Not {
  FilterPtr operand;
};
struct KOf {
  uint32_t at_least;
  uint32_t at_most;
  std::vector<FilterPtr> operands;
};

// ---- going down
// The rows of `table` that belong to rows of `grain`: which tiles and rows are worth reading.
struct Descent {
  int grain;
  int table;
  std::vector<int> path;  // from the child of `grain` down to `table`
  // Histories under the root: tiles outside [first, last] (tile time) hold no row that passes.
  int64_t first = INT64_MIN;
  int64_t last = INT64_MAX;
  // A row passes when it passes all of these (null: no such test). `time` says exactly what [first,
  // last] says roughly and is skipped for tiles that lie inside. `driver` holds for just the rows
  // listed in `postings`, when there are any.
  FilterPtr time;
  FilterPtr driver;
  std::vector<std::span<const uint32_t>>
      postings;  // ascending rows of `table`; only where grain is 0
  FilterPtr where;
};
struct Lift {
  bound::LiftKind kind;
  Descent rows;
  FilterPtr must;
};  // kAll: at least one row, and all pass `must`

struct Compare {
  bound::CompareOp op;
  ValuePtr left;
  ValuePtr right;
};
struct ValueExists {
  ValuePtr value;
};

struct Filter {
  std::variant<Constant, RawIn, RawRanges, BoolIs, Present, TextIs, SetHas, MemberIn, And, Or, Not,
               KOf, Lift, Compare, ValueExists>
      node;
  int grain = 0;
  double cost = 0;         // nanoseconds a row, a guess
  double selectivity = 1;  // share of rows that pass, a guess
};

// ---- values
struct ConstantValue {
  absl::int128 number;
  double real;
  std::string text;
};
struct ColumnValue {
  const ColumnView* column;
  const Dictionary* dictionary;
};
struct LookupValue {
  const ColumnView* column;
  const LookupView* lookup;
  int lookup_column;
  const Dictionary* dictionary;
};
struct MidnightOf {
  ValuePtr date;
};  // as an instant, in the shard's zone
struct SetSize {
  const ColumnView* column;
};
struct Aggregate {
  bound::AggregateKind kind;
  Descent rows;
  ValuePtr value;
  bool wide;
};  // wide: sums need 128 bits

struct Value {
  std::variant<ConstantValue, ColumnValue, LookupValue, MidnightOf, SetSize, Aggregate> node;
  bound::ValueType type;
  int grain = 0;
  double cost = 0;
  // Numbers: no numerator is greater in magnitude; absent: up to 128 bits, held in `wide` vectors.
  std::optional<absl::int128> bound;
};

// What evaluation needs to know of the shard.
struct Shard {
  const Snapshot* snapshot = nullptr;
  const ShardView* view = nullptr;
  const Zone* zone = nullptr;
};

}  // namespace seine::row

#endif  // SEINE_QUERY_ROW_PLAN_H_
