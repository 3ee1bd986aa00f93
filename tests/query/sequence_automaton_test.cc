// The automaton against brute force and, of many rows, against the matcher.
#include "query/sequence_automaton.h"

#include <algorithm>
#include <string>
#include <vector>

#include "gtest/gtest.h"

#include "query/row_batch.h"
#include "query/sequence_matcher.h"
#include "tests/testing/dice.h"
#include "tests/testing/sequence_trial.h"

namespace seine {
namespace {

using filter::TimeUnit;
using oracle::Dice;
using oracle::SequenceTrial;
using oracle::TrialShape;
using Step = StepTiming;

// Rows of several parents as the automaton takes them.
struct Batch {
  std::vector<int64_t> times;
  std::vector<uint32_t> parents;
  std::vector<std::vector<size_t>> steps;  // of each row

  // `apart`: a row stands there once for each step that wants it.
  void Add(uint32_t parent, const SequenceTrial& trial, bool apart) {
    struct Wanted {
      int64_t time;
      int table;
      uint32_t row;
      size_t step;
    };
    std::vector<Wanted> wanted;
    for (size_t s = 0; s < trial.steps.size(); ++s) {
      for (const SequenceEvent& event : trial.rows[s])
        wanted.push_back({event.time, trial.steps[s].table, event.row, s});
    }
    std::ranges::sort(wanted, [](const Wanted& a, const Wanted& b) {
      return std::tie(a.time, a.table, a.row) < std::tie(b.time, b.table, b.row);
    });
    for (size_t i = 0; i < wanted.size(); ++i) {
      const bool same = !apart && i > 0 && wanted[i - 1].table == wanted[i].table &&
                        wanted[i - 1].row == wanted[i].row;
      if (same) {
        steps.back().push_back(wanted[i].step);
        continue;
      }
      times.push_back(wanted[i].time);
      parents.push_back(parent);
      steps.push_back({wanted[i].step});
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

struct Tally {
  size_t taken = 0;
  size_t matched = 0;
  size_t doubtful = 0;
};

// Random trials that the automaton takes, several parents of each, the rows in two or three calls.
Tally AgreeWithBruteForce(uint64_t seed, const TrialShape& shape, bool apart, int rounds) {
  const Zone utc = Zone::Utc();
  const Zone berlin = *Zone::Load("Europe/Berlin");
  Dice dice(seed);
  Tally tally;
  for (int round = 0; round < rounds; ++round) {
    SequenceTrial trial = RandomTrial(dice, shape);
    const SequenceLevels levels(trial.steps, trial.as_of, trial.zone == "UTC" ? utc : berlin);
    if (!SequenceAutomaton::Takes(levels, apart)) continue;
    ++tally.taken;
    constexpr uint32_t kParents = 4;
    Batch batch;
    std::vector<SequenceTrial> trials(kParents, trial);
    for (uint32_t p = 1; p < kParents; ++p) {
      trials[p].rows = RandomRows(dice, shape, trial.steps);
      batch.Add(p, trials[p], apart);
    }
    trials[0].rows.assign(trial.steps.size(), {});
    RowArena arena;
    SequenceAutomaton automaton(levels, arena);
    automaton.Start(kParents);
    const size_t cut = dice.Below(batch.times.size() + 1);
    batch.Give(0, cut, trial.steps.size(), &automaton);
    batch.Give(cut, batch.times.size(), trial.steps.size(), &automaton);
    for (uint32_t p = 0; p < kParents; ++p) {
      const bool expected = MatchesByBruteForce(trials[p]);
      tally.matched += expected ? 1 : 0;
      tally.doubtful += automaton.IsDoubtful(p) ? 1 : 0;
      if (automaton.Matches(p) == expected || (expected && automaton.IsDoubtful(p))) continue;
      ADD_FAILURE() << "round " << round << ", expected " << expected << "\n"
                    << trials[p].Describe();
      return tally;
    }
  }
  return tally;
}

TEST(SequenceAutomaton, AgreesWithBruteForce) {
  for (const bool apart : {false, true}) {
    for (const int tables : {1, 3}) {
      TrialShape shape;
      shape.tables = tables;
      const Tally tally = AgreeWithBruteForce(11, shape, apart, 30'000);
      EXPECT_GT(tally.taken, 3'000u);
      EXPECT_GT(tally.matched, 3'000u);
      EXPECT_EQ(tally.doubtful, 0u);
      shape.of_start = 0;
      shape.at_or_after = 0.05;
      EXPECT_GT(AgreeWithBruteForce(12, shape, apart, 30'000).taken, 5'000u);
    }
  }
}

// Rows of one time that two steps want, each of which leads to another start.
TEST(SequenceAutomaton, AgreesWithBruteForceOfStart) {
  for (const bool apart : {false, true}) {
    TrialShape shape;
    shape.tables = apart ? 3 : 1;
    shape.most_steps = 5;
    shape.most_rows = 16;
    shape.hours = 14;
    shape.of_start = 0.7;
    shape.at_or_after = 0.4;
    shape.negative = 0.05;
    const Tally tally = AgreeWithBruteForce(14, shape, apart, 30'000);
    EXPECT_GT(tally.taken, 5'000u);
    EXPECT_GT(tally.matched, 5'000u);
  }
}

TEST(SequenceAutomaton, AgreesWithBruteForceWhereWindowsCross) {
  for (const int tables : {1, 3}) {
    TrialShape shape;
    shape.tables = tables;
    shape.civil = true;
    shape.at_or_after = 0.15;
    const Tally tally = AgreeWithBruteForce(13, shape, false, 60'000);
    EXPECT_GT(tally.taken, 5'000u);
    EXPECT_GT(tally.doubtful, 100u);
    EXPECT_LT(tally.doubtful, tally.taken);
  }
}

// Parents whose rows fill many words, against the matcher.
void ManyRows(const std::vector<Step>& steps, uint64_t seed) {
  const Zone zone = Zone::Utc();
  const int64_t as_of = 1'747'000'000'000'000;
  const SequenceLevels levels(steps, as_of, zone);
  ASSERT_TRUE(SequenceAutomaton::Takes(levels, false));
  Dice dice(seed);
  for (int round = 0; round < 20; ++round) {
    constexpr uint32_t kParents = 40;
    RowArena arena;
    SequenceAutomaton automaton(levels, arena);
    automaton.Start(kParents);
    std::vector<SequenceTrial> trials(kParents);
    Batch batch;
    for (uint32_t p = 0; p < kParents; ++p) {
      trials[p].steps = steps;
      trials[p].rows.resize(steps.size());
      int64_t time = as_of - 90 * kMicrosPerDay;
      for (uint32_t row = static_cast<uint32_t>(dice.Below(200)); row-- > 0;) {
        time += dice.Between(0, 3) * kMicrosPerHour;
        for (size_t s = 0; s < steps.size(); ++s) {
          if (dice.Chance(steps[s].negative ? 0.02 : 0.2)) trials[p].rows[s].push_back({time, row});
        }
      }
      batch.Add(p, trials[p], false);
    }
    batch.Give(0, batch.times.size(), steps.size(), &automaton);
    for (uint32_t p = 0; p < kParents; ++p) {
      SequenceMatcher matcher(steps, as_of, zone);
      const std::vector<SequenceEvents> rows(trials[p].rows.begin(), trials[p].rows.end());
      ASSERT_EQ(automaton.Matches(p), matcher.Matches(rows)) << round << " " << p;
    }
  }
}

Step Then() { return {.unit = TimeUnit::kHour}; }
Step Within(Step step, int64_t hours) {
  step.within = hours;
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

TEST(SequenceAutomaton, MoreRowsThanAWordHas) {
  ManyRows({Then(), Within(Then(), 1), No(Then())}, 21);
  ManyRows({Then(), Within(AtOrAfter(Then()), 0), Within(Then(), 1)}, 22);
  ManyRows({Then(), Within(Then(), 2), OfStart(Within(Then(), 3)), No(Then())}, 23);
  ManyRows({Then(), AtOrAfter(Within(Then(), 2)), OfStart(Within(Then(), 3))}, 24);
  ManyRows({No(Within(Then(), 2)), Then(), No(Within(Then(), 9))}, 25);
}

// A month after 31 January at 1 h is over before a month after 30 January at 23 h.
TEST(SequenceAutomaton, DoubtsAWaitThatMayBeOverFirst) {
  SequenceTrial trial;
  trial.steps = {Then(), No(Within(Then(), 1))};
  trial.steps[1].unit = TimeUnit::kMonth;
  const auto at = [](int month, int day, int hour) {
    return DayNumber({2025, static_cast<int8_t>(month), static_cast<int8_t>(day)}) * kMicrosPerDay +
           hour * kMicrosPerHour;
  };
  trial.rows = {{{at(1, 30, 23), 0}, {at(1, 31, 1), 1}}, {{at(2, 28, 12), 2}}};
  trial.as_of = at(6, 1, 0);
  ASSERT_TRUE(MatchesByBruteForce(trial));
  const Zone zone = Zone::Utc();
  const SequenceLevels levels(trial.steps, trial.as_of, zone);
  RowArena arena;
  SequenceAutomaton automaton(levels, arena);
  automaton.Start(1);
  Batch batch;
  batch.Add(0, trial, false);
  batch.Give(0, 3, 2, &automaton);
  EXPECT_TRUE(automaton.Matches(0) || automaton.IsDoubtful(0));
}

TEST(SequenceAutomaton, LeavesToTheMatcherWhatOneTimeCannotDecide) {
  const auto takes = [](std::vector<Step> steps, bool apart = false) {
    const Zone zone = Zone::Utc();
    return SequenceAutomaton::Takes(SequenceLevels(steps, 0, zone), apart);
  };
  const Step waits = No(Within(Then(), 3));
  Step other = AtOrAfter(Then());
  other.table = 1;
  EXPECT_TRUE(takes({Then(), No(Then()), Then(), waits}));
  EXPECT_TRUE(takes({waits, Then(), No(Then()), No(Then())}));
  EXPECT_TRUE(takes({Then(), Then(), OfStart(Within(Then(), 3))}));
  EXPECT_TRUE(takes({Then(), AtOrAfter(Then()), Then(), AtOrAfter(Then())}));
  EXPECT_TRUE(takes({Then(), other}, true));
  // Whose row is it?
  EXPECT_FALSE(takes({Then(), AtOrAfter(Then())}, true));
  EXPECT_FALSE(takes({Then(), AtOrAfter(Then()), AtOrAfter(Then())}));
  EXPECT_FALSE(takes({Then(), No(AtOrAfter(Then()))}));
  EXPECT_FALSE(takes({Then(), waits, Then()}));
  EXPECT_FALSE(takes({Then(), No(Then()), waits}));
  EXPECT_FALSE(takes({Then(), Then(), No(OfStart(Within(Then(), 3)))}));
}

}  // namespace
}  // namespace seine
