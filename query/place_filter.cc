#include "query/place_filter.h"

#include <cstring>

namespace seine {
namespace {

uint32_t WordsOf(uint32_t n) { return (n + 63) / 64; }

void Fill(uint64_t* mask, uint32_t n, bool value) {
  std::memset(mask, value ? 0xFF : 0, WordsOf(n) * sizeof(uint64_t));
}

// `kept` is a subset of `places`, both sorted.
void MaskOfSubset(const uint16_t* places, uint32_t n, const uint16_t* kept, uint32_t kept_count,
                  bool negated, uint64_t* mask) {
  Fill(mask, n, negated);
  uint32_t i = 0;
  for (uint32_t k = 0; k < kept_count; ++k) {
    while (places[i] != kept[k]) ++i;
    mask[i / 64] ^= uint64_t{1} << (i & 63);
  }
}

// Branch-free: whether a candidate passes is not to be predicted.
uint32_t Compress(const uint16_t* places, uint32_t n, const uint64_t* mask, uint16_t* out) {
  uint32_t count = 0;
  for (uint32_t i = 0; i < n; ++i) {
    out[count] = places[i];
    count += static_cast<uint32_t>((mask[i / 64] >> (i & 63)) & 1);
  }
  return count;
}

uint32_t KeepInRuns(std::span<const Run> runs, bool negated, const uint16_t* places, uint32_t n,
                    uint16_t* out) {
  uint32_t count = 0;
  size_t at = 0;
  for (uint32_t i = 0; i < n; ++i) {
    while (at < runs.size() && EndOf(runs[at]) <= places[i]) ++at;
    const bool in = at < runs.size() && runs[at].first <= places[i];
    out[count] = places[i];
    count += in != negated;
  }
  return count;
}

// places and not excluded, a subset of places.
uint32_t Without(const uint16_t* places, uint32_t n, const uint16_t* excluded,
                 uint32_t excluded_count, uint16_t* out) {
  uint32_t count = 0;
  uint32_t at = 0;
  for (uint32_t i = 0; i < n; ++i) {
    const bool skip = at < excluded_count && excluded[at] == places[i];
    out[count] = places[i];
    count += !skip;
    at += skip;
  }
  return count;
}

}  // namespace

uint32_t PlaceFilter::Keep(const ContainerLiteral& literal, const uint16_t* places, uint32_t n,
                           uint16_t* out) const {
  const ContainerView& container = literal.container;
  switch (container.kind) {
    case ContainerKind::kEmpty:
    case ContainerKind::kFull:
      if (literal.Never()) return 0;
      std::memcpy(out, places, n * sizeof(uint16_t));
      return n;
    case ContainerKind::kBitset:
      return kernels_.filter_places(places, n, container.words(), !literal.negated, out);
    case ContainerKind::kByteSparse:
    case ContainerKind::kByteSparseTwo: {
      return kernels_.filter_places_sparse(places, n, AsByteSparse(container), !literal.negated,
                                           out);
    }
    case ContainerKind::kRun:
      return KeepInRuns(container.runs(), literal.negated, places, n, out);
    case ContainerKind::kArray:
      break;
  }
  if (!literal.negated) {
    return kernels_.intersect_places(places, n, container.places(), container.cardinality, out);
  }
  const Scratch::Lease excluded(&scratch_);
  const uint32_t excluded_count = kernels_.intersect_places(
      places, n, container.places(), container.cardinality, excluded.places());
  return Without(places, n, excluded.places(), excluded_count, out);
}

uint32_t PlaceFilter::CountKept(const ContainerLiteral& literal, const uint16_t* places,
                                uint32_t n) const {
  const ContainerView& container = literal.container;
  uint32_t in = 0;
  if (container.kind == ContainerKind::kArray) {
    in = kernels_.count_intersect_places(places, n, container.places(), container.cardinality);
  } else if (container.kind == ContainerKind::kBitset) {
    in = kernels_.count_filter_places(places, n, container.words());
  } else {
    const Scratch::Lease kept(&scratch_);
    return Keep(literal, places, n, kept.places());
  }
  return literal.negated ? n - in : in;
}

uint32_t PlaceFilter::Keep(const ContainerLiteral* literals, size_t literal_count,
                           const uint16_t* places, uint32_t n, uint16_t* out) const {
  uint64_t any[kMaskWords];
  uint64_t mask[kMaskWords];
  Fill(any, n, false);
  for (size_t l = 0; l < literal_count; ++l) {
    Test(literals[l], places, n, mask);
    for (uint32_t w = 0; w < WordsOf(n); ++w) any[w] |= mask[w];
  }
  return Compress(places, n, any, out);
}

uint32_t PlaceFilter::Keep(const BoundNode& node, const uint16_t* places, uint32_t n,
                           uint16_t* out) const {
  uint64_t mask[kMaskWords];
  Test(node, places, n, mask);
  return Compress(places, n, mask, out);
}

void PlaceFilter::Test(const ContainerLiteral& literal, const uint16_t* places, uint32_t n,
                       uint64_t* mask) const {
  if (literal.Always() || literal.Never()) return Fill(mask, n, literal.Always());
  const Scratch::Lease kept(&scratch_);
  const ContainerLiteral positive = {literal.container, false};
  const uint32_t count = Keep(positive, places, n, kept.places());
  MaskOfSubset(places, n, kept.places(), count, literal.negated, mask);
}

void PlaceFilter::Test(const BoundNode& node, const uint16_t* places, uint32_t n,
                       uint64_t* mask) const {
  switch (node.kind) {
    case BoundNode::Kind::kNone:
    case BoundNode::Kind::kAll:
      return Fill(mask, n, node.kind == BoundNode::Kind::kAll);
    case BoundNode::Kind::kLeaf:
      return Test(ContainerLiteral{containers_[node.leaf], node.negated}, places, n, mask);
    case BoundNode::Kind::kSource:
      return TestSource(node, places, n, mask);
    case BoundNode::Kind::kAtLeast:
      return TestAtLeast(node, places, n, mask);
    case BoundNode::Kind::kAnd:
    case BoundNode::Kind::kOr:
      break;
  }
  const bool is_and = node.kind == BoundNode::Kind::kAnd;
  uint64_t operand[kMaskWords];
  Fill(mask, n, is_and);
  for (const BoundNode& child : node.children) {
    Test(child, places, n, operand);
    for (uint32_t w = 0; w < WordsOf(n); ++w) {
      mask[w] = is_and ? mask[w] & operand[w] : mask[w] | operand[w];
    }
  }
}

void PlaceFilter::TestAtLeast(const BoundNode& node, const uint16_t* places, uint32_t n,
                              uint64_t* mask) const {
  const Scratch::Lease counts(&scratch_);
  uint16_t* const count = counts.places();
  std::memset(count, 0, n * sizeof(uint16_t));
  for (const BoundNode& child : node.children) {
    Test(child, places, n, mask);
    for (uint32_t i = 0; i < n; ++i) {
      count[i] = static_cast<uint16_t>(count[i] + ((mask[i / 64] >> (i & 63)) & 1));
    }
  }
  Fill(mask, n, false);
  for (uint32_t i = 0; i < n; ++i) {
    mask[i / 64] |= static_cast<uint64_t>(count[i] >= node.k) << (i & 63);
  }
}

void PlaceFilter::TestSource(const BoundNode& node, const uint16_t* places, uint32_t n,
                             uint64_t* mask) const {
  if (n == 0) return;
  const Scratch::SelectionLease candidates(&scratch_);
  const Scratch::SelectionLease found(&scratch_);
  candidates->SetPlaces({places, n});
  node.source->Evaluate(block_, *candidates, found.get(), scratch_);
  const Scratch::Lease kept(&scratch_);
  found->ToPlaces(kept.places());
  MaskOfSubset(places, n, kept.places(), found->Count(), node.negated, mask);
}

}  // namespace seine
