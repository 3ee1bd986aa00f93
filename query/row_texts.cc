// RowEvaluator: texts against texts, sets against sets; buckets and scores.

#include <xxhash.h>

#include <algorithm>
#include <string>
#include <unordered_map>
#include <vector>

#include "absl/numeric/int128.h"

#include "engine/case_fold.h"
#include "query/row_ascent.h"
#include "query/row_evaluator.h"
#include "query/text_match.h"

namespace seine {
namespace {

constexpr uint32_t kNoSetRow = UINT32_MAX;

// The values of a set on one row, folded when case does not count.
void Elements(const row::SetReader& reader, uint32_t row, bool fold,
              std::vector<std::string>* out) {
  out->clear();
  if (row == kNoSetRow) return;
  const ColumnView* column = nullptr;
  uint64_t at = 0;
  if (!reader.from.Find(row, &column, &at)) return;
  for (uint32_t i = column->set.offsets[at]; i < column->set.offsets[at + 1]; ++i) {
    const std::string_view text =
        reader.from.dictionary->Text(static_cast<uint32_t>(column->set.codes.Value(i)));
    out->push_back(fold ? FoldCase(text) : std::string(text));
  }
}

bool Related(bound::SetMode mode, const std::vector<std::string>& set,
             const std::vector<std::string>& wanted) {
  const auto in = [](const std::vector<std::string>& all) {
    return [&all](const std::string& v) { return std::ranges::find(all, v) != all.end(); };
  };
  switch (mode) {
    case bound::SetMode::kAny:
      return std::ranges::any_of(wanted, in(set));
    case bound::SetMode::kAll:
      return std::ranges::all_of(wanted, in(set));
    case bound::SetMode::kNone:
      return std::ranges::none_of(wanted, in(set));
    case bound::SetMode::kOnly:
      return !set.empty() && std::ranges::all_of(set, in(wanted));
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

void RowEvaluator::TestComputedText(const row::ComputedText& filter, const RowBatch& batch,
                                    uint64_t* mask) {
  ValueVector text;
  Evaluate(*filter.value, batch, &text);
  FillMask(mask, batch.count, false);
  for (uint32_t i = 0; i < batch.count; ++i) {
    if (text.Has(i) && filter.predicate->Matches(text.text[text.Slot(i)])) SetMaskBit(mask, i);
  }
}

void RowEvaluator::TestTexts(const row::TextTest& filter, const RowBatch& batch, uint64_t* mask) {
  ValueVector subject;
  ValueVector pattern;
  Evaluate(*filter.subject, batch, &subject);
  Evaluate(*filter.pattern, batch, &pattern);
  FillMask(mask, batch.count, false);
  std::unordered_map<std::string_view, TextPredicatePtr> known;  // patterns repeat
  for (uint32_t i = 0; i < batch.count; ++i) {
    if (!subject.Has(i) || !pattern.Has(i)) continue;
    const std::string_view text = pattern.text[pattern.Slot(i)];
    TextPredicatePtr& predicate = known[text];
    if (predicate == nullptr) {
      predicate = *MatchPattern(filter.op, std::string(text), filter.ignoring_case);
    }
    if (predicate->Matches(subject.text[subject.Slot(i)]) != filter.negated) SetMaskBit(mask, i);
  }
}

void RowEvaluator::TestSets(const row::SetRelation& filter, const RowBatch& batch, uint64_t* mask) {
  const bool fold = filter.ignoring_case;
  auto rows = arena_.Take<uint32_t>(std::max(batch.count, 1u));
  std::vector<std::vector<std::string>> wanted(batch.count);
  if (filter.element != nullptr) {
    ValueVector element;
    Evaluate(*filter.element, batch, &element);
    for (uint32_t i = 0; i < batch.count; ++i) {
      if (!element.Has(i)) continue;
      const std::string_view text = element.text[element.Slot(i)];
      wanted[i].push_back(fold ? FoldCase(text) : std::string(text));
    }
  } else {
    FindSetRows(filter.other, batch, 0, rows.data());
    for (uint32_t i = 0; i < batch.count; ++i) Elements(filter.other, rows[i], fold, &wanted[i]);
  }
  FillMask(mask, batch.count, false);
  std::vector<std::string> set;
  FindSetRows(filter.set, batch, 0, rows.data());
  for (uint32_t i = 0; i < batch.count; ++i) {
    Elements(filter.set, rows[i], fold, &set);
    if (Related(filter.mode, set, wanted[i])) SetMaskBit(mask, i);
  }
}

void RowEvaluator::EvaluateBucket(const row::Bucket& node, const RowBatch& batch,
                                  ValueVector* out) {
  TakeSlots(batch.count, arena_, out);
  FillMask(out->present.data(), batch.count, true);
  const ShardView& shard = *shard_.view;
  std::string bytes = node.salt;
  bytes.push_back('\x1f');
  const size_t salt = bytes.size();
  for (uint32_t i = 0; i < batch.count; ++i) {
    const uint32_t member = batch.Row(i);
    const uint32_t k = shard.key_rank.empty() ? member : shard.key_rank[member];
    bytes.resize(salt);
    if (shard.keys.is_text) {
      bytes.append(shard.keys.texts.Text(k));
    } else {
      bytes.append(std::to_string(shard.keys.integers.Value(k)));
    }
    const uint64_t hash = XXH3_64bits(bytes.data(), bytes.size());
    out->small[i] = static_cast<int64_t>(absl::Uint128High64(absl::uint128(hash) * node.buckets));
  }
}

void RowEvaluator::EvaluateScore(const row::Score& node, const RowBatch& batch, ValueVector* out) {
  TakeSlots(batch.count, arena_, out);
  FillMask(out->present.data(), batch.count, true);
  out->small.Zero();
  Mask holds = arena_.Take<uint64_t>(MaskWords(batch.count) + 8);
  for (const row::Score::Term& term : node.terms) {
    Test(*term.filter, batch, holds.data());
    ForEachBit(holds.data(), batch.count, [&](uint32_t i) { out->small[i] += term.weight; });
  }
}

}  // namespace seine
