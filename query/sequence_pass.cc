#include "query/sequence_pass.h"

#include <algorithm>

#include "query/sequence_cursor.h"

namespace seine {
namespace {

bool StartsBefore(const SequencePass::Open& a, const SequencePass::Open& b) {
  return a.start != b.start ? a.start < b.start : a.limit < b.limit;
}

// Whether whatever `b` leads to, `a` does, too.
bool LeavesNoLess(const SequencePass::Open& a, const SequencePass::Open& b) {
  return a.start >= b.start && a.limit >= b.limit;
}

}  // namespace

void SequencePass::PopHeap() {
  std::ranges::pop_heap(heap_, StartsBefore);
  heap_.pop_back();
}

void SequencePass::PushHeap(const Open& open) {
  if (!heap_.empty() && LeavesNoLess(heap_.front(), open)) return;
  while (!heap_.empty() && LeavesNoLess(open, heap_.front())) PopHeap();
  heap_.push_back(open);
  std::ranges::push_heap(heap_, StartsBefore);
}

void SequencePass::Enter(size_t level, std::span<const Open> open) {
  const SequenceLevels::Level& to = levels_[level];
  const int64_t least = to.link == SequenceLevels::Link::kNotBefore ? 0 : 1;
  std::vector<Entry>& entered = entered_[level];
  entered.clear();
  heap_.clear();
  SequenceCursor rows(rows_[to.step]);
  size_t next = 0;
  for (int64_t from = SequenceGap::kClosed; !stop_.Raised();) {
    if (heap_.empty()) {
      if (next == open.size()) return;
      from = std::max(from, open[next].time + least);
    }
    const SequenceEvents ahead = rows.From(from);
    if (ahead.empty()) return;
    const int64_t time = ahead.front().time;
    from = time + 1;
    for (; next < open.size() && open[next].time + least <= time; ++next) PushHeap(open[next]);
    while (!heap_.empty() && heap_.front().limit < time) PopHeap();
    if (heap_.empty()) continue;
    const int64_t start = heap_.front().start;
    if (to.within_start && time > levels_.window(to.step).EndOf(start)) continue;
    entered.push_back({time, start});
  }
}

const std::vector<SequencePass::Open>& SequencePass::Reach(size_t level) {
  open_.clear();
  gap_.Begin(level, rows_);
  if (levels_[level].link == SequenceLevels::Link::kTied) {
    ReachTied(level);
    return open_;
  }
  for (const Entry& entry : entered_[level]) {
    if (stop_.Raised()) break;
    int64_t limit = gap_.LimitAfter(entry.time);
    // A row of the very time forbids all but what shares it.
    if (!IsClear(level, entry.time)) limit = std::min(limit, entry.time);
    open_.push_back({entry.time, entry.start, limit});
  }
  return open_;
}

// Whether negative steps `at or after` find no row at the level's time but its own.
bool SequencePass::IsClear(size_t level, int64_t time) {
  const std::vector<size_t>& clear = levels_[level].clear;
  if (clear.empty()) return true;
  ties_.Begin(level, time, rows_);
  return ties_.Add() && ties_.Covers(clear);
}

void SequencePass::ReachTied(size_t level) {
  const size_t first = levels_[level].tied_from;
  next_.assign(level - first + 1, 0);
  const auto time_of = [&](size_t e) {
    const size_t place = next_[e - first];
    return place < entered_[e].size() ? entered_[e][place].time : SequenceLevels::kForever;
  };
  while (!stop_.Raised()) {
    int64_t time = SequenceLevels::kForever;
    for (size_t e = first; e <= level; ++e) time = std::min(time, time_of(e));
    if (time == SequenceLevels::kForever) return;
    if (const std::optional<int64_t> start = LatestTied(level, time))
      open_.push_back({time, *start, gap_.LimitAfter(time)});
    for (size_t e = first; e <= level; ++e) next_[e - first] += time_of(e) == time ? 1 : 0;
  }
}

// The latest start from which some level was entered at that time that can share it with all levels
// from there to this one.
std::optional<int64_t> SequencePass::LatestTied(size_t level, int64_t time) {
  size_t first = levels_[level].tied_from;
  while (!IsEntered(first, level, time)) ++first;
  if (first < level && !MayShare(level, time)) first = level;
  if (!IsEntered(first, level, time)) return std::nullopt;
  // By itself a level always stands.
  const bool alone = first == level && levels_[level].clear.empty();
  if (alone) return entered_[level][next_[level - levels_[level].tied_from]].start;
  std::optional<int64_t> latest;
  ties_.Begin(level, time, rows_);
  for (size_t e = level + 1; e-- > first && ties_.Add();) {
    if (IsEntered(e, level, time)) {
      const int64_t start = entered_[e][next_[e - levels_[level].tied_from]].start;
      if ((!latest || *latest < start) && StartReaches(e + 1, level, start, time) &&
          ties_.Covers(levels_[level].clear))
        latest = start;
    }
    if (levels_[e].within_previous && levels_.window(levels_[e].step).EndOf(time) < time) break;
  }
  return latest;
}

// Whether the level has a row of that time beside that of the level before, which it is tied to.
bool SequencePass::MayShare(size_t level, int64_t time) const {
  const SequenceEvents own = EventsAt(rows_[levels_[level].step], time);
  if (own.empty()) return false;
  const SequenceEvents before = EventsAt(rows_[levels_[level - 1].step], time);
  return own.size() > 1 || before.size() > 1 || levels_[level].table != levels_[level - 1].table ||
         (before.size() == 1 && own.front().row != before.front().row);
}

// Of the tied levels up to `level`, whether the e-th was entered at that time.
bool SequencePass::IsEntered(size_t e, size_t level, int64_t time) const {
  const size_t place = next_[e - levels_[level].tied_from];
  return place < entered_[e].size() && entered_[e][place].time == time;
}

bool SequencePass::StartReaches(size_t first, size_t last, int64_t start, int64_t time) const {
  for (size_t l = first; l <= last; ++l) {
    if (levels_[l].within_start && time > levels_.window(levels_[l].step).EndOf(start))
      return false;
  }
  return true;
}

const std::vector<SequencePass::Open>& SequencePass::Run(size_t first, size_t last) {
  for (size_t level = first;; ++level) {
    Reach(level);
    if (level == last) return open_;
    Enter(level + 1, open_);
  }
}

}  // namespace seine
