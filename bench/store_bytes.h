// Where the bytes of a store go, and what the same content takes as CRoaring's serialised bitmaps
// and bit-packed columns.

#ifndef SEINE_BENCH_STORE_BYTES_H_
#define SEINE_BENCH_STORE_BYTES_H_

#include <cstdint>

#include "absl/status/statusor.h"

#include "engine/snapshot.h"

namespace seine::bench {

struct StoredAgainst {
  uint64_t stored = 0;
  uint64_t reference = 0;  // 0: nothing to compare with
};

struct StoreBytes {
  // The base. `reference` of bitmaps: serialised, run-optimised. Of columns: every value less the
  // least of its shard, over the common divisor, in as many bits as the greatest needs; a bit a row
  // where values are missing; offsets of texts and sets in as many bits as the last one needs. Of
  // links: for every row the row of its parent in as many bits as that table's rows need.
  StoredAgainst bitmaps, columns, links;
  uint64_t frames = 0;  // summaries, directories, checksums, padding
  // Apart.
  uint64_t keys = 0;
  uint64_t dictionaries = 0;
  // Further layouts, which the base could do without.
  uint64_t rollups = 0;
  uint64_t postings = 0;

  uint64_t Base() const { return bitmaps.stored + columns.stored + links.stored + frames; }
  uint64_t Reference() const { return bitmaps.reference + columns.reference + links.reference; }
  uint64_t Further() const { return rollups + postings; }
};

// Verifies what it reads. Errors: DataLoss.
absl::StatusOr<StoreBytes> BytesOf(const Snapshot& snapshot);

}  // namespace seine::bench

#endif  // SEINE_BENCH_STORE_BYTES_H_
