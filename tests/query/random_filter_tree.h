// Random logical trees: every node of query/filter.h, every nesting that text can say, names
// resolved by nobody.
//
// For tests of printing, parsing and JSON. The trees rarely make sense; they keep the invariants of
// query/filter.h.

#ifndef SEINE_TESTS_QUERY_RANDOM_FILTER_TREE_H_
#define SEINE_TESTS_QUERY_RANDOM_FILTER_TREE_H_

#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "query/filter.h"

namespace seine::testing {

class RandomFilterTree {
 public:
  explicit RandomFilterTree(uint64_t seed) : random_(seed) {}

  // A filter or a value of at most `depth` levels. Never a period, a list or `member` itself.
  filter::Expr Any(int depth);

 private:
  using Expr = filter::Expr;

  int Below(int n) { return static_cast<int>(random_() % static_cast<uint64_t>(n)); }
  bool Coin() { return Below(2) == 0; }

  Expr Leaf();
  Expr Value(int depth);
  Expr Population(int depth);
  Expr Test(int depth);
  Expr Join(int depth);
  Expr Maybe(int depth);
  std::vector<Expr> Several(int least, int depth);

  std::string Word();
  Name AnyName();
  filter::Path Path(int depth);
  filter::Rows Rows(int depth);
  filter::Count Count(bool may_be_negative = false);
  filter::Duration Duration();
  filter::TimeUnit Unit() { return static_cast<filter::TimeUnit>(Below(7)); }
  filter::LiteralValue Literal();
  filter::LiteralValue Number(bool may_be_negative);
  Expr NumberOrParameter(bool may_be_negative);
  Expr Set(int depth, bool periods, bool weekdays);
  Expr List(int depth, bool periods, bool weekdays);
  Expr Period(int depth);
  Expr Periods(int depth);
  Expr WeekdayValue(int depth);
  Expr Subject(int depth);
  Expr Operand(const Expr& subject, int depth);
  Expr Sequence(int depth);

  std::mt19937_64 random_;
};

}  // namespace seine::testing

#endif  // SEINE_TESTS_QUERY_RANDOM_FILTER_TREE_H_
