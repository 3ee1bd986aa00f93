// A leaf of the block evaluator that runs a row plan over members.
#ifndef SEINE_QUERY_ROW_LEAF_H_
#define SEINE_QUERY_ROW_LEAF_H_

#include <cstddef>
#include <optional>
#include <string>
#include <utility>

#include "query/block_expression.h"
#include "query/row_plan.h"

namespace seine {

class BlockMemory;

// Immutable once planned; Evaluate runs on many threads. `shard` outlives the leaf.
class RowLeaf : public LeafSource {
 public:
  RowLeaf(const row::Shard& shard, row::FilterPtr filter)
      : shard_(shard), filter_(std::move(filter)) {}

  // Several places ask: what it found in a block is remembered under that number
  // (query/block_memory.h), so that no member is evaluated twice. Before the first Evaluate.
  void Share(size_t number) { shared_ = number; }
  bool shared() const { return shared_.has_value(); }

  void Evaluate(uint32_t block, const Selection& candidates, Selection* out,
                Scratch& scratch) const override;
  double EstimatedRows(uint32_t block) const override;
  double CostPerRow() const override { return filter_->cost; }
  std::string Describe() const override;

 private:
  uint32_t MembersOf(uint32_t block) const;
  // Whether so many candidates are found by a scan of the whole block.
  bool Scans(uint32_t block, uint32_t candidates) const;
  void EvaluateHere(uint32_t block, const Selection& candidates, Selection* out,
                    Scratch& scratch) const;
  // By a scan of the whole block; false where a number of some member does not fit, which is no
  // failure unless that member is a candidate.
  bool ScanBlock(uint32_t block, const Selection& candidates, Selection* out,
                 Scratch& scratch) const;
  // Member by member.
  void EvaluateListed(uint32_t block, const Selection& candidates, Selection* out,
                      Scratch& scratch) const;
  void EvaluateOnce(BlockMemory& memory, uint32_t block, const Selection& candidates,
                    Selection* out, Scratch& scratch) const;

  const row::Shard& shard_;
  row::FilterPtr filter_;
  std::optional<size_t> shared_;
};

}  // namespace seine

#endif  // SEINE_QUERY_ROW_LEAF_H_
