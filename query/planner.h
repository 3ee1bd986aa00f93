// The planner: the only place where logical meets physical. From grounded definitions to what each
// shard evaluates.
//
// A condition on a stored value becomes its bitmap, `any` of a child value its rollup, everything
// else a row plan behind a leaf; AND, OR, NOT and k-of become the block evaluator's. Equal row
// plans are one leaf, whichever definition asks (query/shared_parts.h). Verifies at first
// touch what a plan will read (DataLoss). Threads: planning of different shards may run in parallel
// unless they share parts; a ShardPlan is immutable afterwards.
#ifndef SEINE_QUERY_PLANNER_H_
#define SEINE_QUERY_PLANNER_H_

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "absl/status/statusor.h"

#include "engine/civil_time.h"
#include "engine/snapshot.h"
#include "engine/stop_signal.h"
#include "query/block_evaluator.h"
#include "query/block_expression.h"
#include "query/bound.h"
#include "query/row_leaf.h"
#include "query/row_plan.h"
#include "query/row_planner.h"
#include "query/shared_parts.h"

namespace seine {

struct DefinitionPlan {
  std::optional<BlockEvaluator> include;
  std::vector<BlockEvaluator> excludes;  // each narrowed to CurrentSelection
};

// What of some definitions one shard evaluates. Not movable: evaluators point into it.
struct ShardPlan {
  ShardPlan() = default;
  ShardPlan(const ShardPlan&) = delete;
  ShardPlan& operator=(const ShardPlan&) = delete;

  row::Shard shard;
  Bitmap exists;               // members that exist, and whose own time as_of does not hide
  std::deque<Bitmap> bitmaps;  // made for this plan
  std::vector<DefinitionPlan> definitions;
  std::optional<BlockExpression> expression;  // of the first one's included
  bool stored_only = true;                    // no leaf computes: a block costs microseconds
  size_t shared_leaves = 0;                   // that several places ask
  size_t shared_values = 0;

  const BlockEvaluator& include() const { return *definitions.front().include; }
};

// The selection that the calling thread is narrowing just now: the first operand of every
// exclusion, so that it looks only at members that are included. Set it before evaluating an
// exclusion.
class CurrentSelection : public LeafSource {
 public:
  static void Set(const Selection* selection);
  void Evaluate(uint32_t block, const Selection& candidates, Selection* out,
                Scratch& scratch) const override;
  double EstimatedRows(uint32_t) const override { return 0; }
  double CostPerRow() const override { return 0; }
};

class Planner {
 public:
  // `zone` outlives the plans. Without `parts`, every place evaluates for itself. Planners of other
  // shards may have the same `maps`; those of `parts` go before them.
  Planner(const Snapshot& snapshot, size_t shard, int64_t as_of, const Zone& zone,
          SharedParts* parts = nullptr,
          std::shared_ptr<CodeMaps> maps = std::make_shared<CodeMaps>());

  // `stop` is polled for each definition.
  absl::StatusOr<std::unique_ptr<const ShardPlan>> Plan(
      std::span<const bound::BoundDefinition> definitions, const StopSignal& stop = {});
  // One filter of it, without exclusions (explain).
  absl::StatusOr<std::unique_ptr<const ShardPlan>> PlanFilter(const bound::FilterNode& filter);

 private:
  absl::StatusOr<BlockExpression> Expression(const bound::FilterNode& filter);
  absl::StatusOr<std::vector<BlockExpression>> Expressions(
      const std::vector<bound::FilterPtr>& filters);
  absl::StatusOr<BlockExpression> Codes(const bound::FilterNode& filter,
                                        const bound::InCodes& test);
  absl::StatusOr<BlockExpression> Set(const bound::FilterNode& filter, const bound::SetHas& test);
  absl::StatusOr<BlockExpression> Lift(const bound::FilterNode& filter, const bound::Lift& lift);
  absl::StatusOr<BlockExpression> AsOf(const bound::AsOf& filter);
  absl::StatusOr<BlockExpression> Members(const bound::MemberIn& test);
  absl::StatusOr<BlockExpression> Members(const bound::MemberSet& test);
  absl::StatusOr<BlockExpression> Computed(const bound::FilterNode& filter);
  // The stored bitmap of a value at `at` of the index, verified.
  absl::StatusOr<BlockExpression> Stored(const ValueIndexView& index, int64_t at);
  absl::Status FindExisting();
  absl::Status PlanDefinition(const bound::FilterNode& include,
                              const std::vector<bound::FilterPtr>& excludes);

  std::unique_ptr<ShardPlan> plan_;
  RowPlanner rows_;
  SharedParts* parts_;
  std::map<size_t, std::shared_ptr<RowLeaf>> leaves_;  // by number of the condition
};

}  // namespace seine

#endif  // SEINE_QUERY_PLANNER_H_
