#include "query/ranking.h"

#include <algorithm>
#include <functional>
#include <utility>
#include <vector>

#include "query/holding.h"
#include "query/key_ranking.h"
#include "query/leading_members.h"
#include "query/member_bits.h"
#include "query/rank_positions.h"
#include "query/rank_select.h"
#include "query/ranked_keys.h"
#include "query/ranked_members.h"
#include "query/workers.h"

namespace seine {
namespace {

using absl::int128;
using Bits = std::shared_ptr<const bound::MemberBits>;
using Tiles = std::shared_ptr<const bound::MemberTiles>;
using filter::Rank;

// The few that come first; null: they are not few, or numbers that do not fit.
absl::StatusOr<Bits> RankFew(const PopulationScan& scan, const bound::Rank& rank) {
  if (rank.measure != Rank::Measure::kMembers || rank.negated ||
      rank.n.number > int128(kMostLeading))
    return nullptr;
  auto few = FindLeading(scan, rank.direction == Rank::Direction::kTop,
                         static_cast<uint64_t>(rank.n.number));
  if (!few.ok()) return few.status();
  if (!few->has_value()) return nullptr;
  bound::MemberBits bits = NoMembers(scan.snapshot());
  for (const uint32_t place : (*few)->places) {
    const uint32_t s = place / kShardSize;
    SetMaskBit(bits.shards[s].data(), OffsetOfPlace(scan.snapshot().shard(s), place));
  }
  bits.chosen = (*few)->places.size();
  bits.ranked = (*few)->ranked;
  return std::make_shared<const bound::MemberBits>(std::move(bits));
}

// ---- by entries: of groups, by what they hold, of numbers of 128 bits

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

// The positions, ascending and below the group's size, at which its classes begin but for the
// first. The entries are in any order, and may be reordered.
template <typename Entry>
using Positions =
    std::function<absl::Status(std::span<Entry> group, std::vector<uint64_t>* positions)>;

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
  if (absl::Status status = positions(group, &at); !status.ok()) return status;
  const size_t first = borders->entries.size();
  borders->entries.resize(first + at.size());
  SelectAt(group, at, before, borders->entries.data() + first);
  borders->begin.push_back(borders->entries.size());
  return absl::OkStatus();
}

template <typename Entry>
absl::StatusOr<Borders<Entry>> FindBorders(const PopulationScan& scan,
                                           const RankedMembers<Entry>& members, RankOrder before,
                                           const Positions<Entry>& positions) {
  Borders<Entry> borders;
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
absl::StatusOr<Bits> RankEntries(const PopulationScan& scan, const RankedMembers<Entry>& members,
                                 const bound::Rank& rank) {
  const RankOrder before{rank.direction == Rank::Direction::kTop};
  const Positions<Entry> end_of_rank = [&](std::span<Entry> group,
                                           std::vector<uint64_t>* positions) -> absl::Status {
    const std::optional<uint64_t> length =
        rank.measure == Rank::Measure::kHolding
            ? CountHolding(group, rank.subject->type, rank.n)
            : std::optional<uint64_t>(LengthOf(rank, group.size()));
    if (!length) return scan.TooLarge();
    if (*length < group.size()) positions->push_back(*length);
    return absl::OkStatus();
  };
  auto borders = FindBorders(scan, members, before, end_of_rank);
  if (!borders.ok()) return borders.status();
  bound::MemberBits bits = NoMembers(scan.snapshot());
  ClassifyMembers(scan, members, *borders, before, [&](uint32_t shard, uint32_t offset, size_t at) {
    if ((at == 0) != rank.negated) SetMaskBit(bits.shards[shard].data(), offset);
  });
  CountChosen(&bits);
  bits.ranked = members.count;
  return std::make_shared<const bound::MemberBits>(std::move(bits));
}

template <typename Entry>
absl::StatusOr<Tiles> TileEntries(const PopulationScan& scan, const RankedMembers<Entry>& members,
                                  uint64_t k) {
  const RankOrder before{true};
  const Positions<Entry> tile_begins = [&](std::span<Entry> group,
                                           std::vector<uint64_t>* positions) {
    *positions = TileBegins(k, group.size());
    return absl::OkStatus();
  };
  auto borders = FindBorders(scan, members, before, tile_begins);
  if (!borders.ok()) return borders.status();
  bound::MemberTiles tiles = NoTiles(scan.snapshot());
  ClassifyMembers(scan, members, *borders, before, [&](uint32_t shard, uint32_t offset, size_t at) {
    tiles.shards[shard][offset] = static_cast<uint32_t>(k - at);
  });
  tiles.ranked = members.count;
  return std::make_shared<const bound::MemberTiles>(std::move(tiles));
}

}  // namespace

absl::StatusOr<Bits> RankMembers(const PopulationScan& scan, const bound::Rank& rank) {
  const bool top = rank.direction == Rank::Direction::kTop;
  if (!scan.grouped() && rank.measure != Rank::Measure::kHolding) {
    absl::StatusOr<Bits> few = RankFew(scan, rank);
    if (!few.ok() || *few != nullptr) return few;
    auto keys = CollectKeys(scan, {top, false});
    if (!keys.ok()) return keys.status();
    if (*keys != nullptr)
      return std::make_shared<const bound::MemberBits>(RankByKeys(scan, **keys, rank));
  }
  return WithMembers<Bits>(scan, {top, false},
                           [&](const auto& members) { return RankEntries(scan, members, rank); });
}

absl::StatusOr<Tiles> TileMembers(const PopulationScan& scan, const bound::NTile& tile) {
  const auto k = static_cast<uint64_t>(tile.k);
  if (!scan.grouped() && k <= kMostKeyTiles) {
    auto keys = CollectKeys(scan, {true, false});
    if (!keys.ok()) return keys.status();
    if (*keys != nullptr)
      return std::make_shared<const bound::MemberTiles>(TileByKeys(scan, **keys, k));
  }
  return WithMembers<Tiles>(scan, {true, false},
                            [&](const auto& members) { return TileEntries(scan, members, k); });
}

}  // namespace seine
