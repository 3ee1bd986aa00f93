#include "query/sequence_starts.h"

#include <algorithm>
#include <numeric>

#include "query/sequence_first.h"

namespace seine {
namespace {

constexpr int64_t kUnreached = SequenceGap::kClosed;

// Of the first so many places, the greatest number: a Fenwick tree.
class PrefixMaxima {
 public:
  explicit PrefixMaxima(size_t places) : tree_(places + 1, kUnreached) {}
  void Raise(size_t place, int64_t number) {
    for (size_t i = place + 1; i < tree_.size(); i += i & (~i + 1))
      tree_[i] = std::max(tree_[i], number);
  }
  int64_t OfFirst(size_t places) const {
    int64_t most = kUnreached;
    for (size_t i = places; i > 0; i &= i - 1) most = std::max(most, tree_[i]);
    return most;
  }

 private:
  std::vector<int64_t> tree_;
};

// The latest starts whose furthest time is not before another, which ascends from one question to
// the next: those left behind are joined to the start before them (union by path halving).
class ReachingStarts {
 public:
  explicit ReachingStarts(const std::vector<int64_t>& furthest)
      : furthest_(furthest), by_furthest_(furthest.size()), last_(furthest.size() + 1) {
    std::iota(by_furthest_.begin(), by_furthest_.end(), size_t{0});
    std::ranges::sort(by_furthest_, {}, [&](size_t start) { return furthest_[start]; });
    std::iota(last_.begin(), last_.end(), size_t{0});
  }
  // Of the first `count` starts, those up to the last that reaches `time`: how many.
  size_t UpTo(size_t count, int64_t time) {
    for (; left_ < by_furthest_.size() && furthest_[by_furthest_[left_]] < time; ++left_)
      last_[by_furthest_[left_] + 1] = by_furthest_[left_];
    while (last_[count] != count) {
      last_[count] = last_[last_[count]];
      count = last_[count];
    }
    return count;
  }

 private:
  const std::vector<int64_t>& furthest_;
  std::vector<size_t> by_furthest_;
  size_t left_ = 0;  // so many of them are left behind
  std::vector<size_t>
      last_;  // of each count: itself, or a smaller one that ends with as late a start
};

}  // namespace

bool SequenceStarts::Matches(std::span<const SequenceEvents> rows) {
  rows_ = rows;
  std::vector<size_t> tied;
  for (size_t l = 0; l < levels_.size(); ++l) {
    if (levels_[l].link == SequenceLevels::Link::kTied) tied.push_back(l);
  }
  for (uint64_t later = 0; later < uint64_t{1} << tied.size(); ++later) {
    stages_.clear();
    for (size_t l = 0, t = 0; l < levels_.size(); ++l) {
      const bool shares = t < tied.size() && tied[t] == l && ((later >> t++) & 1) == 0;
      if (!shares) stages_.push_back({l, l, {}});
      stages_.back().last = l;
    }
    if (MatchesStages()) return true;
    if (stop_.Raised()) return false;
  }
  return false;
}

bool SequenceStarts::MatchesStages() {
  for (Stage& stage : stages_) {
    stage.times = SharedTimes(stage.first, stage.last);
    if (stage.times.empty()) return false;
  }
  const std::vector<int64_t> starts = Starts();
  if (!StartsMayCross(levels_)) return MatchesChain(starts);
  return std::ranges::any_of(StartChains(levels_, starts),
                             [this](const auto& chain) { return MatchesChain(chain); });
}

std::vector<int64_t> SequenceStarts::SharedTimes(size_t first, size_t last) {
  std::vector<int64_t> times;
  int64_t before = kUnreached;
  for (const SequenceEvent& event : rows_[levels_[last].step]) {
    if (event.time == before) continue;
    before = event.time;
    if (first == last || Share(first, last, event.time)) times.push_back(event.time);
    if (stop_.Raised()) break;
  }
  return times;
}

bool SequenceStarts::Share(size_t first, size_t last, int64_t time) {
  for (size_t l = first + 1; l <= last; ++l) {
    if (levels_[l].within_previous && levels_.window(levels_[l].step).EndOf(time) < time)
      return false;
  }
  ties_.Begin(last, time, rows_);
  for (size_t l = first; l <= last; ++l) {
    if (!ties_.Add()) return false;
  }
  return true;
}

std::vector<int64_t> SequenceStarts::Starts() const {
  std::vector<int64_t> starts;
  for (const int64_t time : stages_[0].times) {
    bool in_time = true;
    for (size_t l = 1; l <= stages_[0].last; ++l)
      in_time &= !levels_[l].within_start || levels_.window(levels_[l].step).EndOf(time) >= time;
    if (in_time) starts.push_back(time);
  }
  return starts;
}

bool SequenceStarts::MatchesChain(std::span<const int64_t> starts) {
  starts_.assign(starts.begin(), starts.end());
  end_.resize(levels_.steps());
  for (const size_t s : levels_.of_start()) {
    end_[s].clear();
    for (const int64_t start : starts_) end_[s].push_back(levels_.window(s).EndOf(start));
  }
  places_.clear();
  for (size_t i = 0; i < starts_.size(); ++i) places_.push_back({starts_[i], i});
  furthest_ = starts_;
  for (size_t next = 1; next < stages_.size(); ++next) {
    std::vector<Way> ways = WaysFrom(stages_[next - 1]);
    const std::vector<int64_t> ends = EndsOf(stages_[next]);
    std::vector<Place> places = PlacesOf(stages_[next], ways, ends);
    furthest_ = FurthestOf(std::move(ways), ends);
    places_ = std::move(places);
    if (places_.empty() || stop_.Raised()) return false;
  }
  return EndsWell(stages_.back());
}

std::vector<int64_t> SequenceStarts::EndsOf(const Stage& stage) const {
  std::vector<int64_t> ends(starts_.size(), SequenceLevels::kForever);
  for (size_t l = stage.first; l <= stage.last; ++l) {
    if (!levels_[l].within_start) continue;
    const std::vector<int64_t>& own = end_[levels_[l].step];
    for (size_t i = 0; i < ends.size(); ++i) ends[i] = std::min(ends[i], own[i]);
  }
  return ends;
}

size_t SequenceStarts::EndingBefore(size_t step, int64_t time) const {
  return static_cast<size_t>(std::ranges::lower_bound(end_[step], time) - end_[step].begin());
}

// How many of the first starts may leave a time of the stage: negative steps `at or after` find no
// row of it but those matched, or their window `of start` is over by then. The windows that are
// over latest are those to be kept clear first.
size_t SequenceStarts::StartsLeaving(const Stage& stage, int64_t time) {
  std::vector<size_t> clear = levels_[stage.last].clear;
  std::vector<size_t> of_start = levels_[stage.last].clear_of_start;
  if (clear.empty() && of_start.empty()) return starts_.size();
  ties_.Begin(stage.last, time, rows_);
  for (size_t l = stage.first; l <= stage.last; ++l) ties_.Add();
  const auto over = [&](size_t s) { return EndingBefore(s, time); };
  std::ranges::sort(of_start, {}, over);
  const size_t always = clear.size();
  clear.insert(clear.end(), of_start.begin(), of_start.end());
  size_t count = starts_.size();
  while (!ties_.Covers(clear)) {
    if (clear.size() == always) return 0;
    count = over(clear.back());
    clear.pop_back();
  }
  return count;
}

std::vector<SequenceStarts::Way> SequenceStarts::WaysFrom(const Stage& stage) {
  std::vector<Way> ways;
  std::vector<std::pair<int64_t, size_t>> closing;  // next row of a step `of start`, step
  ReachingStarts reaching(furthest_);
  gap_.Begin(stage.last, rows_);
  for (size_t p = 0; p < places_.size() && !stop_.Raised(); ++p) {
    const int64_t time = places_[p].time;
    const int64_t limit = gap_.LimitAfter(time);
    closing.clear();
    gap_.VisitOfStart(time, [&](size_t step, int64_t next) {
      if (next < limit) closing.emplace_back(next, step);
    });
    std::ranges::sort(closing);
    const size_t leaving = StartsLeaving(stage, time);
    if (leaving <= places_[p].latest) ways.push_back({p, std::min(time, limit), places_[p].latest});
    size_t count = reaching.UpTo(std::min(places_[p].latest + 1, leaving), time);
    // Beyond a row only starts go whose window ends before it.
    for (const auto& [next, step] : closing) {
      if (count == 0) break;
      ways.push_back({p, next, count - 1});
      count = reaching.UpTo(std::min(count, EndingBefore(step, next)), time);
    }
    if (count > 0) ways.push_back({p, limit, count - 1});
  }
  return ways;
}

std::vector<SequenceStarts::Place> SequenceStarts::PlacesOf(const Stage& stage,
                                                            const std::vector<Way>& ways,
                                                            const std::vector<int64_t>& ends) {
  const auto starts_before = [](const Way& a, const Way& b) {
    return a.latest != b.latest ? a.latest < b.latest : a.limit < b.limit;
  };
  const bool perhaps_same = levels_[stage.first].link == SequenceLevels::Link::kNotBefore;
  const int64_t least = perhaps_same ? 0 : 1;
  std::vector<Place> places;
  std::vector<Way> open;  // a heap, the latest start first
  size_t next = 0;
  for (const int64_t time : stage.times) {
    for (; next < ways.size() && places_[ways[next].place].time + least <= time; ++next) {
      open.push_back(ways[next]);
      std::ranges::push_heap(open, starts_before);
    }
    while (!open.empty() && open.front().limit < time) {
      std::ranges::pop_heap(open, starts_before);
      open.pop_back();
    }
    if (!open.empty() && ends[open.front().latest] >= time)
      places.push_back({time, open.front().latest});
    if (stop_.Raised()) break;
  }
  return places;
}

std::vector<int64_t> SequenceStarts::FurthestOf(std::vector<Way> ways,
                                                const std::vector<int64_t>& ends) const {
  std::ranges::sort(ways, std::greater(), &Way::latest);
  std::vector<int64_t> furthest(starts_.size(), kUnreached);
  PrefixMaxima limits(places_.size());
  size_t next = 0;
  for (size_t start = starts_.size(); start-- > 0;) {
    for (; next < ways.size() && ways[next].latest >= start; ++next)
      limits.Raise(ways[next].place, ways[next].limit);
    const auto after = std::ranges::upper_bound(places_, furthest_[start], {}, &Place::time);
    const auto reached = static_cast<size_t>(after - places_.begin());
    furthest[start] = std::min(limits.OfFirst(reached), ends[start]);
  }
  return furthest;
}

bool SequenceStarts::EndsWell(const Stage& stage) {
  ReachingStarts reaching(furthest_);
  gap_.Begin(stage.last, rows_);
  for (const Place& place : places_) {
    if (gap_.LimitAfter(place.time) != SequenceLevels::kForever) continue;
    size_t count = std::min(place.latest + 1, StartsLeaving(stage, place.time));
    gap_.VisitOfStart(place.time, [&](size_t step, int64_t next) {
      count = std::min(count, EndingBefore(step, std::min(next, levels_.as_of())));
    });
    if (reaching.UpTo(count, place.time) > 0) return true;
  }
  return false;
}

}  // namespace seine
