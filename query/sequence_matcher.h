// Whether some rows match the steps of a sequence in order of time (LANGUAGE §3.7): any choice of
// rows that satisfies all steps, never the greedy first one.
//
// Rows × steps, and times the logarithm of the rows where windows count from the start:
// SequencePass and, where a negative step is `of start`, SequenceStarts. Windows in months, and
// days across changes of the clock, may be looked at once more for each way in which their ends can
// cross (StartChains); rows of one time that several steps of one table want add what SequenceTies
// says. Keeps its buffers from one call to the next: for one thread at a time. Once `stop` is
// raised the answers are worthless.
#ifndef SEINE_QUERY_SEQUENCE_MATCHER_H_
#define SEINE_QUERY_SEQUENCE_MATCHER_H_

#include <cstdint>
#include <span>
#include <vector>

#include "engine/civil_time.h"
#include "engine/stop_signal.h"
#include "query/sequence_levels.h"
#include "query/sequence_pass.h"
#include "query/sequence_starts.h"
#include "query/sequence_timing.h"
#include "query/stop_poll.h"

namespace seine {

class SequenceMatcher {
 public:
  // `zone` and `stop` (null: never) outlive it. At least one step is positive.
  SequenceMatcher(std::span<const StepTiming> steps, int64_t as_of, const Zone& zone,
                  const StopSignal* stop = nullptr)
      : levels_(steps, as_of, zone), poll_(stop), pass_(levels_, poll_), starts_(levels_, poll_) {}
  SequenceMatcher(const SequenceMatcher&) = delete;
  SequenceMatcher& operator=(const SequenceMatcher&) = delete;

  // `events`: the rows of each step.
  bool Matches(std::span<const SequenceEvents> events);

 private:
  bool MatchesFrom(std::span<const int64_t> starts);

  SequenceLevels levels_;
  StopPoll poll_;
  SequencePass pass_;
  SequenceStarts starts_;
  std::vector<SequenceEvent> first_;  // rows of the first level
  std::vector<int64_t> times_;        // and their times
};

}  // namespace seine

#endif  // SEINE_QUERY_SEQUENCE_MATCHER_H_
