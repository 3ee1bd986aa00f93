// CRoaring as a peer: the same bitmaps, with and without run containers, and every strategy worth
// trying.

#ifndef SEINE_BENCH_ROARING_PEER_H_
#define SEINE_BENCH_ROARING_PEER_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "bench/question.h"
#include "bench/race.h"
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

using RoaringOperands = std::vector<const roaring::api::roaring_bitmap_s*>;

// Whether the answer is only counted, or made as a bitmap and then counted.
enum class Want { kCount, kBitmap };

// Adds every way CRoaring has of answering, as group "croaring"; the operands outlive the
// contenders. `form` names the operands' form.
void AddStrategies(Shape shape, Want want, const RoaringOperands& operands, const std::string& form,
                   std::vector<Contender>* contenders);

}  // namespace seine::bench

#endif  // SEINE_BENCH_ROARING_PEER_H_
