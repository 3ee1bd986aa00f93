// Sequences with a negative step `within D of start`. There the latest start is not the best: it
// keeps the windows of levels open longer, and those of negative steps, too.
//
// Levels that share a time are one stage, and which tied levels do is tried in every way, so stages
// follow each other strictly (or not before each other, where no row can stand for two). From one
// stage to the next a time leads to all times up to a limit, for the starts up to some. Two facts
// carry the rest, for starts a before b of one chain (StartChains):
//
//  1. If b reaches a time t of some stage, and a that or a later time of it, then a reaches t, too.
//     For their ways cross: from the last stage where a's way is not later than b's, a can go on as
//     b does. The step across is shorter than a's own, so no limit forbids it. After it a's own
//     times are later, so windows of levels are open for the earlier ones as well; and a negative
//     window that ends before some row for b ends before it for a, which started no later.
//  2. If b reaches t, and some time that a reaches at the stage before leads a as far as t or
//     further, then a reaches t: straight, or, where that time is not before t, because by 1 it
//     reaches the time before t from which b comes.
//
// So the starts that reach t are those not after the latest one that does, and which are led as far
// as t. Two numbers say it all: of each time the latest start, and of each start the furthest that
// it is led. Both go from stage to stage by sorting: rows × steps × the logarithm of the rows, for
// each chain; and twice that for each tied level, of which the binder lets few pass.
// One thread at a time.
#ifndef SEINE_QUERY_SEQUENCE_STARTS_H_
#define SEINE_QUERY_SEQUENCE_STARTS_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "query/sequence_gap.h"
#include "query/sequence_levels.h"
#include "query/sequence_ties.h"
#include "query/stop_poll.h"

namespace seine {

class SequenceStarts {
 public:
  // Both outlive it.
  SequenceStarts(const SequenceLevels& levels, StopPoll& stop)
      : levels_(levels), stop_(stop), gap_(levels), ties_(levels) {}

  // `rows`: of every step; those of the first level are FirstRows.
  bool Matches(std::span<const SequenceEvents> rows);

 private:
  // Levels that share a time.
  struct Stage {
    size_t first;
    size_t last;
    std::vector<int64_t> times;  // at which they can
  };
  // A time of a stage that some start reaches.
  struct Place {
    int64_t time;
    size_t latest;  // the latest such start
  };
  // From a place to the times up to `limit`, for starts up to `latest`.
  struct Way {
    size_t place;
    int64_t limit;
    size_t latest;
  };

  bool MatchesStages();
  bool MatchesChain(std::span<const int64_t> starts);
  std::vector<int64_t> SharedTimes(size_t first, size_t last);
  bool Share(size_t first, size_t last, int64_t time);
  std::vector<int64_t> Starts() const;
  // Where the stage's own windows `of start` end, for each start.
  std::vector<int64_t> EndsOf(const Stage& stage) const;
  // How many starts, in order, have windows of that step that end before `time`.
  size_t EndingBefore(size_t step, int64_t time) const;
  size_t StartsLeaving(const Stage& stage, int64_t time);
  std::vector<Way> WaysFrom(const Stage& stage);
  std::vector<Place> PlacesOf(const Stage& stage, const std::vector<Way>& ways,
                              const std::vector<int64_t>& ends);
  std::vector<int64_t> FurthestOf(std::vector<Way> ways, const std::vector<int64_t>& ends) const;
  bool EndsWell(const Stage& stage);

  const SequenceLevels& levels_;
  StopPoll& stop_;
  std::span<const SequenceEvents> rows_;
  std::vector<Stage> stages_;
  std::vector<int64_t> starts_;            // of the chain at hand
  std::vector<std::vector<int64_t>> end_;  // per step `of start`, per start: where its window ends
  std::vector<Place> places_;
  std::vector<int64_t> furthest_;  // of each start: the last time that it may reach there
  SequenceGap gap_;
  SequenceTies ties_;
};

}  // namespace seine

#endif  // SEINE_QUERY_SEQUENCE_STARTS_H_
