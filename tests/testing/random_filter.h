// Random well-typed filters over a world, which reach every operator of the constructs that are on
// and every pair of one inside another.
#ifndef SEINE_TESTS_TESTING_RANDOM_FILTER_H_
#define SEINE_TESTS_TESTING_RANDOM_FILTER_H_

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "query/filter.h"
#include "tests/testing/dice.h"
#include "tests/testing/random_constants.h"
#include "tests/testing/random_constructs.h"
#include "tests/testing/random_paths.h"
#include "tests/testing/random_subject.h"
#include "tests/testing/text_world.h"

namespace seine::oracle {

// Constants, and what is made of them alone.
bool IsConstant(const filter::Expr& expr);

class FilterMaker : private ConstantMaker {
 public:
  // World and dice outlive it.
  FilterMaker(const TextWorld& world, Dice& dice, Constructs constructs = WholeLanguage())
      : ConstantMaker(dice), world_(world), constructs_(constructs) {
    wide_ = On(Construct::kWideNumbers);
  }

  // A filter of the members, at most `depth` joins and lifts deep.
  filter::Expr Make(int depth) { return Filter({}, depth); }

  // What the filters made so far refer to.
  using ConstantMaker::lists;
  using ConstantMaker::parameters;
  const std::map<std::string, OracleDefinition>& segments() const { return segments_; }
  // Whether some number may take more than 128 bits.
  bool may_overflow() const { return may_overflow_; }

 private:
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
  Expr WeekdayValue(const Scope& scope, int depth);
  Expr AnniversaryTest(const Scope& scope, int depth);
  Expr SegmentTest(const Scope& scope, int depth);

  // random_operands.cc
  bool Operand(const Scope& scope, Kind kind, int depth, Subject* out);
  Expr Beside(const Subject& subject, const Scope& scope, int depth, double chance);
  void PerhapsConstant(Kind kind, bool beside_value, Expr* subject);

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
  bool ModeOfValues(const Scope& scope, Kind kind, int depth, Subject* out);
  bool Gap(const Scope& scope, Kind kind, int depth, Subject* out);

  // random_sequences.cc
  Expr Sequence(const Scope& scope, int depth);
  filter::Sequence::Step Step(const Scope& scope, int depth, const LiftChoice& lift);
  Expr Join(const LiftChoice& lift, const std::string& alias, int alias_table);
  Expr JoinExpression(const ColumnChoice& column);

  // random_population.cc, random_models.cc
  std::optional<filter::Path> PerColumn();
  Expr Among(int depth);
  Expr RankTest(const Scope& scope, int depth);
  Expr PopulationTest(const Scope& scope, int depth);
  bool NTile(const Scope& scope, Kind kind, int depth, Subject* out);
  bool PopulationValue(const Scope& scope, Kind kind, int depth, Subject* out);
  bool PopulationOf(const Subject& value, int depth, Subject* out);
  bool ModelRows(int depth, filter::Rows* rows, LiftChoice* lift, Scope* inner);
  void StageArguments(int depth, filter::Model* node, Subject* out);
  bool StageModel(const Scope& scope, Kind kind, int depth, Subject* out);
  bool Rfm(const Scope& scope, Kind kind, int depth, Subject* out);

  // random_periods.cc
  Expr RandomPeriod(const Subject& subject, const Scope& scope, int depth);
  Expr BoundedPeriod(const Subject& subject, const Scope& scope, int depth);
  Expr PeriodBound(const Subject& subject, const Scope& scope, int depth);
  Expr EachPeriods(const Subject& time);
  Expr AnniversaryPeriods(const Subject& time);
  Expr Periods(const std::function<Expr()>& one, const Subject& time);
  Expr RandomList(const Subject& subject, const Scope& scope, int depth);

  const TextWorld& world_;
  const Constructs constructs_;
  int next_alias_ = 0;
  bool may_overflow_ = false;
  std::map<std::string, OracleDefinition> segments_;
};

}  // namespace seine::oracle

#endif  // SEINE_TESTS_TESTING_RANDOM_FILTER_H_
