#include "query/ranking.h"

#include <algorithm>
#include <functional>
#include <utility>
#include <vector>

#include "query/holding.h"
#include "query/rank_select.h"
#include "query/ranked_members.h"
#include "query/workers.h"

namespace seine {
namespace {

using absl::int128;

// Where the classes of each group begin, the first of all left out: the entries there.
template <typename Entry>
struct Borders {
  std::vector<uint64_t> begin{0};  // group g has entries[begin[g], begin[g + 1])
  std::vector<Entry> entries;
  // How many classes before that of the entry.
  size_t ClassOf(uint32_t group, const Entry& entry, RankOrder before) const {
    const auto first = entries.begin() + static_cast<ptrdiff_t>(begin[group]);
    const auto last = entries.begin() + static_cast<ptrdiff_t>(begin[group + 1]);
    return static_cast<size_t>(std::upper_bound(first, last, entry, before) - first);
  }
};

// Appends the positions, ascending and below n, at which the classes of a group of n begin. The
// group's entries, in any order, are there for those who must look at them, and may be reordered.
template <typename Entry>
using Positions = std::function<absl::Status(uint64_t n, std::span<Entry> group,
                                             std::vector<uint64_t>* positions)>;

// Entries group by group; begin[g] is where a group starts.
template <typename Entry>
std::vector<Entry> EntriesByGroup(const RankedMembers<Entry>& members,
                                  std::vector<uint64_t>* begin) {
  begin->assign(members.group_count + 1, 0);
  for (const auto& block : members.blocks) {
    for (uint32_t i = 0; i < block.count; ++i) ++(*begin)[members.groups[block.begin + i] + 1];
  }
  for (size_t g = 0; g < members.group_count; ++g) (*begin)[g + 1] += (*begin)[g];
  std::vector<uint64_t> next(begin->begin(), begin->end() - 1);
  std::vector<Entry> all(members.count);
  for (const auto& block : members.blocks) {
    for (uint32_t i = 0; i < block.count; ++i) {
      const uint64_t at = block.begin + i;
      all[next[members.groups[at]]++] = members.entries[at];
    }
  }
  return all;
}

template <typename Entry>
absl::Status AddGroup(std::span<Entry> group, RankOrder before, const Positions<Entry>& positions,
                      Borders<Entry>* borders) {
  std::vector<uint64_t> at;
  if (absl::Status status = positions(group.size(), group, &at); !status.ok()) return status;
  const size_t first = borders->entries.size();
  borders->entries.resize(first + at.size());
  SelectAt(group, at, before, borders->entries.data() + first);
  borders->begin.push_back(borders->entries.size());
  return absl::OkStatus();
}

template <typename Entry>
absl::StatusOr<Borders<Entry>> FindBorders(const PopulationScan& scan,
                                           const RankedMembers<Entry>& members, RankOrder before,
                                           bool looks, const Positions<Entry>& positions) {
  Borders<Entry> borders;
  if constexpr (std::is_same_v<Entry, SmallEntry>) {
    if (members.groups == nullptr && !looks) {
      std::vector<uint64_t> at;
      if (absl::Status status = positions(members.count, {}, &at); !status.ok()) return status;
      borders.entries.resize(at.size());
      SelectAt(members.Pieces(), at, scan.limits().threads, borders.entries.data());
      borders.begin.push_back(at.size());
      return borders;
    }
  }
  std::vector<uint64_t> begin{0, members.count};
  std::vector<Entry> all =
      members.groups == nullptr ? members.All() : EntriesByGroup(members, &begin);
  for (size_t g = 0; g + 1 < begin.size(); ++g) {
    if (absl::Status status = scan.limits().Check(); !status.ok()) return status;
    const std::span<Entry> group = std::span(all).subspan(begin[g], begin[g + 1] - begin[g]);
    if (absl::Status status = AddGroup(group, before, positions, &borders); !status.ok())
      return status;
  }
  return borders;
}

// Calls put(shard, offset, class) for every member, blocks in parallel.
template <typename Entry, typename Put>
void ClassifyMembers(const PopulationScan& scan, const RankedMembers<Entry>& members,
                     const Borders<Entry>& borders, RankOrder before, Put&& put) {
  RunTickets(members.blocks.size(), scan.limits().threads, [&](int, uint64_t b) {
    const auto& block = members.blocks[b];
    const ShardView& shard = scan.snapshot().shard(block.shard);
    for (uint32_t i = 0; i < block.count; ++i) {
      const Entry& entry = members.entries[block.begin + i];
      const uint32_t group = members.groups == nullptr ? 0 : members.groups[block.begin + i];
      put(block.shard, OffsetOfPlace(shard, entry.place), borders.ClassOf(group, entry, before));
    }
  });
}

template <typename Entry>
absl::StatusOr<std::shared_ptr<const bound::MemberBits>> RankEntries(
    const PopulationScan& scan, const RankedMembers<Entry>& members, const bound::Rank& rank) {
  const RankOrder before{rank.direction == filter::Rank::Direction::kTop};
  const bool holding = rank.measure == filter::Rank::Measure::kHolding;
  const Positions<Entry> end_of_rank = [&](uint64_t n, std::span<Entry> group,
                                           std::vector<uint64_t>* positions) -> absl::Status {
    uint64_t first_out = n;
    if (holding) {
      absl::StatusOr<uint64_t> held = CountHolding(group, rank.subject->type, rank.n);
      if (!held.ok()) return held.status();
      first_out = *held;
    } else if (rank.measure == filter::Rank::Measure::kPercent) {
      first_out = ShareOf(rank.n, n);
    } else if (rank.n.number < int128(n)) {
      first_out = static_cast<uint64_t>(rank.n.number);
    }
    if (first_out < n) positions->push_back(first_out);
    return absl::OkStatus();
  };
  auto borders = FindBorders(scan, members, before, holding, end_of_rank);
  if (!borders.ok()) return borders.status();
  auto bits = std::make_shared<bound::MemberBits>();
  const Snapshot& snapshot = scan.snapshot();
  for (size_t s = 0; s < snapshot.shard_count(); ++s)
    bits->shards.emplace_back(BlocksFor(snapshot.shard(s).members) * kBlockWords);
  ClassifyMembers(scan, members, *borders, before, [&](uint32_t shard, uint32_t offset, size_t at) {
    if ((at == 0) != rank.negated) SetMaskBit(bits->shards[shard].data(), offset);
  });
  for (const auto& words : bits->shards) {
    for (const uint64_t word : words)
      bits->chosen += static_cast<uint64_t>(__builtin_popcountll(word));
  }
  bits->ranked = members.count;
  return bits;
}

template <typename Entry>
absl::StatusOr<std::shared_ptr<const bound::MemberTiles>> TileEntries(
    const PopulationScan& scan, const RankedMembers<Entry>& members, const bound::NTile& tile) {
  const RankOrder before{true};
  const auto k = static_cast<uint64_t>(tile.k);
  // The first n % k tiles have one member more.
  const Positions<Entry> tile_begins = [&](uint64_t n, std::span<Entry>,
                                           std::vector<uint64_t>* positions) {
    uint64_t at = 0;
    for (uint64_t t = 0; t < k; ++t) {
      at += n / k + (t < n % k ? 1 : 0);
      if (at >= n) break;
      positions->push_back(at);
    }
    return absl::OkStatus();
  };
  auto borders = FindBorders(scan, members, before, false, tile_begins);
  if (!borders.ok()) return borders.status();
  auto tiles = std::make_shared<bound::MemberTiles>();
  const Snapshot& snapshot = scan.snapshot();
  for (size_t s = 0; s < snapshot.shard_count(); ++s)
    tiles->shards.emplace_back(snapshot.shard(s).members);
  ClassifyMembers(scan, members, *borders, before, [&](uint32_t shard, uint32_t offset, size_t at) {
    tiles->shards[shard][offset] = static_cast<uint32_t>(k - at);
  });
  tiles->ranked = members.count;
  return tiles;
}

}  // namespace

uint64_t ShareOf(const bound::ExactCount& percent, uint64_t n) {
  const int128 whole = 100 * PowerOfTen(percent.scale);
  return static_cast<uint64_t>((percent.number * int128(n) + whole - 1) / whole);
}

absl::StatusOr<std::shared_ptr<const bound::MemberBits>> RankMembers(const PopulationScan& scan,
                                                                     const bound::Rank& rank) {
  return WithMembers<std::shared_ptr<const bound::MemberBits>>(
      scan, {rank.direction == filter::Rank::Direction::kTop, false},
      [&](const auto& members) { return RankEntries(scan, members, rank); });
}

absl::StatusOr<std::shared_ptr<const bound::MemberTiles>> TileMembers(const PopulationScan& scan,
                                                                      const bound::NTile& tile) {
  return WithMembers<std::shared_ptr<const bound::MemberTiles>>(
      scan, {true, false}, [&](const auto& members) { return TileEntries(scan, members, tile); });
}

}  // namespace seine
