// Plans how a lift or an aggregate reads the rows below: the path of tables, what as_of hides, the
// window of time that skips tiles, and the predicate whose postings may drive.
#ifndef SEINE_QUERY_DESCENT_PLANNER_H_
#define SEINE_QUERY_DESCENT_PLANNER_H_

#include <optional>
#include <vector>

#include "absl/status/statusor.h"

#include "query/row_planner.h"

namespace seine {

class DescentPlanner {
 public:
  explicit DescentPlanner(RowPlanner& planner) : planner_(planner), shard_(planner.shard_) {}

  // Rows that as_of hides do not pass. Without `with_where` the others do.
  absl::StatusOr<row::Descent> Plan(const bound::Rows& rows, bool with_where = true);

 private:
  std::vector<int> Path(int grain, int table) const;
  // Takes what speaks of outer rows out of the tests.
  void SplitPairs();
  // Adds what as_of hides on the path to the tests.
  void HideRows(const row::Descent& descent);
  void NarrowWindow(int history, row::Descent* descent) const;
  absl::StatusOr<bool> ChooseDriver(row::Descent* descent);
  absl::Status PlanTests(int history, row::Descent* descent);

  // pair_planner.cc: the join and the match of correlated rows.
  absl::Status PlanPairs(const bound::Rows& rows, row::Descent* descent);
  // Whether the test is now said by the join.
  absl::StatusOr<bool> Join(const bound::FilterNode& test, const bound::Rows& rows,
                            row::Descent* descent);
  absl::StatusOr<bool> JoinByKey(const bound::Compare& test, row::PairJoin* join);
  absl::StatusOr<bool> JoinByTime(const bound::Compare& test, const row::Descent& descent,
                                  row::PairJoin* join);
  std::optional<bound::Compare> BelowAgainstOuter(const bound::FilterNode& test,
                                                  const bound::Rows& rows) const;

  RowPlanner& planner_;
  const row::Shard& shard_;

  std::vector<bound::FilterPtr> tests_;  // all of which a row must pass
  std::vector<bound::FilterPtr> pairs_;  // and with it the outer row
};

}  // namespace seine

#endif  // SEINE_QUERY_DESCENT_PLANNER_H_
