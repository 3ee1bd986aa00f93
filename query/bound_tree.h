// The tree that BlockEvaluator runs: a BlockExpression in normal form, bound to the containers of
// one shard.
//
// Invariants:
//   1. There is no NOT: it was pushed down to leaves and sources, where it is `negated`.
//   2. AND and OR have at least two operands and none of their own kind; AT_LEAST k has 1 < k <
//   operands.
//   3. A constant is the root or nowhere.
//   4. Unless every block of the shard is full, the root is an AND that includes `exists`; so nodes
//   may complement
//      within all 65,536 places, and nobody who does not exist is selected.
//   5. containers(block)[leaf] is the container of a leaf in a block; lists were turned into
//   arrays.

#ifndef SEINE_QUERY_BOUND_TREE_H_
#define SEINE_QUERY_BOUND_TREE_H_

#include <array>
#include <cstdint>
#include <memory>
#include <vector>

#include "engine/bitmap.h"
#include "query/block_expression.h"

namespace seine {

struct BoundNode {
  enum class Kind : uint8_t { kNone, kAll, kLeaf, kSource, kAnd, kOr, kAtLeast };

  Kind kind = Kind::kNone;
  bool negated = false;     // leaves and sources
  bool has_source = false;  // itself or below
  uint16_t blocks = 0;      // a bit for every block of the shard that can have members
  uint32_t leaf = 0;        // kLeaf: index of the bitmap
  uint32_t k = 0;           // kAtLeast
  const LeafSource* source = nullptr;
  std::vector<BoundNode> children;
};

class BoundTree {
 public:
  BoundTree(const BlockExpression& expression, const BitmapView& exists);
  BoundTree(const BoundTree&) = delete;
  BoundTree& operator=(const BoundTree&) = delete;

  const BoundNode& root() const { return root_; }
  const BlockExpression& expression() const { return expression_; }
  const BitmapView& exists() const { return exists_; }
  const BitmapView& bitmap(uint32_t leaf) const { return bitmaps_[leaf]; }
  size_t leaf_count() const { return bitmaps_.size(); }
  const ContainerView* containers(uint32_t block) const {
    return containers_.data() + block * bitmaps_.size();
  }
  // Every leaf is a list or an AND can be driven by one: counting the shard in one go is quicker
  // than by blocks.
  bool sparse() const { return sparse_; }
  // An AND of a leaf of few members and one other that has a bitset or nothing in every block: all
  // that counting it needs, side by side. Null: the tree is another.
  struct Probe {
    std::vector<uint32_t> offsets;  // in the shard
    bool negated = false;
    std::array<const uint64_t*, kBlocksPerShard> words = {};  // not complemented
  };
  const Probe* probe() const { return probe_.offsets.empty() ? nullptr : &probe_; }

 private:
  BoundNode Normalize(const BlockExpression& expression, bool negated);
  BoundNode NormalizeNary(const BlockExpression& expression, BoundNode::Kind kind, bool negated);
  BoundNode NormalizeAtLeast(const BlockExpression& expression, bool negated);
  BoundNode Leaf(const BitmapView& bitmap, bool negated);
  BoundNode WithExists(BoundNode root);
  void BindContainers();
  void BindList(uint32_t leaf);
  void BindProbe();
  std::vector<uint32_t> FewOffsets(const BoundNode& node) const;

  Probe probe_;
  BlockExpression expression_;
  BitmapView exists_;
  std::vector<BitmapView> bitmaps_;
  std::vector<ContainerView> containers_;  // block-major
  std::vector<AlignedVector<uint8_t>> list_places_;
  BoundNode root_;
  bool sparse_ = false;
};

}  // namespace seine

#endif  // SEINE_QUERY_BOUND_TREE_H_
