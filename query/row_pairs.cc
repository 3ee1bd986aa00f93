// RowEvaluator: correlated rows. What does not speak of the outer row is scanned once for each
// parent; of these rows, those go with an asked row that PairCandidates finds for it, and the rest
// is asked of each such pair, batch by batch.

#include <algorithm>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"

#include "engine/check.h"
#include "engine/planted_bug.h"
#include "query/outer_rows.h"
#include "query/pair_candidates.h"
#include "query/row_ascent.h"
#include "query/row_evaluator.h"

namespace seine {

// The keys of both sides of a join as numbers. Texts are numbered as the rows below have them.
class PairKeys {
 public:
  int64_t Of(const ValueVector& v, uint32_t i) {
    if (v.type.kind != bound::ValueKind::kText) return v.small[v.Slot(i)];
    const auto next = static_cast<int64_t>(texts_.size());
    return texts_.try_emplace(v.text[v.Slot(i)], next).first->second;
  }

 private:
  absl::flat_hash_map<std::string_view, int64_t> texts_;
};

namespace {

// Narrows what is wanted to times that are `op` this one.
void Limit(bound::CompareOp op, int64_t time, PairWanted* wanted) {
  constexpr PairWanted kNothing{0, 1, 0};
  switch (op) {
    case bound::CompareOp::kLess:
      if (time == INT64_MIN) *wanted = kNothing;
      wanted->last = std::min(wanted->last, time == INT64_MIN ? time : time - 1);
      return;
    case bound::CompareOp::kLessEqual:
      wanted->last = std::min(wanted->last, time - (Planted("pair-limit") ? 1 : 0));
      return;
    case bound::CompareOp::kGreater:
      if (time == INT64_MAX) *wanted = kNothing;
      wanted->first = std::max(wanted->first, time == INT64_MAX ? time : time + 1);
      return;
    case bound::CompareOp::kGreaterEqual:
      wanted->first = std::max(wanted->first, time);
      return;
    case bound::CompareOp::kEqual:
    case bound::CompareOp::kNotEqual:
      return;
  }
}

}  // namespace

void RowEvaluator::GatherCandidates(const row::Descent& descent, const RowBatch& parents,
                                    PairKeys* keys, PairCandidates* candidates) {
  const row::PairJoin& join = descent.join;
  ScanOrdered(descent, parents, true,
              [&](const RowBatch& rows, const uint64_t* passed, const Owners& owners) {
                Mask mask = arena_.Take<uint64_t>(MaskWords(rows.count) + 8);
                std::copy_n(passed, MaskWords(rows.count), mask.data());
                ValueVector key;
                ValueVector time;
                for (const auto& [value, out] : {std::pair{&join.key, &key}, {&join.time, &time}}) {
                  if (*value == nullptr) continue;
                  EvaluateOf(**value, rows, mask.data(), out);
                  AndPresent(*out, rows.count, mask.data());
                }
                owners.Visit([&](auto owner) {
                  ForEachBit(mask.data(), rows.count, [&](uint32_t i) {
                    PairCandidate candidate{0, 0, rows.Row(i)};
                    if (join.key != nullptr) candidate.key = keys->Of(key, i);
                    if (join.belongs_to >= 0)
                      candidate.key = AncestorRow(shard_, rows, join.belongs_to, candidate.row);
                    if (join.time != nullptr) candidate.time = time.small[time.Slot(i)];
                    candidates->Add(owner(i), candidate);
                  });
                });
              });
  candidates->Group(parents.count);
}

void RowEvaluator::FindWanted(const row::Descent& descent, const RowBatch& asked, PairKeys* keys,
                              std::vector<PairWanted>* wanted) {
  const row::PairJoin& join = descent.join;
  constexpr PairWanted kNothing{0, 1, 0};
  wanted->assign(asked.count, PairWanted());
  if (join.key != nullptr) {
    ValueVector key;
    Evaluate(*join.asked_key, asked, &key);
    for (uint32_t i = 0; i < asked.count; ++i) {
      (*wanted)[i] = kNothing;
      if (key.Has(i)) (*wanted)[i] = {keys->Of(key, i)};
    }
  } else if (join.belongs_to >= 0) {
    const RowBatch outer = join.asked_scope == descent.outer
                               ? asked
                               : OuterBatch(asked, join.asked_scope, join.asked_table);
    for (uint32_t i = 0; i < asked.count; ++i)
      (*wanted)[i].key = AncestorRow(shard_, outer, join.belongs_to, outer.Row(i));
  }
  for (const row::PairJoin::Limit& limit : join.limits) {
    ValueVector time;
    Evaluate(*limit.asked, asked, &time);
    for (uint32_t i = 0; i < asked.count; ++i) {
      if (!time.Has(i)) {
        (*wanted)[i] = kNothing;
      } else {
        Limit(limit.op, time.small[time.Slot(i)], &(*wanted)[i]);
      }
    }
  }
}

void RowEvaluator::ScanPairs(const row::Descent& descent, const RowBatch& asked, Consume consume) {
  const Ascent ascent = AscendToOrdered(shard_, asked, descent.grain, arena_);
  PairKeys keys;
  PairCandidates candidates(ascent.parents.count);
  GatherCandidates(descent, ascent.parents, &keys, &candidates);
  std::vector<PairWanted> wanted;
  FindWanted(descent, asked, &keys, &wanted);
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
    std::span<const PairCandidate> found = candidates.Of(ascent.owner[i], wanted[i]);
    if (descent.one_is_enough) found = found.first(std::min<size_t>(found.size(), 1));
    for (const PairCandidate& candidate : found) {
      if (n == kBatchRows && !flush()) return;
      rows[n] = candidate.row;
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
