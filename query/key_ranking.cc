#include "query/key_ranking.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "engine/kernels.h"
#include "query/key_search.h"
#include "query/member_bits.h"
#include "query/rank_positions.h"
#include "query/ranked_members.h"
#include "query/workers.h"

namespace seine {
namespace {

// The key at which, and above which, the block's members are no more before the border; none: of
// that key some are and some are not.
std::optional<int64_t> FirstKeyBehind(const RankedBlock& block, const KeyBorder& border,
                                      const ShardView& shard) {
  const bool ordered = shard.key_rank.empty();  // else places are anywhere in the shard
  const uint64_t first =
      uint64_t{block.shard} * kShardSize + (ordered ? uint64_t{block.block} * kBlockSize : 0);
  if (border.place <= first) return border.key;
  if (border.place >= first + (ordered ? kBlockSize : kShardSize) && border.key != INT64_MAX)
    return border.key + 1;
  return std::nullopt;
}

// Bits of the block's members whose keys are from `low` to `high`.
void MembersBetween(const RankedBlock& block, int64_t low, int64_t high, uint64_t* members) {
  uint64_t picked[kBlockWords];
  ActiveKernels().range_i64(block.keys.data(), block.keys.size(), low, high, false, picked);
  block.ToMembers(picked, members);
}

void MembersBelow(const RankedBlock& block, int64_t key, uint64_t* members) {
  if (key == INT64_MIN) {
    std::fill_n(members, kBlockWords, 0);
  } else {
    MembersBetween(block, INT64_MIN, key - 1, members);
  }
}

void MembersBefore(const RankedBlock& block, const KeyBorder& border, const ShardView& shard,
                   uint64_t* members) {
  const std::optional<int64_t> behind = FirstKeyBehind(block, border, shard);
  MembersBelow(block, behind.value_or(border.key), members);
  if (behind) return;
  uint64_t equal[kBlockWords];
  MembersBetween(block, border.key, border.key, equal);
  const uint32_t first = block.block * kBlockSize;
  ForEachBit(equal, kBlockSize, [&](uint32_t i) {
    if (PlaceOfMember(shard, block.shard, first + i) < border.place) SetMaskBit(members, i);
  });
}

// Calls put(member of the block, borders it is not before).
template <typename Put>
void PassBorders(const RankedBlock& block, const std::vector<KeyBorder>& borders,
                 const ShardView& shard, Put&& put) {
  const int64_t* key = block.keys.data();
  std::vector<int64_t> behind;
  for (const KeyBorder& border : borders) {
    const std::optional<int64_t> first = FirstKeyBehind(block, border, shard);
    if (first) behind.push_back(*first);
  }
  if (behind.size() == borders.size()) {
    const KeySearch search(std::move(behind));
    ForEachBit(block.members, kBlockSize, [&](uint32_t i) { put(i, search.Passed(*key++)); });
    return;
  }
  const auto before = [](const KeyBorder& a, const KeyBorder& b) {
    return a.key != b.key ? a.key < b.key : a.place < b.place;
  };
  ForEachBit(block.members, kBlockSize, [&](uint32_t i) {
    const KeyBorder at{*key++, PlaceOfMember(shard, block.shard, block.block * kBlockSize + i)};
    const auto passed = std::upper_bound(borders.begin(), borders.end(), at, before);
    put(i, static_cast<size_t>(passed - borders.begin()));
  });
}

}  // namespace

bound::MemberBits RankByKeys(const PopulationScan& scan, const RankedKeys& keys,
                             const bound::Rank& rank) {
  const Snapshot& snapshot = scan.snapshot();
  const int threads = scan.limits().threads;
  const uint64_t length = LengthOf(rank, keys.count());
  std::optional<KeyBorder> border;
  if (length < keys.count()) border = keys.BordersAt(snapshot, {&length, 1}, threads)[0];
  bound::MemberBits bits = NoMembers(snapshot);
  RunTickets(keys.blocks().size(), threads, [&](int, uint64_t b) {
    const RankedBlock& block = keys.blocks()[b];
    uint64_t* const out = bits.shards[block.shard].data() + block.block * kBlockWords;
    if (border) {
      MembersBefore(block, *border, snapshot.shard(block.shard), out);
    } else {
      std::copy_n(block.members, kBlockWords, out);
    }
    for (size_t w = 0; w < kBlockWords && rank.negated; ++w) out[w] = block.members[w] & ~out[w];
  });
  CountChosen(&bits);
  bits.ranked = keys.count();
  return bits;
}

bound::MemberTiles TileByKeys(const PopulationScan& scan, const RankedKeys& keys, uint64_t k) {
  const Snapshot& snapshot = scan.snapshot();
  const int threads = scan.limits().threads;
  const std::vector<KeyBorder> borders =
      keys.BordersAt(snapshot, TileBegins(k, keys.count()), threads);
  bound::MemberTiles tiles = NoTiles(snapshot);
  RunTickets(keys.blocks().size(), threads, [&](int, uint64_t b) {
    const RankedBlock& block = keys.blocks()[b];
    uint32_t* const out = tiles.shards[block.shard].data() + block.block * kBlockSize;
    PassBorders(block, borders, snapshot.shard(block.shard),
                [&](uint32_t i, size_t passed) { out[i] = static_cast<uint32_t>(k - passed); });
  });
  tiles.ranked = keys.count();
  return tiles;
}

}  // namespace seine
