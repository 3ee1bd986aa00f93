// The members that a rank sorts, with their values, as one pass over the population finds them.
#ifndef SEINE_QUERY_RANKED_MEMBERS_H_
#define SEINE_QUERY_RANKED_MEMBERS_H_

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "absl/status/statusor.h"

#include "query/population_scan.h"
#include "query/rank_entry.h"

namespace seine {

// Entries of a block lie together; blocks are apart, so that threads write where they like.
template <typename Entry>
struct RankedMembers {
  struct Block {
    uint32_t shard = 0;
    uint64_t begin = 0;
    uint32_t count = 0;
  };
  std::unique_ptr<Entry[]> entries;
  std::unique_ptr<uint32_t[]> groups;  // beside them, with `per`; null: one group
  std::vector<Block> blocks;
  uint32_t group_count = 1;
  uint64_t count = 0;

  std::span<const Entry> Of(const Block& block) const {
    return {entries.get() + block.begin, block.count};
  }
  std::vector<Entry> All() const {
    std::vector<Entry> all;
    all.reserve(count);
    for (const Block& block : blocks) {
      const std::span<const Entry> piece = Of(block);
      all.insert(all.end(), piece.begin(), piece.end());
    }
    return all;
  }
};

struct CollectOptions {
  bool top = false;      // the entries' order
  bool rounded = false;  // fractions are rounded to 12 digits after the point
};

// Null: some number does not fit into 64 bits, so WideEntry must be asked for (whose answer is
// never null). Errors: as PopulationScan::Run; DataLoss of the keys' order.
template <typename Entry>
absl::StatusOr<std::unique_ptr<RankedMembers<Entry>>> CollectMembers(const PopulationScan& scan,
                                                                     const CollectOptions& options);

// Calls use(members) with small entries where they do, else with wide ones.
template <typename Result, typename Use>
absl::StatusOr<Result> WithMembers(const PopulationScan& scan, const CollectOptions& options,
                                   Use&& use) {
  auto small = CollectMembers<SmallEntry>(scan, options);
  if (!small.ok()) return small.status();
  if (*small != nullptr) return use(**small);
  auto wide = CollectMembers<WideEntry>(scan, options);
  if (!wide.ok()) return wide.status();
  return use(**wide);
}

// Loads what the places of the shard's members need. Errors: DataLoss.
absl::Status EnsurePlaces(const Snapshot& snapshot, uint32_t shard);
// Of the member at the offset.
inline uint32_t PlaceOfMember(const ShardView& shard, uint32_t s, uint32_t offset) {
  return s * kShardSize + (shard.key_rank.empty() ? offset : shard.key_rank[offset]);
}
// Its offset in the shard.
inline uint32_t OffsetOfPlace(const ShardView& shard, uint32_t place) {
  const uint32_t rank = place % kShardSize;
  return shard.key_order.empty() ? rank : shard.key_order[rank];
}

}  // namespace seine

#endif  // SEINE_QUERY_RANKED_MEMBERS_H_
