// The oracle's interpreter: a filter and a row in, true or false out. Names are looked up again for
// every row.
#ifndef SEINE_TESTS_TESTING_ORACLE_EVALUATOR_H_
#define SEINE_TESTS_TESTING_ORACLE_EVALUATOR_H_

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"

#include "query/filter.h"
#include "tests/testing/oracle.h"
#include "tests/testing/oracle_data.h"
#include "tests/testing/oracle_types.h"
#include "tests/testing/oracle_value.h"

namespace seine::oracle {

// Where an expression stands: on which row, who is named by `as`, and which moment is now.
struct Context {
  RowRef row;
  std::vector<std::pair<std::string, RowRef>> aliases;  // outermost first
  int64_t as_of = 0;

  Context On(RowRef r) const {
    Context out = *this;
    out.row = r;
    return out;
  }
};

using Names = std::vector<Name>;
using TimeSpans = std::vector<TimeSpan>;

class Population;

class Evaluator {
 public:
  Evaluator(const RowTree& tree, const OracleOptions& options);
  ~Evaluator();

  // The two ways to look at a node.
  bool Holds(const filter::Expr& expr, const Context& at);      // oracle_tests.cc
  Value Evaluate(const filter::Expr& expr, const Context& at);  // oracle_values.cc

  // The first thing that went wrong since the construction.
  const absl::Status& status() const { return status_; }
  const OracleZone& zone() const { return zone_; }

  // What follows is for the parts of the oracle that have classes of their own.
  //
  // Remembers what went wrong; the result is worthless from here on.
  Missing Fail(std::string_view message);
  // False: something failed, or these rows are more than may be looked at.
  bool MayLookAt(size_t rows);
  // The rows that are not hidden and match, in order of time, then arrival. `rest` is the first
  // name of the path that is no table.
  std::vector<Context> RowsOf(const filter::Rows& rows, const Context& at, size_t* rest);
  std::optional<int64_t> TimeOf(RowRef row) const { return tree_.TimeOf(row, zone_); }
  int64_t CountOf(const filter::Count& count);
  // Fails, and gives null, when it has no value.
  const ParameterValue* ParameterOf(const filter::Parameter& parameter);
  StaticType TypeOf(const filter::Expr& expr, const Context& at) const;
  Value Resolve(const filter::Path& path, const Context& at);
  RowRef MemberOf(RowRef row) const;
  const RowTree& tree() const { return tree_; }
  // What a period spans: one, or several of a calendar; absent when a bound is missing.
  std::optional<TimeSpans> SpansOf(const filter::Period& period, const Context& at);
  // The largest n with from + n units <= to.
  int64_t UnitsBetween(int64_t from, int64_t to, filter::TimeUnit unit) const;
  // The time of a row in days: of days a number, of moments a fraction.
  Fraction PointInDays(RowRef row);

 private:
  // oracle_tests.cc
  int Place(Value left, Value right, bool ignoring_case);
  bool HoldsCompare(const filter::Compare& test, const Context& at);
  bool HoldsBetween(const filter::Between& test, const Context& at);
  bool HoldsText(const filter::TextTest& test, const Context& at);
  bool HoldsExists(const filter::Exists& test, const Context& at);
  bool HoldsKOf(const filter::KOf& test, const Context& at);
  bool HoldsSegment(const filter::Segment& test, const Context& at);
  bool HoldsAsOf(const filter::AsOf& test, const Context& at);

  // oracle_sets.cc: right of `in` and `has`
  bool HoldsIn(const filter::In& test, const Context& at);
  bool HoldsHas(const filter::Has& test, const Context& at);
  // The values that stand in a list, a named list, a parameter, a set.
  std::vector<Value> Elements(const filter::Expr& set, const Value& subject, const Context& at);
  bool EqualsOrInside(const Value& subject, const Value& element, bool ignoring_case);

  // oracle_quantifiers.cc
  bool HoldsQuantifier(const filter::Quantifier& test, const Context& at);
  bool HoldsInEach(const filter::Quantifier& test, const Context& at);

  // oracle_anniversaries.cc
  bool HoldsAnniversary(const filter::Anniversary& test, const Context& at);

  // oracle_values.cc
  Value EvaluateParameter(const filter::Parameter& parameter);
  Value EvaluateSize(const filter::Size& size, const Context& at);
  Value EvaluateNegate(const filter::Negate& node, const Context& at);
  Value EvaluateArithmetic(const filter::Arithmetic& node, const Context& at);
  Value EvaluateElse(const filter::Else& node, const Context& at);
  Value EvaluateBucket(const filter::Bucket& node, const Context& at);
  Value EvaluateScore(const filter::Score& node, const Context& at);

  // oracle_aggregates.cc
  Value EvaluateAggregate(const filter::Aggregate& aggregate, const Context& at);
  std::vector<Value> ValuesOf(const filter::Aggregate& aggregate, const std::vector<Context>& rows,
                              size_t rest, StaticType* type);
  Value EvaluateDistinctPeriods(const filter::DistinctPeriods& node, const Context& at);
  Value EvaluateGap(const filter::Gap& node, const Context& at);

  // oracle_time_values.cc
  // The wall clock of a time; of a day its begin.
  OracleZone::Wall WallOf(const Value& time) const;
  // Equal of two times exactly when they lie in the same civil minute, hour, day, week …
  int64_t UnitOf(const Value& time, filter::TimeUnit unit) const;
  Value EvaluateDatePart(const filter::DatePart& node, const Context& at);
  Value EvaluateElapsed(const filter::Elapsed& node, const Context& at);

  // oracle_periods.cc
  Value EvaluateLiteral(const filter::LiteralValue& literal);
  std::optional<TimeSpans> SpansOfWindow(const filter::RetailWindow& window);
  std::optional<TimeSpan> SpanOfBounds(const filter::Expr& start, const filter::Expr& end,
                                       bool end_included, const Context& at);
  // What a bound means when it is the start or the end of something; absent when it is missing.
  std::optional<int64_t> StartOf(const filter::Expr& bound, const Context& at);
  std::optional<int64_t> EndOf(const filter::Expr& bound, const Context& at);

  // oracle_rows.cc
  Value ResolveNames(const Names& names, size_t from, const Context& at);
  // A column of this very row, then through lookups.
  Value ColumnOf(RowRef row, const Names& names, size_t from);
  Value ThroughLookups(const ColumnSchema& column, const OptionalCell& cell, const Names& names,
                       size_t from);
  // The row that the path's tables lie below, and how many names it took.
  std::optional<RowRef> BaseOf(const filter::Path& path, const Context& at, size_t* used);
  std::optional<RowRef> Pick(const filter::RowPick& pick, const Context& at);

  const RowTree& tree_;
  const OracleOptions& options_;
  OracleZone zone_;
  StaticTypes types_;
  std::unique_ptr<Population> population_;
  absl::Status status_;
  uint64_t rows_ = 0;  // looked at
};

}  // namespace seine::oracle

#endif  // SEINE_TESTS_TESTING_ORACLE_EVALUATOR_H_
