#include "query/block_evaluator.h"

#include <algorithm>
#include <bit>

#include "query/block_estimate.h"
#include "query/block_plan.h"
#include "query/bound_tree.h"
#include "query/sparse_shard.h"

namespace seine {
namespace {

// Explain evaluates what was asked, not its normal form, and keeps no account of speed.
class BlockExplanation {
 public:
  BlockExplanation(const BoundTree& tree, uint32_t block, std::span<uint64_t> actual,
                   Scratch& scratch)
      : block_(block), actual_(actual), scratch_(scratch) {
    exists_.Assign(tree.exists(), block);
  }

  void Run(const BlockExpression& node, Selection* out) {
    Evaluate(node, out);
    const auto id = static_cast<size_t>(node.id());
    if (node.id() >= 0 && id < actual_.size()) actual_[id] += out->Count();
  }

 private:
  void Evaluate(const BlockExpression& node, Selection* out) {
    switch (node.op()) {
      case BlockExpression::Op::kNone:
        return out->SetEmpty();
      case BlockExpression::Op::kAll:
        return out->Assign(exists_);
      case BlockExpression::Op::kBitmap:
        out->Assign(node.bitmap(), block_);
        return out->And(exists_);
      case BlockExpression::Op::kSource:
        if (exists_.empty()) return out->SetEmpty();
        return node.source()->Evaluate(block_, exists_, out, scratch_);
      case BlockExpression::Op::kNot:
        Run(node.operands().front(), out);
        return out->ComplementIn(exists_);
      case BlockExpression::Op::kAnd:
      case BlockExpression::Op::kOr:
        return Combine(node, out);
      case BlockExpression::Op::kAtLeast:
        return AtLeast(node, out);
    }
  }

  void Combine(const BlockExpression& node, Selection* out) {
    const bool is_and = node.op() == BlockExpression::Op::kAnd;
    if (is_and)
      out->Assign(exists_);
    else
      out->SetEmpty();
    const Scratch::SelectionLease operand(&scratch_);
    for (const BlockExpression& child : node.operands()) {
      Run(child, operand.get());
      if (is_and)
        out->And(*operand);
      else
        out->Or(*operand);
    }
  }

  void AtLeast(const BlockExpression& node, Selection* out) {
    std::vector<uint32_t> counts(kBlockSize);
    for (const BlockExpression& child : node.operands()) {
      Run(child, out);
      out->ForEach([&counts](uint16_t place) { ++counts[place]; });
    }
    std::vector<uint16_t> places;
    exists_.ForEach([&](uint16_t place) {
      if (counts[place] >= node.k()) places.push_back(place);
    });
    out->SetPlaces(places);
  }

  uint32_t block_;
  std::span<uint64_t> actual_;
  Scratch& scratch_;
  Selection exists_;
};

}  // namespace

BlockEvaluator::BlockEvaluator(const BlockExpression& expression, const BitmapView& exists)
    : tree_(std::make_unique<const BoundTree>(expression, exists)),
      plan_(std::make_unique<const BlockPlan>(*tree_)) {}
BlockEvaluator::~BlockEvaluator() = default;
BlockEvaluator::BlockEvaluator(BlockEvaluator&&) noexcept = default;
BlockEvaluator& BlockEvaluator::operator=(BlockEvaluator&&) noexcept = default;

uint64_t BlockEvaluator::CountShard(Scratch& scratch) const {
  if (const BoundTree::Probe* probe = tree_->probe()) return SparseShard::Count(*probe);
  if (tree_->sparse()) return SparseShard(*tree_, scratch).Count();
  return plan_->CountShard(scratch);
}

uint32_t BlockEvaluator::NextCandidateBlock(uint32_t from) const {
  if (from >= kBlocksPerShard) return kBlocksPerShard;
  const uint32_t left = plan_->blocks() >> from;
  return left == 0 ? kBlocksPerShard : from + static_cast<uint32_t>(std::countr_zero(left));
}

uint32_t BlockEvaluator::CountBlock(uint32_t block, Scratch& scratch) const {
  return plan_->CountBlock(block, scratch);
}

void BlockEvaluator::SelectBlock(uint32_t block, Selection* out, Scratch& scratch) const {
  plan_->SelectBlock(block, out, scratch);
}

void BlockEvaluator::ExplainBlock(uint32_t block, std::span<uint64_t> actual, Selection* out,
                                  Scratch& scratch) const {
  BlockExplanation(*tree_, block, actual, scratch).Run(tree_->expression(), out);
}

double BlockEvaluator::EstimatedRows(uint32_t block) const {
  return kBlockSize * Selectivity(tree_->root(), tree_->containers(block), block);
}

double BlockEvaluator::EstimatedCost(uint32_t block) const {
  return CostPerBlock(tree_->root(), tree_->containers(block), block);
}

}  // namespace seine
