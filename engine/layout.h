// Lays a RawStore out as the parts of a store: members ordered by key, shards, tiles, columns and
// indexes.
//
// The bytes depend only on the content: not on the order of arrival of rows (beyond what the
// language gives meaning to: ties of time keep their arrival) and not on the number of threads.
// Peak memory beyond the RawStore is about one shard per thread. Errors: ResourceExhausted when a
// shard's history has more than 2^32 - 1 rows, Cancelled, or what the sink says.
#ifndef SEINE_ENGINE_LAYOUT_H_
#define SEINE_ENGINE_LAYOUT_H_

#include <atomic>
#include <functional>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "engine/part_file.h"
#include "engine/raw_table.h"

namespace seine {

struct LayoutOptions {
  int threads = 0;                       // 0: as many as the machine has
  uint32_t members_per_shard = 1 << 20;  // tests lower it (a multiple of 2^16) to have many shards
  int tiles = 4;                         // most tiles of a history in a block
  uint32_t min_tile_rows =
      1 << 14;  // a block gets only as many tiles as leave the newest this many rows
  uint32_t rollup_density =
      500;  // members a block on average from which a child value's rollup is stored
  const std::atomic<bool>* cancel = nullptr;  // polled with every section that is written
};

// Opens the sink of the part with that name (PartName): "common", "0000/0-members", "0000/1-orders"
// ... Called from several threads.
using PartSinks = std::function<absl::StatusOr<std::unique_ptr<PartSink>>(const std::string& part)>;

// `raw` is consumed: columns are released as soon as they are laid out.
absl::Status LayOut(RawStore raw, const LayoutOptions& options, const PartSinks& sinks);

}  // namespace seine

#endif  // SEINE_ENGINE_LAYOUT_H_
