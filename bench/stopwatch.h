// Times several ways of doing the same thing against each other on a noisy machine: in turns, each
// for a while, keeping the least of the rounds. Checks that all give the same answer.

#ifndef SEINE_BENCH_STOPWATCH_H_
#define SEINE_BENCH_STOPWATCH_H_

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <limits>
#include <string>
#include <vector>

namespace seine::bench {

struct Contender {
  std::string name;
  std::function<uint64_t()> count;
  double nanoseconds = std::numeric_limits<double>::infinity();
};

inline double Once(const Contender& contender, int times) {
  const auto start = std::chrono::steady_clock::now();
  for (int i = 0; i < times; ++i) contender.count();
  const std::chrono::duration<double, std::nano> took = std::chrono::steady_clock::now() - start;
  return took.count() / times;
}

inline constexpr int kPieces = 10;

// Ends the process with a message if the contenders disagree.
inline uint64_t Race(std::vector<Contender>* contenders, int rounds,
                     double slice_nanoseconds = 100e3) {
  const uint64_t answer = contenders->front().count();
  std::vector<int> times;
  for (Contender& contender : *contenders) {
    if (contender.count() != answer) {
      std::fprintf(stderr, "%s and %s disagree\n", contenders->front().name.c_str(),
                   contender.name.c_str());
      std::exit(1);
    }
    times.push_back(1 + static_cast<int>(slice_nanoseconds / (Once(contender, 1) + 1)));
  }
  for (int round = 0; round < rounds; ++round) {
    for (size_t c = 0; c < contenders->size(); ++c) {
      Contender& contender = (*contenders)[c];
      // In a few pieces, so that one interruption does not spoil the round.
      for (int piece = 0; piece < kPieces; ++piece) {
        contender.nanoseconds = std::min(contender.nanoseconds, Once(contender, times[c]));
      }
    }
  }
  return answer;
}

}  // namespace seine::bench

#endif  // SEINE_BENCH_STOPWATCH_H_
