// Sequences over rows in order of time, 64 rows at once as bits: of each parent and level, the
// latest time that the levels up to it reach, and the latest before that. The latest leaves most
// ahead of it open, and the latest start leads to it, so any choice of rows is seen (LANGUAGE
// §3.7); where a later time may end a window earlier (SequenceWindow::EndsEarly), the parent is
// doubtful instead. What the steps must be: Takes. SequenceMatcher does the others.
//
// A row costs what the steps do that want it; what its step looks back on is one bit scan away.
// Times are microseconds. Not for several threads at once; must not outlive the arena.
#ifndef SEINE_QUERY_SEQUENCE_AUTOMATON_H_
#define SEINE_QUERY_SEQUENCE_AUTOMATON_H_

#include <array>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "engine/planted_bug.h"
#include "query/row_arena.h"
#include "query/sequence_levels.h"

namespace seine {

class SequenceAutomaton {
 public:
  // Row i is parents[i]'s, and of step s if bit i of steps[s] says so; bits from `count` to the end
  // of the last word are zero.
  struct Rows {
    uint32_t count;
    const int64_t* times;
    const uint32_t* parents;
    std::span<const uint64_t* const> steps;
  };

  // No negative step `at or after`, `of start`, `within` between two levels or beside another
  // behind the last, and at most two levels tied to each other; none when rows come `apart`, once
  // for each step that wants them.
  static bool Takes(const SequenceLevels& levels, bool apart);

  // `levels` outlive it. Precondition: Takes(levels).
  SequenceAutomaton(const SequenceLevels& levels, RowArena& arena);

  // Forgets all rows; parents 0 … parents - 1 are next.
  void Start(uint32_t parents);
  // The rows of one parent stand together, and over all calls in order of time.
  void Add(const Rows& rows);
  // After the parent's last row.
  bool Matches(uint32_t parent) const {
    return closing_.empty() ? reached_[parent] != kNever : IsLeftAlone(parent);
  }
  // Whether the parent may match although Matches does not say so.
  bool IsDoubtful(uint32_t parent) const {
    return !doubtful_.empty() && doubtful_[parent] != 0 && !Matches(parent);
  }

 private:
  // Before every time less any window.
  static constexpr int64_t kNever = std::numeric_limits<int64_t>::min();

  struct Reach {
    int64_t last = kNever;
    int64_t before = kNever;  // the latest before `last`
  };
  // A negative step right before a rule's. `place`: of what is kept of it.
  struct Absent {
    size_t step;
    size_t place;
    const SequenceWindow* window;
  };
  // A level. `window` counts from the rule before, `from_start` from the first; either may be
  // without a limit.
  struct Rule {
    size_t step;
    size_t place;       // of what it reached
    size_t asked;       // of all rows of its step, where it is perhaps_same
    bool perhaps_same;  // as the time of the rule before
    const SequenceWindow* window;
    const SequenceWindow* from_start;
    std::vector<Absent> forbidden;
  };
  // Of 64 rows: those that a rule matches, and the latest start of each.
  struct Hits {
    uint64_t rows = 0;
    std::array<int64_t, 64> start;
  };
  struct Back {
    int64_t time = kNever;
    int64_t start = kNever;
  };

  static bool IsBefore(int64_t a, int64_t b) {
    return a < b || (Planted("tie-in-sequence") && a == b);
  }
  // The latest time before row i's of one of its parent's rows in `marked`, or, before the word, of
  // what `reached` keeps. `word`: where 64 rows begin, of which i is one and `marked` tells.
  static int64_t Before(const Rows& rows, uint32_t word, uint64_t marked, const Reach* reached,
                        uint32_t i);
  // The same of rows that stand before row i, its own time among them.
  static int64_t NotAfter(const Rows& rows, uint32_t word, uint64_t marked, const Reach* reached,
                          uint32_t i);
  static void Keep(const Rows& rows, uint32_t word, uint64_t marked, Reach* reached);
  // The rows of the rule's step that are allowed there, given those of the rule before.
  uint64_t Follow(const Rows& rows, uint32_t word, size_t r, uint64_t before);
  uint64_t FollowAfter(const Rows& rows, uint32_t word, size_t r, uint64_t before);
  uint64_t FollowNotBefore(const Rows& rows, uint32_t word, size_t r, uint64_t before);
  uint64_t Begin(const Rows& rows, uint32_t word) const;
  bool IsWithin(const SequenceWindow& window, int64_t from, int64_t time, uint32_t parent);
  bool EndsInTime(const SequenceWindow& window, int64_t from, int64_t time, uint32_t parent);
  bool IsForbidden(const Rows& rows, uint32_t word, size_t r, uint32_t i, int64_t from) const;
  // The same with starts (sequence_automaton_starts.cc).
  uint64_t FollowStarts(const Rows& rows, uint32_t word);
  void FollowStart(const Rows& rows, uint32_t word, size_t r, const Hits& before, Hits* hits);
  void AddHit(const Rows& rows, uint32_t word, size_t r, uint32_t i, int64_t start, Hits* hits);
  Back LookBack(const Rows& rows, uint32_t word, const Hits& hits, size_t place, uint32_t i,
                bool perhaps_same) const;
  void KeepStarts(const Rows& rows, uint32_t word, const Hits& hits, size_t place);

  void Wait(const Rows& rows, uint32_t word, uint64_t hits);
  bool WaitEnds(int64_t from, int64_t time) const;
  // Whether what closes the sequence has stayed away.
  bool IsLeftAlone(uint32_t parent) const;
  Reach* Kept(size_t place) { return reach_.data() + place * parents_; }
  const Reach* Kept(size_t place) const { return reach_.data() + place * parents_; }

  const SequenceLevels& levels_;
  RowArena& arena_;
  const SequenceWindow unlimited_;
  std::vector<Rule> rules_;
  std::vector<size_t> closing_;            // the negative steps behind the last positive one
  const SequenceWindow* waits_ = nullptr;  // of the only one of them, if it is `within`
  bool starts_ = false;                    // some rule is `of start`
  bool doubts_ = false;                    // some window may end early
  size_t places_ = 0;
  uint32_t parents_ = 0;
  // By place and parent: times, and the starts that lead there.
  RowArena::Buffer<Reach> reach_;
  RowArena::Buffer<Reach> started_;
  // Per parent: when the last positive step was last matched, and the latest row of a closing
  // negative step; of the one that is `within`, the earliest time at which a wait began that is not
  // over, and whether one was not in vain.
  RowArena::Buffer<int64_t> reached_;
  RowArena::Buffer<int64_t> negative_;
  RowArena::Buffer<uint8_t> waited_;
  RowArena::Buffer<uint8_t> doubtful_;
};

}  // namespace seine

#endif  // SEINE_QUERY_SEQUENCE_AUTOMATON_H_
