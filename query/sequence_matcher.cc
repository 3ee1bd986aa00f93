#include "query/sequence_matcher.h"

#include <algorithm>
#include <limits>
#include <map>
#include <queue>
#include <set>

#include "query/civil_units.h"

namespace seine {
namespace {

constexpr int64_t kNever = std::numeric_limits<int64_t>::max();

using Events = SequenceMatcher::Events;

// The rows with that time.
Events At(Events events, int64_t time) {
  const auto [first, last] = std::ranges::equal_range(events, time, {}, &SequenceEvent::time);
  return {first, last};
}

// The first row after `time` (or at it, with `from`).
int64_t NextAfter(Events events, int64_t time, bool from) {
  auto next = from ? std::ranges::lower_bound(events, time, {}, &SequenceEvent::time)
                   : std::ranges::upper_bound(events, time, {}, &SequenceEvent::time);
  return next == events.end() ? kNever : next->time;
}

}  // namespace

SequenceMatcher::SequenceMatcher(std::vector<Step> steps, int64_t as_of, const Zone& zone)
    : steps_(std::move(steps)), as_of_(as_of), zone_(zone) {
  negative_.emplace_back();
  for (size_t s = 0; s < steps_.size(); ++s) {
    if (steps_[s].negative) {
      negative_.back().push_back(s);
      fixed_start_ = fixed_start_ || steps_[s].of_start;
    } else {
      positive_.push_back(s);
      negative_.emplace_back();
    }
  }
}

// One parent's rows against the steps.
class SequenceRun {
 public:
  SequenceRun(const SequenceMatcher& matcher, std::span<const Events> events)
      : m_(matcher), events_(events) {}

  // `only_start`: the first positive step matches at that time.
  bool Run(std::optional<int64_t> only_start) {
    entry_.assign(m_.positive_.size(), {});
    Start(only_start);
    for (size_t j = 0; j < m_.positive_.size(); ++j) {
      const std::vector<Reached> reached = Reach(j);
      if (j + 1 == m_.positive_.size()) {
        return std::ranges::any_of(reached, [](const Reached& r) { return r.limit == kNever; });
      }
      Enter(j + 1, reached);
    }
    return false;
  }

 private:
  struct Entry {
    int64_t time;
    int64_t start;  // the latest that leads here
  };
  struct Reached {
    int64_t time;
    int64_t start;
    int64_t limit;  // the next step's time must not be after it; of the last step: kNever, or not
  };

  using Row = std::pair<int, uint32_t>;  // table, row

  const SequenceMatcher::Step& Positive(size_t j) const { return m_.steps_[m_.positive_[j]]; }
  Events PositiveEvents(size_t j) const { return events_[m_.positive_[j]]; }
  int64_t Later(int64_t time, const SequenceMatcher::Step& step, int64_t sign = 1) const {
    return ShiftInstant(time, sign * step.within, step.unit, m_.zone_);
  }

  // No row of the steps before the first positive one.
  bool MayStart(int64_t time) const {
    return std::ranges::none_of(m_.negative_[0], [&](size_t s) {
      const auto& step = m_.steps_[s];
      const int64_t from =
          step.within < 0 ? std::numeric_limits<int64_t>::min() : Later(time, step, -1);
      return NextAfter(events_[s], from, true) < time;
    });
  }

  void Start(std::optional<int64_t> only_start) {
    for (const SequenceEvent& event : PositiveEvents(0)) {
      const bool seen = !entry_[0].empty() && entry_[0].back().time == event.time;
      if (seen || (only_start && *only_start != event.time) || !MayStart(event.time)) continue;
      entry_[0].push_back({event.time, event.time});
    }
  }

  // How far the way from positive step j at `time` is open. `own`: the rows of that very time that
  // a negative step `at or after` finds are those that the positive steps match themselves.
  int64_t Limit(size_t j, int64_t time, int64_t start, bool own) const {
    int64_t limit = kNever;
    const bool last = j + 1 == m_.positive_.size();
    if (!last && Positive(j + 1).within >= 0 && !Positive(j + 1).of_start)
      limit = Later(time, Positive(j + 1));
    for (size_t s : m_.negative_[j + 1]) {
      const auto& step = m_.steps_[s];
      const int64_t end = step.within < 0 ? kNever : Later(step.of_start ? start : time, step);
      // A wait that is not over yet has not been in vain.
      if (last && step.within >= 0 && end >= m_.as_of_) return time;
      const int64_t next = NextAfter(events_[s], time, step.at_or_after && !own);
      if (next != kNever && next <= end) limit = std::min(limit, next);
    }
    return limit;
  }

  // The rows of that time that a negative step `at or after` finds behind positive step j.
  std::vector<Row> FoundAt(size_t j, int64_t time) const {
    std::vector<Row> rows;
    for (size_t s : m_.negative_[j + 1]) {
      if (!m_.steps_[s].at_or_after) continue;
      for (const SequenceEvent& event : At(events_[s], time)) {
        const Row row{m_.steps_[s].table, event.row};
        if (std::ranges::find(rows, row) == rows.end()) rows.push_back(row);
      }
    }
    return rows;
  }

  std::vector<Reached> Reach(size_t j) const {
    std::vector<Reached> reached;
    int64_t before = std::numeric_limits<int64_t>::min();
    bool first = true;
    for (const SequenceEvent& event : PositiveEvents(j)) {
      if (!first && event.time == before) continue;
      first = false;
      before = event.time;
      AddReached(j, event.time, {}, &reached);
      const std::vector<Row> found = FoundAt(j, event.time);
      if (!found.empty()) AddReached(j, event.time, found, &reached);
    }
    return reached;
  }

  // The steps up to j match all rows of `own`, which are of that time.
  void AddReached(size_t j, int64_t time, const std::vector<Row>& own,
                  std::vector<Reached>* reached) const {
    std::optional<int64_t> start;
    for (size_t e = j + 1; e-- > 0;) {
      const auto entry = std::ranges::lower_bound(entry_[e], time, {}, &Entry::time);
      const bool entered = entry != entry_[e].end() && entry->time == time;
      if (entered && (!start || *start < entry->start) && TogetherAt(e, j, *entry, own))
        start = entry->start;
      if (!Positive(e).at_or_after) break;
    }
    if (start) reached->push_back({time, *start, Limit(j, time, *start, !own.empty())});
  }

  // Whether the steps e … j can match different rows of the entry's time, all of `own` among them:
  // so they can when they can at all, and when `own` can be given to different steps (Mendelsohn
  // and Dulmage 1958).
  bool TogetherAt(size_t e, size_t j, const Entry& entry, const std::vector<Row>& own) const {
    if (e == j && own.empty()) return true;
    for (size_t k = e + 1; k <= j; ++k) {
      if (Positive(k).of_start && Positive(k).within >= 0 &&
          entry.time > Later(entry.start, Positive(k)))
        return false;
    }
    // Each in turn takes one of the other side, and those before it make room (Kuhn).
    std::map<Row, size_t> step_of;
    for (size_t k = e; k <= j; ++k) {
      std::set<Row> tried;
      if (!TakeRow(k, entry.time, &step_of, &tried)) return false;
    }
    std::map<size_t, Row> row_of;
    for (const Row& row : own) {
      std::set<size_t> tried;
      if (!TakeStep(row, e, j, entry.time, &row_of, &tried)) return false;
    }
    return true;
  }

  bool TakeRow(size_t k, int64_t time, std::map<Row, size_t>* step_of, std::set<Row>* tried) const {
    for (const SequenceEvent& event : At(PositiveEvents(k), time)) {
      const Row row{Positive(k).table, event.row};
      if (!tried->insert(row).second) continue;
      const auto owner = step_of->find(row);
      if (owner != step_of->end() && !TakeRow(owner->second, time, step_of, tried)) continue;
      (*step_of)[row] = k;
      return true;
    }
    return false;
  }

  bool TakeStep(const Row& row, size_t e, size_t j, int64_t time, std::map<size_t, Row>* row_of,
                std::set<size_t>* tried) const {
    for (size_t k = e; k <= j; ++k) {
      const Events here = At(PositiveEvents(k), time);
      const bool matches = Positive(k).table == row.first &&
                           std::ranges::find(here, row.second, &SequenceEvent::row) != here.end();
      if (!matches || !tried->insert(k).second) continue;
      const auto owner = row_of->find(k);
      if (owner != row_of->end() && !TakeStep(owner->second, e, j, time, row_of, tried)) continue;
      (*row_of)[k] = row;
      return true;
    }
    return false;
  }

  // Which times of positive step j an earlier time of the step before leads to.
  void Enter(size_t j, const std::vector<Reached>& reached) {
    const auto& step = Positive(j);
    const auto worse = [&](size_t a, size_t b) { return reached[a].start < reached[b].start; };
    std::priority_queue<size_t, std::vector<size_t>, decltype(worse)> open(worse);
    size_t next = 0;
    for (const SequenceEvent& event : PositiveEvents(j)) {
      if (!entry_[j].empty() && entry_[j].back().time == event.time) continue;
      for (; next < reached.size() && reached[next].time < event.time; ++next) open.push(next);
      while (!open.empty() && reached[open.top()].limit < event.time) open.pop();
      if (open.empty()) continue;
      const int64_t start = reached[open.top()].start;
      if (step.of_start && step.within >= 0 && event.time > Later(start, step)) continue;
      entry_[j].push_back({event.time, start});
    }
  }

  const SequenceMatcher& m_;
  std::span<const Events> events_;
  std::vector<std::vector<Entry>> entry_;
};

bool SequenceMatcher::Matches(std::span<const Events> events) const {
  for (size_t s : positive_) {
    if (events[s].empty()) return false;
  }
  SequenceRun run(*this, events);
  if (!fixed_start_) return run.Run(std::nullopt);
  for (const SequenceEvent& start : events[positive_[0]]) {
    if (run.Run(start.time)) return true;
  }
  return false;
}

}  // namespace seine
