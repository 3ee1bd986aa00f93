#include "query/row_sequence_matcher.h"

#include <algorithm>

#include "query/sequence_first.h"

namespace seine {
RowSequenceMatcher::RowSequenceMatcher(std::span<const StepTiming> steps,
                                       std::vector<StepReference> conditions, int64_t as_of,
                                       const Zone& zone, const StopSignal* stop)
    : levels_(steps, as_of, zone),
      conditions_(std::move(conditions)),
      hulls_(HullsOf(levels_, conditions_)),
      poll_(stop),
      pass_(levels_, poll_),
      starts_(levels_, poll_),
      events_(steps.size()),
      by_id_(conditions_.size()),
      has_by_id_(conditions_.size()),
      places_(steps.size()),
      restricted_(steps.size()),
      kept_(steps.size()) {}

bool RowSequenceMatcher::Matches(std::span<const StepRows> rows,
                                 std::span<const uint32_t> parents) {
  rows_ = rows;
  parents_ = parents;
  for (size_t s = 0; s < rows.size(); ++s) {
    events_[s] = rows[s].EventsOf(parents[s]);
    if (events_[s].empty() && !levels_.step(s).negative) return false;
  }
  std::fill(has_by_id_.begin(), has_by_id_.end(), false);
  matched_ = false;
  if (!levels_.opening().empty()) first_ = FirstRows(levels_, events_);
  TakeAllRows();
  std::vector<int64_t> times;
  for (const SequenceEvent& event : pass_.rows()[levels_[0].step]) {
    if (times.empty() || times.back() != event.time) times.push_back(event.time);
  }
  if (levels_.absent_of_start() || !levels_.within_start() || !StartsMayCross(levels_))
    return MatchesFrom(times);
  return std::ranges::any_of(StartChains(levels_, times), [this](const auto& chain) {
    TakeAllRows();  // hulls leave those that the chain before has reached
    return MatchesFrom(chain);
  });
}

void RowSequenceMatcher::TakeAllRows() {
  for (size_t s = 0; s < events_.size(); ++s) pass_.SetRows(s, events_[s]);
  if (!levels_.opening().empty()) SetPlaces(levels_[0].step, first_);
}

bool RowSequenceMatcher::MatchesFrom(std::span<const int64_t> starts) {
  pass_.entered(0).clear();
  for (const int64_t time : starts)
    pass_.entered(0).push_back({time, levels_.within_start() ? time : 0});
  auto hull = hulls_.begin();
  if (hull == hulls_.end() && levels_.absent_of_start()) return starts_.Matches(pass_.rows());
  for (size_t level = 0;; ++level) {
    if (hull != hulls_.end() && hull->first == level) {
      ArriveAt(level);
      bool on_arrival = true;
      for (; on_arrival && hull != hulls_.end() && hull->first == level; ++hull) {
        MatchHull(*hull);
        if (matched_) return true;
        level = hull->last;
        on_arrival = hull->ends_on_arrival;
      }
      if (on_arrival) {
        EnterArrivals(level);
        open_ = pass_.Reach(level);
      }
    } else {
      open_ = pass_.Reach(level);
    }
    if (level + 1 == levels_.size())
      return std::ranges::any_of(open_, &SequencePass::Open::forever);
    if (poll_.Raised()) return false;
    pass_.Enter(level + 1, open_);
  }
}

void RowSequenceMatcher::ArriveAt(size_t level) {
  arrivals_.clear();
  const size_t step = levels_[level].step;
  const SequenceEvents rows = events_[step];
  const std::vector<SequencePass::Entry>& entered = pass_.entered(level);
  auto entry = entered.begin();
  const auto add = [&](uint32_t place) {
    while (entry != entered.end() && entry->time < rows[place].time) ++entry;
    if (entry != entered.end() && entry->time == rows[place].time)
      arrivals_.push_back({place, entry->start});
  };
  if (level == 0 && !levels_.opening().empty()) {
    for (const uint32_t place : first_) add(place);
  } else {
    for (uint32_t place = 0; place < rows.size(); ++place) add(place);
  }
}

void RowSequenceMatcher::EnterArrivals(size_t level) {
  const size_t step = levels_[level].step;
  std::vector<SequencePass::Entry>& entered = pass_.entered(level);
  entered.clear();
  Places places;
  for (const Arrival& arrival : arrivals_) {
    const int64_t time = events_[step][arrival.place].time;
    places.push_back(arrival.place);
    if (entered.empty() || entered.back().time != time) entered.push_back({time, arrival.start});
    entered.back().start = std::max(entered.back().start, arrival.start);
  }
  SetPlaces(step, std::move(places));
}

void RowSequenceMatcher::SetPlaces(size_t step, Places places) {
  std::vector<SequenceEvent>& kept = kept_[step];
  kept.clear();
  for (const uint32_t place : places) kept.push_back(events_[step][place]);
  pass_.SetRows(step, kept);
  places_[step] = std::move(places);
  restricted_[step] = true;
}

void RowSequenceMatcher::MatchHull(const SequenceHull& hull) {
  if (arrivals_.empty()) {
    open_.clear();
    return;
  }
  EnterArrivals(hull.first);
  start_of_.assign(events_[levels_[hull.first].step].size(), 0);
  for (const Arrival& arrival : arrivals_) start_of_[arrival.place] = arrival.start;
  open_.clear();
  reached_.clear();
  MatchClasses(hull, 0);
  if (hull.ends_on_arrival) {
    // Several classes may reach one row; its latest start counts.
    std::ranges::sort(reached_, [](const Arrival& a, const Arrival& b) {
      return a.place != b.place ? a.place < b.place : a.start > b.start;
    });
    const auto repeats = std::ranges::unique(reached_, {}, &Arrival::place);
    reached_.erase(repeats.begin(), repeats.end());
    arrivals_ = reached_;
  } else {
    std::ranges::sort(open_, {}, &SequencePass::Open::time);
  }
}

}  // namespace seine
