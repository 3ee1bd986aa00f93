// The entries at some positions of the rank order, without sorting the rest.
#ifndef SEINE_QUERY_RANK_SELECT_H_
#define SEINE_QUERY_RANK_SELECT_H_

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

#include "query/rank_entry.h"

namespace seine {

// out[i] = the entry at positions[i], which are ascending and below the number of entries.
// Rearranges the entries. Linear times the logarithm of the number of positions.
template <typename Entry>
void SelectAt(std::span<Entry> entries, std::span<const uint64_t> positions, RankOrder before,
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

// The same of entries in pieces, which stay as they are: histograms of the keys narrow down where
// the positions lie, in parallel, and only the entries near them are copied.
using EntryPieces = std::vector<std::span<const SmallEntry>>;
void SelectAt(const EntryPieces& pieces, std::span<const uint64_t> positions, int threads,
              SmallEntry* out);

}  // namespace seine

#endif  // SEINE_QUERY_RANK_SELECT_H_
