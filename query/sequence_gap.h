// What lies behind a level's row: how far the way to the next level is open, and behind the last
// level whether what must not come has stayed away. Steps `of start` are asked one by one.
//
// Times of one level ascend from one question to the next. For one thread at a time.
#ifndef SEINE_QUERY_SEQUENCE_GAP_H_
#define SEINE_QUERY_SEQUENCE_GAP_H_

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "query/sequence_cursor.h"
#include "query/sequence_levels.h"

namespace seine {

class SequenceGap {
 public:
  // No limit reaches that far back.
  static constexpr int64_t kClosed = std::numeric_limits<int64_t>::min();

  // `levels` outlives it.
  explicit SequenceGap(const SequenceLevels& levels) : levels_(levels) {}

  // `rows`: of every step; outlive the questions.
  void Begin(size_t level, std::span<const SequenceEvents> rows);
  // The next level's row must not be later than that, as far as its window counts from this time
  // and negative steps are not `of start`. Behind the last level: kForever or kClosed. Rows of the
  // very time are not looked at.
  int64_t LimitAfter(int64_t time);

  // Calls each(step, next) for the negative steps `of start`: the time of their next row, or
  // kForever.
  template <typename Each>
  void VisitOfStart(int64_t time, Each each) {
    for (Absent& absent : of_start_) each(absent.step, NextAfter(absent, time));
  }

 private:
  struct Absent {
    size_t step;
    SequenceCursor rows;
  };
  static int64_t NextAfter(Absent& absent, int64_t time) {
    const SequenceEvents later = absent.rows.After(time);
    return later.empty() ? SequenceLevels::kForever : later.front().time;
  }

  const SequenceLevels& levels_;
  bool last_ = false;
  const SequenceWindow* window_ = nullptr;  // of the next level, from this one
  std::vector<Absent> absent_;              // of this level
  std::vector<Absent> of_start_;
};

}  // namespace seine

#endif  // SEINE_QUERY_SEQUENCE_GAP_H_
