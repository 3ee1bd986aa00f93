// What to evaluate over the blocks of one shard: an immutable Boolean tree whose leaves are stored
// bitmaps and sources (anything that must compute, like a row scan). The planner builds it;
// BlockEvaluator runs it.

#ifndef SEINE_QUERY_BLOCK_EXPRESSION_H_
#define SEINE_QUERY_BLOCK_EXPRESSION_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "engine/bitmap.h"
#include "engine/scratch.h"
#include "engine/selection.h"

namespace seine {

// A leaf that computes. Immutable; Evaluate is called from many threads, each with its own scratch.
class LeafSource {
 public:
  virtual ~LeafSource() = default;
  // Sets *out to those of `candidates` that the leaf selects (a subset of them, always).
  // `candidates` and `out` are different objects; candidates are never empty. `block` counts within
  // the shard.
  virtual void Evaluate(uint32_t block, const Selection& candidates, Selection* out,
                        Scratch& scratch) const = 0;
  // How many members of the block it would select of all; a guess orders operands and never changes
  // an answer.
  virtual double EstimatedRows(uint32_t block) const = 0;
  // What one candidate costs, in nanoseconds or so; 0.05 is a column scan, 10 walks a member's
  // rows.
  virtual double CostPerRow() const = 0;
  // What it does, in a few words, for explain.
  virtual std::string Describe() const { return "computed"; }
};

class BlockExpression {
 public:
  enum class Op : uint8_t { kNone, kAll, kBitmap, kSource, kNot, kAnd, kOr, kAtLeast };

  // Nobody, and everyone who exists.
  static BlockExpression None();
  static BlockExpression All();
  // The bytes of `bitmap` outlive the expression.
  static BlockExpression Stored(BitmapView bitmap);
  static BlockExpression Computed(std::shared_ptr<const LeafSource> source);
  // Everyone who exists and is not in `operand`.
  static BlockExpression Not(BlockExpression operand);
  // Any number of operands: AND of none is All, OR of none is None.
  static BlockExpression And(std::vector<BlockExpression> operands);
  static BlockExpression Or(std::vector<BlockExpression> operands);
  // Those in at least k of the operands (each counts once, also if two are equal).
  static BlockExpression AtLeast(uint32_t k, std::vector<BlockExpression> operands);

  // A number the caller chooses (0..n-1), under which BlockEvaluator::Explain reports this node; -1
  // is none.
  BlockExpression&& WithId(int id) &&;

  Op op() const { return op_; }
  const BitmapView& bitmap() const { return bitmap_; }
  const std::shared_ptr<const LeafSource>& source() const { return source_; }
  uint32_t k() const { return k_; }
  int id() const { return id_; }
  const std::vector<BlockExpression>& operands() const { return operands_; }

 private:
  explicit BlockExpression(Op op) : op_(op) {}

  Op op_;
  int id_ = -1;
  uint32_t k_ = 0;
  BitmapView bitmap_;
  std::shared_ptr<const LeafSource> source_;
  std::vector<BlockExpression> operands_;
};

}  // namespace seine

#endif  // SEINE_QUERY_BLOCK_EXPRESSION_H_
