// Runs a BlockExpression over the blocks of one shard, a block at a time and fused: no operator
// materialises a bitmap beyond one block, and counting does not materialise the selection where a
// kernel can count (docs/evaluator.md).
//
// Ownership: keeps the expression's sources alive; the bitmaps' bytes and `exists` must outlive it.
// Threads: immutable after construction; any number of threads, each with its own Scratch.

#ifndef SEINE_QUERY_BLOCK_EVALUATOR_H_
#define SEINE_QUERY_BLOCK_EVALUATOR_H_

#include <cstdint>
#include <memory>
#include <span>

#include "engine/bitmap.h"
#include "engine/scratch.h"
#include "engine/selection.h"
#include "query/block_expression.h"

namespace seine {

class BlockPlan;
class BoundTree;

class BlockEvaluator {
 public:
  // `exists` holds the members of the shard that exist; nobody else is ever selected, whatever the
  // leaves say.
  BlockEvaluator(const BlockExpression& expression, const BitmapView& exists);
  ~BlockEvaluator();
  BlockEvaluator(BlockEvaluator&&) noexcept;
  BlockEvaluator& operator=(BlockEvaluator&&) noexcept;

  // The members selected in the whole shard. Quicker than the sum of its blocks where the drivers
  // are very sparse.
  uint64_t CountShard(Scratch& scratch) const;

  // The first block >= from that can have members, or kBlocksPerShard. Blocks it leaves out have
  // none.
  uint32_t NextCandidateBlock(uint32_t from) const;
  uint32_t CountBlock(uint32_t block, Scratch& scratch) const;
  void SelectBlock(uint32_t block, Selection* out, Scratch& scratch) const;

  // The same as SelectBlock, slowly: adds to actual[id] how many members each node with an id
  // selects in the block of those who exist, on its own, as if no other operand had narrowed the
  // candidates.
  void ExplainBlock(uint32_t block, std::span<uint64_t> actual, Selection* out,
                    Scratch& scratch) const;

  // Guess of the members selected in the block, and of the cost of finding them in nanoseconds.
  double EstimatedRows(uint32_t block) const;
  double EstimatedCost(uint32_t block) const;

 private:
  std::unique_ptr<const BoundTree> tree_;
  std::unique_ptr<const BlockPlan> plan_;
};

}  // namespace seine

#endif  // SEINE_QUERY_BLOCK_EVALUATOR_H_
