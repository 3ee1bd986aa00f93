// Sequences with steps that refer to earlier ones, parent by parent, and those whose steps are rows
// of different ancestors. Level by level as SequencePass does; a hull (sequence_hulls.h) is matched
// once for each class of rows of the steps that others refer to: rows that have the same ids in all
// conditions. Its other rows are those that meet the class, found by id.
//
// What it costs is said there. Keeps its buffers from parent to parent; for one thread at a time.
// Once `stop` is raised the answers are worthless.
#ifndef SEINE_QUERY_ROW_SEQUENCE_MATCHER_H_
#define SEINE_QUERY_ROW_SEQUENCE_MATCHER_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "engine/civil_time.h"
#include "engine/stop_signal.h"
#include "query/row_sequence_rows.h"
#include "query/sequence_hulls.h"
#include "query/sequence_levels.h"
#include "query/sequence_pass.h"
#include "query/sequence_starts.h"
#include "query/sequence_timing.h"
#include "query/stop_poll.h"

namespace seine {

class RowSequenceMatcher {
 public:
  // `conditions`: of each, which step has a value in common with which; all of one step refer to
  // the same one. `zone` and `stop` (null: never) outlive it.
  RowSequenceMatcher(std::span<const StepTiming> steps, std::vector<StepReference> conditions,
                     int64_t as_of, const Zone& zone, const StopSignal* stop);
  RowSequenceMatcher(const RowSequenceMatcher&) = delete;
  RowSequenceMatcher& operator=(const RowSequenceMatcher&) = delete;

  // `rows`: of each step, grouped, with the ids of either side of its conditions; `parents[s]` is
  // the parent in the numbers of step s.
  bool Matches(std::span<const StepRows> rows, std::span<const uint32_t> parents);

 private:
  // A row of a level at which the level follows the one before.
  struct Arrival {
    uint32_t place;
    int64_t start;
  };
  using Places = std::vector<uint32_t>;
  using Ids = std::span<const int64_t>;

  // The parent's rows, but for first ones that a negative step stands before.
  void TakeAllRows();
  // Precondition: TakeAllRows.
  bool MatchesFrom(std::span<const int64_t> starts);
  // `arrivals_` for the entered times of a level; and back.
  void ArriveAt(size_t level);
  void EnterArrivals(size_t level);
  // Fills `arrivals_` or `open_`, of the hull's last level.
  void MatchHull(const SequenceHull& hull);
  void MatchClasses(const SequenceHull& hull, size_t referred);
  bool RestrictTo(size_t step, std::span<const uint32_t> same);
  bool IsLater(size_t first, size_t second) const;
  void MatchClass(const SequenceHull& hull);
  void EnterFirst(const SequenceHull& hull);
  void TrimUnjoined(const SequenceHull& hull);
  // The rows that the step may still match, in the hull at hand.
  void SetPlaces(size_t step, Places places);
  Places Meeting(size_t step, size_t to, uint32_t place);
  bool Meets(size_t condition, size_t step, uint32_t place, Ids theirs) const;
  bool IsSame(size_t step, uint32_t a, uint32_t b) const;
  bool IsLess(size_t step, uint32_t a, uint32_t b) const;
  Ids IdsOf(size_t condition, size_t step, uint32_t place) const {
    return rows_[step].IdsOf(condition, parents_[step], place);
  }
  const std::vector<std::pair<int64_t, uint32_t>>& ById(size_t condition);

  const SequenceLevels levels_;
  const std::vector<StepReference> conditions_;
  const std::vector<SequenceHull> hulls_;
  StopPoll poll_;
  SequencePass pass_;
  SequenceStarts starts_;

  // Of the parent at hand.
  std::span<const StepRows> rows_;
  std::span<const uint32_t> parents_;
  std::vector<SequenceEvents> events_;  // of each step
  Places first_;                        // FirstRows, where some step stands before them
  std::vector<Arrival> arrivals_;       // by place
  std::vector<SequencePass::Open> open_;
  bool matched_ = false;
  // Of each condition: the rows of its step by id. Made when first asked for.
  std::vector<std::vector<std::pair<int64_t, uint32_t>>> by_id_;
  std::vector<bool> has_by_id_;
  // Of the hull at hand: of each step, the rows that it may match, where some may not; whence the
  // rows of its first level come; and what its classes reached.
  std::vector<Places> places_;
  std::vector<bool> restricted_;
  std::vector<std::vector<SequenceEvent>> kept_;
  std::vector<int64_t> start_of_;
  std::vector<Arrival> reached_;
};

}  // namespace seine

#endif  // SEINE_QUERY_ROW_SEQUENCE_MATCHER_H_
