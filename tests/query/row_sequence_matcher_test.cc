// Sequences with joins against brute force.
#include "query/row_sequence_matcher.h"

#include <atomic>
#include <vector>

#include "gtest/gtest.h"

#include "tests/testing/dice.h"
#include "tests/testing/sequence_trial.h"

namespace seine {
namespace {

using oracle::Dice;
using oracle::SequenceTrial;
using oracle::TrialJoin;
using oracle::TrialShape;

// The trial's rows as those of parent 1 of 3; parents 0 and 2 have the same rows at other times.
std::vector<StepRows> RowsOf(const SequenceTrial& trial) {
  std::vector<StepRows> out;
  for (size_t s = 0; s < trial.steps.size(); ++s) {
    StepRows& rows = out.emplace_back(trial.joins.size());
    for (const uint32_t parent : {2u, 1u, 0u}) {
      for (size_t i = 0; i < trial.rows[s].size(); ++i) {
        const SequenceEvent& event = trial.rows[s][i];
        rows.Add(parent, {event.time + (parent == 1 ? 0 : 1), event.row});
        for (size_t j = 0; j < trial.joins.size(); ++j) {
          const TrialJoin& join = trial.joins[j];
          if (join.step != s && join.to != s) continue;
          for (const int64_t id : (join.step == s ? join.own : join.theirs)[i])
            rows.Ids(j).Push(id);
          rows.Ids(j).SortRow();
          rows.Ids(j).EndRow();
        }
      }
    }
    rows.Group(3);
  }
  return out;
}

std::vector<StepReference> ConditionsOf(const SequenceTrial& trial) {
  std::vector<StepReference> conditions;
  for (const TrialJoin& join : trial.joins) conditions.push_back({join.step, join.to});
  return conditions;
}

size_t AgreeWithBruteForce(uint64_t seed, const TrialShape& shape, int trials) {
  const Zone utc = Zone::Utc();
  const Zone berlin = *Zone::Load("Europe/Berlin");
  Dice dice(seed);
  size_t matched = 0;
  for (int i = 0; i < trials; ++i) {
    const SequenceTrial trial = RandomTrial(dice, shape);
    RowSequenceMatcher matcher(trial.steps, ConditionsOf(trial), trial.as_of,
                               trial.zone == "UTC" ? utc : berlin, nullptr);
    const std::vector<StepRows> rows = RowsOf(trial);
    const bool expected = MatchesByBruteForce(trial);
    for (const uint32_t parent : {0u, 1u, 2u}) {
      const bool matches = matcher.Matches(rows, std::vector(trial.steps.size(), parent));
      if (parent == 1) {
        EXPECT_EQ(matches, expected) << "trial " << i << "\n" << trial.Describe();
      }
    }
    if (::testing::Test::HasFailure()) return 0;
    matched += expected ? 1 : 0;
  }
  return matched;
}

TrialShape Joined() {
  TrialShape shape;
  shape.joined = 0.6;
  shape.most_rows = 14;
  shape.negative = 0.25;
  return shape;
}

TEST(RowSequenceMatcher, AgreesWithBruteForce) {
  TrialShape shape = Joined();
  EXPECT_GT(AgreeWithBruteForce(31, shape, 40'000), 8'000u);
  shape.of_start = 0;
  shape.at_or_after = 0;
  shape.most_steps = 6;
  EXPECT_GT(AgreeWithBruteForce(32, shape, 20'000), 4'000u);
}

TEST(RowSequenceMatcher, AgreesWithBruteForceWhereRowsShareTimes) {
  TrialShape shape = Joined();
  shape.tables = 1;
  shape.at_or_after = 0.6;
  shape.most_rows = 10;
  EXPECT_GT(AgreeWithBruteForce(33, shape, 40'000), 8'000u);
}

TEST(RowSequenceMatcher, AgreesWithBruteForceOfStart) {
  TrialShape shape = Joined();
  shape.of_start = 1;
  EXPECT_GT(AgreeWithBruteForce(34, shape, 30'000), 6'000u);
  shape.civil = true;
  EXPECT_GT(AgreeWithBruteForce(35, shape, 30'000), 6'000u);
}

// A month after 30 January at 23 h ends later than one after 31 January at 1 h, so the starts are
// looked at one after the other; the second one reaches a row that the first does not.
TEST(RowSequenceMatcher, AJoinIsLookedAtAnewForStartsWhoseWindowsCross) {
  const auto at = [](int month, int day, int hour) {
    return DayNumber({2025, static_cast<int8_t>(month), static_cast<int8_t>(day)}) * kMicrosPerDay +
           hour * kMicrosPerHour;
  };
  SequenceTrial trial;
  trial.as_of = at(6, 1, 0);
  trial.steps = {
      {},
      {.of_start = true, .within = 10, .unit = filter::TimeUnit::kHour},
      {.of_start = true, .within = 1, .unit = filter::TimeUnit::kMonth},
  };
  trial.rows = {{{at(1, 30, 23), 0}, {at(1, 31, 1), 1}},
                {{at(1, 31, 0), 2}, {at(1, 31, 10), 3}},
                {{at(2, 28, 0), 4}}};
  trial.joins = {{2, 1, {{7}}, {{6}, {7}}}};
  ASSERT_TRUE(MatchesByBruteForce(trial));
  const Zone zone = Zone::Utc();
  RowSequenceMatcher matcher(trial.steps, ConditionsOf(trial), trial.as_of, zone, nullptr);
  EXPECT_TRUE(matcher.Matches(RowsOf(trial), std::vector(3, 1u)));
}

// A chain, each step with a key of its own to the next, all keys different: rows times the steps.
TEST(RowSequenceMatcher, ManyKeysOfOneParent) {
  const Zone zone = Zone::Utc();
  constexpr uint32_t kRows = 200'000;
  // a; b where x = a.x; c where y = b.y; and one row that must come at last, but does not.
  const std::vector<StepTiming> steps(4);
  const std::vector<StepReference> conditions = {{1, 0}, {2, 1}};
  std::vector<StepRows> rows;
  for (size_t s = 0; s < 4; ++s) {
    StepRows& own = rows.emplace_back(2);
    for (uint32_t row = 0; row < kRows; ++row) {
      const int64_t second = s == 3 ? 0 : row;
      own.Add(0, {second * kMicrosPerSecond, row});
      if (s == 3) break;
      for (size_t c = 0; c < 2; ++c) {
        if (s != c && s != c + 1) continue;
        own.Ids(c).Push(row / 3);
        own.Ids(c).EndRow();
      }
    }
    own.Group(1);
  }
  RowSequenceMatcher matcher(steps, conditions, kRows * kMicrosPerSecond, zone, nullptr);
  EXPECT_FALSE(matcher.Matches(rows, std::vector<uint32_t>(4, 0)));
}

TEST(RowSequenceMatcher, StopsWhenAsked) {
  const Zone zone = Zone::Utc();
  // Three conditions that cross: each choice of three rows would be tried.
  const std::vector<StepTiming> steps(7);
  const std::vector<StepReference> conditions = {{3, 0}, {4, 1}, {5, 2}};
  std::vector<StepRows> rows;
  for (size_t s = 0; s < 7; ++s) {
    StepRows& own = rows.emplace_back(3);
    for (uint32_t row = 0; row < 4'000; ++row) {
      own.Add(0, {s == 6 ? 0 : static_cast<int64_t>(4'000 * s + row), row});
      for (size_t c = 0; c < 3; ++c) {
        if (s != c && s != c + 3) continue;
        own.Ids(c).Push(row);
        own.Ids(c).EndRow();
      }
    }
    own.Group(1);
  }
  std::atomic<bool> cancel = true;
  const StopSignal stop{&cancel, {}};
  RowSequenceMatcher matcher(steps, conditions, 1'000'000, zone, &stop);
  EXPECT_FALSE(matcher.Matches(rows, std::vector<uint32_t>(7, 0)));
}

}  // namespace
}  // namespace seine
