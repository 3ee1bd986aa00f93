#include "query/key_ranking.h"

#include <algorithm>
#include <utility>
#include <variant>
#include <vector>

#include "engine/kernels.h"
#include "engine/planted_bug.h"
#include "query/border_search.h"
#include "query/member_bits.h"

namespace seine {
namespace {

// Bits of the block's members whose keys are from `low` to `high`.
void MembersBetween(const RankedBlock& block, int64_t low, int64_t high, uint64_t* members) {
  uint64_t picked[kBlockWords];
  ActiveKernels().range_i64(block.keys.data(), block.keys.size(), low, high, false, picked);
  block.ToMembers(picked, members);
}

// Those of one group whose keys come before the border's.
void MembersAhead(const RankedBlock& block, const RankBorders& borders, int64_t key,
                  uint64_t* members) {
  if (key == INT64_MIN) {
    std::fill_n(members, kBlockWords, 0);
  } else if (!borders.top()) {
    MembersBetween(block, INT64_MIN, key - 1, members);
  } else {
    MembersBetween(block, borders.InRankOrder(key - 1), INT64_MAX, members);
  }
}

// Those of one group that are before its border.
void MembersBefore(const RankedBlock& block, const RankBorders& borders, const ShardView& shard,
                   uint64_t* members) {
  const KeyBorder& border = borders.Of(0)[0];
  MembersAhead(block, borders, border.key, members);
  if (border.place == 0) return;
  const int64_t key = borders.InRankOrder(border.key);
  uint64_t equal[kBlockWords];
  MembersBetween(block, key, key, equal);
  const uint32_t first = block.block * kBlockSize;
  ForEachBit(equal, kBlockSize, [&](uint32_t i) {
    if (PlaceOfMember(shard, block.shard, first + i) < border.place) SetMaskBit(members, i);
  });
}

struct MemberAt {
  uint32_t shard;
  uint32_t offset;
};
MemberAt MemberOf(const Snapshot& snapshot, uint32_t place) {
  const uint32_t shard = place / kShardSize;
  return {shard, OffsetOfPlace(snapshot.shard(shard), place)};
}

void RankBlock(const RankedBlock& block, const RankBorders& borders, uint32_t group_count,
               const ShardView& shard, uint64_t* members) {
  if (block.groups == nullptr && borders.Of(0).empty()) {
    std::copy_n(block.members, kBlockWords, members);
  } else if (block.groups == nullptr) {
    MembersBefore(block, borders, shard, members);
  } else {
    const BorderSearch search(borders, group_count, block, shard);
    search.ForEach([&](uint32_t offset, size_t passed) {
      members[offset >> 6] |= uint64_t{passed == 0} << (offset & 63);
    });
  }
}

}  // namespace

absl::StatusOr<bound::MemberBits> RankByKeys(const Snapshot& snapshot, const RankedKeys& keys,
                                             const RankBorders& borders, bool negated,
                                             const RunLimits& limits) {
  bound::MemberBits bits = NoMembers(snapshot);
  const auto words_of = [&](const RankedBlock& block) {
    return bits.shards[block.shard].data() + block.block * kBlockWords;
  };
  absl::Status status = limits.Run(keys.blocks().size(), [&](int, uint64_t b) {
    const RankedBlock& block = keys.blocks()[b];
    RankBlock(block, borders, keys.group_count(), snapshot.shard(block.shard), words_of(block));
  });
  if (!status.ok()) return status;
  for (const MemberBefore& member : borders.exceptions()) {
    const MemberAt at = MemberOf(snapshot, member.place);
    SetMaskBit(bits.shards[at.shard].data(), at.offset);
  }
  for (size_t b = 0; b < keys.blocks().size() && negated; ++b) {
    const RankedBlock& block = keys.blocks()[b];
    uint64_t* const words = words_of(block);
    for (size_t w = 0; w < kBlockWords; ++w) words[w] = block.members[w] & ~words[w];
  }
  CountChosen(&bits);
  bits.ranked = keys.count();
  return bits;
}

absl::StatusOr<bound::MemberTiles> TileByKeys(const Snapshot& snapshot, const RankedKeys& keys,
                                              const RankBorders& borders, uint64_t k,
                                              const RunLimits& limits) {
  bound::MemberTiles tiles = NoTiles(snapshot, k);
  const auto tile = [k](size_t passed) {
    return Planted("tile-direction") ? passed + 1 : k - passed;
  };
  absl::Status status = limits.Run(keys.blocks().size(), [&](int, uint64_t b) {
    const RankedBlock& block = keys.blocks()[b];
    const BorderSearch search(borders, keys.group_count(), block, snapshot.shard(block.shard));
    std::visit(
        [&](auto& numbers) {
          auto* const out = numbers.data() + block.block * kBlockSize;
          using Number = std::decay_t<decltype(*out)>;
          search.ForEach([&](uint32_t offset, size_t passed) {
            out[offset] = static_cast<Number>(tile(passed));
          });
        },
        tiles.shards[block.shard]);
  });
  if (!status.ok()) return status;
  for (const MemberBefore& member : borders.exceptions()) {
    const MemberAt at = MemberOf(snapshot, member.place);
    std::visit(
        [&](auto& numbers) {
          using Number = std::decay_t<decltype(numbers[0])>;
          numbers[at.offset] = static_cast<Number>(tile(member.passed));
        },
        tiles.shards[at.shard]);
  }
  tiles.ranked = keys.count();
  return tiles;
}

}  // namespace seine
