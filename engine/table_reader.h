// Turns the regions of a part into views (docs/store.md), checking that every array has the size
// that its table asks for: afterwards the views' bytes all exist, whatever the directory said. What
// the bytes hold is the checksums' affair.
#ifndef SEINE_ENGINE_TABLE_READER_H_
#define SEINE_ENGINE_TABLE_READER_H_

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "engine/dictionary.h"
#include "engine/part_file.h"
#include "engine/schema.h"
#include "engine/table_view.h"

namespace seine {

// The table that is read and what is known of it from elsewhere.
struct TableInPart {
  const PartFile* part = nullptr;
  const Schema* schema = nullptr;
  int table = 0;  // index of Schema::tables, or of lookups
  bool lookup = false;
  std::span<const Dictionary* const> dictionaries;  // per column; null: none
  uint32_t members = 0;                             // of the shard; histories
  const TableView* parent = nullptr;                // deeper tables
  const TableView* history = nullptr;               // deeper tables: the one they lie under
};

// Errors: DataLoss naming file and region.
absl::StatusOr<TableView> ReadTable(const TableInPart& source);
// Refuses a part that is not of that shard and table.
absl::Status CheckShardMark(const PartFile& part, size_t shard, int table, uint32_t members);
// The region "keys" of a shard of `members`, with key_order and key_rank.
absl::Status ReadKeys(const PartFile& part, ShardView* shard);
// Texts as `offsets` and `bytes`: verified, with offsets that ascend and end with the bytes.
absl::Status CheckTexts(const PartFile& part, const RegionView& region,
                        std::span<const uint64_t> offsets, std::span<const uint8_t> bytes);
absl::Status DamagedRegion(const PartFile& part, std::string_view region, std::string_view what);

}  // namespace seine

#endif  // SEINE_ENGINE_TABLE_READER_H_
