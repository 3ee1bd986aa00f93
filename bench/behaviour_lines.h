// Members with a history of lines, for questions about behaviour over time, and what is asked.
//
// Corpus: members of 100 cohorts with 0 … 2 x `mean` lines each, times uniform to the second over
// 730 days, 100,000 products in Zipf's proportions, 4 channels, and 0 … 3 products that each member
// wishes for, in the same proportions (seed 1).
#ifndef SEINE_BENCH_BEHAVIOUR_LINES_H_
#define SEINE_BENCH_BEHAVIOUR_LINES_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "engine/raw_table.h"

namespace seine::bench {

inline constexpr int64_t kSecond = 1'000'000;
inline constexpr int64_t kOpening = 1'672'531'200;  // 2023-01-01, seconds
inline constexpr uint32_t kDaySeconds = 86'400;
inline constexpr uint32_t kSpan = 730 * kDaySeconds;

// The lines of all members, each member's in order of time; times in seconds since the opening.
struct Lines {
  std::vector<uint32_t> begin;       // per member, and the end
  std::vector<uint8_t> cohort;       // per member
  std::vector<uint32_t> wish_begin;  // per member, and the end: of its wishes
  std::vector<uint32_t> wish;        // ranks of products, ascending
  std::vector<uint32_t> at;
  std::vector<uint32_t> product;  // ranks
  std::vector<uint8_t> channel;
  std::vector<uint32_t> amount;

  size_t members() const { return begin.size() - 1; }
  bool Wishes(size_t member, uint32_t product) const {
    for (uint32_t w = wish_begin[member]; w < wish_begin[member + 1]; ++w) {
      if (wish[w] == product) return true;
    }
    return false;
  }
};

Lines MakeLines(uint64_t members, uint64_t mean);
RawStore MakeStore(const Lines& lines);

// A question, and a loop over the lines that answers it.
struct BehaviourQuestion {
  std::string filter;
  std::function<uint64_t(const Lines&)> loop;
};
std::vector<BehaviourQuestion> SequenceQuestions();  // sequence_questions.cc
std::vector<BehaviourQuestion> HistoryQuestions();   // history_questions.cc
// Of lines compared with other lines of the member.
std::vector<BehaviourQuestion> PairQuestions();  // pair_questions.cc

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

#endif  // SEINE_BENCH_BEHAVIOUR_LINES_H_
