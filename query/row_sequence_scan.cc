// RowEvaluator: sequences that SequenceAutomaton decides. The rows of one table go to it as the
// scan meets them; those of several, and joined ones, are put in order first.

#include <algorithm>
#include <vector>

#include "query/row_evaluator.h"
#include "query/row_groups.h"
#include "query/row_sequences.h"
#include "query/sequence_automaton.h"

namespace seine {
namespace {

// Of a row that is joined to no other: no row of another step has it.
constexpr int64_t kNoId = INT64_MIN;

bool ComesBefore(const StepEvent& a, const StepEvent& b) {
  return a.id != b.id ? a.id < b.id : a.time < b.time;
}

}  // namespace

void RowEvaluator::NarrowToStep(const row::SequenceStep& step, const RowBatch& rows,
                                uint64_t* mask) {
  for (const row::FilterPtr* test : {&step.rows.driver, &step.rows.time, &step.rows.where}) {
    if (*test != nullptr) Narrow(**test, rows, mask);
  }
}

void RowEvaluator::RunInOrder(const row::Sequence& filter, const RowBatch& batch,
                              SequenceAutomaton* automaton) {
  const row::SequenceScan& scan = filter.scans[0];
  const size_t n = scan.steps.size();
  Scan(scan.rows, batch, false,
       [&](const RowBatch& rows, const uint64_t* passed, const Owners& owners) {
         const size_t words = MaskWords(rows.count);
         std::vector<Mask> steps;
         Mask any = arena_.Take<uint64_t>(words + 8);
         FillMask(any.data(), rows.count, false);
         for (size_t k = 0; k < n; ++k) {
           steps.push_back(arena_.Take<uint64_t>(words + 8));
           std::copy_n(passed, words, steps[k].data());
           NarrowToStep(filter.steps[scan.steps[k].step], rows, steps[k].data());
           for (size_t w = 0; w < words; ++w) any[w] |= steps[k][w];
         }
         const uint32_t left = CountMask(any.data(), rows.count);
         if (left == 0) return;
         // The times of all rows, or of those that some step wants.
         const bool few = left < rows.count / 4;
         auto wanted = arena_.Take<uint32_t>(few ? left : 1);
         RowBatch timed = rows;
         if (few) {
           uint32_t next = 0;
           ForEachBit(any.data(), rows.count, [&](uint32_t i) { wanted[next++] = rows.Row(i); });
           timed.count = left;
           timed.begin = 0;
           timed.rows = wanted.data();
         }
         ValueVector time;
         Evaluate(*scan.time, timed, &time);
         if (automaton->IsPair()) {
           owners.Visit([&](auto owner) {
             automaton->Pair(steps[0].data(), steps[1].data(), any.data(), rows.count,
                             time.small.data(), few, owner);
           });
           return;
         }
         owners.Visit([&](auto owner) {
           uint32_t next = 0;
           ForEachBit(any.data(), rows.count, [&](uint32_t i) {
             const int64_t at = time.small[time.Slot(few ? next++ : i)];
             for (size_t k = 0; k < n; ++k) {
               if (MaskBit(steps[k].data(), i)) automaton->Row(owner(i), scan.steps[k].step, at);
             }
           });
         });
       });
}

void RowEvaluator::GatherEvents(const row::Sequence& filter, const row::SequenceScan& scan,
                                const RowBatch& batch, JoinIds* ids, RowGroups<StepEvent>* events) {
  Scan(scan.rows, batch, false,
       [&](const RowBatch& rows, const uint64_t* passed, const Owners& owners) {
         const size_t words = MaskWords(rows.count);
         Mask mask = arena_.Take<uint64_t>(words + 8);
         auto own = arena_.Take<uint32_t>(rows.count);
         auto parent = arena_.Take<uint32_t>(rows.count);
         for (const row::ScannedStep& step : scan.steps) {
           std::copy_n(passed, words, mask.data());
           NarrowToStep(filter.steps[step.step], rows, mask.data());
           uint32_t n = 0;
           owners.Visit([&](auto owner) {
             ForEachBit(mask.data(), rows.count, [&](uint32_t i) {
               own[n] = rows.Row(i);
               parent[n++] = owner(i);
             });
           });
           if (n == 0) continue;
           const RowBatch of_step{rows.table, rows.block, n, 0, own.data()};
           ValueVector time;
           Evaluate(*scan.time, of_step, &time);
           ValueVector joined;
           if (step.joined != nullptr) Evaluate(*step.joined, of_step, &joined);
           for (uint32_t i = 0; i < n; ++i) {
             StepEvent event{time.small[time.Slot(i)], 0, static_cast<uint32_t>(step.step)};
             if (step.joined != nullptr) {
               if (!joined.Has(i) && !step.referred) continue;
               event.id = !joined.Has(i) ? kNoId
                          : step.coded   ? joined.small[joined.Slot(i)]
                                         : ids->Of(joined, i);
             }
             events->Add(parent[i], event);
           }
         }
       });
}

void RowEvaluator::RunSequence(const row::Sequence& filter, const RowBatch& batch, uint64_t* mask) {
  std::vector<SequenceMatcher::Step> steps;
  for (const row::SequenceStep& step : filter.steps) steps.push_back(step.match);
  const auto positive =
      static_cast<size_t>(std::ranges::count(steps, false, &SequenceMatcher::Step::negative));
  SequenceAutomaton automaton(steps, filter.as_of, *shard_.zone);
  FillMask(mask, batch.count, false);
  if (filter.scans.size() == 1 && filter.scans[0].in_order && !filter.joined) {
    automaton.Start(batch.count);
    RunInOrder(filter, batch, &automaton);
    for (uint32_t p = 0; p < batch.count; ++p) {
      if (automaton.Matches(p)) SetMaskBit(mask, p);
    }
    return;
  }
  JoinIds ids;
  RowGroups<StepEvent> events(batch.count);
  for (const row::SequenceScan& scan : filter.scans)
    GatherEvents(filter, scan, batch, &ids, &events);
  events.Group();
  for (uint32_t p = 0; p < batch.count; ++p) {
    const std::span<StepEvent> own = events.Of(p);
    if (!std::ranges::is_sorted(own, ComesBefore)) std::ranges::sort(own, ComesBefore);
    for (size_t first = 0, last = 0; first < own.size(); first = last) {
      while (last < own.size() && own[last].id == own[first].id) ++last;
      if (last - first < positive) continue;
      automaton.Start(1);
      for (const StepEvent& event : own.subspan(first, last - first))
        automaton.Row(0, event.step, event.time);
      if (!automaton.Matches(0)) continue;
      SetMaskBit(mask, p);
      break;
    }
  }
}

}  // namespace seine
