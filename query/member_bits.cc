#include "query/member_bits.h"

#include <algorithm>
#include <bit>
#include <variant>
#include <vector>

#include "engine/planted_bug.h"

namespace seine {
namespace {

// Tiles count from 1.
size_t BytesOfTile(uint64_t k) {
  const uint64_t most = Planted("tile-too-narrow") ? k - 1 : k;
  return most <= UINT8_MAX ? 1 : most <= UINT16_MAX ? 2 : 4;
}

}  // namespace

bound::MemberBits NoMembers(const Snapshot& snapshot) {
  bound::MemberBits bits;
  for (size_t s = 0; s < snapshot.shard_count(); ++s)
    bits.shards.emplace_back(BlocksFor(snapshot.shard(s).members) * kBlockWords);
  return bits;
}

bound::MemberTiles NoTiles(const Snapshot& snapshot, uint64_t k) {
  bound::MemberTiles tiles;
  for (size_t s = 0; s < snapshot.shard_count(); ++s) {
    const size_t members = snapshot.shard(s).members;
    bound::MemberTiles::Numbers& numbers = tiles.shards.emplace_back();
    switch (BytesOfTile(k)) {
      case 1:
        numbers = std::vector<uint8_t>(members);
        break;
      case 2:
        numbers = std::vector<uint16_t>(members);
        break;
      default:
        numbers = std::vector<uint32_t>(members);
    }
  }
  return tiles;
}

uint64_t BytesOfBits(uint64_t members) { return members / 8; }
uint64_t BytesOfTiles(uint64_t members, uint64_t k) { return members * BytesOfTile(k); }

void CountChosen(bound::MemberBits* bits) {
  bits->chosen = 0;
  for (const auto& words : bits->shards) {
    for (const uint64_t word : words) bits->chosen += static_cast<uint64_t>(std::popcount(word));
  }
}

void EvaluateTiles(const bound::MemberTiles::Numbers& tiles, const RowBatch& batch, RowArena& arena,
                   ValueVector* out) {
  TakeSlots(batch.count, arena, out);
  int64_t* const to = out->small.data();
  std::visit(
      [&](const auto& numbers) {
        for (uint32_t i = 0; i < batch.count; ++i) to[i] = numbers[batch.Row(i)];
      },
      tiles);
  for (uint32_t first = 0; first < batch.count; first += 64) {
    out->present[first >> 6] = PackBits(std::min(batch.count - first, 64u),
                                        [&](uint32_t i) { return to[first + i] != 0; });
  }
}

}  // namespace seine
