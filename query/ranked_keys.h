// What a pass over the population leaves of one question: a key for each member that has a value,
// in the order of the members, their groups with `per`, and who they are.
#ifndef SEINE_QUERY_RANKED_KEYS_H_
#define SEINE_QUERY_RANKED_KEYS_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "absl/numeric/int128.h"
#include "absl/status/status.h"

#include "engine/aligned_vector.h"
#include "engine/snapshot.h"
#include "query/executor.h"
#include "query/member_groups.h"
#include "query/member_keys.h"
#include "query/population_scan.h"

namespace seine {

// The members of one block.
struct RankedBlock {
  uint32_t shard = 0;
  uint32_t block = 0;
  std::span<const int64_t> keys;
  const uint32_t* groups = nullptr;       // key by key; null: one group
  const absl::int128* amounts = nullptr;  // key by key; null: not kept
  const uint64_t* members = nullptr;      // whose they are: a bit a member, kBlockWords words
  bool all() const;                       // key i is member i's
  uint32_t Group(size_t i) const { return groups == nullptr ? 0 : groups[i]; }

  // Bit i of `picked` is of key i: the same of the members, into kBlockWords words.
  void ToMembers(const uint64_t* picked, uint64_t* out) const;
};

class RankedKeys {
 public:
  // For the question at that place of the scan. With `amounts`, the values themselves are kept
  // beside the keys, as they enter a sum.
  RankedKeys(const PopulationScan& scan, size_t question, bool amounts);

  // Each block once. Threads: one for each worker.
  void Add(int worker, const BlockValues& values);
  // After the last Add. Errors: Cancelled, DeadlineExceeded.
  absl::Status Finish(const RunLimits& limits);

  // After Finish().
  uint64_t count() const { return count_; }
  const std::vector<RankedBlock>& blocks() const { return blocks_; }  // those with keys
  const RankedBlock* Find(uint32_t shard, uint32_t block) const;      // null: without keys
  bool grouped() const { return groups_ != nullptr; }
  uint32_t group_count() const { return grouped() ? numbers_.count() : 1; }
  KeyKind kind() const { return kind_; }

 private:
  // Of the block, among all blocks of the snapshot.
  size_t Slot(uint32_t shard, uint32_t block) const { return first_slot_[shard] + block; }

  KeyKind kind_;
  MemberGroups numbers_;
  std::vector<size_t> first_slot_;  // of each shard
  std::vector<uint64_t> begins_;    // of the keys of each slot; how many, and who met them
  std::vector<uint32_t> counts_;
  std::vector<uint32_t> workers_;
  std::unique_ptr<int64_t[]> keys_;
  std::unique_ptr<uint32_t[]> groups_;
  std::unique_ptr<absl::int128[]> amounts_;
  AlignedVector<uint64_t> members_;  // kBlockWords of each slot
  std::vector<RankedBlock> blocks_;
  std::vector<uint32_t> index_;  // of a slot in blocks_
  uint64_t count_ = 0;
};

// Loads what the order of the keys of all members takes. Errors: DataLoss, Cancelled,
// DeadlineExceeded.
absl::Status EnsurePlaces(const Snapshot& snapshot, const RunLimits& limits);
// Of the member at the offset: where it stands among all, in the order of their keys.
inline uint32_t PlaceOfMember(const ShardView& shard, uint32_t s, uint32_t offset) {
  return s * kShardSize + (shard.key_rank.empty() ? offset : shard.key_rank[offset]);
}
// Its offset in the shard.
inline uint32_t OffsetOfPlace(const ShardView& shard, uint32_t place) {
  const uint32_t rank = place % kShardSize;
  return shard.key_order.empty() ? rank : shard.key_order[rank];
}

}  // namespace seine

#endif  // SEINE_QUERY_RANKED_KEYS_H_
