// RowEvaluator: sets against sets and against values, by numbers of their codes.

#include <algorithm>
#include <span>
#include <vector>

#include "query/row_ascent.h"
#include "query/row_evaluator.h"

namespace seine {
namespace {

constexpr uint32_t kNoSetRow = UINT32_MAX;
// Comparing each element with each of the other set is quickest up to so many pairs.
constexpr size_t kFewPairs = 256;

// The numbers of the elements of the set on one row.
void Elements(const row::SetReader& reader, const CodeNumbers& numbers, uint32_t row,
              std::vector<uint32_t>* out) {
  out->clear();
  const ColumnView* column = nullptr;
  uint64_t at = 0;
  if (row == kNoSetRow || !reader.from.Find(row, &column, &at)) return;
  const SetView& set = column->set;
  for (uint32_t i = set.offsets[at]; i < set.offsets[at + 1]; ++i) {
    const auto code = static_cast<uint32_t>(set.codes.Value(i));
    out->push_back(numbers == nullptr ? code : (*numbers)[code]);
  }
}

// Whether all, or any, of `wanted` are in `set`; sorts `set` where that is worth it.
template <bool kAllOf>
bool Contains(std::span<uint32_t> set, std::span<const uint32_t> wanted) {
  const bool sorts = set.size() * wanted.size() > kFewPairs;
  if (sorts) std::ranges::sort(set);
  const auto in = [&](uint32_t number) {
    return sorts ? std::ranges::binary_search(set, number)
                 : std::ranges::find(set, number) != set.end();
  };
  return kAllOf ? std::ranges::all_of(wanted, in) : std::ranges::any_of(wanted, in);
}

bool Related(bound::SetMode mode, std::span<uint32_t> set, std::span<uint32_t> wanted) {
  switch (mode) {
    case bound::SetMode::kAny:
      return Contains<false>(set, wanted);
    case bound::SetMode::kAll:
      return Contains<true>(set, wanted);
    case bound::SetMode::kNone:
      return !Contains<false>(set, wanted);
    case bound::SetMode::kOnly:
      return !set.empty() && Contains<true>(wanted, set);
  }
  return false;
}

}  // namespace

bool row::ColumnReader::Find(uint64_t row, const ColumnView** last, uint64_t* at) const {
  const ColumnView* view = column;
  for (const Step& step : steps) {
    if (view->absent || !view->presence.Has(row)) return false;
    const auto code = static_cast<size_t>(view->numeric.Value(row));
    const auto& rows = step.lookup->row_of_code;
    if (code >= rows.size() || rows[code] < 0) return false;
    row = static_cast<uint64_t>(rows[code]);
    view = step.column;
  }
  if (view->absent || !view->presence.Has(row)) return false;
  *last = view;
  *at = row;
  return true;
}

void RowEvaluator::FindSetRows(const row::SetReader& set, const RowBatch& batch, size_t pick,
                               uint32_t* rows) {
  if (pick == 0 && set.outer >= 0) {
    const RowBatch outer = OuterBatch(batch, set.outer, set.outer_table);
    for (uint32_t i = 0; i < batch.count; ++i)
      rows[i] = AncestorRow(shard_, outer, set.table, outer.Row(i));
    return;
  }
  if (pick == set.picks.size()) {
    for (uint32_t i = 0; i < batch.count; ++i)
      rows[i] = AncestorRow(shard_, batch, set.table, batch.Row(i));
    return;
  }
  const row::Picks& picks = set.picks[pick];
  if (picks.rows.correlated()) {
    const Picked own = PickRows(picks, batch);
    auto own_found = arena_.Take<uint32_t>(std::max(own.batch.count, 1u));
    FindSetRows(set, own.batch, pick + 1, own_found.data());
    std::fill(rows, rows + batch.count, kNoSetRow);
    for (uint32_t i = 0; i < own.batch.count; ++i) rows[own.parent[i]] = own_found[i];
    return;
  }
  const Ascent ascent = AscendToOrdered(shard_, batch, picks.rows.grain, arena_);
  const Picked picked = PickRows(picks, ascent.parents);
  auto found = arena_.Take<uint32_t>(std::max(picked.batch.count, 1u));
  FindSetRows(set, picked.batch, pick + 1, found.data());
  auto of_parent = arena_.Take<uint32_t>(std::max(ascent.parents.count, 1u));
  std::fill(of_parent.data(), of_parent.data() + ascent.parents.count, kNoSetRow);
  for (uint32_t i = 0; i < picked.batch.count; ++i) of_parent[picked.parent[i]] = found[i];
  for (uint32_t i = 0; i < batch.count; ++i) rows[i] = of_parent[ascent.owner[i]];
}

// The numbers of what the value is on each row, kNone where it is missing or in no set.
void RowEvaluator::FindElements(const row::SetRelation& filter, const RowBatch& batch,
                                uint32_t* numbers) {
  ValueVector element;
  Evaluate(*filter.element, batch, &element);
  for (uint32_t i = 0; i < batch.count; ++i) {
    if (!element.Has(i)) {
      numbers[i] = TextNumbers::kNone;
    } else if (filter.texts != nullptr) {
      numbers[i] = filter.texts->Of(element.text[element.Slot(i)]);
    } else {
      numbers[i] = static_cast<uint32_t>(element.small[element.Slot(i)]);
    }
  }
}

void RowEvaluator::TestSets(const row::SetRelation& filter, const RowBatch& batch, uint64_t* mask) {
  auto rows = arena_.Take<uint32_t>(std::max(batch.count, 1u));
  FindSetRows(filter.set, batch, 0, rows.data());
  auto other = arena_.Take<uint32_t>(std::max(batch.count, 1u));  // numbers, or rows of the other
  if (filter.element != nullptr) {
    FindElements(filter, batch, other.data());
  } else {
    FindSetRows(filter.other, batch, 0, other.data());
  }
  FillMask(mask, batch.count, false);
  std::vector<uint32_t> set;
  std::vector<uint32_t> wanted;
  for (uint32_t i = 0; i < batch.count; ++i) {
    if (filter.element != nullptr) {
      if (other[i] == TextNumbers::kNone) continue;
      wanted.assign(1, other[i]);
    } else {
      Elements(filter.other, filter.numbers.right, other[i], &wanted);
    }
    Elements(filter.set, filter.numbers.left, rows[i], &set);
    if (Related(filter.mode, set, wanted)) SetMaskBit(mask, i);
  }
}

}  // namespace seine
