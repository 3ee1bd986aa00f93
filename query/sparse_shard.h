// Counts a whole shard at once where a list of a few offsets drives the answer: at one member in
// 100,000 even looking at a block costs more than its members.

#ifndef SEINE_QUERY_SPARSE_SHARD_H_
#define SEINE_QUERY_SPARSE_SHARD_H_

#include <cstdint>
#include <span>

#include "engine/scratch.h"
#include "query/bound_tree.h"

namespace seine {

class SparseShard {
 public:
  // More candidates than this are better met block by block.
  static constexpr uint32_t kMaxCandidates = 1024;

  // The root is a list, an OR of lists, or an AND of leaves and ORs of leaves, one of them of
  // lists.
  static bool Suits(const BoundTree& tree);

  SparseShard(const BoundTree& tree, Scratch& scratch) : tree_(tree), scratch_(scratch) {}
  uint32_t Count();
  static uint32_t Count(const BoundTree::Probe& probe);

 private:
  uint32_t CountOr(const BoundNode& node);
  uint32_t CountAnd(const BoundNode& node);
  bool TwoListsAreDisjoint(const BoundNode& node, uint32_t* count) const;
  uint32_t CountIn(const BoundNode& leaf) const;
  std::span<const uint32_t> Candidates(const BoundNode& driver);
  void Test(const BoundNode& leaf, uint64_t* mask);
  void TestList(std::span<const uint32_t> offsets, uint64_t* mask) const;
  void TestContainers(uint32_t leaf, uint64_t* mask);

  const BoundTree& tree_;
  Scratch& scratch_;
  std::span<const uint32_t> candidates_;
  uint32_t merged_[kMaxCandidates];
};

}  // namespace seine

#endif  // SEINE_QUERY_SPARSE_SHARD_H_
