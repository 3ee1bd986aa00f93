#include "query/sequence_matcher.h"

#include <algorithm>

#include "query/sequence_first.h"

namespace seine {

bool SequenceMatcher::Matches(std::span<const SequenceEvents> events) {
  for (size_t l = 0; l < levels_.size(); ++l) {
    if (events[levels_[l].step].empty()) return false;
  }
  for (size_t s = 0; s < events.size(); ++s) pass_.SetRows(s, events[s]);
  if (!levels_.opening().empty()) {
    first_.clear();
    for (const uint32_t place : FirstRows(levels_, events))
      first_.push_back(events[levels_[0].step][place]);
    pass_.SetRows(levels_[0].step, first_);
  }
  times_.clear();
  for (const SequenceEvent& event : pass_.rows()[levels_[0].step]) {
    if (times_.empty() || times_.back() != event.time) times_.push_back(event.time);
  }
  const bool matches =
      !levels_.within_start() || !StartsMayCross(levels_)
          ? MatchesFrom(times_)
          : std::ranges::any_of(StartChains(levels_, times_),
                                [this](const auto& chain) { return MatchesFrom(chain); });
  return matches && (!levels_.absent_of_start() || starts_.Matches(pass_.rows()));
}

bool SequenceMatcher::MatchesFrom(std::span<const int64_t> starts) {
  std::vector<SequencePass::Entry>& entered = pass_.entered(0);
  entered.clear();
  for (const int64_t time : starts) entered.push_back({time, levels_.within_start() ? time : 0});
  return std::ranges::any_of(pass_.Run(0, levels_.size() - 1), &SequencePass::Open::forever);
}

}  // namespace seine
