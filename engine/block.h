// Block and shard geometry: how a member's ordinal splits into shard, block and place in the block.
//
// A block is the unit of evaluation: 2^16 members, whose bitset is 8 KiB, so that five operands fit
// into L1. A shard is the unit of parallelism: 2^20 members, 16 blocks. A *shard offset* is a
// member's place in its shard.

#ifndef SEINE_ENGINE_BLOCK_H_
#define SEINE_ENGINE_BLOCK_H_

#include <cstddef>
#include <cstdint>

namespace seine {

inline constexpr uint32_t kBlockSize = 1u << 16;
inline constexpr uint32_t kShardSize = 1u << 20;
inline constexpr uint32_t kBlocksPerShard = kShardSize / kBlockSize;
inline constexpr size_t kBlockWords = kBlockSize / 64;
inline constexpr size_t kBlockBytes = kBlockSize / 8;

constexpr uint64_t ShardOf(uint64_t ordinal) { return ordinal / kShardSize; }
constexpr uint32_t ShardOffsetOf(uint64_t ordinal) {
  return static_cast<uint32_t>(ordinal % kShardSize);
}
constexpr uint32_t BlockOfOffset(uint32_t shard_offset) { return shard_offset / kBlockSize; }
constexpr uint16_t PlaceInBlock(uint32_t shard_offset) {
  return static_cast<uint16_t>(shard_offset % kBlockSize);
}
constexpr uint32_t OffsetOf(uint32_t block, uint32_t place) { return block * kBlockSize + place; }

// How many blocks (shards) hold `members` members.
constexpr uint64_t ShardsFor(uint64_t members) { return (members + kShardSize - 1) / kShardSize; }
constexpr uint32_t BlocksFor(uint32_t members_in_shard) {
  return (members_in_shard + kBlockSize - 1) / kBlockSize;
}

}  // namespace seine

#endif  // SEINE_ENGINE_BLOCK_H_
