#include "query/bound_tree.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "engine/planted_bug.h"
#include "query/sparse_shard.h"

namespace seine {
namespace {

using Kind = BoundNode::Kind;

constexpr uint16_t kAllBlocks = 0xFFFF;
static_assert(kBlocksPerShard == 16);

BoundNode ConstantNode(bool all) {
  BoundNode node;
  node.kind = all ? Kind::kAll : Kind::kNone;
  node.blocks = all ? kAllBlocks : uint16_t{0};
  return node;
}

// Flattens, drops constants, and keeps what a node of `kind` with these operands can have.
BoundNode Combine(Kind kind, std::vector<BoundNode> operands) {
  const bool is_and = kind == Kind::kAnd;
  BoundNode node;
  node.kind = kind;
  node.blocks = is_and ? kAllBlocks : uint16_t{0};
  for (BoundNode& operand : operands) {
    if (operand.kind == (is_and ? Kind::kNone : Kind::kAll)) return ConstantNode(!is_and);
    if (operand.kind == (is_and ? Kind::kAll : Kind::kNone)) continue;
    node.blocks =
        static_cast<uint16_t>(is_and ? node.blocks & operand.blocks : node.blocks | operand.blocks);
    node.has_source |= operand.has_source;
    if (operand.kind == kind) {
      std::move(operand.children.begin(), operand.children.end(),
                std::back_inserter(node.children));
    } else {
      node.children.push_back(std::move(operand));
    }
  }
  if (node.children.empty()) return ConstantNode(is_and);
  if (node.children.size() == 1) {
    BoundNode only = std::move(node.children.front());
    return only;
  }
  return node;
}

bool HasNot(const BlockExpression& expression) {
  if (expression.op() == BlockExpression::Op::kNot) return true;
  return std::any_of(expression.operands().begin(), expression.operands().end(), HasNot);
}

}  // namespace

BoundTree::BoundTree(const BlockExpression& expression, const BitmapView& exists)
    : expression_(expression), exists_(exists), root_(Normalize(expression, false)) {
  const bool skip_exists = Planted("not-exists") && HasNot(expression);
  if (!skip_exists) root_ = WithExists(std::move(root_));
  BindContainers();
  sparse_ = SparseShard::Suits(*this);
  BindProbe();
}

// The leaf's members as offsets, if it has few and they lie in a list or in arrays; else nothing.
std::vector<uint32_t> BoundTree::FewOffsets(const BoundNode& node) const {
  constexpr size_t kMostOffsets = 512;
  std::vector<uint32_t> offsets;
  if (node.kind != Kind::kLeaf || node.negated) return offsets;
  for (uint32_t block = 0; block < kBlocksPerShard; ++block) {
    const ContainerView& container = containers(block)[node.leaf];
    if (container.kind == ContainerKind::kEmpty) continue;
    if (container.kind != ContainerKind::kArray ||
        offsets.size() + container.cardinality > kMostOffsets) {
      return {};
    }
    for (uint32_t i = 0; i < container.cardinality; ++i) {
      offsets.push_back(block * kBlockSize + container.places()[i]);
    }
  }
  return offsets;
}

void BoundTree::BindProbe() {
  alignas(kCacheLine) static constexpr uint64_t kNoWords[kBlockWords] = {};
  if (root_.kind != Kind::kAnd || root_.children.size() != 2) return;
  for (const size_t few : {size_t{0}, size_t{1}}) {
    const BoundNode& other = root_.children[1 - few];
    if (other.kind != Kind::kLeaf) return;
    Probe probe = {.offsets = FewOffsets(root_.children[few]), .negated = other.negated};
    uint32_t block = 0;
    for (; block < kBlocksPerShard; ++block) {
      const ContainerView& container = containers(block)[other.leaf];
      const bool none = container.kind == ContainerKind::kEmpty;
      if (!none && container.kind != ContainerKind::kBitset) break;
      probe.words[block] = none ? kNoWords : container.words();
    }
    if (block == kBlocksPerShard) probe_ = std::move(probe);
  }
}

BoundNode BoundTree::WithExists(BoundNode root) {
  const auto headers = exists_.headers();
  const bool everyone = headers.size() == kBlocksPerShard &&
                        std::all_of(headers.begin(), headers.end(), [](const auto& header) {
                          return header.kind == ContainerKind::kFull;
                        });
  if (everyone || root.kind == Kind::kNone) return root;
  std::vector<BoundNode> operands;
  operands.push_back(std::move(root));
  operands.push_back(Leaf(exists_, false));
  return Combine(Kind::kAnd, std::move(operands));
}

BoundNode BoundTree::Normalize(const BlockExpression& expression, bool negated) {
  switch (expression.op()) {
    case BlockExpression::Op::kNone:
      return ConstantNode(negated);
    case BlockExpression::Op::kAll:
      return ConstantNode(!negated);
    case BlockExpression::Op::kBitmap:
      if (expression.bitmap().empty()) return ConstantNode(negated);
      return Leaf(expression.bitmap(), negated);
    case BlockExpression::Op::kSource: {
      BoundNode node;
      node.kind = Kind::kSource;
      node.negated = negated;
      node.has_source = true;
      node.blocks = kAllBlocks;
      node.source = expression.source().get();
      return node;
    }
    case BlockExpression::Op::kNot:
      return Normalize(expression.operands().front(), !negated);
    case BlockExpression::Op::kAnd:
      return NormalizeNary(expression, negated ? Kind::kOr : Kind::kAnd, negated);
    case BlockExpression::Op::kOr:
      return NormalizeNary(expression, negated ? Kind::kAnd : Kind::kOr, negated);
    case BlockExpression::Op::kAtLeast:
      return NormalizeAtLeast(expression, negated);
  }
  return ConstantNode(false);
}

BoundNode BoundTree::NormalizeNary(const BlockExpression& expression, Kind kind, bool negated) {
  std::vector<BoundNode> operands;
  operands.reserve(expression.operands().size());
  for (const BlockExpression& operand : expression.operands()) {
    operands.push_back(Normalize(operand, negated));
  }
  return Combine(kind, std::move(operands));
}

// Not (at least k of n) is: at least n - k + 1 of the n are not.
BoundNode BoundTree::NormalizeAtLeast(const BlockExpression& expression, bool negated) {
  const auto n = static_cast<uint32_t>(expression.operands().size());
  uint32_t k = expression.k();
  if (k == 0 || k > n) return ConstantNode((k == 0) != negated);
  if (negated) k = n - k + 1;
  std::vector<BoundNode> operands;
  for (const BlockExpression& operand : expression.operands()) {
    BoundNode child = Normalize(operand, negated);
    if (child.kind == Kind::kNone) continue;
    if (child.kind == Kind::kAll) {
      if (k > 0) --k;
      continue;
    }
    operands.push_back(std::move(child));
  }
  if (k == 0) return ConstantNode(true);
  if (k > operands.size()) return ConstantNode(false);
  if (k == 1) return Combine(Kind::kOr, std::move(operands));
  if (k == operands.size()) return Combine(Kind::kAnd, std::move(operands));
  BoundNode node;
  node.kind = Kind::kAtLeast;
  node.k = k;
  for (const BoundNode& operand : operands) {
    node.blocks = static_cast<uint16_t>(node.blocks | operand.blocks);
    node.has_source |= operand.has_source;
  }
  node.children = std::move(operands);
  return node;
}

BoundNode BoundTree::Leaf(const BitmapView& bitmap, bool negated) {
  BoundNode node;
  node.kind = Kind::kLeaf;
  node.negated = negated;
  node.blocks = negated ? kAllBlocks : static_cast<uint16_t>(bitmap.BlockMask());
  node.leaf = static_cast<uint32_t>(bitmaps_.size());
  bitmaps_.push_back(bitmap);
  return node;
}

void BoundTree::BindContainers() {
  const size_t n = bitmaps_.size();
  containers_.resize(n * kBlocksPerShard);
  for (uint32_t leaf = 0; leaf < n; ++leaf) {
    if (bitmaps_[leaf].is_list()) {
      BindList(leaf);
      continue;
    }
    for (const ContainerHeader& header : bitmaps_[leaf].headers()) {
      containers_[header.block * n + leaf] = bitmaps_[leaf].ContainerAt(header);
    }
  }
}

void BoundTree::BindList(uint32_t leaf) {
  const std::span<const uint32_t> offsets = bitmaps_[leaf].offsets();
  AlignedVector<uint8_t>& bytes = list_places_.emplace_back();
  std::array<ContainerHeader, kBlocksPerShard> headers;
  size_t header_count = 0;
  std::vector<uint16_t> places;
  for (size_t i = 0; i < offsets.size();) {
    const uint32_t block = BlockOfOffset(offsets[i]);
    places.clear();
    for (; i < offsets.size() && BlockOfOffset(offsets[i]) == block; ++i) {
      places.push_back(PlaceInBlock(offsets[i]));
    }
    headers[header_count++] = EncodePlaces(block, places, &bytes);
  }
  bytes.resize(bytes.size() + kReadPadding);
  for (size_t h = 0; h < header_count; ++h) {
    containers_[headers[h].block * bitmaps_.size() + leaf] = {
        headers[h].kind, headers[h].cardinality(), bytes.data() + headers[h].offset};
  }
}

}  // namespace seine
