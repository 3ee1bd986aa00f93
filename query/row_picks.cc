// RowEvaluator: one row of each parent, the first, the latest or the n-th in order of time.

#include <algorithm>
#include <optional>
#include <vector>

#include "query/row_ascent.h"
#include "query/row_evaluator.h"

namespace seine {
namespace {

constexpr uint32_t kNoRow = UINT32_MAX;

}  // namespace

// Rows come in order of time, parent by parent within a tile, tile after tile. `picked` has room
// for one more than there are parents.
void RowEvaluator::PickByScan(const row::Picks& picks, const RowBatch& parents, uint32_t* picked) {
  std::fill(picked, picked + parents.count, kNoRow);
  // Later tiles have greater row numbers.
  if (picks.n == 1) {
    VisitRuns(picks.rows, parents,
              [&](uint32_t parent, const RowBatch& rows, uint32_t first, uint32_t) {
                picked[parent] = std::min(picked[parent], rows.Row(first));
              });
    return;
  }
  if (picks.n == -1) {
    VisitRuns(picks.rows, parents,
              [&](uint32_t parent, const RowBatch& rows, uint32_t, uint32_t last) {
                picked[parent] = rows.Row(last);
              });
    return;
  }
  // How many rows of a parent are still to come before the wanted one.
  auto before = arena_.Take<int64_t>(parents.count);
  std::fill(before.data(), before.data() + parents.count, picks.n > 0 ? picks.n - 1 : picks.n);
  if (picks.n < 0) {
    VisitRuns(picks.rows, parents,
              [&](uint32_t parent, const RowBatch&, uint32_t first, uint32_t last) {
                before[parent] += last - first + 1;
              });
  }
  // Whether the wanted row is in a run is not to be predicted, so it is a mask and no branch: what
  // is none goes behind the last parent.
  VisitRuns(picks.rows, parents,
            [&, nobody = parents.count](uint32_t parent, const RowBatch& rows, uint32_t first,
                                        uint32_t last) {
              const int64_t left = before[parent];
              before[parent] = left - (last - first + 1);
              const bool here = static_cast<uint64_t>(left) <= last - first;
              const uint32_t all = 0u - static_cast<uint32_t>(here);
              const uint32_t row = rows.Row(first + (static_cast<uint32_t>(left) & all));
              picked[nobody + ((parent - nobody) & all)] = row;
            });
}

void RowEvaluator::PickByTime(const row::Picks& picks, const RowBatch& parents, uint32_t* picked) {
  struct Candidate {
    uint32_t parent;
    uint32_t row;
    int64_t time;
    uint32_t arrival;  // among rows of the same time
  };
  const auto arrival = shard_.view->tables[static_cast<size_t>(picks.rows.table)].arrival;
  std::vector<Candidate> all;
  VisitValues(
      picks.rows, *picks.time, parents,
      [&](uint32_t parent, uint32_t row, const ValueVector& time, uint32_t i) {
        all.push_back({parent, row, time.small[time.Slot(i)], arrival.empty() ? 0 : arrival[row]});
      });
  std::sort(all.begin(), all.end(), [](const Candidate& a, const Candidate& b) {
    if (a.parent != b.parent) return a.parent < b.parent;
    if (a.time != b.time) return a.time < b.time;
    return a.arrival != b.arrival ? a.arrival < b.arrival : a.row < b.row;
  });
  std::fill(picked, picked + parents.count, kNoRow);
  for (size_t first = 0; first < all.size();) {
    size_t last = first;
    while (last < all.size() && all[last].parent == all[first].parent) ++last;
    const auto count = static_cast<int64_t>(last - first);
    const int64_t at = picks.n > 0 ? picks.n - 1 : count + picks.n;
    if (at >= 0 && at < count) picked[all[first].parent] = all[first + static_cast<size_t>(at)].row;
    first = last;
  }
}

RowEvaluator::Picked RowEvaluator::PickRows(const row::Picks& picks, const RowBatch& parents) {
  auto picked = arena_.Take<uint32_t>(parents.count + 1);
  if (picks.time == nullptr) {
    PickByScan(picks, parents, picked.data());
  } else {
    PickByTime(picks, parents, picked.data());
  }
  Picked out;
  out.rows = arena_.Take<uint32_t>(std::max(parents.count, 1u));
  out.parent = arena_.Take<uint32_t>(std::max(parents.count, 1u));
  uint32_t n = 0;
  for (uint32_t i = 0; i < parents.count; ++i) {
    out.rows[n] = picked[i];
    out.parent[n] = i;
    n += picked[i] != kNoRow ? 1 : 0;
  }
  out.batch = {picks.rows.table, parents.block, n, 0, out.rows.data(), false, nullptr};
  return out;
}

void RowEvaluator::TestPicked(const row::PickedIs& filter, const RowBatch& batch, uint64_t* mask) {
  FillMask(mask, batch.count, false);
  const Picked picked = PickRows(filter.picks, batch);
  if (picked.batch.count == 0) return;
  Mask passed = arena_.Take<uint64_t>(MaskWords(picked.batch.count) + 8);
  Test(*filter.must, picked.batch, passed.data());
  ForEachBit(passed.data(), picked.batch.count,
             [&](uint32_t i) { SetMaskBit(mask, picked.parent[i]); });
}

void RowEvaluator::TestIsPicked(const row::IsPicked& filter, const RowBatch& batch,
                                uint64_t* mask) {
  const row::Descent& rows = filter.picks.rows;
  std::optional<Ascent> ascent;
  if (!rows.correlated()) ascent = Ascend(shard_, batch, rows.grain, arena_);
  RowBatch asked = ascent ? ascent->parents : OuterBatch(batch, filter.scope, filter.asked);
  if (!ascent) asked.outer = batch.outer;  // row by row the same
  const Picked picked = PickRows(filter.picks, asked);
  auto of = arena_.Take<uint32_t>(std::max(asked.count, 1u));
  std::fill_n(of.data(), asked.count, kNoRow);
  for (uint32_t i = 0; i < picked.batch.count; ++i) of[picked.parent[i]] = picked.rows[i];
  FillMask(mask, batch.count, false);
  for (uint32_t i = 0; i < batch.count; ++i) {
    const uint32_t row = of[ascent ? ascent->owner[i] : i];
    if (row == AncestorRow(shard_, batch, rows.table, batch.Row(i))) SetMaskBit(mask, i);
  }
}

void RowEvaluator::EvaluatePicked(const row::PickedValue& value, const RowBatch& batch,
                                  ValueVector* out) {
  const Picked picked = PickRows(value.picks, batch);
  ValueVector of_rows;
  if (picked.batch.count > 0) Evaluate(*value.value, picked.batch, &of_rows);
  auto at = arena_.Take<uint32_t>(std::max(batch.count, 1u));
  std::fill(at.data(), at.data() + batch.count, 0);
  if (picked.batch.count == 0) {
    TakeSlots(batch.count, arena_, out);
    FillMask(out->present.data(), batch.count, false);
    return;
  }
  for (uint32_t i = 0; i < picked.batch.count; ++i) at[picked.parent[i]] = i;
  SpreadVector(of_rows, at.data(), batch.count, arena_, out);
  Mask there = arena_.Take<uint64_t>(MaskWords(batch.count) + 8);
  FillMask(there.data(), batch.count, false);
  for (uint32_t i = 0; i < picked.batch.count; ++i) SetMaskBit(there.data(), picked.parent[i]);
  for (size_t w = 0; w < MaskWords(batch.count); ++w) out->present[w] &= there[w];
}

}  // namespace seine
