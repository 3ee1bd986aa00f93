#include "query/member_bits.h"

#include <bit>

namespace seine {

bound::MemberBits NoMembers(const Snapshot& snapshot) {
  bound::MemberBits bits;
  for (size_t s = 0; s < snapshot.shard_count(); ++s)
    bits.shards.emplace_back(BlocksFor(snapshot.shard(s).members) * kBlockWords);
  return bits;
}

bound::MemberTiles NoTiles(const Snapshot& snapshot) {
  bound::MemberTiles tiles;
  for (size_t s = 0; s < snapshot.shard_count(); ++s)
    tiles.shards.emplace_back(snapshot.shard(s).members);
  return tiles;
}

void CountChosen(bound::MemberBits* bits) {
  bits->chosen = 0;
  for (const auto& words : bits->shards) {
    for (const uint64_t word : words) bits->chosen += static_cast<uint64_t>(std::popcount(word));
  }
}

}  // namespace seine
