#include "engine/layout_rows.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace seine {
namespace {

constexpr int64_t kEarliest = std::numeric_limits<int64_t>::min();
constexpr int64_t kLatest = std::numeric_limits<int64_t>::max();

struct TimedRow {
  int64_t time;
  uint64_t row;
};

// Rows grouped by owner (a member or a parent row) and, inside, by time; ties keep their arrival.
struct Grouped {
  std::vector<TimedRow> rows;
  std::vector<uint32_t> begin;  // owners + 1
};

template <typename OwnerOf>
Grouped GroupByOwner(const ShardTable& table, size_t owners, OwnerOf&& owner_of) {
  Grouped out;
  out.begin.assign(owners + 1, 0);
  std::vector<uint32_t> owner(table.rows.size());
  for (size_t i = 0; i < table.rows.size(); ++i) {
    owner[i] = owner_of(static_cast<size_t>(table.table->parent_row.Value(table.rows[i])));
    ++out.begin[owner[i] + 1];
  }
  for (size_t o = 0; o < owners; ++o) out.begin[o + 1] += out.begin[o];
  std::vector<uint32_t> next(out.begin.begin(), out.begin.end() - 1);
  out.rows.resize(table.rows.size());
  for (size_t i = 0; i < table.rows.size(); ++i) {
    const uint64_t row = table.rows[i];
    const bool timed = table.time != nullptr && !table.time->Missing(row);
    // A deeper row without its own time follows those that have one.
    out.rows[next[owner[i]]++] = {
        timed ? TileTime(table.time->type(), table.time->Value(row)) : kLatest, row};
  }
  const auto earlier = [](const TimedRow& a, const TimedRow& b) { return a.time < b.time; };
  for (size_t o = 0; o < owners && table.time != nullptr; ++o) {
    const auto first = out.rows.begin() + out.begin[o];
    const auto last = out.rows.begin() + out.begin[o + 1];
    if (!std::is_sorted(first, last, earlier)) std::stable_sort(first, last, earlier);
  }
  return out;
}

// The times at which a new tile of a block begins, ascending: tiles halve towards the newest, as
// long as that one keeps min_tile_rows.
std::vector<int64_t> TileCuts(std::span<const TimedRow> rows, const LayoutOptions& options) {
  int tiles = 1;
  while (tiles < options.tiles && tiles < 32 &&
         rows.size() / ((uint64_t{2} << tiles) - 1) >= std::max(1u, options.min_tile_rows)) {
    ++tiles;
  }
  if (tiles == 1) return {};
  std::vector<int64_t> times;
  times.reserve(rows.size());
  for (const TimedRow& row : rows) times.push_back(row.time);
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
    const std::span<const TimedRow> rows(grouped_.rows.data() + begin[0],
                                         begin[members_in_block] - begin[0]);
    if (rows.empty()) return;
    const std::vector<int64_t> cuts =
        history_.time == nullptr ? std::vector<int64_t>() : TileCuts(rows, options_);
    std::vector<uint64_t> tile_next = CountTiles(rows, cuts);
    for (uint32_t member = 0; member < members_in_block; ++member) {
      for (uint32_t r = begin[member]; r < begin[member + 1]; ++r) {
        const TimedRow& row = grouped_.rows[r];
        const uint64_t at = tile_next[TileOf(cuts, row.time)]++;
        out_->raw_rows[at] = row.row;
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
  std::vector<uint64_t> CountTiles(std::span<const TimedRow> rows,
                                   const std::vector<int64_t>& cuts) {
    std::vector<uint64_t> count(cuts.size() + 1, 0);
    std::vector<TimeBounds> bounds(cuts.size() + 1, {kLatest, kEarliest});
    for (const TimedRow& row : rows) {
      const size_t tile = TileOf(cuts, row.time);
      ++count[tile];
      bounds[tile].min = std::min(bounds[tile].min, row.time);
      bounds[tile].max = std::max(bounds[tile].max, row.time);
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
      if (child.time->Missing(rows.raw_rows[r])) continue;
      const int64_t time = TileTime(child.time->type(), child.time->Value(rows.raw_rows[r]));
      own.min = std::min(own.min, time);
      own.max = std::max(own.max, time);
    }
  }
  return bounds;
}

}  // namespace

OrderedRows OrderHistory(const ShardTable& history, std::span<const uint32_t> place,
                         uint32_t members_in_shard, const LayoutOptions& options) {
  const Grouped grouped = GroupByOwner(history, members_in_shard,
                                       [&](size_t parent) { return ShardOffsetOf(place[parent]); });
  OrderedRows out;
  out.raw_rows.resize(history.rows.size());
  out.member.resize(history.rows.size());
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
  return out;
}

OrderedRows OrderChildren(const ShardTable& child, std::span<const uint32_t> position,
                          const OrderedRows& parent) {
  Grouped grouped = GroupByOwner(child, parent.raw_rows.size(),
                                 [&](size_t parent_row) { return position[parent_row]; });
  OrderedRows out;
  out.raw_rows.reserve(child.rows.size());
  out.member.reserve(child.rows.size());
  for (size_t p = 0; p + 1 < grouped.begin.size(); ++p) {
    for (uint32_t r = grouped.begin[p]; r < grouped.begin[p + 1]; ++r) {
      out.raw_rows.push_back(grouped.rows[r].row);
      out.member.push_back(parent.member[p]);
    }
  }
  out.offsets = std::move(grouped.begin);
  for (uint64_t row : parent.block_begin) out.block_begin.push_back(out.offsets[row]);
  for (uint64_t row : parent.tile_rows) out.tile_rows.push_back(out.offsets[row]);
  if (child.time != nullptr) out.tile_bounds = OwnTimes(child, out);
  return out;
}

}  // namespace seine
