// What lies at some positions of an order, without sorting the rest.
#ifndef SEINE_QUERY_RANK_SELECT_H_
#define SEINE_QUERY_RANK_SELECT_H_

#include <algorithm>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "absl/status/status.h"

#include "query/executor.h"
#include "query/key_bins.h"

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

// A key, how many are less, and how many are the same.
struct KeyAt {
  int64_t key = 0;
  uint64_t less = 0;
  uint64_t same = 0;
};

// found[i] = what lies at positions[i] of the keys in ascending order; positions are ascending and
// below the number of keys. Histograms narrow down where they lie, and only the keys near them are
// copied, twice at most. Errors: Cancelled, DeadlineExceeded.
absl::Status SelectKeys(const KeyPieces& pieces, std::span<const uint64_t> positions,
                        const RunLimits& limits, std::span<KeyAt> found);

}  // namespace seine

#endif  // SEINE_QUERY_RANK_SELECT_H_
