// The automaton against the matcher, which gathers what the automaton takes row by row.
#include "query/sequence_automaton.h"

#include <algorithm>
#include <string>
#include <vector>

#include "gtest/gtest.h"

#include "tests/testing/dice.h"

namespace seine {
namespace {

using oracle::Dice;
using Step = SequenceMatcher::Step;
using filter::TimeUnit;

struct Row {
  int64_t time;
  size_t step;
};

std::vector<Step> RandomSteps(Dice& dice) {
  const TimeUnit units[] = {TimeUnit::kHour, TimeUnit::kDay, TimeUnit::kWeek, TimeUnit::kMonth};
  std::vector<Step> steps;
  const size_t n = 1 + dice.Below(5);
  for (size_t s = 0; s < n; ++s) {
    Step step;
    step.negative = dice.Chance(0.35);
    step.unit = units[dice.Below(4)];
    if (dice.Chance(0.5)) step.within = dice.Between(0, step.unit == TimeUnit::kHour ? 60 : 3);
    step.at_or_after = dice.Chance(0.05);
    step.of_start = dice.Chance(0.05);
    step.table = static_cast<int>(s);
    steps.push_back(step);
  }
  return steps;
}

// Rows of few different times, so that many are equal, around a change of the clock.
std::vector<Row> RandomRows(Dice& dice, size_t steps, int64_t as_of) {
  std::vector<Row> rows;
  const size_t n = dice.Below(12);
  const int64_t first = as_of - 90 * kMicrosPerDay;
  for (size_t r = 0; r < n; ++r) {
    const int64_t step = dice.Chance(0.5) ? 12 * kMicrosPerHour : 10 * kMicrosPerDay;
    rows.push_back({first + dice.Between(0, 8) * step + dice.Between(0, 1), dice.Below(steps)});
  }
  std::ranges::stable_sort(rows, {}, &Row::time);
  return rows;
}

bool ByMatcher(const std::vector<Step>& steps, const std::vector<Row>& rows, int64_t as_of,
               const Zone& zone) {
  std::vector<std::vector<SequenceEvent>> events(steps.size());
  for (const Row& row : rows) {
    auto& own = events[row.step];
    own.push_back({row.time, static_cast<uint32_t>(own.size())});
  }
  std::vector<SequenceMatcher::Events> spans(events.begin(), events.end());
  return SequenceMatcher(steps, as_of, zone).Matches(spans);
}

TEST(SequenceAutomaton, AgreesWithTheMatcher) {
  const Zone zone = *Zone::Load("Europe/Berlin");
  const int64_t as_of = 1'747'000'000'000'000;  // 2025-05-11; clocks changed on 30 March
  Dice dice(11);
  size_t taken = 0;
  size_t matched = 0;
  for (int round = 0; round < 40'000; ++round) {
    const std::vector<Step> steps = RandomSteps(dice);
    if (!SequenceAutomaton::Takes(steps)) continue;
    ++taken;
    const std::vector<Row> rows = RandomRows(dice, steps.size(), as_of);
    SequenceAutomaton automaton(steps, as_of, zone);
    automaton.Start(2);
    for (const Row& row : rows) automaton.Row(1, row.step, row.time);
    const bool expected = ByMatcher(steps, rows, as_of, zone);
    matched += expected ? 1 : 0;
    ASSERT_EQ(automaton.Matches(1), expected) << "round " << round;
    ASSERT_FALSE(automaton.Matches(0));
  }
  EXPECT_GT(taken, 10'000u);
  EXPECT_GT(matched, 2'000u);
}

TEST(SequenceAutomaton, PairsOfStepsManyRowsAtOnce) {
  const Zone zone = *Zone::Load("Europe/Berlin");
  const int64_t as_of = 1'747'000'000'000'000;
  Dice dice(12);
  for (int round = 0; round < 10'000; ++round) {
    std::vector<Step> steps(2);
    steps[1].table = 1;
    steps[1].within = dice.Between(-1, 3);
    steps[1].unit = dice.Chance(0.5) ? TimeUnit::kDay : TimeUnit::kMonth;
    const std::vector<Row> rows = RandomRows(dice, 2, as_of);
    SequenceAutomaton automaton(steps, as_of, zone);
    ASSERT_TRUE(automaton.IsPair());
    automaton.Start(1);
    uint64_t masks[2] = {0, 0};
    std::vector<int64_t> times;
    for (size_t r = 0; r < rows.size(); ++r) {
      masks[rows[r].step] |= uint64_t{1} << r;
      times.push_back(rows[r].time);
    }
    const uint64_t either = masks[0] | masks[1];
    automaton.Pair(&masks[0], &masks[1], &either, static_cast<uint32_t>(rows.size()), times.data(),
                   dice.Chance(0.5), [](uint32_t) { return 0u; });
    ASSERT_EQ(automaton.Matches(0), ByMatcher(steps, rows, as_of, zone)) << "round " << round;
  }
}

TEST(SequenceAutomaton, LeavesToTheMatcherWhatOneTimeCannotDecide) {
  Step plain;
  Step no;
  no.negative = true;
  Step waits = no;
  waits.within = 3;
  Step same = plain;
  same.at_or_after = true;
  Step from_start = plain;
  from_start.of_start = true;
  EXPECT_TRUE(SequenceAutomaton::Takes(std::vector{plain, no, plain, waits}));
  EXPECT_TRUE(SequenceAutomaton::Takes(std::vector{waits, plain, no, no}));
  EXPECT_FALSE(SequenceAutomaton::Takes(std::vector{plain, waits, plain}));
  EXPECT_FALSE(SequenceAutomaton::Takes(std::vector{plain, no, waits}));
  EXPECT_FALSE(SequenceAutomaton::Takes(std::vector{plain, same}));
  EXPECT_FALSE(SequenceAutomaton::Takes(std::vector{plain, plain, from_start}));
  EXPECT_FALSE(SequenceAutomaton::Takes(std::vector{no}));
}

}  // namespace
}  // namespace seine
