// Sequences by hand: times are days, one row each unless said otherwise; and against brute force.
#include "query/sequence_matcher.h"

#include <atomic>
#include <vector>

#include "gtest/gtest.h"

#include "tests/testing/dice.h"
#include "tests/testing/sequence_trial.h"

namespace seine {
namespace {

using Step = StepTiming;
using filter::TimeUnit;
using oracle::SequenceTrial;
using oracle::TrialShape;

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
  SequenceMatcher matcher(steps, as_of * kMicrosPerDay, zone);
  std::vector<std::vector<SequenceEvent>> events;
  std::vector<SequenceEvents> spans;
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

// Random trials, all of which must come out as by brute force; how many match.
size_t AgreeWithBruteForce(uint64_t seed, const TrialShape& shape, int trials) {
  const Zone utc = Zone::Utc();
  const Zone berlin = *Zone::Load("Europe/Berlin");
  oracle::Dice dice(seed);
  size_t matched = 0;
  for (int i = 0; i < trials; ++i) {
    const SequenceTrial trial = RandomTrial(dice, shape);
    SequenceMatcher matcher(trial.steps, trial.as_of, trial.zone == "UTC" ? utc : berlin);
    const std::vector<SequenceEvents> rows(trial.rows.begin(), trial.rows.end());
    const bool expected = MatchesByBruteForce(trial);
    EXPECT_EQ(matcher.Matches(rows), expected) << trial.Describe();
    if (::testing::Test::HasFailure()) return 0;
    matched += expected ? 1 : 0;
  }
  return matched;
}

TEST(SequenceMatcher, AgreesWithBruteForce) {
  TrialShape shape;
  EXPECT_GT(AgreeWithBruteForce(1, shape, 40'000), 10'000u);
  shape.civil = true;
  EXPECT_GT(AgreeWithBruteForce(2, shape, 40'000), 10'000u);
}

TEST(SequenceMatcher, AgreesWithBruteForceWhereRowsShareTimes) {
  TrialShape shape;
  shape.tables = 1;
  shape.at_or_after = 0.6;
  shape.most_rows = 9;
  EXPECT_GT(AgreeWithBruteForce(3, shape, 40'000), 10'000u);
  shape.civil = true;
  EXPECT_GT(AgreeWithBruteForce(4, shape, 40'000), 10'000u);
}

TEST(SequenceMatcher, AgreesWithBruteForceOfStart) {
  TrialShape shape;
  shape.of_start = 1;
  EXPECT_GT(AgreeWithBruteForce(5, shape, 40'000), 10'000u);
  shape.civil = true;
  EXPECT_GT(AgreeWithBruteForce(6, shape, 40'000), 10'000u);
}

// Several steps that speak of the start, and windows that only some starts keep.
TEST(SequenceMatcher, AgreesWithBruteForceOfManyStarts) {
  TrialShape shape;
  shape.tables = 3;
  shape.most_steps = 7;
  shape.most_rows = 24;
  shape.hours = 40;
  shape.within = 20;
  shape.of_start = 1;
  shape.negative = 0.4;
  shape.at_or_after = 0;
  EXPECT_GT(AgreeWithBruteForce(7, shape, 100'000), 20'000u);
  shape.at_or_after = 0.2;
  EXPECT_GT(AgreeWithBruteForce(8, shape, 50'000), 10'000u);
}

TEST(SequenceMatcher, AnEarlierStartMayEndBeforeWhatMustNotCome) {
  const std::vector<Step> steps = {Then(1), Then(2), No(OfStart(Within(Then(3), 10)))};
  // From day 1 the wait is over before day 12; from day 2 it is not, though it is nearer.
  EXPECT_TRUE(Matches(steps, {{1, 2}, {3}, {12}}));
  EXPECT_FALSE(Matches(steps, {{2}, {3}, {12}}));
  // The second step wants a late start, the negative one an early one.
  const std::vector<Step> both = {Then(1), OfStart(Within(Then(2), 5)),
                                  No(OfStart(Within(Then(3), 10)))};
  EXPECT_FALSE(Matches(both, {{1, 4}, {8}, {12}}));
  EXPECT_TRUE(Matches(both, {{1, 4}, {8}, {15}}));
  EXPECT_TRUE(Matches(both, {{1, 3, 4}, {8}, {14}}));
}

TEST(SequenceMatcher, AnEarlierRowMayReachFurtherInMonths) {
  const Zone zone = Zone::Utc();
  std::vector<Step> steps = {Then(1), Within(Then(2), 1)};
  steps[1].unit = TimeUnit::kMonth;
  SequenceMatcher matcher(steps, kLater * kMicrosPerDay, zone);
  const auto at = [](int month, int day, int hour) {
    return DayNumber({1971, static_cast<int8_t>(month), static_cast<int8_t>(day)}) * kMicrosPerDay +
           hour * kMicrosPerHour;
  };
  // A month after 30 January at 23 h is 28 February at 23 h; after 31 January at 1 h it is 1 h.
  const std::vector<SequenceEvent> first = {{at(1, 30, 23), 0}, {at(1, 31, 1), 1}};
  const std::vector<SequenceEvent> second = {{at(2, 28, 12), 2}};
  EXPECT_TRUE(matcher.Matches(std::vector<SequenceEvents>{first, second}));
  EXPECT_FALSE(matcher.Matches(std::vector<SequenceEvents>{std::span(first).subspan(1), second}));
}

// Twice the rows take hardly more than twice the time; by any quadratic way each of these takes
// minutes.
TEST(SequenceMatcher, ManyRowsOfOneParent) {
  const Zone zone = Zone::Utc();
  constexpr uint32_t kRows = 300'000;
  std::vector<SequenceEvent> rows;
  for (uint32_t row = 0; row < kRows; ++row) rows.push_back({row * kMicrosPerSecond, row});
  Step minute = OfStart(Within(Then(0), 1));
  minute.unit = TimeUnit::kMinute;
  Step hours = OfStart(Within(Then(0), 1'000));
  hours.unit = TimeUnit::kHour;
  for (const std::vector<Step>& steps :
       {std::vector{Then(0), No(minute)}, std::vector{Then(0), Then(0), hours, No(hours)},
        std::vector{Then(0), AtOrAfter(Then(0)), hours, No(minute), Then(0), No(hours)}}) {
    SequenceMatcher matcher(steps, kRows * kMicrosPerSecond, zone);
    EXPECT_FALSE(matcher.Matches(std::vector<SequenceEvents>(steps.size(), rows)));
  }
}

TEST(SequenceMatcher, StopsWhenAsked) {
  const Zone zone = Zone::Utc();
  std::vector<SequenceEvent> rows;
  for (uint32_t row = 0; row < 10'000; ++row) rows.push_back({row * kMicrosPerSecond, row});
  std::atomic<bool> cancel = true;
  const StopSignal stop{&cancel, {}};
  const std::vector<Step> steps = {Then(0), Then(0)};
  SequenceMatcher matcher(steps, kLater * kMicrosPerDay, zone, &stop);
  EXPECT_FALSE(matcher.Matches(std::vector<SequenceEvents>(2, rows)));
}

}  // namespace
}  // namespace seine
