// Which parent each row of a batch of children belongs to; and runs: the longest sequences of
// consecutive rows that pass and have one parent. Rows lie clustered by parent, so what asks only
// for a parent's first row, its last, or how many there are costs its runs, not its rows.
#ifndef SEINE_QUERY_OWNER_RUNS_H_
#define SEINE_QUERY_OWNER_RUNS_H_

#include <cstdint>

#include "query/row_arena.h"

namespace seine {

// For each row of a child batch, the index of its parent in the parent batch.
struct Owners {
  const uint16_t* places = nullptr;  // owner = places[i] - base
  uint32_t base = 0;
  const uint32_t* index = nullptr;  // or owner = index[i]

  // Calls fn(owner) with a function from child index to parent index.
  template <typename Fn>
  void Visit(Fn&& fn) const {
    if (places != nullptr) {
      fn([this](uint32_t i) { return places[i] - base; });
    } else {
      fn([this](uint32_t i) { return index[i]; });
    }
  }
};

// Run r holds the rows first[r] .. last[r] of a batch; runs ascend. A parent may have several.
struct OwnerRuns {
  RowArena::Buffer<uint16_t> first;
  RowArena::Buffer<uint16_t> last;
  uint32_t count = 0;

  uint32_t Length(uint32_t r) const { return uint32_t{last[r]} - first[r] + 1; }
};

// The runs of the rows in `mask` (row_batch.h), of at most kBatchRows.
OwnerRuns FindRuns(const Owners& owners, const uint64_t* mask, uint32_t rows, RowArena& arena);

}  // namespace seine

#endif  // SEINE_QUERY_OWNER_RUNS_H_
