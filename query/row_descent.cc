// RowEvaluator::Scan: from parent rows to the rows below them, batch by batch.
//
// Members' rows lie in tiles, which time windows skip. Within a tile the rows come from one of
// three places, the cheapest for the candidates at hand: the tile as it lies (dense parents), each
// member's own run (few parents), or the lists of the rows that have a value (postings).

#include <algorithm>
#include <utility>
#include <vector>

#include "engine/planted_bug.h"
#include "query/row_evaluator.h"

namespace seine {
namespace {

using RowRange = std::pair<uint32_t, uint32_t>;

// The part of an ascending list that lies in `rows`.
std::span<const uint32_t> Within(std::span<const uint32_t> list, RowRange rows) {
  const auto first = std::lower_bound(list.begin(), list.end(), rows.first);
  const auto last = std::lower_bound(first, list.end(), rows.second);
  return {first, last};
}

// A member's rows in a tile, member after member: found by search where few are asked for, else by
// walking from one to the next.
class MemberRun {
 public:
  MemberRun(const TableView& history, const RowBatch& parents, int tile) : history_(history) {
    if (tile < 0 || parents.count == 0) return;
    tile_ = static_cast<uint32_t>(tile);
    next_ = history.MemberRows(tile_, parents.Row(0) % kBlockSize).first;
    end_ = history.MemberRows(tile_, parents.Row(parents.count - 1) % kBlockSize).second;
    walks_ = end_ - next_ < kRowsOfSearch * parents.count;
  }
  // Precondition: members ascend.
  RowRange Rows(uint32_t member) {
    if (!walks_) return history_.MemberRows(tile_, member);
    while (next_ < end_ && history_.member[next_] < member) ++next_;
    const uint32_t first = next_;
    while (next_ < end_ && history_.member[next_] == member) ++next_;
    return {first, next_};
  }

 private:
  static constexpr uint32_t kRowsOfSearch = 16;  // what a search costs

  const TableView& history_;
  uint32_t tile_ = 0;
  uint32_t next_ = 0;
  uint32_t end_ = 0;
  bool walks_ = false;
};

}  // namespace

std::pair<uint32_t, uint32_t> RowEvaluator::Below(const row::Descent& descent, size_t from,
                                                  RowRange rows) const {
  for (size_t i = from; i < descent.path.size(); ++i) {
    const auto offsets = shard_.view->tables[static_cast<size_t>(descent.path[i])].offsets;
    rows = {offsets[rows.first], offsets[rows.second]};
  }
  return rows;
}

void RowEvaluator::Scan(const row::Descent& descent, const RowBatch& parents, bool compact,
                        Consume consume) {
  if (parents.count == 0) return;
  if (descent.correlated()) {
    ScanPairs(descent, parents, consume);
  } else {
    ScanOrdered(descent, parents, compact, consume);
  }
}

void RowEvaluator::ScanOrdered(const row::Descent& descent, const RowBatch& parents, bool compact,
                               Consume consume) {
  if (descent.grain == 0) {
    ScanTiles(descent, parents, compact, consume);
    return;
  }
  if (!parents.dense()) {
    ScanLists(descent, parents, -1, false, compact, consume);
    return;
  }
  const RowRange range = Below(descent, 0, {parents.begin, parents.begin + parents.count});
  uint32_t parent = 0;
  RowRange own = Below(descent, 0, {parents.begin, parents.begin + 1});
  for (uint32_t begin = range.first; begin < range.second;) {
    RowBatch children{descent.table, parents.block, std::min(range.second - begin, kBatchRows),
                      begin, nullptr};
    auto index = arena_.Take<uint32_t>(children.count);
    for (uint32_t i = 0; i < children.count; ++i) {
      while (own.second <= begin + i) {
        ++parent;
        own = Below(descent, 0, {parents.begin + parent, parents.begin + parent + 1});
      }
      index[i] = parent;
    }
    Emit(descent, children, Owners{nullptr, 0, index.data()}, false, false, compact, consume);
    begin += children.count;
  }
}

void RowEvaluator::ScanTiles(const row::Descent& descent, const RowBatch& parents, bool compact,
                             Consume consume) {
  const TableView& history = shard_.view->tables[static_cast<size_t>(descent.path[0])];
  const TableView& table = shard_.view->tables[static_cast<size_t>(descent.table)];
  if (history.rows == 0) return;
  const uint32_t block_members =
      std::min(kBlockSize, shard_.view->members - parents.block * kBlockSize);
  const uint32_t place = parents.Row(0) % kBlockSize;
  const bool whole_block = parents.dense() && place == 0 && parents.count == block_members;
  for (uint32_t t = history.tile_begin[parents.block]; t < history.tile_begin[parents.block + 1];
       ++t) {
    const Tile& tile = history.tiles[t];
    if (tile.row_begin == tile.row_end ||
        tile.time_max < descent.first + (Planted("tile-border") ? 1 : 0) ||
        tile.time_min > descent.last)
      continue;
    const bool inside = tile.time_min >= descent.first && tile.time_max <= descent.last;
    RowRange rows{tile.row_begin, tile.row_end};
    if (!whole_block) {
      rows.first = history.MemberRows(t, place).first;
      rows.second = history.MemberRows(t, parents.Row(parents.count - 1) % kBlockSize).second;
    }
    rows = Below(descent, 1, rows);
    uint64_t listed = descent.postings.empty() ? UINT64_MAX : 0;
    for (const auto& list : descent.postings) listed += Within(list, rows).size();
    const uint64_t own_rows =
        parents.dense()
            ? rows.second - rows.first
            : uint64_t{parents.count} * (2 + (rows.second - rows.first) / block_members);
    if (listed < own_rows / 4) {
      ScanPostings(descent, parents, rows, inside, compact, consume);
    } else if (parents.dense()) {
      for (uint32_t begin = rows.first; begin < rows.second;) {
        RowBatch children{descent.table, parents.block, std::min(rows.second - begin, kBatchRows),
                          begin, nullptr};
        Emit(descent, children, Owners{table.member + begin, place, nullptr}, inside, false,
             compact, consume);
        begin += children.count;
      }
    } else {
      ScanLists(descent, parents, static_cast<int>(t), inside, compact, consume);
    }
  }
}

void RowEvaluator::ScanPostings(const row::Descent& descent, const RowBatch& parents,
                                RowRange range, bool inside, bool compact, Consume consume) {
  std::vector<uint32_t> merged;
  std::span<const uint32_t> rows;
  if (descent.postings.size() == 1) {
    rows = Within(descent.postings[0], range);
  } else {
    for (const auto& list : descent.postings) {
      const auto part = Within(list, range);
      merged.insert(merged.end(), part.begin(), part.end());
    }
    std::sort(merged.begin(), merged.end());
    merged.erase(std::unique(merged.begin(), merged.end()), merged.end());
    rows = merged;
  }
  const uint16_t* member = shard_.view->tables[static_cast<size_t>(descent.table)].member;
  const uint32_t base = parents.block * kBlockSize;
  auto list = arena_.Take<uint32_t>(kBatchRows);
  auto index = arena_.Take<uint32_t>(kBatchRows);
  uint32_t parent = 0;
  for (size_t next = 0; next < rows.size();) {
    uint32_t n = 0;
    for (; next < rows.size() && n < kBatchRows; ++next) {
      const uint32_t row = base + member[rows[next]];
      if (parents.dense()) {
        parent = row - parents.begin;
      } else {
        while (parent < parents.count && parents.rows[parent] < row) ++parent;
        if (parent == parents.count) {
          next = rows.size();
          break;
        }
        if (parents.rows[parent] != row) continue;
      }
      list[n] = rows[next];
      index[n++] = parent;
    }
    if (n == 0) continue;
    RowBatch children{descent.table, parents.block, n, 0, list.data()};
    Emit(descent, children, Owners{nullptr, 0, index.data()}, inside, true, compact, consume);
  }
}

void RowEvaluator::ScanLists(const row::Descent& descent, const RowBatch& parents, int tile,
                             bool inside, bool compact, Consume consume) {
  const TableView& history = shard_.view->tables[static_cast<size_t>(descent.path[0])];
  auto list = arena_.Take<uint32_t>(kBatchRows);
  auto index = arena_.Take<uint32_t>(kBatchRows);
  uint32_t n = 0;
  auto flush = [&] {
    if (n == 0) return;
    RowBatch children{descent.table, parents.block, n, 0, list.data()};
    n = 0;
    Emit(descent, children, Owners{nullptr, 0, index.data()}, inside, false, compact, consume);
  };
  MemberRun run(history, parents, tile);
  for (uint32_t i = 0; i < parents.count; ++i) {
    const uint32_t parent = parents.Row(i);
    const RowRange rows = tile >= 0 ? Below(descent, 1, run.Rows(parent % kBlockSize))
                                    : Below(descent, 0, {parent, parent + 1});
    for (uint32_t row = rows.first; row < rows.second; ++row) {
      if (n == kBatchRows) flush();
      list[n] = row;
      index[n++] = i;
    }
  }
  flush();
}

void RowEvaluator::Emit(const row::Descent& descent, const RowBatch& children, const Owners& owners,
                        bool inside, bool by_postings, bool compact, Consume consume) {
  if (stop_ != nullptr && stop_->Raised()) return;
  Mask mask = arena_.Take<uint64_t>(MaskWords(children.count) + 8);
  FillMask(mask.data(), children.count, true);
  if (descent.driver != nullptr && !by_postings) Narrow(*descent.driver, children, mask.data());
  if (descent.time != nullptr && !inside && !Planted("window-end"))
    Narrow(*descent.time, children, mask.data());
  if (descent.where != nullptr) Narrow(*descent.where, children, mask.data());
  const uint32_t passed = CountMask(mask.data(), children.count);
  if (passed == 0) return;
  if (!compact || passed >= children.count / 4) {
    consume(children, mask.data(), owners);
    return;
  }
  auto rows = arena_.Take<uint32_t>(passed);
  auto index = arena_.Take<uint32_t>(passed);
  uint32_t n = 0;
  owners.Visit([&](auto owner) {
    ForEachBit(mask.data(), children.count, [&](uint32_t i) {
      rows[n] = children.Row(i);
      index[n++] = owner(i);
    });
  });
  FillMask(mask.data(), passed, true);
  RowBatch few{children.table, children.block, passed, 0, rows.data()};
  consume(few, mask.data(), Owners{nullptr, 0, index.data()});
}

}  // namespace seine
