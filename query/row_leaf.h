// A leaf of the block evaluator that runs a row plan over members.
#ifndef SEINE_QUERY_ROW_LEAF_H_
#define SEINE_QUERY_ROW_LEAF_H_

#include <memory>
#include <string>
#include <utility>

#include "query/block_expression.h"
#include "query/row_plan.h"

namespace seine {

// Immutable; Evaluate runs on many threads. `shard` outlives the leaf.
class RowLeaf : public LeafSource {
 public:
  RowLeaf(const row::Shard& shard, row::FilterPtr filter)
      : shard_(shard), filter_(std::move(filter)) {}

  void Evaluate(uint32_t block, const Selection& candidates, Selection* out,
                Scratch& scratch) const override;
  double EstimatedRows(uint32_t block) const override;
  double CostPerRow() const override { return filter_->cost; }
  std::string Describe() const override;

 private:
  const row::Shard& shard_;
  row::FilterPtr filter_;
};

}  // namespace seine

#endif  // SEINE_QUERY_ROW_LEAF_H_
