// Sequences by hand: times are days, one row each unless said otherwise.
#include "query/sequence_matcher.h"

#include <vector>

#include "gtest/gtest.h"

namespace seine {
namespace {

using Step = SequenceMatcher::Step;
using filter::TimeUnit;

constexpr int64_t kLater = 1'000;  // as_of, in days

Step Then(int table) { return {false, false, false, -1, TimeUnit::kDay, table}; }
Step Within(Step step, int64_t days) {
  step.within = days;
  return step;
}
Step No(Step step) {
  step.negative = true;
  return step;
}
Step AtOrAfter(Step step) {
  step.at_or_after = true;
  return step;
}
Step OfStart(Step step) {
  step.of_start = true;
  return step;
}

// Row numbers are positions, so steps of one table with equal lists share their rows.
bool Matches(const std::vector<Step>& steps, const std::vector<std::vector<int64_t>>& days,
             int64_t as_of = kLater) {
  const Zone zone = Zone::Utc();
  const SequenceMatcher matcher(steps, as_of * kMicrosPerDay, zone);
  std::vector<std::vector<SequenceEvent>> events;
  std::vector<SequenceMatcher::Events> spans;
  for (const std::vector<int64_t>& of_step : days) {
    auto& own = events.emplace_back();
    for (uint32_t row = 0; row < of_step.size(); ++row)
      own.push_back({of_step[row] * kMicrosPerDay, row});
  }
  for (const auto& own : events) spans.emplace_back(own);
  return matcher.Matches(spans);
}

TEST(SequenceMatcher, StrictlyAfter) {
  EXPECT_TRUE(Matches({Then(1), Then(2)}, {{1}, {2}}));
  EXPECT_FALSE(Matches({Then(1), Then(2)}, {{2}, {2}}));
  EXPECT_FALSE(Matches({Then(1), Then(2)}, {{3}, {2}}));
  EXPECT_TRUE(Matches({Then(1), AtOrAfter(Then(2))}, {{2}, {2}}));
  EXPECT_FALSE(Matches({Then(1), Then(2)}, {{1}, {}}));
}

TEST(SequenceMatcher, WithinIncludesItsEnd) {
  EXPECT_TRUE(Matches({Then(1), Within(Then(2), 3)}, {{1}, {4}}));
  EXPECT_FALSE(Matches({Then(1), Within(Then(2), 3)}, {{1}, {5}}));
  // Any choice of rows, not the first that comes.
  EXPECT_TRUE(Matches({Then(1), Within(Then(2), 3)}, {{1, 10}, {5, 12}}));
  EXPECT_TRUE(Matches({Then(1), Then(2), Within(Then(3), 1)}, {{1}, {2, 9}, {10}}));
}

TEST(SequenceMatcher, OfStartLooksForTheLatestStart) {
  const std::vector<Step> steps = {Then(1), Then(2), OfStart(Within(Then(3), 5))};
  EXPECT_TRUE(Matches(steps, {{1}, {3}, {6}}));
  EXPECT_FALSE(Matches(steps, {{1}, {3}, {7}}));
  EXPECT_TRUE(Matches(steps, {{1, 2}, {3}, {7}}));
  EXPECT_FALSE(Matches(steps, {{1, 4}, {3}, {7}}));
}

TEST(SequenceMatcher, NegativeBetween) {
  const std::vector<Step> steps = {Then(1), No(Then(2)), Then(3)};
  EXPECT_TRUE(Matches(steps, {{1}, {}, {5}}));
  EXPECT_FALSE(Matches(steps, {{1}, {3}, {5}}));
  EXPECT_TRUE(Matches(steps, {{1}, {1, 5}, {5}}));  // not strictly between
  EXPECT_TRUE(Matches(steps, {{1, 4}, {3}, {5}}));
  // Within its own span only.
  EXPECT_TRUE(Matches({Then(1), No(Within(Then(2), 2)), Then(3)}, {{1}, {4}, {5}}));
  EXPECT_FALSE(Matches({Then(1), No(Within(Then(2), 3)), Then(3)}, {{1}, {4}, {5}}));
  // An earlier row may do where a later one does not.
  EXPECT_TRUE(Matches({Then(1), No(Within(Then(2), 2)), Then(3)}, {{1, 3}, {4}, {5}}));
}

TEST(SequenceMatcher, NegativeLast) {
  EXPECT_TRUE(Matches({Then(1), No(Then(2))}, {{5}, {3}}));
  EXPECT_FALSE(Matches({Then(1), No(Then(2))}, {{5}, {6}}));
  EXPECT_TRUE(Matches({Then(1), No(Within(Then(2), 2))}, {{5}, {8}}));
  EXPECT_FALSE(Matches({Then(1), No(Within(Then(2), 2))}, {{5}, {7}}));
  // Two days have not passed yet.
  EXPECT_FALSE(Matches({Then(1), No(Within(Then(2), 2))}, {{5}, {}}, 7));
  EXPECT_TRUE(Matches({Then(1), No(Within(Then(2), 2))}, {{5}, {}}, 8));
  // `at or after` does not count the row that was matched itself.
  EXPECT_TRUE(Matches({Then(1), No(AtOrAfter(Then(1)))}, {{5}, {5}}));
  EXPECT_FALSE(Matches({Then(1), No(AtOrAfter(Then(1)))}, {{5, 5}, {5, 5}}));
}

TEST(SequenceMatcher, NegativeAtOrAfterLeavesOutEveryMatchedRow) {
  const std::vector<Step> steps = {Then(1), AtOrAfter(Then(1)), No(AtOrAfter(Then(1)))};
  EXPECT_TRUE(Matches(steps, {{5, 5}, {5, 5}, {5, 5}}));
  EXPECT_FALSE(Matches(steps, {{5, 5, 5}, {5, 5, 5}, {5, 5, 5}}));
}

TEST(SequenceMatcher, NegativeFirst) {
  EXPECT_TRUE(Matches({No(Then(2)), Then(1)}, {{5}, {5}}));
  EXPECT_FALSE(Matches({No(Then(2)), Then(1)}, {{4}, {5}}));
  EXPECT_TRUE(Matches({No(Within(Then(2), 3)), Then(1)}, {{1}, {5}}));
  EXPECT_FALSE(Matches({No(Within(Then(2), 3)), Then(1)}, {{2}, {5}}));
}

TEST(SequenceMatcher, NegativeOfStart) {
  const std::vector<Step> steps = {Then(1), Then(2), No(OfStart(Within(Then(3), 10)))};
  EXPECT_FALSE(Matches(steps, {{1}, {3}, {11}}));
  EXPECT_TRUE(Matches(steps, {{1}, {3}, {12}}));
  EXPECT_TRUE(Matches(steps, {{1, 2}, {3}, {12}}));  // from the first, not from the second
}

TEST(SequenceMatcher, RowsOfOneTimeAreDifferentRows) {
  const std::vector<Step> three = {Then(1), AtOrAfter(Then(1)), AtOrAfter(Then(1))};
  EXPECT_FALSE(Matches(three, {{5, 5}, {5, 5}, {5, 5}}));
  EXPECT_TRUE(Matches(three, {{5, 5, 5}, {5, 5, 5}, {5, 5, 5}}));
  EXPECT_TRUE(Matches(three, {{5, 5, 6}, {5, 5, 6}, {5, 5, 6}}));
  EXPECT_FALSE(Matches({Then(1), AtOrAfter(Then(1))}, {{5}, {5}}));
}

}  // namespace
}  // namespace seine
