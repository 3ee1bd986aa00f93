#include "query/sequence_automaton.h"

#include <algorithm>

#include "query/civil_units.h"

namespace seine {
namespace {

// What a change of a zone's offset may take from a day or add to it.
constexpr int64_t kMostShift = 26 * kMicrosPerHour;

}  // namespace

bool SequenceAutomaton::Takes(std::span<const SequenceMatcher::Step> steps) {
  bool positive = false;
  size_t behind = 0;  // negative steps since the last positive one
  bool waits = false;
  for (const SequenceMatcher::Step& step : steps) {
    if (step.at_or_after || step.of_start) return false;
    if (step.negative) {
      ++behind;
      waits = waits || step.within >= 0;
    } else {
      if (positive && waits) return false;
      positive = true;
      behind = 0;
      waits = false;
    }
  }
  return positive && (!waits || behind == 1);
}

SequenceAutomaton::SequenceAutomaton(std::span<const SequenceMatcher::Step> steps, int64_t as_of,
                                     const Zone& zone)
    : as_of_(as_of), zone_(zone) {
  int previous = -1;
  for (size_t s = 0; s < steps.size(); ++s) {
    Rule& rule = rules_.emplace_back();
    rule.negative = steps[s].negative;
    rule.within = MakeWindow(steps[s]);
    if (rule.negative) {
      closing_.push_back(s);
      continue;
    }
    rule.previous = previous;
    rule.forbidden = std::move(closing_);
    closing_.clear();
    previous = static_cast<int>(s);
  }
  last_ = static_cast<size_t>(previous);
  rules_[last_].last = true;
  for (const size_t s : closing_) rules_[s].waits = rules_[s].within.units >= 0;
}

SequenceAutomaton::Window SequenceAutomaton::MakeWindow(const SequenceMatcher::Step& step) const {
  Window window;
  window.units = step.within;
  window.unit = step.unit;
  if (step.within < 0) return window;
  if (step.unit == filter::TimeUnit::kMinute || step.unit == filter::TimeUnit::kHour) {
    const bool hours = step.unit == filter::TimeUnit::kHour;
    window.surely = MultiplySaturating(step.within, hours ? kMicrosPerHour : kMicrosPerMinute);
    window.at_most = window.surely;
  } else {
    const auto [fewest, most] = DaysOf(step.unit);
    const int64_t shift = zone_.fixed() ? 0 : kMostShift;
    window.surely = MultiplySaturating(step.within, fewest * kMicrosPerDay) - shift;
    window.at_most = AddSaturating(MultiplySaturating(step.within, most * kMicrosPerDay), shift);
  }
  window.surely = std::min(window.surely, kAnyTime);
  window.at_most = std::min(window.at_most, kAnyTime);
  return window;
}

int64_t SequenceAutomaton::EndOf(const Window& window, int64_t from, int64_t sign) const {
  return ShiftInstant(from, sign * window.units, window.unit, zone_);
}

bool SequenceAutomaton::MayStart(const Rule& rule, int64_t time, const Reach* own) const {
  return std::ranges::none_of(rule.forbidden, [&](size_t s) {
    const int64_t found = Before(own[s], time);
    const Window& within = rules_[s].within;
    return found != kNever && (within.units < 0 || found >= EndOf(within, time, -1));
  });
}

void SequenceAutomaton::Interrupt(int64_t time, const Reach* own, State* state) const {
  if (state->waiting == kNever || state->waiting >= time) return;
  const int64_t end = EndOf(rules_[closing_[0]].within, state->waiting);
  state->matched = end < time && end < as_of_;
  state->waiting = own[last_].last == time ? time : kNever;
}

void SequenceAutomaton::Start(uint32_t parents) {
  states_.assign(parents, {});
  reached_.assign(size_t{parents} * rules_.size(), {});
}

bool SequenceAutomaton::Matches(uint32_t parent) const {
  const State& state = states_[parent];
  if (state.matched || closing_.empty()) return state.matched;
  const Reach* own = reached_.data() + size_t{parent} * rules_.size();
  const int64_t last = own[last_].last;
  if (last == kNever) return false;
  if (rules_[closing_[0]].waits) {
    return state.waiting != kNever && EndOf(rules_[closing_[0]].within, state.waiting) < as_of_;
  }
  return std::ranges::none_of(closing_, [&](size_t s) { return own[s].last > last; });
}

}  // namespace seine
