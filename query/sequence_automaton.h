// Sequences over rows in order of time, 64 rows at once as bits: of each parent and step, the
// latest time that the steps up to it reach, and the latest before that. The latest leaves most
// ahead of it open, so any choice of rows is seen (LANGUAGE §3.7), and rows of one time never
// follow each other. What the steps must be: Takes. SequenceMatcher does the others.
//
// A row costs what the steps do that want it; what its step looks back on is one bit scan away.
// Times are microseconds. Not for several threads at once; must not outlive the arena.
#ifndef SEINE_QUERY_SEQUENCE_AUTOMATON_H_
#define SEINE_QUERY_SEQUENCE_AUTOMATON_H_

#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "engine/civil_time.h"
#include "engine/planted_bug.h"
#include "query/row_arena.h"
#include "query/sequence_matcher.h"

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

  // None `at or after` or `of start`; no negative step `within` between positive ones, and none
  // beside another behind the last.
  static bool Takes(std::span<const SequenceMatcher::Step> steps);

  // `zone` outlives it. Precondition: Takes(steps).
  SequenceAutomaton(std::span<const SequenceMatcher::Step> steps, int64_t as_of, const Zone& zone,
                    RowArena& arena);

  // Forgets all rows; parents 0 … parents - 1 are next.
  void Start(uint32_t parents);
  // The rows of one parent stand together, and over all calls in order of time.
  void Add(const Rows& rows);
  // After the parent's last row.
  bool Matches(uint32_t parent) const;

 private:
  // Before every time less any window.
  static constexpr int64_t kNever = std::numeric_limits<int64_t>::min();
  static constexpr int64_t kAnyTime = int64_t{1} << 62;

  struct Reach {
    int64_t last = kNever;
    int64_t before = kNever;  // the latest before `last`
  };
  struct Window {
    int64_t units = -1;  // -1: none
    filter::TimeUnit unit = filter::TimeUnit::kDay;
    int64_t surely = kAnyTime;   // microseconds that certainly lie within it
    int64_t at_most = kAnyTime;  // and that more than certainly do not
  };
  // A positive step.
  struct Rule {
    size_t step;
    Window within;
    std::vector<size_t> forbidden;  // the negative steps right before it
  };

  static bool IsBefore(int64_t a, int64_t b) {
    return a < b || (Planted("tie-in-sequence") && a == b);
  }
  // The latest time before row i's of one of its parent's rows in `marked`, or, before the word, of
  // what `reached` keeps. `word`: where 64 rows begin, of which i is one and `marked` tells.
  static int64_t Before(const Rows& rows, uint32_t word, uint64_t marked, const Reach* reached,
                        uint32_t i);
  static void Keep(const Rows& rows, uint32_t word, uint64_t marked, Reach* reached);
  // The rows of rule r's step that are allowed there, given those of the rule before.
  uint64_t Follow(const Rows& rows, uint32_t word, size_t r, uint64_t before);
  bool IsForbidden(const Rows& rows, uint32_t word, size_t r, uint32_t i, int64_t from) const;
  void Wait(const Rows& rows, uint32_t word, uint64_t hits);
  Reach* ReachedOf(size_t step) { return reach_.data() + places_[step] * parents_; }
  const Reach* ReachedOf(size_t step) const { return reach_.data() + places_[step] * parents_; }
  bool EndsInTime(int64_t from, int64_t time) const;
  int64_t EndOf(const Window& window, int64_t from, int64_t sign = 1) const;
  Window MakeWindow(const SequenceMatcher::Step& step) const;

  std::vector<Rule> rules_;
  std::vector<Window> windows_;  // of all steps
  std::vector<size_t> closing_;  // the negative steps behind the last positive one
  bool waits_ = false;           // the only one of them is `within`
  int64_t as_of_;
  const Zone& zone_;
  RowArena& arena_;
  uint32_t parents_ = 0;
  // Of each step that others look back on, per parent; and where it stands there.
  RowArena::Buffer<Reach> reach_;
  std::vector<size_t> places_;
  size_t looked_back_ = 0;
  // Per parent: when the last positive step was last matched, and the latest row of a closing
  // negative step; of the one that is `within`, the earliest time at which a wait began that is not
  // over, and whether one was not in vain.
  RowArena::Buffer<int64_t> reached_;
  RowArena::Buffer<int64_t> negative_;
  RowArena::Buffer<uint8_t> waited_;
};

}  // namespace seine

#endif  // SEINE_QUERY_SEQUENCE_AUTOMATON_H_
