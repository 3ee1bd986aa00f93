// What lies at some positions of an order, without sorting the rest.
#ifndef SEINE_QUERY_RANK_SELECT_H_
#define SEINE_QUERY_RANK_SELECT_H_

#include <algorithm>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace seine {

// out[i] = the entry at positions[i], which are ascending and below the number of entries.
// Rearranges the entries: none before a position comes after those behind it. Linear times the
// logarithm of the number of positions.
template <typename Entry, typename Before = std::less<>>
void SelectAt(std::span<Entry> entries, std::span<const uint64_t> positions, Before before,
              Entry* out, uint64_t skipped = 0) {
  if (positions.empty()) return;
  const size_t middle = positions.size() / 2;
  const uint64_t at = positions[middle] - skipped;
  const auto nth = entries.begin() + static_cast<ptrdiff_t>(at);
  std::nth_element(entries.begin(), nth, entries.end(), before);
  out[middle] = *nth;
  size_t below = middle;
  while (below > 0 && positions[below - 1] == positions[middle]) out[--below] = *nth;
  SelectAt(entries.first(at), positions.first(below), before, out, skipped);
  SelectAt(entries.subspan(at), positions.subspan(middle + 1), before, out + middle + 1,
           skipped + at);
}

// A key, and how many of the same come before the position.
struct KeyAt {
  int64_t key = 0;
  uint64_t ties = 0;
};

// The same of the least keys in pieces, which stay as they are: histograms narrow down where the
// positions lie, in parallel, and only the keys near them are copied.
using KeyPieces = std::vector<std::span<const int64_t>>;
std::vector<KeyAt> SelectKeys(const KeyPieces& pieces, std::span<const uint64_t> positions,
                              int threads);

}  // namespace seine

#endif  // SEINE_QUERY_RANK_SELECT_H_
