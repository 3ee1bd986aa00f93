// Constants of random filters: what the data holds, what lies just beside it, and what it never
// has. Remembers the parameters and lists that they refer to.
#ifndef SEINE_TESTS_TESTING_RANDOM_CONSTANTS_H_
#define SEINE_TESTS_TESTING_RANDOM_CONSTANTS_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "query/filter.h"
#include "tests/testing/dice.h"
#include "tests/testing/oracle.h"
#include "tests/testing/random_subject.h"

namespace seine::oracle {

class ConstantMaker {
 public:
  // The dice outlive it.
  explicit ConstantMaker(Dice& dice) : dice_(dice) {}

  const std::map<std::string, ParameterValue>& parameters() const { return parameters_; }
  const std::map<std::string, std::vector<std::string>>& lists() const { return lists_; }

 protected:
  using Kind = ValueKind;

  filter::Expr ConstantExpr(const Subject& subject);
  // A moment, day, month or quarter, perhaps so long ago or moved; with `years`, years as well.
  filter::Expr TimeExpr(const Subject& subject, bool years);
  // A constant as a value of that kind; not of sets.
  Subject ConstantSubject(Kind kind);
  filter::LiteralValue ConstantFor(const Subject& subject);
  std::string SampleText(const Subject& subject);
  filter::LiteralValue NumberConstant(const Subject& subject);
  filter::LiteralValue WideConstant();
  filter::LiteralValue TimeConstant(const Subject& subject);
  // What such a text test may look for near the sample.
  std::string Pattern(filter::TextOp op, const std::string& sample);
  std::string AddParameter(ParameterValue value);
  // The literal, or now and then a parameter that stands for it.
  filter::Expr LiteralOrParameter(filter::LiteralValue value, double chance = 0.04);
  filter::Count CountOrParameter(int64_t value, double chance);

  filter::Count RandomCount(int64_t first, int64_t last);
  filter::Duration RandomDuration();
  // A share of the members, or of what they hold.
  filter::Expr Percent();
  // Ascending, at least two.
  filter::Expr Thresholds(int64_t most);
  Subject SmallNumber();
  // Digits: as many as the longest number that the column holds.
  static void MeasureDigits(Subject* subject);

  Dice& dice_;
  bool plain_ = false;  // no parameters: inside segments
  bool wide_ = false;   // constants that no number of 128 bits reaches, too
  std::map<std::string, ParameterValue> parameters_;
  std::map<std::string, std::vector<std::string>> lists_;
};

}  // namespace seine::oracle

#endif  // SEINE_TESTS_TESTING_RANDOM_CONSTANTS_H_
