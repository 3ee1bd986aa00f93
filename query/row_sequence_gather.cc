// RowEvaluator: sequences whose rows have one key in every match: the value that joins them
// (without a join, all rows have the same). The rows that may be of one match go class by class, of
// one parent and key, to SequenceAutomaton, or to SequenceMatcher where that does not take them.

#include <algorithm>
#include <span>
#include <tuple>
#include <utility>
#include <vector>

#include "query/row_evaluator.h"
#include "query/row_groups.h"
#include "query/row_sequence_keys.h"
#include "query/sequence_automaton.h"
#include "query/sequence_matcher.h"

namespace seine {
namespace {

// By key, and within one by time or step by step.
bool KeyThenTime(const StepEvent& a, const StepEvent& b) {
  return a.key != b.key ? a.key < b.key : a.time < b.time;
}
bool KeyThenStep(const StepEvent& a, const StepEvent& b) {
  return std::tie(a.key, a.step, a.time, a.row) < std::tie(b.key, b.step, b.time, b.row);
}

template <typename Order>
void SortUnlessSorted(std::span<StepEvent> events, Order order) {
  if (!std::ranges::is_sorted(events, order)) std::ranges::sort(events, order);
}

// Calls visit(events) for each key's; `events` are in order of keys.
template <typename Visit>
void VisitKeys(std::span<StepEvent> events, Visit visit) {
  for (size_t first = 0, last = 0; first < events.size(); first = last) {
    while (last < events.size() && events[last].key == events[first].key) ++last;
    visit(events.subspan(first, last - first));
  }
}

// A parent's events step by step, for the matcher.
class ClassMatcher {
 public:
  ClassMatcher(const row::Sequence& sequence, std::span<const StepTiming> steps, const Zone& zone,
               const StopSignal* stop)
      : sequence_(sequence),
        matcher_(steps, sequence.as_of, zone, stop),
        rows_(steps.size()),
        events_(steps.size()) {}

  // `events` of one parent, in any order.
  bool MatchesSome(std::span<StepEvent> events) {
    const auto keyed = std::ranges::partition(
        events, [&](const StepEvent& event) { return sequence_.keys[event.step].every; });
    const std::span<StepEvent> every(events.begin(), keyed.begin());
    for (std::vector<SequenceEvent>& rows : rows_) rows.clear();
    SortUnlessSorted(every, KeyThenStep);
    Take(every);
    SortUnlessSorted(std::span<StepEvent>(keyed), KeyThenStep);
    bool matches = false;
    VisitKeys(keyed, [&](std::span<StepEvent> own) { matches = matches || Matches(own); });
    return matches;
  }
  // `events` of one class, each step's in order of time.
  bool Matches(std::span<const StepEvent> events) {
    for (const StepEvent& event : events) rows_[event.step].clear();
    Take(events);
    for (size_t s = 0; s < rows_.size(); ++s) events_[s] = rows_[s];
    const bool matches = matcher_.Matches(events_);
    for (const StepEvent& event : events) rows_[event.step].clear();
    return matches;
  }

 private:
  void Take(std::span<const StepEvent> events) {
    for (const StepEvent& event : events) rows_[event.step].push_back({event.time, event.row});
  }

  const row::Sequence& sequence_;
  SequenceMatcher matcher_;
  std::vector<std::vector<SequenceEvent>> rows_;  // of each step
  std::vector<SequenceEvents> events_;
};

// Events in the form that the automaton takes, class after class.
class AutomatonClasses {
 public:
  AutomatonClasses(size_t steps, size_t most_events) : masks_(steps) {
    for (std::vector<uint64_t>& mask : masks_) mask.resize((most_events + 63) / 64);
  }

  void Add(uint32_t parent, std::span<const StepEvent> events) {
    for (const StepEvent& event : events) {
      SetMaskBit(masks_[event.step].data(), static_cast<uint32_t>(times_.size()));
      times_.push_back(event.time);
      class_of_.push_back(static_cast<uint32_t>(classes_.size()));
    }
    classes_.emplace_back(parent, events);
  }
  // Marks the parents that have a class which matches.
  void Run(SequenceAutomaton* automaton, ClassMatcher* matcher, uint64_t* mask) const {
    std::vector<const uint64_t*> steps;
    for (const std::vector<uint64_t>& each : masks_) steps.push_back(each.data());
    automaton->Start(static_cast<uint32_t>(classes_.size()));
    automaton->Add({static_cast<uint32_t>(times_.size()), times_.data(), class_of_.data(), steps});
    for (uint32_t c = 0; c < classes_.size(); ++c) {
      const auto& [parent, events] = classes_[c];
      if (automaton->Matches(c) || (automaton->IsDoubtful(c) && matcher->Matches(events)))
        SetMaskBit(mask, parent);
    }
  }

 private:
  std::vector<int64_t> times_;
  std::vector<uint32_t> class_of_;
  std::vector<std::vector<uint64_t>> masks_;                              // per step
  std::vector<std::pair<uint32_t, std::span<const StepEvent>>> classes_;  // and their parents
};

}  // namespace

void RowEvaluator::TestGathered(const row::Sequence& filter, const RowBatch& batch,
                                uint64_t* mask) {
  RowGroups<StepEvent> events(batch.count);
  GatherEvents(filter, batch, &events);
  if (events.size() == 0) return;
  events.Group();
  std::vector<StepTiming> steps;
  for (const row::SequenceStep& step : filter.steps) steps.push_back(step.timing);
  ClassMatcher matcher(filter, steps, *shard_.zone, stop_);
  if (!filter.by_automaton) {
    for (uint32_t p = 0; p < batch.count; ++p) {
      if (!events.Of(p).empty() && matcher.MatchesSome(events.Of(p))) SetMaskBit(mask, p);
    }
    return;
  }
  const SequenceLevels levels(steps, filter.as_of, *shard_.zone);
  AutomatonClasses classes(steps.size(), events.size());
  for (uint32_t p = 0; p < batch.count; ++p) {
    SortUnlessSorted(events.Of(p), KeyThenTime);
    VisitKeys(events.Of(p), [&](std::span<StepEvent> own) {
      if (own.size() >= levels.size()) classes.Add(p, own);
    });
  }
  SequenceAutomaton automaton(levels, arena_);
  classes.Run(&automaton, &matcher, mask);
}

}  // namespace seine
