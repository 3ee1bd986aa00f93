#include "query/block_expression.h"

#include <utility>

namespace seine {

BlockExpression BlockExpression::None() { return BlockExpression(Op::kNone); }

BlockExpression BlockExpression::All() { return BlockExpression(Op::kAll); }

BlockExpression BlockExpression::Stored(BitmapView bitmap) {
  BlockExpression leaf(Op::kBitmap);
  leaf.bitmap_ = bitmap;
  return leaf;
}

BlockExpression BlockExpression::Computed(std::shared_ptr<const LeafSource> source) {
  BlockExpression leaf(Op::kSource);
  leaf.source_ = std::move(source);
  return leaf;
}

BlockExpression BlockExpression::Not(BlockExpression operand) {
  BlockExpression node(Op::kNot);
  node.operands_.push_back(std::move(operand));
  return node;
}

BlockExpression BlockExpression::And(std::vector<BlockExpression> operands) {
  BlockExpression node(Op::kAnd);
  node.operands_ = std::move(operands);
  return node;
}

BlockExpression BlockExpression::Or(std::vector<BlockExpression> operands) {
  BlockExpression node(Op::kOr);
  node.operands_ = std::move(operands);
  return node;
}

BlockExpression BlockExpression::AtLeast(uint32_t k, std::vector<BlockExpression> operands) {
  BlockExpression node(Op::kAtLeast);
  node.k_ = k;
  node.operands_ = std::move(operands);
  return node;
}

BlockExpression&& BlockExpression::WithId(int id) && {
  id_ = id;
  return std::move(*this);
}

}  // namespace seine
