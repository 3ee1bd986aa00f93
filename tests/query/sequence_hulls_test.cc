#include "query/sequence_hulls.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace seine {
namespace {

StepTiming Then(int table = 0) { return {.table = table}; }
StepTiming No(StepTiming step) {
  step.negative = true;
  return step;
}
StepTiming AtOrAfter(StepTiming step) {
  step.at_or_after = true;
  return step;
}

// "0-2 1,2": levels and steps; "!" where a hull does not end on arrival.
std::string Hulls(const std::vector<StepTiming>& steps,
                  const std::vector<StepReference>& references) {
  const Zone zone = Zone::Utc();
  std::string out;
  for (const SequenceHull& hull : HullsOf(SequenceLevels(steps, 0, zone), references)) {
    absl::StrAppend(&out, out.empty() ? "" : "; ", hull.first, "-", hull.last,
                    hull.ends_on_arrival ? "" : "!", " of");
    for (const size_t s : hull.referred) absl::StrAppend(&out, " ", s);
  }
  return out;
}

TEST(SequenceHulls, EndAtTheLastStepThatRefers) {
  const std::vector<StepTiming> four(4);
  EXPECT_EQ(Hulls(four, {}), "");
  EXPECT_EQ(Hulls(four, {{1, 0}}), "0-1 of 0");
  EXPECT_EQ(Hulls(four, {{2, 1}}), "1-2 of 1");
  EXPECT_EQ(Hulls(four, {{1, 0}, {3, 0}}), "0-3 of 0");
}

TEST(SequenceHulls, AChainIsOneAfterTheOther) {
  const std::vector<StepTiming> four(4);
  EXPECT_EQ(Hulls(four, {{1, 0}, {2, 1}, {3, 2}}), "0-1 of 0; 1-2 of 1; 2-3 of 2");
}

TEST(SequenceHulls, ThoseThatCrossAreOne) {
  const std::vector<StepTiming> four(4);
  EXPECT_EQ(Hulls(four, {{2, 0}, {3, 1}}), "0-3 of 0 1");
  EXPECT_EQ(Hulls(four, {{3, 0}, {2, 1}}), "0-3 of 0 1");
}

TEST(SequenceHulls, ANegativeStepIsLookedAtBehindItsLevel) {
  EXPECT_EQ(Hulls({Then(), No(Then()), Then()}, {{1, 0}}), "0-0! of 0");
  EXPECT_EQ(Hulls({Then(), Then(), No(Then())}, {{2, 0}}), "0-1! of 0");
  // The next reference begins at the row that the negative step is asked behind.
  EXPECT_EQ(Hulls({Then(), Then(), No(Then()), Then()}, {{2, 0}, {3, 1}}), "0-2 of 0 1");
}

TEST(SequenceHulls, TiedLevelsStayTogether) {
  EXPECT_EQ(Hulls({Then(), AtOrAfter(Then()), Then()}, {{1, 0}}), "0-1! of 0");
  EXPECT_EQ(Hulls({Then(), AtOrAfter(Then()), Then()}, {{2, 1}}), "0-2 of 1");
  // Rows of another table are other rows.
  EXPECT_EQ(Hulls({Then(), AtOrAfter(Then(1)), Then()}, {{1, 0}}), "0-1 of 0");
}

TEST(SequenceHulls, StartsAreToldApartUntilTheEnd) {
  StepTiming none = No(Then());
  none.within = 3;
  none.of_start = true;
  EXPECT_EQ(Hulls({Then(), Then(), Then(), none}, {{2, 1}}), "0-2! of 1");
}

}  // namespace
}  // namespace seine
