#include "engine/run_algebra.h"

#include <algorithm>

namespace seine {
namespace {

// Calls put(begin, end) for every stretch that is in both.
template <typename Put>
void ForEachOverlap(std::span<const Run> a, std::span<const Run> b, Put put) {
  size_t i = 0;
  size_t j = 0;
  while (i < a.size() && j < b.size()) {
    const uint32_t end_a = EndOf(a[i]);
    const uint32_t end_b = EndOf(b[j]);
    const uint32_t begin = std::max(a[i].first, b[j].first);
    const uint32_t end = std::min(end_a, end_b);
    if (begin < end) put(begin, end);
    i += end_a <= end_b;
    j += end_b <= end_a;
  }
}

}  // namespace

uint32_t CountIntersectRuns(std::span<const Run> a, std::span<const Run> b) {
  uint32_t count = 0;
  ForEachOverlap(a, b, [&count](uint32_t begin, uint32_t end) { count += end - begin; });
  return count;
}

uint32_t IntersectRuns(std::span<const Run> a, std::span<const Run> b, Run* out) {
  uint32_t count = 0;
  ForEachOverlap(a, b, [&count, out](uint32_t begin, uint32_t end) {
    out[count++] = {static_cast<uint16_t>(begin), static_cast<uint16_t>(end - begin - 1)};
  });
  return count;
}

uint32_t CountMembers(std::span<const Run> runs) {
  uint32_t count = 0;
  for (const Run& run : runs) count += EndOf(run) - run.first;
  return count;
}

uint32_t CountUnionRuns(Run* runs, uint32_t n) {
  std::sort(runs, runs + n, [](const Run& a, const Run& b) { return a.first < b.first; });
  uint32_t count = 0;
  uint32_t covered = 0;  // all places below were looked at
  for (uint32_t r = 0; r < n; ++r) {
    const uint32_t end = EndOf(runs[r]);
    if (end <= covered) continue;
    count += end - std::max<uint32_t>(runs[r].first, covered);
    covered = end;
  }
  return count;
}

}  // namespace seine
