// In which order the rows of a history and of its children lie in a part, and where their blocks,
// tiles and members begin (table_view.h's invariants).
#ifndef SEINE_ENGINE_LAYOUT_ROWS_H_
#define SEINE_ENGINE_LAYOUT_ROWS_H_

#include <cstdint>
#include <span>
#include <vector>

#include "absl/status/status.h"

#include "engine/layout.h"
#include "engine/raw_table.h"
#include "engine/row_list.h"
#include "engine/table_view.h"

namespace seine {

struct OrderedRows {
  std::vector<uint32_t> places;         // per row of the part: which of the shard's rows it is
  std::vector<uint16_t> member;         // per row: offset of its member within the block
  std::vector<uint64_t> block_begin;    // blocks + 1: the rows of each block
  std::vector<uint64_t> tile_rows;      // tiles + 1: the rows of each tile of the history
  std::vector<uint32_t> tile_begin;     // histories: as TableView
  std::vector<Tile> tiles;              // histories
  std::vector<uint32_t> group_begin;    // histories
  std::vector<uint32_t> offsets;        // deeper tables: as TableView
  std::vector<TimeBounds> tile_bounds;  // deeper tables with their own time
  std::vector<int64_t> time;            // per row: its own or its parent's (TileTime), when kept
  bool by_time = false;                 // rows of a member lie in order of time
  std::vector<uint32_t> arrival;        // deeper tables: as TableView
};

// The rows of one table that lie in one shard, in order of arrival.
struct ShardTable {
  const RawTable* table = nullptr;
  const RawColumn* time = nullptr;  // its declared time column; null: none
  const ShardRows* rows = nullptr;
};

// `place[m]` is the ordinal of the member in row m of the root's RawTable. Precondition: at most
// 2^32 - 1 rows. `keep_times`: for children, `time` is filled in.
OrderedRows OrderHistory(const ShardTable& history, std::span<const uint32_t> place,
                         uint32_t members_in_shard, const LayoutOptions& options, bool keep_times);

// `position[p]` is the part's row of row p of the parent's RawTable; `parent` is the parent's
// order.
OrderedRows OrderChildren(const ShardTable& child, std::span<const uint32_t> position,
                          const OrderedRows& parent, bool keep_times);

}  // namespace seine

#endif  // SEINE_ENGINE_LAYOUT_ROWS_H_
