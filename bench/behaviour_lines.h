// The corpus of behaviour_bench: members with lines in order of time, as plain arrays for loops and
// as a store for queries.
#ifndef SEINE_BENCH_BEHAVIOUR_LINES_H_
#define SEINE_BENCH_BEHAVIOUR_LINES_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/raw_table.h"

namespace seine::bench {

inline constexpr int64_t kSecond = 1'000'000;
inline constexpr int64_t kOpening = 1'672'531'200;  // 2023-01-01, seconds
inline constexpr uint32_t kDaySeconds = 86'400;
inline constexpr uint32_t kSpan = 730 * kDaySeconds;
inline constexpr uint32_t kProducts = 100'000;
inline constexpr uint32_t kChannels = 4;
inline constexpr uint32_t kCohorts = 100;

// The lines of all members, each member's in order of time; times in seconds since the opening.
struct Lines {
  std::vector<uint32_t> begin;  // per member, and the end
  std::vector<uint8_t> cohort;  // per member
  std::vector<uint32_t> at;
  std::vector<uint32_t> product;  // ranks
  std::vector<uint8_t> channel;
  std::vector<uint32_t> amount;

  size_t members() const { return begin.size() - 1; }
};

// 0 … 2 x `mean` lines each, seed 1.
Lines MakeLines(uint64_t members, uint64_t mean);
RawStore MakeLinesStore(const Lines& lines);

}  // namespace seine::bench

#endif  // SEINE_BENCH_BEHAVIOUR_LINES_H_
