// Sequences level by level: which times each level can reach, with the latest start that leads
// there. Negative steps `within D of start` are left out: SequenceStarts has them.
//
// Dynamic programming over the times of each level's rows. What lies ahead of a reached time is one
// limit: the next level is open from it to there. Of two starts that lead to one time the later one
// leaves more of every window `of start`, and of two times with one start the one with the later
// limit leaves more; so any choice of rows is seen (LANGUAGE §3.7), never the greedy first one.
// Rows × steps, times the logarithm of the rows where `of start` is used; times the square of the
// tied levels for rows of one time.
// One thread at a time.
#ifndef SEINE_QUERY_SEQUENCE_PASS_H_
#define SEINE_QUERY_SEQUENCE_PASS_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "query/sequence_gap.h"
#include "query/sequence_levels.h"
#include "query/sequence_ties.h"
#include "query/stop_poll.h"

namespace seine {

class SequencePass {
 public:
  // A time at which a level follows an earlier time of the level before.
  struct Entry {
    int64_t time;
    int64_t start;  // the latest that leads here
  };
  // A time that the levels so far reach.
  struct Open {
    int64_t time;
    int64_t start;
    int64_t limit;  // the next level must not be later; behind the last: kForever, or not open
    bool forever() const { return limit == SequenceLevels::kForever; }
  };

  // Both outlive it.
  SequencePass(const SequenceLevels& levels, StopPoll& stop)
      : levels_(levels),
        stop_(stop),
        rows_(levels.steps()),
        entered_(levels.size()),
        gap_(levels),
        ties_(levels) {}

  // What a step may match; the rows outlive the pass over them.
  void SetRows(size_t step, SequenceEvents rows) { rows_[step] = rows; }
  std::span<const SequenceEvents> rows() const { return rows_; }

  // The times at which a level may begin: the caller's, or by Enter. Ascending.
  std::vector<Entry>& entered(size_t level) { return entered_[level]; }
  void Enter(size_t level, std::span<const Open> open);
  // What is reached, of what was entered; ascending. Valid until the next call.
  const std::vector<Open>& Reach(size_t level);
  // From entered(first) to what `last` reaches. `first` is not tied to the level before.
  const std::vector<Open>& Run(size_t first, size_t last);

 private:
  bool IsClear(size_t level, int64_t time);
  void ReachTied(size_t level);
  std::optional<int64_t> LatestTied(size_t level, int64_t time);
  bool MayShare(size_t level, int64_t time) const;
  bool IsEntered(size_t e, size_t level, int64_t time) const;
  bool StartReaches(size_t first, size_t last, int64_t start, int64_t time) const;
  void PushHeap(const Open& open);
  void PopHeap();

  const SequenceLevels& levels_;
  StopPoll& stop_;
  std::vector<SequenceEvents> rows_;         // of each step
  std::vector<std::vector<Entry>> entered_;  // of each level
  std::vector<Open> open_;
  std::vector<Open> heap_;  // what Enter has before it, the latest start first
  std::vector<size_t> next_;
  SequenceGap gap_;
  SequenceTies ties_;
};

}  // namespace seine

#endif  // SEINE_QUERY_SEQUENCE_PASS_H_
