// The physical form of bound filters over one shard's rows: what RowEvaluator runs; of values:
// query/row_plan_values.h.
//
// Nodes hold views of the shard's columns and constants in the units of its planes. A node's
// `grain` is the deepest table it speaks of; evaluated over rows of a deeper table, it is computed
// once per row of its grain and spread. Immutable; safe from many threads. Lives no longer than the
// snapshot it was made for.
#ifndef SEINE_QUERY_ROW_PLAN_H_
#define SEINE_QUERY_ROW_PLAN_H_

#include <algorithm>
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
#include "query/code_bridge.h"
#include "query/code_maps.h"
#include "query/sequence_timing.h"
#include "query/time_pieces.h"

namespace seine::row {

struct Filter;
struct Value;
using FilterPtr = std::unique_ptr<const Filter>;
using ValuePtr = std::unique_ptr<const Value>;

// What evaluation needs to know of the shard.
struct Shard {
  const Snapshot* snapshot = nullptr;
  const ShardView* view = nullptr;
  const Zone* zone = nullptr;
};

// A column of the row, or what lookups say of its code.
struct ColumnReader {
  const ColumnView* column = nullptr;
  struct Step {
    const LookupView* lookup;
    const ColumnView* column;
  };
  std::vector<Step> steps;
  const Dictionary* dictionary = nullptr;  // of the last column
  // The last column and its row; false: missing.
  bool Find(uint64_t row, const ColumnView** last, uint64_t* at) const;
};

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
// A bit per offset in the shard.
struct MemberSet {
  std::shared_ptr<const bound::MemberBits> members;
  const uint64_t* bits;
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
// How the rows below are found that go with an asked row, without looking at each pair of them
// (query/pair_candidates.h). Where there is no key and no time, all go with it.
struct PairJoin {
  ValuePtr key;  // of the row below: the asked row has the same `asked_key`
  ValuePtr asked_key;
  int belongs_to = -1;   // or the row of this table that both belong to, the row below and that of
  int asked_scope = -1;  // this scope, which lies in table `asked_table`
  int asked_table = -1;
  ValuePtr time;  // of the row below, in whose order they come
  struct Limit {
    bound::CompareOp op;  // the time is `op` this value of the asked row
    ValuePtr asked;
  };
  std::vector<Limit> limits;
};
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
  // Correlated rows: of those that pass the tests above, the ones that `join` finds and that pass
  // `match` (null: all), for each row that is asked; nodes in it call that row by `outer`.
  PairJoin join;
  FilterPtr match;
  int outer = -1;
  bool one_is_enough = false;  // of those for each asked row, whichever
  bool correlated() const { return outer >= 0; }
};
struct Lift {
  bound::LiftKind kind;
  Descent rows;
  FilterPtr must;
};  // kAll: at least one row, and all pass `must`

// Each of the periods (of instants or days) holds the time of some row.
struct EachOf {
  Descent rows;
  ValuePtr time;
  TimePieces pieces;
};
// One row of each parent: the n-th in order of time, from 1, or from -1 backwards.
struct Picks {
  Descent rows;
  int64_t n;
  ValuePtr time;  // null: rows are scanned in that order
};
// A reader whose last column is a set: of the row, or of a row that it picks (outermost first).
struct SetReader {
  ColumnReader from;
  int table = 0;  // of the column
  int grain = 0;  // the deepest table that it speaks of
  std::vector<Picks> picks;
  int outer = -1;  // of the row of that scope, of table `outer_table`, instead
  int outer_table = -1;
};
// The picked row is there and passes `must`.
struct PickedIs {
  Picks picks;
  FilterPtr must;
};
// The picked row is that which each row belongs to. Correlated picks are of the outer row `scope`,
// of table `asked`.
struct IsPicked {
  Picks picks;
  int scope = -1;
  int asked = -1;
};
// As bound::BelongsTo.
struct BelongsTo {
  int scope;
  int table;
  int of;
};

struct Compare {
  bound::CompareOp op;
  ValuePtr left;
  ValuePtr right;
  bool ignoring_case;
};
// Ranges [first, last] of numbers (minor units), days or instants, ascending.
struct ValueInRanges {
  ValuePtr value;
  std::vector<bound::Range> ranges;
  bool complement;
};
struct ValueExists {
  ValuePtr value;
};
struct Anniversary {
  ValuePtr time;
  std::shared_ptr<const bound::DaysOfYear> days;
};
// A text that was computed, against a constant test; and against another text.
struct ComputedText {
  ValuePtr value;
  std::shared_ptr<const bound::TextPredicate> predicate;
};
struct TextTest {
  filter::TextOp op;
  ValuePtr subject;
  ValuePtr pattern;
  bool negated;
  bool ignoring_case;
};
// Two sets, or a set and one value (`element`; then `other` is not read): the numbers of the set's
// codes, and of the other's, or of the value, which is a number of its own or, with `texts`, a
// text.
struct SetRelation {
  bound::SetMode mode;
  SetReader set;
  SetReader other;
  ValuePtr element;
  CodeMaps::Pair numbers;
  std::shared_ptr<const TextNumbers> texts;
};

struct OuterIs {
  int scope;
  int table;
  FilterPtr filter;
};
struct JoinSide {
  ValuePtr value;
  SetReader set;                             // when it is null
  const Dictionary* dictionary = nullptr;    // of the codes that value or set holds; null: no codes
  std::shared_ptr<const CodeBridge> bridge;  // to the codes of another one; null: to its own
};
// What numbers of 64 bits stand for the values of both sides of a join.
enum class JoinForm : uint8_t {
  kCodes,    // codes of one dictionary
  kBridged,  // the same over a bridge, or, where that is not worth it, as kValues
  kValues,   // whatever JoinIds says
};
struct StepJoin {
  int step;
  JoinForm form;
  JoinSide own;
  JoinSide theirs;
};
struct SequenceStep {
  StepTiming timing;
  Descent rows;
  ValuePtr time;
  std::vector<StepJoin> joins;
};
// How the rows of a sequence are looked at.
enum class SequenceShape : uint8_t {
  kMatched,   // RowSequenceMatcher, on the rows of each step
  kInOrder,   // SequenceAutomaton, on the rows of one table as they come
  kGathered,  // the rows that have one key, in order of time
};
struct Sequence {
  std::vector<SequenceStep> steps;
  int64_t as_of;
  SequenceShape shape = SequenceShape::kMatched;
  Descent rows;  // kInOrder: of all steps, without tests: `steps` have theirs
  // kGathered: of each step, what joins it, which `steps` own: values that are its key together (of
  // none, all rows have the same key), or a set, each element of which is one.
  struct Key {
    std::vector<const JoinSide*> sides;
    bool same = true;    // a row of the same table has the same key as one of the first step
    bool every = false;  // its rows go with every key: a negative step without a join
  };
  std::vector<Key> keys;
  std::vector<JoinForm> forms;  // of each side of a key
  bool by_automaton = false;    // kGathered: SequenceAutomaton, else SequenceMatcher
  bool correlated() const {
    return std::ranges::any_of(steps, [](const SequenceStep& s) { return s.rows.correlated(); });
  }
};

struct Filter {
  std::variant<Constant, RawIn, RawRanges, BoolIs, Present, TextIs, SetHas, MemberIn, And, Or, Not,
               KOf, Lift, EachOf, PickedIs, IsPicked, BelongsTo, Compare, ValueInRanges,
               ValueExists, Anniversary, ComputedText, TextTest, SetRelation, Sequence, OuterIs,
               MemberSet>
      node;
  int grain = 0;
  double cost = 0;         // nanoseconds a row, a guess
  double selectivity = 1;  // share of rows that pass, a guess
};

}  // namespace seine::row

#endif  // SEINE_QUERY_ROW_PLAN_H_
