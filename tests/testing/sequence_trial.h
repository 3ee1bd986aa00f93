// Small random sequences over rows that are given as they are, and what they should answer: by
// brute force, every choice of rows is tried as LANGUAGE §3.7 reads. Shares nothing with the
// engine's matchers but the form of the question.
#ifndef SEINE_TESTS_TESTING_SEQUENCE_TRIAL_H_
#define SEINE_TESTS_TESTING_SEQUENCE_TRIAL_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "query/sequence_timing.h"
#include "tests/testing/dice.h"

namespace seine::oracle {

// A step that has a value in common with a row of an earlier one.
struct TrialJoin {
  size_t step;
  size_t to;
  // Of each row of `step`, of each row of `to`: the values that it has in this join.
  std::vector<std::vector<int64_t>> own;
  std::vector<std::vector<int64_t>> theirs;
};

struct SequenceTrial {
  std::vector<StepTiming> steps;
  std::vector<std::vector<SequenceEvent>> rows;  // of each step, in order of time
  std::vector<TrialJoin> joins;
  int64_t as_of = 0;
  std::string zone = "UTC";

  std::string Describe() const;
};

bool MatchesByBruteForce(const SequenceTrial& trial);

// What random trials are made of.
struct TrialShape {
  size_t most_steps = 5;
  size_t most_rows = 12;  // of all steps
  int tables = 2;
  int64_t hours = 9;   // of which rows may be, unless `civil`
  int64_t within = 6;  // hours, at most
  double at_or_after = 0.3;
  double of_start = 0.3;
  double negative = 0.35;
  double joined = 0;
  bool civil = false;  // times around changes of the clock and the ends of months, civil windows
};
SequenceTrial RandomTrial(Dice& dice, const TrialShape& shape);
// Other rows for such steps.
std::vector<std::vector<SequenceEvent>> RandomRows(Dice& dice, const TrialShape& shape,
                                                   const std::vector<StepTiming>& steps);

}  // namespace seine::oracle

#endif  // SEINE_TESTS_TESTING_SEQUENCE_TRIAL_H_
