// A race: several ways of answering one question, timed in turns on a machine that others use too.
//
// Each contender runs for a short slice, then the next one, round after round, and the least time
// of each counts: what disturbs the machine disturbs all of them alike, and only ratios within one
// race are quoted. All answers are compared before anything is timed.

#ifndef SEINE_BENCH_RACE_H_
#define SEINE_BENCH_RACE_H_

#include <cstdint>
#include <functional>
#include <limits>
#include <string>
#include <vector>

#include "benchmark/benchmark.h"

namespace seine::bench {

struct Contender {
  std::string group;  // "seine", "flat", "croaring": the quickest of a group speaks for it
  std::string name;
  std::function<uint64_t()> answer;
  double nanoseconds = std::numeric_limits<double>::infinity();
  int times = 1;  // calls in a slice
  bool out = false;
};

// Asks every contender once; ends the process with a message if two answers differ.
void CheckEqual(const std::string& question, const std::vector<Contender>& contenders);

class Race {
 public:
  // Begins with CheckEqual.
  Race(const std::string& question, std::vector<Contender> contenders);

  // One turn of everybody; returns the nanoseconds of the first contender in this round. From the
  // third round on, who takes twice as long as the best of the group is left out.
  double Round();

  // The quickest of a group; ends the process if there is none.
  const Contender& Best(const std::string& group) const;
  double Nanoseconds(const std::string& group) const { return Best(group).nanoseconds; }

  // A Google Benchmark's body: one iteration is one round, the first contender's time is reported,
  // and the others are counters (least microseconds of each group; ratio_<group> = that over the
  // first contender's).
  void Run(benchmark::State& state);

 private:
  void LeaveOutTheSlow();

  std::vector<Contender> contenders_;
  int rounds_ = 0;
};

}  // namespace seine::bench

#endif  // SEINE_BENCH_RACE_H_
