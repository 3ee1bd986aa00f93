// Rows of one time that tied levels share (SequenceLevels): whether consecutive levels can each
// take another row of it, and whether those can be all the rows that a negative step `at or after`
// would find there otherwise.
//
// Both are matchings of levels and rows, kept from level to level; one that takes all levels and
// one that takes all such rows make one that does both (Mendelsohn and Dulmage 1958). Rows and the
// square of the levels, for each time. For one thread at a time.
#ifndef SEINE_QUERY_SEQUENCE_TIES_H_
#define SEINE_QUERY_SEQUENCE_TIES_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "query/sequence_cursor.h"
#include "query/sequence_levels.h"
#include "query/sequence_timing.h"

namespace seine {

class SequenceTies {
 public:
  // `levels` outlives it.
  explicit SequenceTies(const SequenceLevels& levels) : levels_(levels) {}

  // Levels up to `last` are to share that time. `rows`: of every step; outlive the questions.
  void Begin(size_t last, int64_t time, std::span<const SequenceEvents> rows);
  // Takes the level before those taken so far, `last` first. False: they cannot stand together, nor
  // can more of them.
  bool Add();
  // Whether the levels taken so far can match all rows of that time that these steps find, negative
  // ones `at or after` behind `last`. A window that is not `of start` may be over by then.
  bool Covers(std::span<const size_t> steps);

 private:
  struct Row {
    int table;
    uint32_t row;
    bool operator==(const Row&) const = default;
  };
  static constexpr size_t kNobody = SIZE_MAX;

  SequenceEvents RowsAt(size_t step) const { return EventsAt(rows_[step], time_); }
  bool FindAbsent(std::span<const size_t> steps);
  bool TakeRow(size_t taker);
  bool TakeLevel(size_t found);
  bool Matches(size_t taker, const Row& row) const;

  const SequenceLevels& levels_;
  size_t last_ = 0;
  int64_t time_ = 0;
  std::span<const SequenceEvents> rows_;

  // Of each level taken, `last_` first: its rows of the time, and, up to choices_end_, their places
  // in `candidates_`.
  std::vector<SequenceEvents> own_;
  std::vector<size_t> choices_;
  std::vector<size_t> choices_end_;
  std::vector<Row> candidates_;
  std::vector<size_t> taker_;    // of each candidate: the level that matches it, as in own_
  std::vector<Row> found_;       // what is to be covered
  std::vector<size_t> coverer_;  // of each level taken: which of found_ it matches
  std::vector<bool> tried_;
};

}  // namespace seine

#endif  // SEINE_QUERY_SEQUENCE_TIES_H_
