// RowEvaluator: how many rows the steps of a sequence can have below parents, and parents in ranges
// of few rows. What is gathered of a range is bounded that way, however the rows are spread, unless
// one parent alone has more.

#include <algorithm>
#include <deque>

#include "query/row_ascent.h"
#include "query/row_evaluator.h"

namespace seine {
namespace {

constexpr uint64_t kRowsOfRange = uint64_t{1} << 19;

// Some of the batch's rows, with their outer rows, which `outer` is to hold.
RowBatch Slice(const RowBatch& batch, uint32_t first, uint32_t count,
               std::deque<OuterRows>* outer) {
  RowBatch part = batch;
  part.count = count;
  if (batch.dense()) {
    part.begin += first;
  } else {
    part.rows += first;
  }
  const OuterRows** link = &part.outer;
  for (const OuterRows* each = batch.outer; each != nullptr; each = each->next) {
    outer->push_back({each->scope, each->rows + first, nullptr});
    *link = &outer->back();
    link = &outer->back().next;
  }
  return part;
}

}  // namespace

// Rows of the descent's table below its rows first … last of the block.
uint64_t RowEvaluator::RowsBelow(const row::Descent& descent, uint32_t block, uint32_t first,
                                 uint32_t last) const {
  if (descent.grain != 0) {
    const auto [begin, end] = Below(descent, 0, {first, last + 1});
    return end - begin;
  }
  const TableView& history = shard_.view->tables[static_cast<size_t>(descent.path[0])];
  if (history.rows == 0) return 0;
  uint64_t rows = 0;
  for (uint32_t t = history.tile_begin[block]; t < history.tile_begin[block + 1]; ++t) {
    const Tile& tile = history.tiles[t];
    if (tile.row_begin == tile.row_end || tile.time_max < descent.first ||
        tile.time_min > descent.last)
      continue;
    const auto [begin, end] = Below(descent, 1,
                                    {history.MemberRows(t, first % kBlockSize).first,
                                     history.MemberRows(t, last % kBlockSize).second});
    rows += end - begin;
  }
  return rows;
}

// At most so many rows can pass for the step. Parents in order are taken together, with whatever
// lies between them.
uint64_t RowEvaluator::MostRows(const row::Descent& descent, const RowBatch& parents) const {
  if (parents.count == 0) return 0;
  const auto ancestor = [&](uint32_t i) {
    return AncestorRow(shard_, parents, descent.grain, parents.Row(i));
  };
  if (parents.ordered && !descent.correlated())
    return RowsBelow(descent, parents.block, ancestor(0), ancestor(parents.count - 1));
  uint64_t rows = 0;
  for (uint32_t i = 0; i < parents.count; ++i)
    rows += RowsBelow(descent, parents.block, ancestor(i), ancestor(i));
  return rows;
}

void RowEvaluator::VisitRanges(const row::Sequence& sequence, const RowBatch& parents,
                               uint32_t first, VisitRange visit) {
  uint64_t rows = 0;
  for (const row::SequenceStep& step : sequence.steps) rows += MostRows(step.rows, parents);
  if (parents.count == 1 || rows <= kRowsOfRange) {
    visit(parents, first);
    return;
  }
  const uint32_t half = parents.count / 2;
  for (const auto& [begin, count] : {std::pair(0u, half), std::pair(half, parents.count - half)}) {
    if (stop_ != nullptr && stop_->Raised()) return;
    std::deque<OuterRows> outer;
    VisitRanges(sequence, Slice(parents, begin, count, &outer), first + begin, visit);
  }
}

}  // namespace seine
