// Random well-typed filters over a world, which reach every operator that the language evaluates
// and every pair of one inside another.
#ifndef SEINE_TESTS_TESTING_RANDOM_FILTER_H_
#define SEINE_TESTS_TESTING_RANDOM_FILTER_H_

#include <map>
#include <string>
#include <vector>

#include "query/filter.h"
#include "tests/testing/dice.h"
#include "tests/testing/oracle.h"
#include "tests/testing/random_paths.h"
#include "tests/testing/text_world.h"

namespace seine::oracle {

class FilterMaker {
 public:
  // All three outlive it.
  FilterMaker(const TextWorld& world, Dice& dice, bool aliases = true)
      : world_(world), dice_(dice), use_aliases_(aliases) {}

  // A filter of the members, at most `depth` joins and lifts deep.
  filter::Expr Make(int depth) { return Filter({}, depth); }

  // What the filters made so far refer to.
  const std::map<std::string, ParameterValue>& parameters() const { return parameters_; }
  const std::map<std::string, std::vector<std::string>>& lists() const { return lists_; }

 private:
  enum class Kind { kNumber, kText, kTime, kBool, kSet };
  static Kind KindOf(ColumnType type);

  // random_filter.cc: filters.
  filter::Expr Filter(const FilterScope& scope, int depth);
  filter::Expr Composite(const FilterScope& scope, int depth);
  filter::Expr Quantifier(const FilterScope& scope, int depth);
  filter::Expr Test(const FilterScope& scope, int depth);
  filter::Expr CompareTest(const FilterScope& scope, int depth);
  filter::Expr BetweenTest(const FilterScope& scope, int depth);
  filter::Expr InTest(const FilterScope& scope, int depth);
  filter::Expr TextTest(const FilterScope& scope);
  filter::Expr HasTest(const FilterScope& scope);
  filter::Expr ExistsTest(const FilterScope& scope, int depth);
  filter::Expr MemberTest();
  filter::Expr BoolTest(const FilterScope& scope);

  // random_values.cc: values.
  // Where a value comes from, which says what goes well with it. No `rows`: a count.
  struct Subject {
    filter::Expr expr;
    ColumnType type = ColumnType::kInteger;
    int scale = 0;
    const TextTable* rows = nullptr;
    size_t index = 0;
    bool aggregate = false;
    bool windows = true;  // false: of rows without time, which `last` and `next` refuse
  };
  // Some value of that kind; false where the scope has none.
  bool Value(const FilterScope& scope, Kind kind, int depth, bool direct, Subject* out);
  bool HasWindows(const ColumnChoice& choice) const;
  bool Column(const FilterScope& scope, Kind kind, bool direct, Subject* out);
  bool Aggregate(const FilterScope& scope, Kind kind, int depth, Subject* out);
  filter::Rows RandomRows(const FilterScope& scope, const LiftChoice& lift, double where_chance,
                          int depth, FilterScope* inner);

  // random_constants.cc: the constants that go with them, near where they lie.
  filter::Expr ConstantExpr(const Subject& subject);
  filter::LiteralValue ConstantFor(const Subject& subject);
  std::string SampleText(const Subject& subject);
  filter::LiteralValue NumberConstant(const Subject& subject);
  filter::LiteralValue TimeConstant(const Subject& subject);
  filter::Expr RandomPeriod(const Subject& subject);
  filter::Expr PeriodBound(const Subject& subject);
  filter::Count RandomCount(int64_t first, int64_t last);
  filter::Duration RandomDuration();
  filter::Expr RandomList(const Subject& subject);
  std::string Pattern(filter::TextOp op, const std::string& sample);
  std::string AddParameter(ParameterValue value);

  const TextWorld& world_;
  Dice& dice_;
  const bool use_aliases_;
  int next_alias_ = 0;
  std::map<std::string, ParameterValue> parameters_;
  std::map<std::string, std::vector<std::string>> lists_;
};

}  // namespace seine::oracle

#endif  // SEINE_TESTS_TESTING_RANDOM_FILTER_H_
