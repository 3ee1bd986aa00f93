// Sequences row by row in order of time, a constant's work a row: of each parent and step, the
// latest time that the steps up to it reach, and the latest before that. The latest leaves most
// ahead of it open, so any choice of rows is seen (LANGUAGE §3.7), and rows of one time never
// follow each other. What the steps must be: Takes. SequenceMatcher does the others.
//
// Times are microseconds. Not for several threads at once.
#ifndef SEINE_QUERY_SEQUENCE_AUTOMATON_H_
#define SEINE_QUERY_SEQUENCE_AUTOMATON_H_

#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "engine/civil_time.h"
#include "engine/planted_bug.h"
#include "query/row_batch.h"
#include "query/sequence_matcher.h"

namespace seine {

class SequenceAutomaton {
 public:
  // No step `at or after` or `of start`; no negative step `within` between positive ones, and none
  // beside another behind the last.
  static bool Takes(std::span<const SequenceMatcher::Step> steps);

  // `zone` outlives it. Precondition: Takes(steps).
  SequenceAutomaton(std::span<const SequenceMatcher::Step> steps, int64_t as_of, const Zone& zone);

  // Forgets all rows; parents 0 … parents - 1 are next.
  void Start(uint32_t parents);
  // A row of the step; those of one parent in order of time.
  void Row(uint32_t parent, size_t step, int64_t time) {
    State& state = states_[parent];
    if (state.matched) return;
    const Rule& rule = rules_[step];
    Reach* own = reached_.data() + size_t{parent} * rules_.size();
    if (rule.negative) {
      if (rule.waits) Interrupt(time, own, &state);
    } else if (!Follows(rule, time, own)) {
      return;
    }
    if (own[step].last < time) own[step] = {time, own[step].last};
    if (rule.last) {
      state.matched = closing_.empty();
      if (state.waiting == kNever) state.waiting = time;
    }
  }
  // After the parent's last row.
  bool Matches(uint32_t parent) const;

  // Two positive steps and no more: then Pair does what Row does, for many rows at once.
  bool IsPair() const { return rules_.size() == 2 && rules_[1].previous == 0; }
  // Rows 0 … rows - 1, where bit i of `first` and `second` says whether row i is of that step and
  // owner(i) whose it is. times[i] is its time; with `packed`, times has those of the rows in
  // `either` only.
  template <typename Owner>
  void Pair(const uint64_t* first, const uint64_t* second, const uint64_t* either, uint32_t rows,
            const int64_t* times, bool packed, Owner owner) {
    const Window window = rules_[1].within;
    Reach* const reached = reached_.data();
    State* const states = states_.data();
    uint32_t next = 0;
    ForEachBit(either, rows, [&](uint32_t i) {
      const int64_t time = times[packed ? next++ : i];
      const uint32_t parent = owner(i);
      Reach& reach = reached[size_t{parent} * 2];
      const bool later = IsBefore(reach.last, time);
      const int64_t from = later ? reach.last : reach.before;
      const bool ends = MaskBit(second, i);
      bool hit = ends & (from >= time - window.surely);
      if (ends & !hit & (from >= time - window.at_most)) hit = time <= EndOf(window, from);
      states[parent].matched |= hit;
      const bool starts = MaskBit(first, i) & later;
      reach.before = starts ? reach.last : reach.before;
      reach.last = starts ? time : reach.last;
    });
  }

 private:
  // Before every time less any window.
  static constexpr int64_t kNever = std::numeric_limits<int64_t>::min();
  static constexpr int64_t kAnyTime = int64_t{1} << 62;

  struct Reach {
    int64_t last = kNever;
    int64_t before = kNever;  // the latest before `last`
  };
  struct State {
    int64_t waiting = kNever;  // the earliest time at which a wait began that is not over
    bool matched = false;
  };
  struct Window {
    int64_t units = -1;  // -1: none
    filter::TimeUnit unit = filter::TimeUnit::kDay;
    int64_t surely = kAnyTime;   // microseconds that certainly lie within it
    int64_t at_most = kAnyTime;  // and that more than certainly do not
  };
  struct Rule {
    bool negative = false;
    bool last = false;   // the last positive step
    bool waits = false;  // a negative step `within` behind it
    int previous = -1;   // the positive step before
    Window within;
    std::vector<size_t> forbidden;  // the negative steps right before a positive one
  };

  static bool IsBefore(int64_t a, int64_t b) {
    return a < b || (Planted("tie-in-sequence") && a == b);
  }
  static int64_t Before(const Reach& reach, int64_t time) {
    return IsBefore(reach.last, time) ? reach.last : reach.before;
  }
  bool Follows(const Rule& rule, int64_t time, const Reach* own) const {
    if (rule.previous < 0) return rule.forbidden.empty() || MayStart(rule, time, own);
    const int64_t from = Before(own[rule.previous], time);
    if (from == kNever) return false;
    for (const size_t s : rule.forbidden) {
      if (Before(own[s], time) > from) return false;
    }
    if (from >= time - rule.within.surely) return true;
    return from >= time - rule.within.at_most && time <= EndOf(rule.within, from);
  }
  bool MayStart(const Rule& rule, int64_t time, const Reach* own) const;
  // A row of the negative step that is waited for.
  void Interrupt(int64_t time, const Reach* own, State* state) const;
  int64_t EndOf(const Window& window, int64_t from, int64_t sign = 1) const;
  Window MakeWindow(const SequenceMatcher::Step& step) const;

  std::vector<Rule> rules_;
  std::vector<size_t> closing_;  // negative steps behind the last positive one
  size_t last_ = 0;              // the last positive step
  int64_t as_of_;
  const Zone& zone_;
  std::vector<State> states_;
  std::vector<Reach> reached_;  // per parent and step
};

}  // namespace seine

#endif  // SEINE_QUERY_SEQUENCE_AUTOMATON_H_
