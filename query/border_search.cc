#include "query/border_search.h"

#include <bit>

namespace seine {
namespace {

// So many are found again for each block.
constexpr size_t kMostKeys = 1u << 13;

}  // namespace

BorderSearch::BorderSearch(const RankBorders& borders, uint32_t group_count,
                           const RankedBlock& block, const ShardView& shard)
    : borders_(borders), block_(block), shard_(shard) {
  const bool ordered = shard.key_rank.empty();  // else places are anywhere in the shard
  first_place_ =
      uint64_t{block.shard} * kShardSize + (ordered ? uint64_t{block.block} * kBlockSize : 0);
  end_place_ = first_place_ + (ordered ? kBlockSize : kShardSize);
  if (group_count > kMostKeys) return;
  size_t most = 1;
  for (uint32_t g = 0; g < group_count; ++g) most = std::max(most, borders.Of(g).size());
  width_ = std::bit_ceil(most + 1) - 1;
  if (width_ * group_count > kMostKeys) return;
  keys_.assign(width_ * group_count, INT64_MAX);
  undecided_.assign(width_ * group_count, 0);
  for (uint32_t g = 0; g < group_count; ++g) Decide(g);
}

void BorderSearch::Decide(uint32_t group) {
  const std::span<const KeyBorder> borders = borders_.Of(group);
  counts_.push_back(static_cast<uint32_t>(borders.size()));
  for (size_t i = 0; i < borders.size(); ++i) {
    const size_t at = group * width_ + i;
    keys_[at] = borders[i].key;
    if (borders[i].place <= first_place_) continue;
    if (borders[i].place >= end_place_ && borders[i].key != INT64_MAX) {
      ++keys_[at];
    } else {
      undecided_[at] = 1;
      decided_ = false;
    }
  }
}

size_t BorderSearch::PassedOf(uint32_t group, uint32_t offset, int64_t key) const {
  const std::span<const KeyBorder> own = borders_.Of(group);
  const uint64_t place = PlaceOfMember(shard_, block_.shard, block_.block * kBlockSize + offset);
  const auto passed = std::partition_point(own.begin(), own.end(), [&](const KeyBorder& border) {
    return border.key != key ? border.key < key : border.place <= place;
  });
  return static_cast<size_t>(passed - own.begin());
}

}  // namespace seine
