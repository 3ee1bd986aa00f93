// From a grounded bound tree to row plans over one shard: raw values of planes instead of values,
// hidden rows out of sight (as_of), tiles and postings chosen for lifts, operands ordered by cost.
//
// Verifies at first touch every region that the plans will read: DataLoss when one is damaged. One
// thread.
#ifndef SEINE_QUERY_ROW_PLANNER_H_
#define SEINE_QUERY_ROW_PLANNER_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "query/code_maps.h"
#include "query/row_plan.h"
#include "query/row_plan_values.h"
#include "query/shared_parts.h"

namespace seine {

class RowPlanner {
 public:
  // `shard` outlives the planner and the plans. Planners of other shards may have the same `maps`.
  RowPlanner(const row::Shard& shard, int64_t as_of,
             std::shared_ptr<CodeMaps> maps = std::make_shared<CodeMaps>())
      : shard_(shard), as_of_(as_of), maps_(std::move(maps)) {}

  absl::StatusOr<row::FilterPtr> Plan(const bound::FilterNode& filter);
  absl::StatusOr<row::ValuePtr> PlanValue(const bound::ValueNode& value);
  // From here on, values of the members that are planned for a second place are remembered.
  void ShareValues(PartNumbers<bound::ValueNode>* numbers) { numbers_ = numbers; }
  size_t shared_values() const { return shared_values_; }
  // A category's code where it has a dictionary, which `*dictionary` then is; else the value.
  absl::StatusOr<row::ValuePtr> PlanCode(const bound::ValueNode& value,
                                         const Dictionary** dictionary);

  // Rows of `table` with a time at or after this, in the time column's unit, are hidden; absent
  // when the table declares no time or no row of the shard is hidden.
  std::optional<int64_t> HiddenFrom(int table) const;
  const ColumnView& Column(bound::ColumnRef ref) const;
  int64_t as_of() const { return as_of_; }
  // Plans from here on see the rows as they were at that moment; gives back the moment before.
  int64_t SetAsOf(int64_t as_of) { return std::exchange(as_of_, as_of); }
  // The test that a row of `table` passes unless its own time hides it; null: no row is hidden.
  bound::FilterPtr OwnTimeVisible(int table) const;
  // Tests that a row of `table` and its ancestors pass unless they are hidden; none: all pass.
  std::vector<bound::FilterPtr> Visible(int table) const;

 private:
  friend class DescentPlanner;
  absl::StatusOr<row::FilterPtr> PlanCodes(const bound::InCodes& test);
  absl::StatusOr<row::FilterPtr> PlanRanges(const bound::InRanges& test);
  absl::StatusOr<row::FilterPtr> PlanSet(const bound::SetHas& test);
  absl::StatusOr<row::FilterPtr> PlanJoin(const std::vector<bound::FilterPtr>& operands,
                                          bool is_and);
  absl::StatusOr<row::FilterPtr> PlanLift(const bound::Lift& lift);
  absl::StatusOr<row::FilterPtr> PlanAsOf(const bound::AsOf& filter);
  absl::StatusOr<row::FilterPtr> PlanComputed(const bound::FilterNode& filter);
  // The dictionary of which the value has a code; null: none.
  const Dictionary* DictionaryOf(const bound::ValueNode& value) const;
  // Its code's number. Precondition: DictionaryOf() is not null.
  absl::StatusOr<row::ValuePtr> PlanNumber(const bound::ValueNode& value,
                                           const CodeNumbers& numbers);
  // Absent: to compare texts is better, or all there is.
  std::optional<CodeMaps::Pair> NumbersToCompare(const bound::Compare& test);
  absl::StatusOr<row::FilterPtr> PlanCompare(const bound::Compare& test,
                                             const CodeMaps::Pair& numbers);
  absl::StatusOr<row::FilterPtr> PlanSetRelation(const bound::SetRelation& test);
  absl::StatusOr<row::Picks> PlanPicks(const bound::RowChoice& choice);
  absl::StatusOr<row::FilterPtr> PlanSequence(const bound::Sequence& sequence);
  absl::StatusOr<row::SequenceStep> PlanStep(const bound::SequenceStep& step);
  // Sets the shape of the sequence and what it needs; the steps are planned.
  void ShapeSequence(const bound::Sequence& sequence, row::Sequence* planned);
  // Whether a scan meets the rows below one row of `top`'s parent in order of time.
  bool InOrderOfTime(int table, int top) const;
  absl::StatusOr<row::JoinSide> PlanSide(const bound::JoinSide& side);
  absl::StatusOr<row::SetReader> PlanSetReader(const bound::SetSource& source);
  absl::StatusOr<row::ColumnReader> Reader(bound::ColumnRef column,
                                           const std::vector<bound::LookupStep>& steps);
  absl::StatusOr<row::ValuePtr> PlanOwnValue(const bound::ValueNode& value);
  absl::StatusOr<row::ValuePtr> PlanNode(const bound::ValueNode& value);
  absl::StatusOr<row::ValuePtr> PlanAggregate(const bound::Aggregate& aggregate,
                                              const bound::ValueType& type);
  absl::StatusOr<row::ValuePtr> PlanArithmetic(const bound::Arithmetic& node,
                                               const bound::ValueType& type);
  absl::StatusOr<row::ValuePtr> PlanDistinct(const bound::Distinct& node,
                                             const bound::ValueType& type);
  absl::StatusOr<row::ValuePtr> PlanMode(const bound::Mode& node, const bound::ValueType& type);
  absl::StatusOr<row::ValuePtr> PlanComputed(const bound::ValueNode& value);

  const row::Shard& shard_;
  int64_t as_of_;
  std::shared_ptr<CodeMaps> maps_;
  PartNumbers<bound::ValueNode>* numbers_ = nullptr;
  std::map<size_t, std::shared_ptr<row::SharedValue>> shared_;  // by number
  size_t shared_values_ = 0;
  std::string text_;  // of the value that is being planned, or of what it is a part of
};

// ((v - min) / gcd) of each code in the set, as row::RawIn wants it.
AlignedVector<uint64_t> RawBits(const NumericView& view, const bound::CodeSet& codes);
// The raw ranges of ranges of values; empty ones are left out.
std::vector<std::pair<uint64_t, uint64_t>> RawRangesOf(const NumericView& view,
                                                       const std::vector<bound::Range>& ranges);

row::FilterPtr MakeRow(decltype(row::Filter::node) node, int grain, double cost,
                       double selectivity);

}  // namespace seine

#endif  // SEINE_QUERY_ROW_PLANNER_H_
