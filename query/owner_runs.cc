#include "query/owner_runs.h"

#include <algorithm>

#include "engine/kernels.h"
#include "query/row_batch.h"

namespace seine {
namespace {

// Bit j: owner[j] is that of the row before. Precondition: there is one.
template <typename T>
uint64_t SameAsBefore(const T* owner, uint32_t rows) {
  return PackBits(rows, [owner](uint32_t j) { return owner[j] == *(owner + j - 1); });
}

// Bit i of `joined`: row i passes, and so does the row before, of the same owner.
template <typename T>
void MarkJoined(const T* owner, const uint64_t* mask, uint32_t rows, uint64_t* joined) {
  uint64_t before = 0;
  for (uint32_t first = 0; first < rows; first += 64) {
    const uint64_t passed = mask[first >> 6];
    const uint64_t after_passed = passed & (passed << 1 | before);
    before = passed >> 63;
    if (after_passed == 0) {
      joined[first >> 6] = 0;
      continue;
    }
    // The first row of all has none before it.
    const uint32_t skip = first == 0 ? 1 : 0;
    const uint64_t same = SameAsBefore(owner + first + skip, std::min(rows - first, 64u) - skip)
                          << skip;
    joined[first >> 6] = after_passed & same;
  }
}

}  // namespace

OwnerRuns FindRuns(const Owners& owners, const uint64_t* mask, uint32_t rows, RowArena& arena) {
  const size_t words = MaskWords(rows);
  const size_t padded = (words + kWordsAtOnce - 1) / kWordsAtOnce * kWordsAtOnce;
  auto begins = arena.Take<uint64_t>(padded);
  auto ends = arena.Take<uint64_t>(padded);
  if (owners.places != nullptr) {
    MarkJoined(owners.places, mask, rows, begins.data());
  } else {
    MarkJoined(owners.index, mask, rows, begins.data());
  }
  OwnerRuns runs;
  for (size_t w = 0; w < words; ++w) {
    const uint64_t joined = begins[w];
    const uint64_t next = w + 1 < words ? begins[w + 1] : 0;
    begins[w] = mask[w] & ~joined;
    ends[w] = mask[w] & ~(joined >> 1 | next << 63);
  }
  std::fill(begins.data() + words, begins.data() + padded, 0);
  std::fill(ends.data() + words, ends.data() + padded, 0);
  constexpr size_t kRoom = 32;  // that kernels write past the end
  runs.first = arena.Take<uint16_t>(rows + kRoom);
  runs.last = arena.Take<uint16_t>(rows + kRoom);
  const Kernels& kernels = ActiveKernels();
  runs.count = kernels.words_to_places(begins.data(), padded, runs.first.data());
  kernels.words_to_places(ends.data(), padded, runs.last.data());
  return runs;
}

}  // namespace seine
