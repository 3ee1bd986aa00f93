// Tests a few candidate places against nodes, one bit of a mask per candidate: what AND does when
// one operand is so sparse that reading the others' containers whole would be waste.

#ifndef SEINE_QUERY_PLACE_FILTER_H_
#define SEINE_QUERY_PLACE_FILTER_H_

#include <cstdint>

#include "engine/kernels.h"
#include "engine/scratch.h"
#include "query/bound_tree.h"
#include "query/literal_container.h"

namespace seine {

// At most kMaxArrayCardinality candidates.
class PlaceFilter {
 public:
  static constexpr uint32_t kMaskWords = kMaxArrayCardinality / 64;

  // Without containers and block, for literals only.
  PlaceFilter(Scratch& scratch, const Kernels& kernels, const ContainerView* containers = nullptr,
              uint32_t block = 0)
      : scratch_(scratch), kernels_(kernels), containers_(containers), block_(block) {}

  // Writes those of the candidates that the literal has; returns how many. Not in place.
  uint32_t Keep(const ContainerLiteral& literal, const uint16_t* places, uint32_t n,
                uint16_t* out) const;
  uint32_t CountKept(const ContainerLiteral& literal, const uint16_t* places, uint32_t n) const;
  // The same for the OR of literals, and for any node.
  uint32_t Keep(const ContainerLiteral* literals, size_t literal_count, const uint16_t* places,
                uint32_t n, uint16_t* out) const;
  uint32_t Keep(const BoundNode& node, const uint16_t* places, uint32_t n, uint16_t* out) const;

 private:
  // Bit i of the mask is set if the node selects places[i]; bits from n on are unspecified.
  void Test(const ContainerLiteral& literal, const uint16_t* places, uint32_t n,
            uint64_t* mask) const;
  void Test(const BoundNode& node, const uint16_t* places, uint32_t n, uint64_t* mask) const;
  void TestAtLeast(const BoundNode& node, const uint16_t* places, uint32_t n, uint64_t* mask) const;
  void TestSource(const BoundNode& node, const uint16_t* places, uint32_t n, uint64_t* mask) const;

  Scratch& scratch_;
  const Kernels& kernels_;
  const ContainerView* containers_;
  uint32_t block_;
};

}  // namespace seine

#endif  // SEINE_QUERY_PLACE_FILTER_H_
