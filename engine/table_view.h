// Read-only views of the tables of one shard: the members, and their histories with all children.
//
// Invariants
//  1. Rows of a history (a child of the root) are ordered by block, then tile, then member, then
//  time, then arrival.
//     Tiles of one block are disjoint in time and in ascending order of it; equal times never span
//     two tiles.
//  2. Rows of a deeper table are ordered by their parent's row, then own time if any, then arrival.
//  3. So the rows of a block, of a tile, and of a member in a tile are consecutive in every table.
// Ownership and threads: as column_view.h.
#ifndef SEINE_ENGINE_TABLE_VIEW_H_
#define SEINE_ENGINE_TABLE_VIEW_H_

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "engine/block.h"
#include "engine/column_view.h"
#include "engine/region.h"

namespace seine {

inline constexpr uint32_t kOffsetGroup = 16;  // members per entry of Tile offsets
inline constexpr uint32_t kOffsetGroups =
    kBlockSize / kOffsetGroup;  // per tile, plus one closing entry

// A time slice of one history in one block, as stored. Times are of the history's declared time
// column, in microseconds; days of a date column are put on that axis as day * kMicrosPerDay,
// whatever the zone (TileTime). A history without time has one tile a block with time_min =
// INT64_MIN and time_max = INT64_MAX. A block without rows has no tiles.
struct Tile {
  int64_t time_min;
  int64_t time_max;  // inclusive
  uint32_t row_begin;
  uint32_t row_end;
};

// A value of a time column on the axis of Tile and TimeBounds.
int64_t TileTime(ColumnType type, int64_t value);

// Own times of a deeper table's rows in a tile: {min, max}; min > max when no row has one.
struct TimeBounds {
  int64_t min;
  int64_t max;
};

struct TableView {
  uint64_t rows = 0;
  std::vector<ColumnView> columns;      // as TableSchema::columns
  const Region* rows_region = nullptr;  // holds what follows

  // All tables but the root: offset of the row's member within its block.
  const uint16_t* member = nullptr;

  // Histories only; tile_begin, tiles and tile_bounds were verified when the snapshot was created.
  // Tiles of block b: tiles[tile_begin[b] .. tile_begin[b + 1]).
  std::span<const uint32_t> tile_begin;
  std::span<const Tile> tiles;
  // Row (of the part) where members [g * kOffsetGroup, ...) of tile t begin: group_begin[t *
  // (kOffsetGroups + 1) + g].
  std::span<const uint32_t> group_begin;

  // Deeper tables only: rows of parent row p are [offsets[p], offsets[p + 1]).
  std::span<const uint32_t> offsets;
  // Deeper tables: how many rows of the same member and time (own or the nearest parent's) arrived
  // before each row. Empty: such rows lie in order of arrival.
  std::span<const uint32_t> arrival;
  // Deeper tables with their own time column: per tile of their history.
  std::span<const TimeBounds> tile_bounds;

  // Histories: the rows [first, second) of one member (offset in its block) in tile t.
  std::pair<uint32_t, uint32_t> MemberRows(uint32_t tile, uint32_t member_in_block) const;
};

// The member keys of a shard, ascending (integers by value, text by bytes).
struct KeyView {
  bool is_text = false;
  NumericView integers;
  TextView texts;
  const Region* region = nullptr;
};

struct ShardView {
  uint32_t members = 0;              // ordinals in use, dead ones included
  const uint64_t* exists = nullptr;  // bit per member; null: all exist
  KeyView keys;
  // With `cluster` in the schema, members lie in another order than keys: key_order[k] is the
  // offset of the member with the k-th smallest key. Empty: the identity.
  std::span<const uint32_t> key_order;
  // Its inverse: the member at offset o has the key_rank[o]-th smallest key. Empty: the identity.
  std::span<const uint32_t> key_rank;
  std::vector<TableView> tables;  // as Schema::tables; tables[0] are the members
};

}  // namespace seine

#endif  // SEINE_ENGINE_TABLE_VIEW_H_
