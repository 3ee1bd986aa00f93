// Random well-typed filters over a world, which reach every operator of the constructs that are on
// and every pair of one inside another.
#ifndef SEINE_TESTS_TESTING_RANDOM_FILTER_H_
#define SEINE_TESTS_TESTING_RANDOM_FILTER_H_

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "query/filter.h"
#include "tests/testing/dice.h"
#include "tests/testing/oracle.h"
#include "tests/testing/random_constructs.h"
#include "tests/testing/random_paths.h"
#include "tests/testing/random_subject.h"
#include "tests/testing/text_world.h"

namespace seine::oracle {

class FilterMaker {
 public:
  // World and dice outlive it.
  FilterMaker(const TextWorld& world, Dice& dice, Constructs constructs = EvaluatedToday())
      : world_(world), dice_(dice), constructs_(constructs) {}

  // A filter of the members, at most `depth` joins and lifts deep.
  filter::Expr Make(int depth) { return Filter({}, depth); }

  // What the filters made so far refer to.
  const std::map<std::string, ParameterValue>& parameters() const { return parameters_; }
  const std::map<std::string, std::vector<std::string>>& lists() const { return lists_; }
  const std::map<std::string, filter::Expr>& segments() const { return segments_; }
  const OracleCalendars& calendars() const { return calendars_; }

 private:
  using Kind = ValueKind;
  using Expr = filter::Expr;
  using Scope = FilterScope;
  using TestMaker = Expr (FilterMaker::*)(const Scope&, int);
  using ValueMaker = bool (FilterMaker::*)(const Scope&, Kind, int, Subject*);

  bool On(Construct construct) const { return constructs_.Has(construct); }

  // random_filter.cc: joins.
  Expr Filter(const Scope& scope, int depth);
  Expr Composite(const Scope& scope, int depth);
  Expr AsOf(const Scope& scope, int depth);
  Expr Quantifier(const Scope& scope, int depth);
  Expr Test(const Scope& scope, int depth);

  // random_tests.cc: one test of a value.
  Expr CompareTest(const Scope& scope, int depth);
  Expr BetweenTest(const Scope& scope, int depth);
  Expr InTest(const Scope& scope, int depth);
  Expr TextTest(const Scope& scope, int depth);
  Expr HasTest(const Scope& scope, int depth);
  Expr SizeTest(const Scope& scope, const Subject& set);
  Expr ExistsTest(const Scope& scope, int depth);
  Expr MemberTest(const Scope& scope, int depth);
  Expr BoolTest(const Scope& scope, int depth);

  // random_more_tests.cc: tests that are switched on by their construct.
  std::vector<TestMaker> MoreTests(const Scope& scope) const;
  Expr WeekdayTest(const Scope& scope, int depth);
  Expr AnniversaryTest(const Scope& scope, int depth);
  Expr SegmentTest(const Scope& scope, int depth);

  // random_values.cc: some value of that kind; false where the scope has none.
  bool Value(const Scope& scope, Kind kind, int depth, bool direct, Subject* out);
  std::vector<ValueMaker> MoreValues(const Scope& scope, Kind kind) const;
  bool Column(const Scope& scope, Kind kind, bool direct, Subject* out);
  bool Else(const Scope& scope, Kind kind, int depth, Subject* out);
  bool Bucket(const Scope& scope, Kind kind, int depth, Subject* out);
  bool Score(const Scope& scope, Kind kind, int depth, Subject* out);

  // random_numbers.cc, random_times.cc
  bool Arithmetic(const Scope& scope, Kind kind, int depth, Subject* out);
  bool Operate(filter::ArithmeticOp op, const Subject& left, const Subject& right, Subject* out);
  Subject SmallNumber();
  static void MeasureDigits(Subject* subject);
  bool TimeArithmetic(const Scope& scope, Kind kind, int depth, Subject* out);
  bool DatePart(const Scope& scope, Kind kind, int depth, Subject* out);
  bool DateOf(const Scope& scope, Kind kind, int depth, Subject* out);
  bool Elapsed(const Scope& scope, Kind kind, int depth, Subject* out);

  // random_lifts.cc: rows, and values of many of them.
  Subject TimeOf(int table) const;
  bool HasWindows(const ColumnChoice& choice) const;
  // A path to rows, from a table, a picked row or a named one.
  LiftChoice Lift(const Scope& scope, bool needs_time, int depth);
  filter::Rows RandomRows(const Scope& scope, const LiftChoice& lift, double where_chance,
                          int depth, Scope* inner);
  std::shared_ptr<const filter::RowPick> RandomPick(const Scope& scope, const LiftChoice& lift,
                                                    int depth);
  bool Aggregate(const Scope& scope, Kind kind, int depth, Subject* out);
  bool AggregateOfValues(const Scope& scope, Kind kind, int depth, Subject* out);
  bool Pick(const Scope& scope, Kind kind, int depth, Subject* out);

  // random_distinct.cc
  bool Distinct(const Scope& scope, Kind kind, int depth, Subject* out);
  bool DistinctPeriods(const Scope& scope, Kind kind, int depth, Subject* out);
  bool Mode(const Scope& scope, Kind kind, int depth, Subject* out);
  bool Gap(const Scope& scope, Kind kind, int depth, Subject* out);

  // random_sequences.cc
  Expr Sequence(const Scope& scope, int depth);
  filter::Sequence::Step Step(const Scope& scope, int depth, const LiftChoice& lift);
  Expr Join(const LiftChoice& lift, const std::string& alias, int alias_table);

  // random_constants.cc: the constants that go with them, near where they lie.
  Expr ConstantExpr(const Subject& subject);
  filter::LiteralValue ConstantFor(const Subject& subject);
  std::string SampleText(const Subject& subject);
  filter::LiteralValue NumberConstant(const Subject& subject);
  filter::LiteralValue TimeConstant(const Subject& subject);
  Expr RandomList(const Subject& subject, const Scope& scope, int depth);
  std::string Pattern(filter::TextOp op, const std::string& sample);
  std::string AddParameter(ParameterValue value);

  // random_periods.cc
  Expr RandomPeriod(const Subject& subject, const Scope& scope, int depth);
  Expr BoundedPeriod(const Subject& subject, const Scope& scope, int depth);
  Expr CalendarWindow();
  Expr PeriodBound(const Subject& subject, const Scope& scope, int depth);
  Expr EachPeriods(const Subject& time);
  filter::Count RandomCount(int64_t first, int64_t last);
  filter::Duration RandomDuration();

  const TextWorld& world_;
  Dice& dice_;
  const Constructs constructs_;
  int next_alias_ = 0;
  bool plain_ = false;  // no parameters: inside segments
  std::map<std::string, ParameterValue> parameters_;
  std::map<std::string, std::vector<std::string>> lists_;
  std::map<std::string, filter::Expr> segments_;
  OracleCalendars calendars_;
};

}  // namespace seine::oracle

#endif  // SEINE_TESTS_TESTING_RANDOM_FILTER_H_
