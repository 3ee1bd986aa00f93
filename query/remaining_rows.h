// Some rows of a batch as a batch of their own, when the others need not be looked at any more.
#ifndef SEINE_QUERY_REMAINING_ROWS_H_
#define SEINE_QUERY_REMAINING_ROWS_H_

#include <algorithm>
#include <cstdint>
#include <optional>

#include "query/outer_rows.h"
#include "query/row_batch.h"

namespace seine {

// The rows of `all` whose bit in `mask` is `wanted` (`count` of them), and where they stood. Not
// movable: the batch points into it, and into `all`'s arena.
struct RemainingRows {
  RowBatch batch;
  RowArena::Buffer<uint32_t> rows;
  RowArena::Buffer<uint32_t> index;
  std::optional<GatheredOuter> outer;

  RemainingRows(const RowBatch& all, const uint64_t* mask, uint32_t count, bool wanted,
                RowArena& arena)
      : batch(all),
        rows(arena.Take<uint32_t>(std::max(count, 1u))),
        index(arena.Take<uint32_t>(std::max(count, 1u))) {
    uint32_t n = 0;
    auto add = [&](uint32_t i) {
      rows[n] = all.Row(i);
      index[n++] = i;
    };
    if (wanted) {
      ForEachBit(mask, all.count, add);
    } else {
      for (uint32_t i = 0; i < all.count; ++i) {
        if (!MaskBit(mask, i)) add(i);
      }
    }
    batch.count = n;
    batch.begin = 0;
    batch.rows = rows.data();
    if (all.outer != nullptr) {
      outer.emplace(all.outer, index.data(), n, arena);
      batch.outer = outer->chain();
    }
  }
  RemainingRows(const RemainingRows&) = delete;
  RemainingRows& operator=(const RemainingRows&) = delete;
};

}  // namespace seine

#endif  // SEINE_QUERY_REMAINING_ROWS_H_
