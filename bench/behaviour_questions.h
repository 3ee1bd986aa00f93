// What behaviour_bench asks, each question as a filter and as a loop over the lines.
#ifndef SEINE_BENCH_BEHAVIOUR_QUESTIONS_H_
#define SEINE_BENCH_BEHAVIOUR_QUESTIONS_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "bench/behaviour_lines.h"

namespace seine::bench {

struct BehaviourQuestion {
  std::string filter;
  std::function<uint64_t(const Lines&)> loop;
};

// Of each line by itself and in order.
std::vector<BehaviourQuestion> BehaviourQuestions();
// Of lines compared with other lines of the member.
std::vector<BehaviourQuestion> PairQuestions();

inline constexpr int kEveryCohort = -1;

// The members of the cohort of whom holds(begin, end), over their lines.
template <typename Holds>
uint64_t CountMembers(const Lines& lines, const Holds& holds, int cohort = kEveryCohort) {
  uint64_t n = 0;
  for (size_t m = 0; m < lines.members(); ++m) {
    if (cohort == kEveryCohort || lines.cohort[m] == cohort)
      n += holds(lines.begin[m], lines.begin[m + 1]);
  }
  return n;
}

}  // namespace seine::bench

#endif  // SEINE_BENCH_BEHAVIOUR_QUESTIONS_H_
