#include "query/sparse_shard.h"

#include <algorithm>
#include <cstring>

#include "engine/kernels.h"

namespace seine {
namespace {

using Kind = BoundNode::Kind;

constexpr size_t kMaskWords = SparseShard::kMaxCandidates / 64;

bool IsList(const BoundTree& tree, const BoundNode& node) {
  return node.kind == Kind::kLeaf && !node.negated && tree.bitmap(node.leaf).is_list();
}

bool IsLeaves(const BoundNode& node) {
  return node.kind == Kind::kLeaf ||
         (node.kind == Kind::kOr &&
          std::all_of(node.children.begin(), node.children.end(),
                      [](const BoundNode& child) { return child.kind == Kind::kLeaf; }));
}

// Members at most, if the node is a list or an OR of lists with few members; else kMaxCandidates
// + 1.
uint32_t DriverSize(const BoundTree& tree, const BoundNode& node) {
  size_t members = 0;
  if (IsList(tree, node)) {
    members = tree.bitmap(node.leaf).offsets().size();
  } else if (node.kind == Kind::kOr) {
    for (const BoundNode& child : node.children) {
      if (!IsList(tree, child)) return SparseShard::kMaxCandidates + 1;
      members += tree.bitmap(child.leaf).offsets().size();
    }
  } else {
    return SparseShard::kMaxCandidates + 1;
  }
  return static_cast<uint32_t>(std::min<size_t>(members, SparseShard::kMaxCandidates + 1));
}

}  // namespace

bool SparseShard::Suits(const BoundTree& tree) {
  const BoundNode& root = tree.root();
  if (root.kind != Kind::kAnd) return DriverSize(tree, root) <= kMaxCandidates;
  bool driven = false;
  for (const BoundNode& child : root.children) {
    if (!IsLeaves(child)) return false;
    driven |= DriverSize(tree, child) <= kMaxCandidates;
  }
  return driven;
}

uint32_t SparseShard::Count(const BoundTree::Probe& probe) {
  const auto bit = [&probe](uint32_t offset) -> uint32_t {
    const auto* bytes = reinterpret_cast<const uint8_t*>(probe.words[offset / kBlockSize]);
    return (uint32_t{bytes[offset % kBlockSize / 8]} >> (offset & 7)) & 1;
  };
  const uint32_t* const offsets = probe.offsets.data();
  const size_t n = probe.offsets.size();
  uint32_t counts[4] = {};
  size_t i = 0;
  for (; i + 4 <= n; i += 4) {
    for (size_t k = 0; k < 4; ++k) counts[k] += bit(offsets[i + k]);
  }
  for (; i < n; ++i) counts[0] += bit(offsets[i]);
  const uint32_t in = counts[0] + counts[1] + counts[2] + counts[3];
  return probe.negated ? static_cast<uint32_t>(n) - in : in;
}

uint32_t SparseShard::Count() {
  const BoundNode& root = tree_.root();
  switch (root.kind) {
    case Kind::kLeaf:
      return static_cast<uint32_t>(tree_.bitmap(root.leaf).offsets().size());
    case Kind::kOr:
      return CountOr(root);
    default:
      return CountAnd(root);
  }
}

uint32_t SparseShard::CountOr(const BoundNode& node) {
  uint64_t* const marks = scratch_.ZeroedShard();
  uint32_t count = 0;
  for (const BoundNode& child : node.children) {
    for (const uint32_t offset : tree_.bitmap(child.leaf).offsets()) {
      const uint64_t before = marks[offset / 64];
      const uint64_t after = before | uint64_t{1} << (offset & 63);
      marks[offset / 64] = after;
      count += before != after;
    }
  }
  for (const BoundNode& child : node.children) {
    for (const uint32_t offset : tree_.bitmap(child.leaf).offsets()) marks[offset / 64] = 0;
  }
  return count;
}

// Most ANDs of lists are empty, which one kernel can tell. Sets *count if there is nothing but
// these two.
bool SparseShard::TwoListsAreDisjoint(const BoundNode& node, uint32_t* count) const {
  std::span<const uint32_t> lists[2];
  size_t found = 0;
  for (const BoundNode& child : node.children) {
    if (found < 2 && IsList(tree_, child)) lists[found++] = tree_.bitmap(child.leaf).offsets();
  }
  if (found < 2) return false;
  *count = ActiveKernels().count_intersect_offsets(
      lists[0].data(), static_cast<uint32_t>(lists[0].size()), lists[1].data(),
      static_cast<uint32_t>(lists[1].size()));
  return *count == 0 || node.children.size() == 2;
}

uint32_t SparseShard::CountAnd(const BoundNode& node) {
  if (node.children.size() == 2) {
    for (const size_t list : {size_t{0}, size_t{1}}) {
      const BoundNode& other = node.children[1 - list];
      const bool stored = other.kind == Kind::kLeaf && !tree_.bitmap(other.leaf).is_list();
      if (!stored || !IsList(tree_, node.children[list])) continue;
      candidates_ = tree_.bitmap(node.children[list].leaf).offsets();
      return CountIn(other);
    }
  }
  uint32_t count = 0;
  if (TwoListsAreDisjoint(node, &count)) return count;
  const BoundNode* driver = nullptr;
  uint32_t size = kMaxCandidates + 1;
  for (const BoundNode& child : node.children) {
    const uint32_t child_size = DriverSize(tree_, child);
    if (child_size < size) {
      driver = &child;
      size = child_size;
    }
  }
  candidates_ = Candidates(*driver);
  const size_t words = (candidates_.size() + 63) / 64;
  uint64_t alive[kMaskWords];
  uint64_t any[kMaskWords];
  std::memset(alive, 0xFF, words * sizeof(uint64_t));
  alive[words - 1] >>= words * 64 - candidates_.size();
  for (const BoundNode& child : node.children) {
    if (&child == driver) continue;
    std::memset(any, 0, words * sizeof(uint64_t));
    if (child.kind == Kind::kLeaf) Test(child, any);
    for (const BoundNode& literal : child.children) Test(literal, any);
    uint64_t left = 0;
    for (size_t w = 0; w < words; ++w) left |= alive[w] &= any[w];
    if (left == 0) return 0;
  }
  count = 0;
  for (size_t w = 0; w < words; ++w) {
    count += static_cast<uint32_t>(__builtin_popcountll(alive[w]));
  }
  return count;
}

// A list and one leaf of containers, nothing else: no need for masks.
uint32_t SparseShard::CountIn(const BoundNode& leaf) const {
  const ContainerView* const containers = tree_.containers(0) + leaf.leaf;
  const size_t stride = tree_.leaf_count();
  uint64_t count = 0;
  for (const uint32_t candidate : candidates_) {
    const ContainerView& container = containers[BlockOfOffset(candidate) * stride];
    const uint16_t place = PlaceInBlock(candidate);
    if (container.kind == ContainerKind::kBitset) {
      count += (container.words()[place / 64] >> (place & 63)) & 1;
    } else {
      count += ContainerContains(container, place);
    }
  }
  const auto in = static_cast<uint32_t>(count);
  return leaf.negated ? static_cast<uint32_t>(candidates_.size()) - in : in;
}

std::span<const uint32_t> SparseShard::Candidates(const BoundNode& driver) {
  if (driver.kind == Kind::kLeaf) return tree_.bitmap(driver.leaf).offsets();
  uint32_t* end = merged_;
  for (const BoundNode& child : driver.children) {
    const std::span<const uint32_t> offsets = tree_.bitmap(child.leaf).offsets();
    end = std::copy(offsets.begin(), offsets.end(), end);
  }
  std::sort(merged_, end);
  return {merged_, std::unique(merged_, end)};
}

// ORs into `mask` which candidates the leaf selects.
void SparseShard::Test(const BoundNode& leaf, uint64_t* mask) {
  uint64_t found[kMaskWords] = {};
  const BitmapView& bitmap = tree_.bitmap(leaf.leaf);
  uint64_t* const into = leaf.negated ? found : mask;
  if (bitmap.is_list())
    TestList(bitmap.offsets(), into);
  else
    TestContainers(leaf.leaf, into);
  if (!leaf.negated) return;
  for (size_t w = 0; w < (candidates_.size() + 63) / 64; ++w) mask[w] |= ~found[w];
}

void SparseShard::TestList(std::span<const uint32_t> offsets, uint64_t* mask) const {
  size_t at = 0;
  for (size_t i = 0; i < candidates_.size(); ++i) {
    // Lists are a few times longer than each other at most; a long one is skipped through by
    // halves.
    if (offsets.size() - at > 64 * candidates_.size()) {
      at = static_cast<size_t>(std::lower_bound(offsets.begin() + static_cast<ptrdiff_t>(at),
                                                offsets.end(), candidates_[i]) -
                               offsets.begin());
    }
    while (at < offsets.size() && offsets[at] < candidates_[i]) ++at;
    if (at == offsets.size()) return;
    mask[i / 64] |= static_cast<uint64_t>(offsets[at] == candidates_[i]) << (i & 63);
  }
}

void SparseShard::TestContainers(uint32_t leaf, uint64_t* mask) {
  for (size_t i = 0; i < candidates_.size();) {
    const uint32_t block = BlockOfOffset(candidates_[i]);
    const ContainerView& container = tree_.containers(block)[leaf];
    if (container.kind == ContainerKind::kBitset) {
      const uint64_t* const words = container.words();
      for (; i < candidates_.size() && BlockOfOffset(candidates_[i]) == block; ++i) {
        const uint16_t place = PlaceInBlock(candidates_[i]);
        mask[i / 64] |= ((words[place / 64] >> (place & 63)) & 1) << (i & 63);
      }
      continue;
    }
    ByteSparseView sparse = {};
    const bool is_sparse = container.kind == ContainerKind::kByteSparse ||
                           container.kind == ContainerKind::kByteSparseTwo;
    if (is_sparse) sparse = AsByteSparse(container);
    for (; i < candidates_.size() && BlockOfOffset(candidates_[i]) == block; ++i) {
      const uint16_t place = PlaceInBlock(candidates_[i]);
      bool in = false;
      if (is_sparse) {
        uint16_t kept[1 + 32];
        in = ActiveKernels().filter_places_sparse(&place, 1, sparse, true, kept) != 0;
      } else {
        in = ContainerContains(container, place);
      }
      mask[i / 64] |= static_cast<uint64_t>(in) << (i & 63);
    }
  }
}

}  // namespace seine
