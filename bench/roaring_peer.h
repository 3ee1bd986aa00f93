// CRoaring as a peer: the same bitmaps, with and without run containers, and every strategy worth
// trying.

#ifndef SEINE_BENCH_ROARING_PEER_H_
#define SEINE_BENCH_ROARING_PEER_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "engine/aligned_vector.h"

namespace roaring::api {
struct roaring_bitmap_s;  // NOLINT(readability-identifier-naming): as the library calls it
}

namespace seine::bench {

struct FreeRoaring {
  void operator()(roaring::api::roaring_bitmap_s* bitmap) const;
};
using Roaring = std::unique_ptr<roaring::api::roaring_bitmap_s, FreeRoaring>;

Roaring MakeRoaring(const AlignedVector<uint64_t>& words, bool run_optimize);
// Bytes of the portable format.
uint64_t SerializedBytes(const Roaring& bitmap);

struct Strategy {
  std::string name;
  std::function<uint64_t()> count;
};

// Ways to count; the operands outlive them.
using RoaringOperands = std::vector<const roaring::api::roaring_bitmap_s*>;
std::vector<Strategy> CountAndStrategies(const RoaringOperands& operands);
std::vector<Strategy> CountOrStrategies(const RoaringOperands& operands);
// (0 or 1 or 2) and (3 or 4) and not 5
std::vector<Strategy> CountCnfStrategies(const RoaringOperands& operands);

}  // namespace seine::bench

#endif  // SEINE_BENCH_ROARING_PEER_H_
