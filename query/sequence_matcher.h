// Whether some rows match the steps of a sequence in order of time (LANGUAGE §3.7): any choice of
// rows that satisfies all steps, never the greedy first one.
//
// Dynamic programming over the distinct times of each step: a time is reached when an earlier one
// of the step before it is, and no negative step forbids the way. What lies ahead of a reached time
// is one limit, so a running maximum decides. Rows × steps, times the logarithm of the rows where
// `of start` is used; a negative step `of start` runs it once for each start. Rows of one time that
// several steps of one table want are told apart by bipartite matching.
// Times are microseconds, ascending. Immutable; safe from many threads.
#ifndef SEINE_QUERY_SEQUENCE_MATCHER_H_
#define SEINE_QUERY_SEQUENCE_MATCHER_H_

#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "engine/civil_time.h"
#include "query/path.h"

namespace seine {

struct SequenceEvent {
  int64_t time;
  uint32_t row;
};

class SequenceMatcher {
 public:
  struct Step {
    bool negative = false;
    bool at_or_after = false;
    bool of_start = false;
    int64_t within = -1;  // units; -1: no limit
    filter::TimeUnit unit = filter::TimeUnit::kDay;
    int table = 0;  // rows of different tables are different rows
  };
  using Events = std::span<const SequenceEvent>;

  // `zone` outlives it. At least one step is positive.
  SequenceMatcher(std::vector<Step> steps, int64_t as_of, const Zone& zone);

  // `events[s]`: the rows of step s.
  bool Matches(std::span<const Events> events) const;

 private:
  friend class SequenceRun;

  std::vector<Step> steps_;
  std::vector<size_t> positive_;               // indexes of the positive steps
  std::vector<std::vector<size_t>> negative_;  // before each positive step; then after the last
  bool fixed_start_ = false;                   // a negative step speaks of the start
  int64_t as_of_;
  const Zone& zone_;
};

}  // namespace seine

#endif  // SEINE_QUERY_SEQUENCE_MATCHER_H_
