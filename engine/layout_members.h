// Where each member goes: ordered by key, cut into shards, inside a shard by the `cluster` column
// if there is one.
#ifndef SEINE_ENGINE_LAYOUT_MEMBERS_H_
#define SEINE_ENGINE_LAYOUT_MEMBERS_H_

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "engine/block.h"
#include "engine/layout.h"
#include "engine/layout_dictionaries.h"
#include "engine/part_file.h"
#include "engine/raw_table.h"

namespace seine {

struct MemberOrder {
  uint32_t members_per_shard = kShardSize;
  size_t shards = 0;
  std::vector<uint32_t> by_key;  // raw rows, by ascending key
  std::vector<uint32_t> place;   // per raw row: ordinal = shard << 20 | offset
  bool clustered = false;

  uint32_t MembersIn(size_t shard) const;
  std::span<const uint32_t> KeysOf(size_t shard) const;  // the shard's slice of by_key
  std::vector<uint32_t> RowsOf(size_t shard) const;      // raw rows by offset
};

// Errors: ResourceExhausted when there are more shards than ordinals can name.
absl::StatusOr<MemberOrder> OrderMembers(const RawStore& raw,
                                         const std::vector<SortedDictionary>& dictionaries,
                                         const LayoutOptions& options);

// Writes the region "shard" of a part: which shard and table it belongs to, and the shard's
// members.
absl::Status WriteShardMark(const MemberOrder& order, size_t shard, int table, PartWriter* writer);
// Writes the region "keys" of a shard's members.
absl::Status WriteKeys(const RawStore& raw, const MemberOrder& order, size_t shard,
                       PartWriter* writer);
// Writes the region "key bounds" of the common part: the first key of each shard, when keys are
// text.
absl::Status WriteKeyBounds(const RawStore& raw, const MemberOrder& order, PartWriter* writer);

}  // namespace seine

#endif  // SEINE_ENGINE_LAYOUT_MEMBERS_H_
