// RowEvaluator: correlated rows. What does not speak of the outer row is scanned once for each
// parent; the rest is asked of every pair of an asked row and a row below its parent, batch by
// batch. Pairs: for each asked row, the rows of its parent that pass the rest.

#include <algorithm>
#include <vector>

#include "engine/check.h"
#include "query/outer_rows.h"
#include "query/row_ascent.h"
#include "query/row_evaluator.h"
#include "query/row_groups.h"

namespace seine {

void RowEvaluator::ScanPairs(const row::Descent& descent, const RowBatch& asked, Consume consume) {
  const Ascent ascent = AscendToOrdered(shard_, asked, descent.grain, arena_);
  RowGroups<uint32_t> groups(ascent.parents.count);
  ScanOrdered(descent, ascent.parents, true,
              [&](const RowBatch& rows, const uint64_t* passed, const Owners& owners) {
                owners.Visit([&](auto owner) {
                  ForEachBit(passed, rows.count,
                             [&](uint32_t i) { groups.Add(owner(i), rows.Row(i)); });
                });
              });
  groups.Group();
  auto rows = arena_.Take<uint32_t>(kBatchRows);
  auto index = arena_.Take<uint32_t>(kBatchRows);
  uint32_t n = 0;
  // False: it is to stop.
  const auto flush = [&] {
    if (stop_ != nullptr && stop_->Raised()) return false;
    if (n == 0) return true;
    GatheredOuter outer(asked.outer, index.data(), n, arena_);
    if (descent.outer >= 0) outer.Add(descent.outer, asked.rows, asked.begin);
    RowBatch pairs{descent.table, asked.block, n, 0, rows.data(), false, outer.chain()};
    Mask passed = arena_.Take<uint64_t>(MaskWords(n) + 8);
    if (descent.match != nullptr) {
      Test(*descent.match, pairs, passed.data());
    } else {
      FillMask(passed.data(), n, true);
    }
    consume(pairs, passed.data(), Owners{nullptr, 0, index.data()});
    n = 0;
    return true;
  };
  for (uint32_t i = 0; i < asked.count; ++i) {
    for (const uint32_t row : groups.Of(ascent.owner[i])) {
      if (n == kBatchRows && !flush()) return;
      rows[n] = row;
      index[n++] = i;
    }
  }
  flush();
}

RowBatch RowEvaluator::OuterBatch(const RowBatch& batch, int scope, int table) const {
  const OuterRows* outer = batch.outer;
  while (outer != nullptr && outer->scope != scope) outer = outer->next;
  Check(outer != nullptr, "rows are compared with an outer row that they do not have");
  return {table, batch.block, batch.count, 0, outer->rows, false, nullptr};
}

void RowEvaluator::TestBelongs(const row::BelongsTo& filter, const RowBatch& batch,
                               uint64_t* mask) {
  const RowBatch outer = OuterBatch(batch, filter.scope, filter.table);
  FillMask(mask, batch.count, false);
  for (uint32_t i = 0; i < batch.count; ++i) {
    if (AncestorRow(shard_, batch, filter.of, batch.Row(i)) ==
        AncestorRow(shard_, outer, filter.of, outer.Row(i)))
      SetMaskBit(mask, i);
  }
}

}  // namespace seine
