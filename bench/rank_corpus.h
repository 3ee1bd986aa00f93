// The members that bench/rank_bench.cc ranks, and who a rank of them selects, by sorting them.
#ifndef SEINE_BENCH_RANK_CORPUS_H_
#define SEINE_BENCH_RANK_CORPUS_H_

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "engine/raw_table.h"

namespace seine::bench {

// Member m has the key m. Of the orders: their sum, number and latest time.
struct RankCorpus {
  std::vector<int64_t> spend;  // hundredths
  std::vector<uint8_t> city;
  std::vector<int64_t> sum;  // hundredths
  std::vector<int64_t> count;
  std::vector<int64_t> latest;  // microseconds

  size_t members() const { return spend.size(); }
};

// `spend` is uniform below 100,000.00; some of 20 cities have many more members than others; one
// order a member on average, so a third have none (seed 1).
RankCorpus MakeRankCorpus(uint64_t members, RawStore* store, bool clustered);

// A bit a member: whether a filter selects it.
using Selected = std::vector<bool>;
struct RankQuestion {
  std::string text;
  std::function<Selected(const RankCorpus& corpus)> answer;
};
std::vector<RankQuestion> RankQuestions();

}  // namespace seine::bench

#endif  // SEINE_BENCH_RANK_CORPUS_H_
