#include "engine/layout_rows.h"

#include <algorithm>
#include <limits>
#include <tuple>
#include <utility>

namespace seine {
namespace {

constexpr int64_t kEarliest = std::numeric_limits<int64_t>::min();
constexpr int64_t kLatest = std::numeric_limits<int64_t>::max();

// The shard's rows grouped by owner (a member or a parent row) and, inside, by time; ties keep
// their arrival.
struct Grouped {
  std::vector<uint32_t> places;
  std::vector<uint32_t> begin;  // owners + 1
};

// A deeper row without its own time follows those that have one.
int64_t TimeOf(const ShardTable& table, uint32_t place) {
  const uint64_t row = (*table.rows)[place];
  if (table.time->Missing(row)) return kLatest;
  return TileTime(table.time->type(), table.time->Value(row));
}

void SortByTime(const ShardTable& table, std::span<uint32_t> places,
                std::vector<std::pair<int64_t, uint32_t>>* room) {
  room->clear();
  for (uint32_t place : places) room->emplace_back(TimeOf(table, place), place);
  if (std::is_sorted(room->begin(), room->end())) return;
  std::sort(room->begin(), room->end());  // places ascend by arrival
  for (size_t i = 0; i < places.size(); ++i) places[i] = (*room)[i].second;
}

template <typename OwnerOf>
Grouped GroupByOwner(const ShardTable& table, size_t owners, OwnerOf&& owner_of) {
  const uint64_t rows = table.rows->size();
  Grouped out;
  out.begin.assign(owners + 2, 0);
  std::vector<uint32_t> owner(rows);
  for (size_t i = 0; i < rows; ++i) {
    owner[i] = owner_of(static_cast<size_t>(table.table->parent_row.Value((*table.rows)[i])));
    ++out.begin[size_t{owner[i]} + 2];
  }
  // While places are filled in, begin[o + 1] is where the next of owner o goes.
  for (size_t o = 0; o < owners; ++o) out.begin[o + 2] += out.begin[o + 1];
  out.places.resize(rows);
  for (size_t i = 0; i < rows; ++i) {
    out.places[out.begin[size_t{owner[i]} + 1]++] = static_cast<uint32_t>(i);
  }
  out.begin.pop_back();
  std::vector<std::pair<int64_t, uint32_t>> room;
  for (size_t o = 0; o < owners && table.time != nullptr; ++o) {
    const uint32_t count = out.begin[o + 1] - out.begin[o];
    if (count > 1) SortByTime(table, std::span(out.places).subspan(out.begin[o], count), &room);
  }
  return out;
}

// The times at which a new tile of a block begins, ascending: tiles halve towards the newest, as
// long as that one keeps min_tile_rows.
std::vector<int64_t> TileCuts(std::vector<int64_t> times, const LayoutOptions& options) {
  int tiles = 1;
  while (tiles < options.tiles && tiles < 32 &&
         times.size() / ((uint64_t{2} << tiles) - 1) >= std::max(1u, options.min_tile_rows)) {
    ++tiles;
  }
  if (tiles == 1) return {};
  std::vector<int64_t> cuts;
  auto end = times.end();
  for (int newer = 1; newer < tiles; ++newer) {
    const uint64_t rows_newer =
        times.size() * ((uint64_t{1} << newer) - 1) / ((uint64_t{1} << tiles) - 1);
    const auto cut = times.end() - static_cast<int64_t>(rows_newer);
    std::nth_element(times.begin(), cut, end);
    cuts.push_back(*cut);
    end = cut;
    if (end == times.begin()) break;
  }
  std::reverse(cuts.begin(), cuts.end());
  cuts.erase(std::unique(cuts.begin(), cuts.end()), cuts.end());
  const int64_t oldest = *std::min_element(times.begin(), times.end());
  if (cuts.front() == oldest)
    cuts.erase(cuts.begin());  // nothing is older: equal times do not span tiles
  return cuts;
}

// Lays one block's rows (by member, then time) out tile by tile.
class BlockTiler {
 public:
  BlockTiler(const ShardTable& history, const Grouped& grouped, const LayoutOptions& options,
             OrderedRows* out)
      : history_(history), grouped_(grouped), options_(options), out_(out) {}

  void Add(uint32_t block, uint32_t members_in_block) {
    const uint32_t* begin = grouped_.begin.data() + size_t{block} * kBlockSize;
    const std::span<const uint32_t> places(grouped_.places.data() + begin[0],
                                           begin[members_in_block] - begin[0]);
    if (places.empty()) return;
    times_.clear();
    for (uint32_t place : places) {
      times_.push_back(history_.time == nullptr ? kEarliest : TimeOf(history_, place));
    }
    const std::vector<int64_t> cuts =
        history_.time == nullptr ? std::vector<int64_t>() : TileCuts(times_, options_);
    std::vector<uint64_t> tile_next = CountTiles(cuts);
    for (uint32_t member = 0; member < members_in_block; ++member) {
      for (uint32_t r = begin[member]; r < begin[member + 1]; ++r) {
        const uint64_t at = tile_next[TileOf(cuts, times_[r - begin[0]])]++;
        out_->places[at] = grouped_.places[r];
        out_->member[at] = static_cast<uint16_t>(member);
      }
    }
  }

 private:
  static size_t TileOf(const std::vector<int64_t>& cuts, int64_t time) {
    size_t tile = 0;
    while (tile < cuts.size() && cuts[tile] <= time) ++tile;
    return tile;
  }

  // Adds the block's tiles to the output; returns where each begins.
  std::vector<uint64_t> CountTiles(const std::vector<int64_t>& cuts) {
    std::vector<uint64_t> count(cuts.size() + 1, 0);
    std::vector<TimeBounds> bounds(cuts.size() + 1, {kLatest, kEarliest});
    for (int64_t time : times_) {
      const size_t tile = TileOf(cuts, time);
      ++count[tile];
      bounds[tile].min = std::min(bounds[tile].min, time);
      bounds[tile].max = std::max(bounds[tile].max, time);
    }
    uint64_t next = out_->tile_rows.back();
    std::vector<uint64_t> begin;
    for (size_t tile = 0; tile < count.size(); ++tile) {
      begin.push_back(next);
      next += count[tile];
      if (history_.time == nullptr) bounds[tile] = {kEarliest, kLatest};
      out_->tiles.push_back({bounds[tile].min, bounds[tile].max,
                             static_cast<uint32_t>(begin.back()), static_cast<uint32_t>(next)});
      out_->tile_rows.push_back(next);
    }
    return begin;
  }

  const ShardTable& history_;
  const Grouped& grouped_;
  const LayoutOptions& options_;
  OrderedRows* out_;
  std::vector<int64_t> times_;  // of the block's rows
};

std::vector<uint32_t> GroupBegins(const OrderedRows& rows) {
  std::vector<uint32_t> begins;
  begins.reserve(rows.tiles.size() * (kOffsetGroups + 1));
  for (const Tile& tile : rows.tiles) {
    uint32_t row = tile.row_begin;
    for (uint32_t group = 0; group <= kOffsetGroups; ++group) {
      while (row < tile.row_end && rows.member[row] < group * kOffsetGroup) ++row;
      begins.push_back(row);
    }
  }
  return begins;
}

// Per tile of the history: the own times of a deeper table's rows.
std::vector<TimeBounds> OwnTimes(const ShardTable& child, const OrderedRows& rows) {
  std::vector<TimeBounds> bounds;
  for (size_t tile = 0; tile + 1 < rows.tile_rows.size(); ++tile) {
    TimeBounds& own = bounds.emplace_back(TimeBounds{kLatest, kEarliest});
    for (uint64_t r = rows.tile_rows[tile]; r < rows.tile_rows[tile + 1]; ++r) {
      const uint64_t row = (*child.rows)[rows.places[r]];
      if (child.time->Missing(row)) continue;
      const int64_t time = TileTime(child.time->type(), child.time->Value(row));
      own.min = std::min(own.min, time);
      own.max = std::max(own.max, time);
    }
  }
  return bounds;
}

// Whether rows of one member and one time may lie in another order than they arrived in. Where
// parents lie in order of time and rows take theirs, this is so only across parents of equal time,
// which lie side by side; else it is looked at member by member.
bool MayMixArrival(const OrderedRows& parent, const OrderedRows& rows) {
  if (!rows.by_time) {
    std::vector<uint32_t> last(kBlockSize);
    for (size_t block = 0; block + 1 < rows.block_begin.size(); ++block) {
      std::fill(last.begin(), last.end(), 0);
      for (uint64_t r = rows.block_begin[block]; r < rows.block_begin[block + 1]; ++r) {
        if (rows.places[r] < last[rows.member[r]]) return true;
        last[rows.member[r]] = rows.places[r];
      }
    }
    return false;
  }
  size_t before = parent.time.size();  // the last parent with rows
  for (size_t p = 0; p < parent.time.size(); ++p) {
    if (rows.offsets[p] == rows.offsets[p + 1]) continue;
    const bool tied = before < p && parent.member[before] == parent.member[p] &&
                      parent.time[before] == parent.time[p];
    if (tied && rows.places[rows.offsets[p]] < rows.places[rows.offsets[before + 1] - 1])
      return true;
    before = p;
  }
  return false;
}

// Per row: how many rows of its member with the same time arrived before it, as TableView says.
std::vector<uint32_t> ArrivalOf(const OrderedRows& rows) {
  struct Tied {
    uint16_t member;
    int64_t time;
    uint32_t place;
    uint32_t row;
  };
  std::vector<Tied> all;
  std::vector<uint32_t> arrival(rows.places.size());
  // A member's rows lie within its block.
  for (size_t block = 0; block + 1 < rows.block_begin.size(); ++block) {
    all.clear();
    for (uint64_t r = rows.block_begin[block]; r < rows.block_begin[block + 1]; ++r)
      all.push_back({rows.member[r], rows.time[r], rows.places[r], static_cast<uint32_t>(r)});
    std::ranges::sort(all, {}, [](const Tied& t) { return std::tuple(t.member, t.time, t.place); });
    for (size_t i = 1, tied = 0; i < all.size(); ++i) {
      const bool ties = all[i].member == all[i - 1].member && all[i].time == all[i - 1].time;
      tied = ties ? tied + 1 : 0;
      arrival[all[i].row] = static_cast<uint32_t>(tied);
    }
  }
  return arrival;
}

}  // namespace

OrderedRows OrderHistory(const ShardTable& history, std::span<const uint32_t> place,
                         uint32_t members_in_shard, const LayoutOptions& options, bool keep_times) {
  const Grouped grouped = GroupByOwner(history, members_in_shard,
                                       [&](size_t parent) { return ShardOffsetOf(place[parent]); });
  OrderedRows out;
  out.places.resize(history.rows->size());
  out.member.resize(history.rows->size());
  out.block_begin.push_back(0);
  out.tile_rows.push_back(0);
  out.tile_begin.push_back(0);
  BlockTiler tiler(history, grouped, options, &out);
  for (uint32_t block = 0; block < BlocksFor(members_in_shard); ++block) {
    tiler.Add(block, std::min(kBlockSize, members_in_shard - block * kBlockSize));
    out.block_begin.push_back(out.tile_rows.back());
    out.tile_begin.push_back(static_cast<uint32_t>(out.tiles.size()));
  }
  out.group_begin = GroupBegins(out);
  out.by_time = history.time != nullptr;
  if (!keep_times || history.time == nullptr) return out;
  out.time.reserve(out.places.size());
  for (uint32_t place : out.places) out.time.push_back(TimeOf(history, place));
  return out;
}

OrderedRows OrderChildren(const ShardTable& child, std::span<const uint32_t> position,
                          const OrderedRows& parent, bool keep_times) {
  Grouped grouped = GroupByOwner(child, parent.member.size(),
                                 [&](size_t parent_row) { return position[parent_row]; });
  OrderedRows out;
  out.places = std::move(grouped.places);
  out.member.reserve(out.places.size());
  for (size_t p = 0; p + 1 < grouped.begin.size(); ++p) {
    out.member.insert(out.member.end(), grouped.begin[p + 1] - grouped.begin[p], parent.member[p]);
  }
  out.offsets = std::move(grouped.begin);
  for (uint64_t row : parent.block_begin) out.block_begin.push_back(out.offsets[row]);
  for (uint64_t row : parent.tile_rows) out.tile_rows.push_back(out.offsets[row]);
  if (child.time != nullptr) out.tile_bounds = OwnTimes(child, out);
  if (child.time == nullptr && parent.time.empty()) return out;
  out.by_time = child.time == nullptr && parent.by_time;
  const bool mixed = MayMixArrival(parent, out);
  if (!mixed && !keep_times) return out;
  out.time.reserve(out.places.size());
  for (size_t p = 0; p + 1 < out.offsets.size(); ++p) {
    for (uint32_t r = out.offsets[p]; r < out.offsets[p + 1]; ++r)
      out.time.push_back(child.time != nullptr ? TimeOf(child, out.places[r]) : parent.time[p]);
  }
  if (mixed) out.arrival = ArrivalOf(out);
  return out;
}

}  // namespace seine
