// SequenceAutomaton with windows `of start`. Of all times that lead to a row the latest has the
// latest start, because no window closes before one that opened earlier; so the start is carried
// from row to row beside the time. Rows of one time may have different starts where a step is `at
// or after`; the last of them has the latest.

#include <algorithm>
#include <bit>

#include "query/sequence_automaton.h"

namespace seine {
namespace {

template <typename Fn>
void ForEachRowOf(uint32_t word, uint64_t rows, Fn&& fn) {
  for (; rows != 0; rows &= rows - 1) fn(word + static_cast<uint32_t>(std::countr_zero(rows)));
}

}  // namespace

SequenceAutomaton::Back SequenceAutomaton::LookBack(const Rows& rows, uint32_t word,
                                                    const Hits& hits, size_t place, uint32_t i,
                                                    bool perhaps_same) const {
  const uint32_t parent = rows.parents[i];
  const int64_t time = rows.times[i];
  uint32_t first = i;
  while (!perhaps_same && first > word && rows.times[first - 1] == time &&
         rows.parents[first - 1] == parent)
    --first;
  const uint64_t earlier = hits.rows & ((uint64_t{1} << (first & 63)) - 1);
  if (earlier != 0) {
    const uint32_t found = word + 63 - static_cast<uint32_t>(std::countl_zero(earlier));
    if (rows.parents[found] == parent) return {rows.times[found], hits.start[found - word]};
  }
  const Reach& reached = Kept(place)[parent];
  const Reach& started = started_[place * parents_ + parent];
  const bool last = perhaps_same || reached.last < time;
  return last ? Back{reached.last, started.last} : Back{reached.before, started.before};
}

void SequenceAutomaton::KeepStarts(const Rows& rows, uint32_t word, const Hits& hits,
                                   size_t place) {
  ForEachRowOf(word, hits.rows, [&](uint32_t i) {
    const int64_t time = rows.times[i];
    const int64_t start = hits.start[i - word];
    Reach& reached = Kept(place)[rows.parents[i]];
    Reach& started = started_[place * parents_ + rows.parents[i]];
    if (reached.last < time) {
      reached = {time, reached.last};
      started = {start, started.last};
    } else {
      started.last = std::max(started.last, start);
    }
  });
}

// Starts of rows that have one time are those of the rows before them, too.
void SequenceAutomaton::AddHit(const Rows& rows, uint32_t word, size_t r, uint32_t i, int64_t start,
                               Hits* hits) {
  if (r + 1 < rules_.size()) {
    const Back beside = LookBack(rows, word, *hits, rules_[r].place, i, true);
    if (beside.time == rows.times[i]) start = std::max(start, beside.start);
  }
  const uint64_t bit = uint64_t{1} << (i & 63);
  if ((hits->rows & bit) != 0) start = std::max(start, hits->start[i - word]);
  hits->rows |= bit;
  hits->start[i - word] = start;
}

void SequenceAutomaton::FollowStart(const Rows& rows, uint32_t word, size_t r, const Hits& before,
                                    Hits* hits) {
  const Rule& rule = rules_[r];
  const size_t back = rules_[r - 1].place;
  const uint64_t asks = rows.steps[rule.step][word / 64];
  const uint64_t late = rule.perhaps_same ? before.rows : 0;
  ForEachRowOf(word, asks | late, [&](uint32_t i) {
    const uint64_t bit = uint64_t{1} << (i & 63);
    const uint32_t parent = rows.parents[i];
    const int64_t time = rows.times[i];
    const auto reaches = [&](const Back& from) {
      return IsWithin(*rule.window, from.time, time, parent) &&
             IsWithin(*rule.from_start, from.start, time, parent);
    };
    if ((asks & bit) != 0) {
      const Back from = LookBack(rows, word, before, back, i, rule.perhaps_same);
      if (reaches(from) && !IsForbidden(rows, word, r, i, from.time))
        AddHit(rows, word, r, i, from.start, hits);
    }
    if ((late & bit) != 0 && NotAfter(rows, word, asks, Kept(rule.asked), i) == time) {
      const Back here{time, before.start[i - word]};
      if (reaches(here)) AddHit(rows, word, r, i, here.start, hits);
    }
  });
  if (rule.perhaps_same) Keep(rows, word, asks, Kept(rule.asked));
}

uint64_t SequenceAutomaton::FollowStarts(const Rows& rows, uint32_t word) {
  Hits before;
  before.rows = Begin(rows, word);
  ForEachRowOf(word, before.rows, [&](uint32_t i) { before.start[i - word] = rows.times[i]; });
  for (size_t r = 0;; ++r) {
    for (const Absent& absent : rules_[r].forbidden)
      Keep(rows, word, rows.steps[absent.step][word / 64], Kept(absent.place));
    if (r + 1 == rules_.size()) return before.rows;
    Hits hits;
    FollowStart(rows, word, r + 1, before, &hits);
    KeepStarts(rows, word, before, rules_[r].place);
    before = hits;
  }
}

}  // namespace seine
