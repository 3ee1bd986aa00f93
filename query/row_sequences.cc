// RowEvaluator: sequences, by their shape; and those that RowSequenceMatcher decides. The rows of
// each step are gathered parent by parent with what joins them.

#include <algorithm>
#include <deque>
#include <utility>
#include <vector>

#include "query/row_ascent.h"
#include "query/row_evaluator.h"
#include "query/row_sequence_ids.h"
#include "query/row_sequence_matcher.h"
#include "query/row_sequence_rows.h"

namespace seine {

// Whether the batch has so many rows that bridges are made for them.
bool RowEvaluator::PaysBridges(const row::Sequence& sequence, const RowBatch& batch) const {
  constexpr uint64_t kTextsOfRow = 8;
  uint64_t texts = 0;
  uint64_t rows = 0;
  for (const row::SequenceStep& step : sequence.steps) {
    for (const row::StepJoin& join : step.joins) {
      if (join.own.bridge != nullptr) texts = std::max(texts, join.own.bridge->texts());
    }
    rows += MostRows(step.rows, batch);
  }
  if (texts == 0) return false;
  // Of parents that are listed, those between them have their part in `rows`.
  const uint64_t parents = batch.Row(batch.count - 1) - batch.Row(0) + 1;
  if (batch.ordered) rows = rows / parents * batch.count;
  return rows * kTextsOfRow >= texts;
}

// Of each row in `known` that has a value, its id; the others leave `known`.
void RowEvaluator::ReadIds(const row::JoinSide& side, row::JoinForm form, const RowBatch& rows,
                           uint64_t* known, JoinIds* ids, RowArena::Buffer<int64_t>* out) {
  ValueVector v;
  Evaluate(*side.value, rows, &v);
  AndPresent(v, rows.count, known);
  const bool codes = ids->AreCodes(form);
  if (codes && side.bridge == nullptr && !v.constant) {
    *out = std::move(v.small);
    return;
  }
  *out = arena_.Take<int64_t>(rows.count);
  int64_t* const read = out->data();
  const auto each = [&](auto id) {
    ForEachBit(known, rows.count, [&](uint32_t i) { read[i] = id(i); });
  };
  if (codes && side.bridge != nullptr) {
    const std::vector<uint32_t>& there = side.bridge->Codes();
    each([&](uint32_t i) { return int64_t{there[static_cast<size_t>(v.small[v.Slot(i)])]}; });
    ForEachBit(known, rows.count, [&](uint32_t i) {
      if (read[i] == CodeBridge::kNone) known[i / 64] &= ~(uint64_t{1} << (i % 64));
    });
  } else if (codes) {
    each([&](uint32_t i) { return v.small[v.Slot(i)]; });
  } else if (side.dictionary != nullptr) {
    JoinIds::Codes& texts = ids->CodesOf(*side.dictionary);
    each([&](uint32_t i) { return texts.Of(v.small[v.Slot(i)]); });
  } else {
    each([&](uint32_t i) { return ids->Of(v, i); });
  }
}

void RowEvaluator::GatherSide(const row::JoinSide& side, row::JoinForm form, const RowBatch& rows,
                              const uint64_t* wanted, JoinIds* ids, RowIds* out) {
  if (side.value == nullptr) {
    VisitElements(side, form, rows, wanted, ids, [&](uint32_t, std::span<const int64_t> found) {
      for (const int64_t id : found) out->Push(id);
      out->SortRow();
      out->EndRow();
    });
    return;
  }
  Mask known = arena_.Take<uint64_t>(MaskWords(rows.count) + 8);
  std::copy_n(wanted, MaskWords(rows.count), known.data());
  RowArena::Buffer<int64_t> read;
  ReadIds(side, form, rows, known.data(), ids, &read);
  ForEachBit(wanted, rows.count, [&](uint32_t i) {
    if (MaskBit(known.data(), i)) out->Push(read[i]);
    out->EndRow();
  });
}

// Calls visit(i, ids) for each wanted row: those of its set's elements, or none.
void RowEvaluator::VisitElements(const row::JoinSide& side, row::JoinForm form,
                                 const RowBatch& rows, const uint64_t* wanted, JoinIds* ids,
                                 ConsumeElements visit) {
  auto of = arena_.Take<uint32_t>(rows.count);
  FindSetRows(side.set, rows, 0, of.data());
  JoinIds::Codes& texts = ids->CodesOf(*side.dictionary);
  const bool codes = ids->AreCodes(form);
  const std::vector<uint32_t>* const there =
      codes && side.bridge != nullptr ? &side.bridge->Codes() : nullptr;
  std::vector<int64_t> found;
  ForEachBit(wanted, rows.count, [&](uint32_t i) {
    const ColumnView* column = nullptr;
    uint64_t at = 0;
    found.clear();
    if (of[i] != UINT32_MAX && side.set.from.Find(of[i], &column, &at)) {
      for (uint32_t e = column->set.offsets[at]; e < column->set.offsets[at + 1]; ++e) {
        int64_t code = column->set.codes.Value(e);
        if (there != nullptr) code = (*there)[static_cast<size_t>(code)];
        if (code != CodeBridge::kNone) found.push_back(codes ? code : texts.Of(code));
      }
    }
    visit(i, found);
  });
}

void RowEvaluator::GatherStep(const row::Sequence& sequence, size_t s, const RowBatch& parents,
                              std::deque<JoinIds>* ids, StepRows* out) {
  const row::SequenceStep& step = sequence.steps[s];
  Scan(step.rows, parents, true,
       [&](const RowBatch& rows, const uint64_t* passed, const Owners& owners) {
         ValueVector time;
         Evaluate(*step.time, rows, &time);
         Mask timed = arena_.Take<uint64_t>(MaskWords(rows.count) + 8);
         std::copy_n(passed, MaskWords(rows.count), timed.data());
         AndPresent(time, rows.count, timed.data());
         owners.Visit([&](auto owner) {
           ForEachBit(timed.data(), rows.count, [&](uint32_t i) {
             out->Add(owner(i), {time.small[time.Slot(i)], rows.Row(i)});
           });
         });
         // Both sides of a condition, each on the rows of its own step.
         size_t condition = 0;
         for (size_t other = 0; other < sequence.steps.size(); ++other) {
           for (const row::StepJoin& j : sequence.steps[other].joins) {
             JoinIds* const own = &(*ids)[condition];
             if (other == s)
               GatherSide(j.own, j.form, rows, timed.data(), own, &out->Ids(condition));
             if (j.step == static_cast<int>(s))
               GatherSide(j.theirs, j.form, rows, timed.data(), own, &out->Ids(condition));
             ++condition;
           }
         }
       });
  out->Group(parents.count);
}

void RowEvaluator::TestMatched(const row::Sequence& filter, const RowBatch& batch, uint64_t* mask) {
  const size_t n = filter.steps.size();
  std::vector<StepTiming> steps;
  std::vector<StepReference> conditions;
  for (const row::SequenceStep& step : filter.steps) {
    for (const row::StepJoin& join : step.joins)
      conditions.push_back({steps.size(), static_cast<size_t>(join.step)});
    steps.push_back(step.timing);
  }
  const bool bridges = PaysBridges(filter, batch);
  std::deque<JoinIds> ids;
  for (size_t c = 0; c < conditions.size(); ++c) ids.emplace_back(bridges);
  std::vector<StepRows> rows;
  std::vector<std::vector<uint32_t>> owners(n);  // where rows hang above the batch's table
  for (size_t s = 0; s < n; ++s) {
    rows.emplace_back(ids.size());
    const row::Descent& own = filter.steps[s].rows;
    if (own.correlated() || (own.grain == batch.table && batch.ordered)) {
      GatherStep(filter, s, batch, &ids, &rows.back());
    } else {
      const Ascent ascent = AscendToOrdered(shard_, batch, own.grain, arena_);
      GatherStep(filter, s, ascent.parents, &ids, &rows.back());
      owners[s].assign(ascent.owner.data(), ascent.owner.data() + batch.count);
    }
  }
  RowSequenceMatcher matcher(steps, std::move(conditions), filter.as_of, *shard_.zone, stop_);
  std::vector<uint32_t> own(n);
  for (uint32_t i = 0; i < batch.count; ++i) {
    for (size_t s = 0; s < n; ++s) own[s] = owners[s].empty() ? i : owners[s][i];
    if (matcher.Matches(rows, own)) SetMaskBit(mask, i);
  }
}

void RowEvaluator::TestSequence(const row::Sequence& filter, const RowBatch& batch,
                                uint64_t* mask) {
  if (filter.shape == row::SequenceShape::kInOrder) {
    TestInOrder(filter, batch, mask);
    return;
  }
  FillMask(mask, batch.count, false);
  if (batch.count == 0) return;
  VisitRanges(filter, batch, 0, [&](const RowBatch& parents, uint32_t first) {
    Mask found = arena_.Take<uint64_t>(MaskWords(parents.count) + 8);
    FillMask(found.data(), parents.count, false);
    if (filter.shape == row::SequenceShape::kGathered) {
      TestGathered(filter, parents, found.data());
    } else {
      TestMatched(filter, parents, found.data());
    }
    ForEachBit(found.data(), parents.count, [&](uint32_t i) { SetMaskBit(mask, first + i); });
  });
}

}  // namespace seine
