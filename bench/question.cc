#include "bench/question.h"

#include <utility>

namespace seine::bench {
namespace {

std::vector<BlockExpression> Leaves(const Operands& of, size_t begin, size_t end, size_t shard) {
  std::vector<BlockExpression> leaves;
  for (size_t i = begin; i < end; ++i) {
    leaves.push_back(BlockExpression::Stored(of[i]->shards[shard].View()));
  }
  return leaves;
}

BlockExpression TreeOf(Shape shape, const Operands& of, size_t shard) {
  if (shape == Shape::kAnd) return BlockExpression::And(Leaves(of, 0, of.size(), shard));
  if (shape == Shape::kOr) return BlockExpression::Or(Leaves(of, 0, of.size(), shard));
  std::vector<BlockExpression> clauses;
  clauses.push_back(BlockExpression::Or(Leaves(of, 0, 3, shard)));
  clauses.push_back(BlockExpression::Or(Leaves(of, 3, 5, shard)));
  clauses.push_back(BlockExpression::Not(BlockExpression::Stored(of[5]->shards[shard].View())));
  return BlockExpression::And(std::move(clauses));
}

}  // namespace

PlannedQuestion::PlannedQuestion(Shape shape, const Operands& operands,
                                 const std::vector<Bitmap>& exists) {
  for (size_t s = 0; s < exists.size(); ++s) {
    // As an executor does, leaves out the shards that cannot have members.
    BlockEvaluator shard(TreeOf(shape, operands, s), exists[s].View());
    if (shard.NextCandidateBlock(0) < kBlocksPerShard) shards_.push_back(std::move(shard));
  }
}

uint64_t PlannedQuestion::Count() {
  uint64_t count = 0;
  for (const BlockEvaluator& shard : shards_) count += shard.CountShard(scratch_);
  return count;
}

uint64_t PlannedQuestion::Select() {
  uint64_t count = 0;
  for (const BlockEvaluator& shard : shards_) {
    for (uint32_t block = shard.NextCandidateBlock(0); block < kBlocksPerShard;
         block = shard.NextCandidateBlock(block + 1)) {
      shard.SelectBlock(block, &selection_, scratch_);
      count += selection_.Count();
    }
  }
  return count;
}

uint64_t PlannedQuestion::CountByTicket(std::atomic<size_t>* ticket, Scratch& scratch) const {
  uint64_t count = 0;
  for (size_t s = (*ticket)++; s < shards_.size(); s = (*ticket)++) {
    count += shards_[s].CountShard(scratch);
  }
  return count;
}

}  // namespace seine::bench
