// RowEvaluator: sequences over the rows of one table that come in order of time. They go to
// SequenceAutomaton as the scan meets them.

#include <algorithm>
#include <vector>

#include "engine/kernels.h"
#include "query/row_evaluator.h"
#include "query/sequence_automaton.h"

namespace seine {
namespace {

// Bit k becomes bit places[k]; places ascend.
void KeepBits(const uint16_t* places, uint32_t count, uint64_t* mask) {
  for (uint32_t first = 0; first < count; first += 64) {
    const uint32_t n = std::min(count - first, 64u);
    uint64_t word = 0;
    for (uint32_t k = 0; k < n; ++k) word |= uint64_t{MaskBit(mask, places[first + k])} << k;
    mask[first / 64] = word;
  }
}

}  // namespace

void RowEvaluator::MarkStep(const row::SequenceStep& step, const RowBatch& rows, uint64_t* mask) {
  FillMask(mask, rows.count, true);
  for (const row::FilterPtr* test : {&step.rows.driver, &step.rows.time, &step.rows.where}) {
    if (*test != nullptr) Narrow(**test, rows, mask);
  }
}

void RowEvaluator::ScanInOrder(const row::Sequence& filter, const RowBatch& batch,
                               SequenceAutomaton* automaton) {
  const auto scan = [&](const RowBatch& rows, const uint64_t*, const Owners& owners) {
    const size_t words = MaskWords(rows.count);
    const size_t whole = (words + kWordsAtOnce - 1) / kWordsAtOnce * kWordsAtOnce;
    std::vector<Mask> masks;
    Mask any = arena_.Take<uint64_t>(whole);
    any.Zero();
    for (const row::SequenceStep& step : filter.steps) {
      Mask& mask = masks.emplace_back(arena_.Take<uint64_t>(words + 8));
      MarkStep(step, rows, mask.data());
      for (size_t w = 0; w < words; ++w) any[w] |= mask[w];
    }
    auto places = arena_.Take<uint16_t>(rows.count + 32);
    uint32_t count = ActiveKernels().words_to_places(any.data(), whole, places.data());
    if (count == 0) return;
    RowBatch wanted = rows;
    auto own = arena_.Take<uint32_t>(count);
    auto parents = arena_.Take<uint32_t>(rows.count);
    if (count > rows.count / 3) {
      // Many rows are wanted: all are looked at as they lie, which is quicker than to list them.
      count = rows.count;
      owners.Visit([&](auto owner) {
        for (uint32_t i = 0; i < count; ++i) parents[i] = owner(i);
      });
    } else {
      for (uint32_t k = 0; k < count; ++k) own[k] = rows.Row(places[k]);
      owners.Visit([&](auto owner) {
        for (uint32_t k = 0; k < count; ++k) parents[k] = owner(places[k]);
      });
      for (Mask& mask : masks) KeepBits(places.data(), count, mask.data());
      wanted = {rows.table, rows.block, count, 0, own.data()};
    }
    ValueVector time;
    Evaluate(*filter.steps[0].time, wanted, &time);
    std::vector<const uint64_t*> steps;
    for (Mask& mask : masks) steps.push_back(mask.data());
    automaton->Add({count, time.small.data(), parents.data(), steps});
  };
  Scan(filter.rows, batch, false, scan);
}

void RowEvaluator::TestInOrder(const row::Sequence& filter, const RowBatch& batch, uint64_t* mask) {
  std::vector<StepTiming> steps;
  for (const row::SequenceStep& step : filter.steps) steps.push_back(step.timing);
  const SequenceLevels levels(steps, filter.as_of, *shard_.zone);
  SequenceAutomaton automaton(levels, arena_);
  automaton.Start(batch.count);
  ScanInOrder(filter, batch, &automaton);
  FillMask(mask, batch.count, false);
  std::vector<uint32_t> doubtful;
  for (uint32_t p = 0; p < batch.count; ++p) {
    if (automaton.Matches(p)) {
      SetMaskBit(mask, p);
    } else if (automaton.IsDoubtful(p)) {
      doubtful.push_back(p);
    }
  }
  if (!doubtful.empty()) TestDoubtful(filter, batch, doubtful, mask);
}

// The parents of which the automaton cannot tell are few: their rows are gathered.
void RowEvaluator::TestDoubtful(const row::Sequence& filter, const RowBatch& batch,
                                const std::vector<uint32_t>& doubtful, uint64_t* mask) {
  std::vector<uint32_t> rows;
  for (const uint32_t p : doubtful) rows.push_back(batch.Row(p));
  const auto count = static_cast<uint32_t>(rows.size());
  const RowBatch few{batch.table, batch.block, count, 0, rows.data(), batch.ordered};
  VisitRanges(filter, few, 0, [&](const RowBatch& parents, uint32_t first) {
    Mask found = arena_.Take<uint64_t>(MaskWords(parents.count) + 8);
    FillMask(found.data(), parents.count, false);
    TestGathered(filter, parents, found.data());
    ForEachBit(found.data(), parents.count,
               [&](uint32_t i) { SetMaskBit(mask, doubtful[first + i]); });
  });
}

}  // namespace seine
