#include "query/row_ascent.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace seine {
namespace {

// Gathers the distinct rows row_of(i), which ascend with i (repeats allowed). Absent: they do not.
template <typename RowOf>
std::optional<Ascent> Gather(uint32_t count, RowBatch parents, RowArena& arena, RowOf&& row_of) {
  Ascent ascent;
  ascent.parent_rows = arena.Take<uint32_t>(std::max(count, 1u));
  ascent.owner = arena.Take<uint32_t>(std::max(count, 1u));
  uint32_t* rows = ascent.parent_rows.data();
  uint32_t distinct = 0;
  for (uint32_t i = 0; i < count; ++i) {
    const uint32_t row = row_of(i);
    if (distinct == 0 || rows[distinct - 1] != row) {
      if (distinct != 0 && row < rows[distinct - 1]) return std::nullopt;
      rows[distinct++] = row;
    }
    ascent.owner[i] = distinct - 1;
  }
  parents.count = distinct;
  const bool consecutive = distinct > 0 && rows[distinct - 1] - rows[0] + 1 == distinct;
  parents.begin = distinct > 0 ? rows[0] : 0;
  parents.rows = consecutive ? nullptr : rows;
  ascent.parents = parents;
  return ascent;
}

// Of rows in any order: sorted by their ancestor.
Ascent AscendUnordered(const row::Shard& shard, const RowBatch& batch, int ancestor,
                       RowArena& arena) {
  auto keyed = arena.Take<uint64_t>(std::max(batch.count, 1u));
  for (uint32_t i = 0; i < batch.count; ++i) {
    keyed[i] = uint64_t{AncestorRow(shard, batch, ancestor, batch.Row(i))} << 32 | i;
  }
  std::sort(keyed.data(), keyed.data() + batch.count);
  Ascent ascent;
  ascent.parent_rows = arena.Take<uint32_t>(std::max(batch.count, 1u));
  ascent.owner = arena.Take<uint32_t>(std::max(batch.count, 1u));
  uint32_t distinct = 0;
  for (uint32_t i = 0; i < batch.count; ++i) {
    const auto row = static_cast<uint32_t>(keyed[i] >> 32);
    if (distinct == 0 || ascent.parent_rows[distinct - 1] != row)
      ascent.parent_rows[distinct++] = row;
    ascent.owner[static_cast<uint32_t>(keyed[i])] = distinct - 1;
  }
  ascent.parents = {ancestor, batch.block, distinct, 0, ascent.parent_rows.data()};
  return ascent;
}

}  // namespace

uint32_t AncestorRow(const row::Shard& shard, const RowBatch& batch, int ancestor, uint32_t row) {
  const auto& tables = shard.view->tables;
  if (ancestor == 0 && batch.table != 0) {
    return batch.block * kBlockSize + tables[static_cast<size_t>(batch.table)].member[row];
  }
  for (int t = batch.table; t != ancestor;
       t = shard.snapshot->schema().tables[static_cast<size_t>(t)].parent) {
    const auto offsets = tables[static_cast<size_t>(t)].offsets;
    row = static_cast<uint32_t>(std::upper_bound(offsets.begin(), offsets.end(), row) -
                                offsets.begin()) -
          1;
  }
  return row;
}

Ascent Ascend(const row::Shard& shard, const RowBatch& batch, int ancestor, RowArena& arena) {
  if (!batch.ordered) return AscendUnordered(shard, batch, ancestor, arena);
  const Schema& schema = shard.snapshot->schema();
  RowBatch parents;
  parents.block = batch.block;
  if (ancestor == 0) {
    parents.table = 0;
    const uint16_t* member = shard.view->tables[static_cast<size_t>(batch.table)].member;
    const uint32_t base = batch.block * kBlockSize;
    std::optional<Ascent> ascent = Gather(batch.count, parents, arena,
                                          [&](uint32_t i) { return base + member[batch.Row(i)]; });
    // Rows of several tiles: each begins with the first members again.
    return ascent ? *std::move(ascent) : AscendUnordered(shard, batch, ancestor, arena);
  }
  const TableView& table = shard.view->tables[static_cast<size_t>(batch.table)];
  parents.table = schema.tables[static_cast<size_t>(batch.table)].parent;
  const auto offsets = table.offsets;
  uint32_t parent = 0;
  if (batch.count > 0) {
    const auto after = std::upper_bound(offsets.begin(), offsets.end(), batch.Row(0));
    parent = static_cast<uint32_t>(after - offsets.begin()) - 1;
  }
  Ascent ascent = *Gather(batch.count, parents, arena, [&](uint32_t i) {
    const uint32_t row = batch.Row(i);
    uint32_t step = 1;  // gallop to the last parent whose rows begin at or before `row`
    while (parent + step + 1 < offsets.size() && offsets[parent + step] <= row) {
      parent += step;
      step *= 2;
    }
    for (; step > 0; step /= 2) {
      while (parent + step + 1 < offsets.size() && offsets[parent + step] <= row) parent += step;
    }
    return parent;
  });
  if (parents.table == ancestor) return ascent;
  Ascent higher = Ascend(shard, ascent.parents, ancestor, arena);
  for (uint32_t i = 0; i < batch.count; ++i) ascent.owner[i] = higher.owner[ascent.owner[i]];
  higher.owner = std::move(ascent.owner);
  return higher;
}

Ascent AscendToOrdered(const row::Shard& shard, const RowBatch& batch, int ancestor,
                       RowArena& arena) {
  return ancestor == batch.table ? AscendUnordered(shard, batch, ancestor, arena)
                                 : Ascend(shard, batch, ancestor, arena);
}

}  // namespace seine
