// The automaton against the matcher.
#include "query/sequence_automaton.h"

#include <algorithm>
#include <string>
#include <vector>

#include "gtest/gtest.h"

#include "query/row_batch.h"
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

// Rows of several parents, those that have the same time and parent now and then as one row of two
// steps.
struct Batch {
  std::vector<int64_t> times;
  std::vector<uint32_t> parents;
  std::vector<std::vector<size_t>> steps;  // of each row

  void Add(uint32_t parent, const std::vector<Row>& rows, bool merged) {
    for (const Row& row : rows) {
      if (merged && !times.empty() && parents.back() == parent && times.back() == row.time) {
        steps.back().push_back(row.step);
        continue;
      }
      times.push_back(row.time);
      parents.push_back(parent);
      steps.push_back({row.step});
    }
  }
  // Rows [first, last).
  void Give(size_t first, size_t last, size_t n, SequenceAutomaton* automaton) const {
    std::vector<std::vector<uint64_t>> masks(n, std::vector<uint64_t>((last - first + 63) / 64));
    for (size_t i = first; i < last; ++i) {
      for (const size_t s : steps[i]) SetMaskBit(masks[s].data(), static_cast<uint32_t>(i - first));
    }
    std::vector<const uint64_t*> words;
    for (const auto& mask : masks) words.push_back(mask.data());
    automaton->Add(
        {static_cast<uint32_t>(last - first), times.data() + first, parents.data() + first, words});
  }
};

TEST(SequenceAutomaton, AgreesWithTheMatcher) {
  const Zone zone = *Zone::Load("Europe/Berlin");
  const int64_t as_of = 1'747'000'000'000'000;  // 2025-05-11; clocks changed on 30 March
  Dice dice(11);
  size_t taken = 0;
  size_t matched = 0;
  for (int round = 0; round < 20'000; ++round) {
    const std::vector<Step> steps = RandomSteps(dice);
    if (!SequenceAutomaton::Takes(steps)) continue;
    ++taken;
    // In two scans, each parent after parent; the later one has the later rows.
    constexpr uint32_t kParents = 4;
    std::vector<std::vector<Row>> rows(kParents);
    Batch scans[2];
    for (uint32_t p = 1; p < kParents; ++p) {
      rows[p] = RandomRows(dice, steps.size(), as_of);
      const size_t cut = dice.Below(rows[p].size() + 1);
      const bool merged = dice.Chance(0.5);
      scans[0].Add(p, {rows[p].begin(), rows[p].begin() + static_cast<int64_t>(cut)}, merged);
      scans[1].Add(p, {rows[p].begin() + static_cast<int64_t>(cut), rows[p].end()}, merged);
    }
    RowArena arena;
    SequenceAutomaton automaton(steps, as_of, zone, arena);
    automaton.Start(kParents);
    for (const Batch& scan : scans) {
      const size_t cut = dice.Below(scan.times.size() + 1);
      scan.Give(0, cut, steps.size(), &automaton);
      scan.Give(cut, scan.times.size(), steps.size(), &automaton);
    }
    for (uint32_t p = 0; p < kParents; ++p) {
      const bool expected = ByMatcher(steps, rows[p], as_of, zone);
      matched += expected ? 1 : 0;
      ASSERT_EQ(automaton.Matches(p), expected) << "round " << round << " parent " << p;
    }
  }
  EXPECT_GT(taken, 5'000u);
  EXPECT_GT(matched, 2'000u);
}

TEST(SequenceAutomaton, MoreRowsThanAWordHas) {
  const Zone zone = *Zone::Load("UTC");
  const int64_t as_of = 1'747'000'000'000'000;
  std::vector<Step> steps(3);
  steps[1].within = 2;
  steps[1].unit = TimeUnit::kHour;
  steps[2].negative = true;
  Dice dice(12);
  for (int round = 0; round < 20; ++round) {
    constexpr uint32_t kParents = 40;
    RowArena arena;
    SequenceAutomaton automaton(steps, as_of, zone, arena);
    automaton.Start(kParents);
    std::vector<std::vector<Row>> rows(kParents);
    Batch batch;
    for (uint32_t p = 0; p < kParents; ++p) {
      int64_t time = as_of - 90 * kMicrosPerDay;
      for (size_t r = dice.Below(200); r-- > 0;) {
        time += dice.Between(0, 3) * kMicrosPerHour;
        rows[p].push_back({time, dice.Chance(0.05) ? 2 : dice.Below(2)});
      }
      batch.Add(p, rows[p], false);
    }
    batch.Give(0, batch.times.size(), steps.size(), &automaton);
    for (uint32_t p = 0; p < kParents; ++p)
      ASSERT_EQ(automaton.Matches(p), ByMatcher(steps, rows[p], as_of, zone)) << round;
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
