// The steps of a sequence as its matchers take them: positive ones, the levels, in order, each with
// the negative steps that stand between it and the next. Levels are numbered from 0, steps as they
// are written.
//
// Rows of one time: a level `at or after` may match a row of the very time of the level before.
// Where no row can stand for both anyway (their tables differ, and no negative step `at or after`
// asks whose row it is), that is a comparison; else the levels are tied, and which of them can take
// different rows of one time is for SequenceTies to say.
//
// Immutable, but for what its windows remember: one thread at a time.
#ifndef SEINE_QUERY_SEQUENCE_LEVELS_H_
#define SEINE_QUERY_SEQUENCE_LEVELS_H_

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "engine/civil_time.h"
#include "query/sequence_timing.h"
#include "query/sequence_window.h"

namespace seine {

class SequenceLevels {
 public:
  // After every time; a way that is open as long as one likes.
  static constexpr int64_t kForever = std::numeric_limits<int64_t>::max();

  enum class Link : uint8_t {
    kAfter,      // later than the level before
    kNotBefore,  // or at its time
    kTied,       // or at its time, by another row
  };
  struct Level {
    size_t step;
    int table;
    Link link = Link::kAfter;  // to the level before
    size_t tied_from;          // the first of the levels that are tied to each other up to this one
    bool within_previous = false;  // the step's window counts from the level before
    bool within_start = false;     // or from the first level
    // The negative steps right behind it; and those of them `at or after`, which must find no other
    // row of its time, without and with a window `of start`.
    std::vector<size_t> absent;
    std::vector<size_t> clear;
    std::vector<size_t> clear_of_start;
  };

  // At least one step is positive. `zone` outlives it.
  SequenceLevels(std::span<const StepTiming> steps, int64_t as_of, const Zone& zone);

  size_t size() const { return levels_.size(); }
  const Level& operator[](size_t level) const { return levels_[level]; }
  const Level& back() const { return levels_.back(); }
  // The negative steps before the first level.
  const std::vector<size_t>& opening() const { return opening_; }
  size_t steps() const { return steps_.size(); }
  const StepTiming& step(size_t s) const { return steps_[s]; }
  const SequenceWindow& window(size_t s) const { return windows_[s]; }
  int64_t as_of() const { return as_of_; }
  const Zone& zone() const { return zone_; }
  // Whether the level is the last that its tied levels may share a time with.
  bool EndsTie(size_t level) const {
    return level + 1 == size() || levels_[level + 1].link != Link::kTied;
  }
  // Whether some level, some negative step, is `within D of start`.
  bool within_start() const { return within_start_; }
  bool absent_of_start() const { return absent_of_start_; }
  // The steps of those windows.
  const std::vector<size_t>& of_start() const { return of_start_; }

 private:
  bool IsTied(size_t first, size_t last) const;

  std::vector<StepTiming> steps_;
  std::vector<SequenceWindow> windows_;  // of each step
  std::vector<Level> levels_;
  std::vector<size_t> opening_;
  std::vector<size_t> of_start_;
  int64_t as_of_;
  const Zone& zone_;
  bool within_start_ = false;
  bool absent_of_start_ = false;
};

}  // namespace seine

#endif  // SEINE_QUERY_SEQUENCE_LEVELS_H_
