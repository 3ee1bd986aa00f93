// First and latest rows, distinct values and periods: what loops over each member's lines say.

#include <algorithm>
#include <limits>

#include "bench/behaviour_lines.h"

namespace seine::bench {
namespace {

template <typename IsA>
uint64_t LatestAmountAbove(const Lines& lines, uint32_t cents, const IsA& a,
                           int cohort = kEveryCohort) {
  const auto holds = [&](uint32_t first, uint32_t end) {
    for (uint32_t i = end; i-- > first;) {
      if (a(i)) return lines.amount[i] > cents;
    }
    return false;
  };
  return CountMembers(lines, holds, cohort);
}

// At least `least` different values of value(i).
template <typename Value>
uint64_t DistinctAtLeast(const Lines& lines, size_t least, const Value& value,
                         int cohort = kEveryCohort) {
  std::vector<uint32_t> values;
  const auto holds = [&](uint32_t first, uint32_t end) {
    values.clear();
    for (uint32_t i = first; i < end; ++i) values.push_back(value(i));
    std::sort(values.begin(), values.end());
    const auto last = std::unique(values.begin(), values.end());
    return static_cast<size_t>(last - values.begin()) >= least;
  };
  return CountMembers(lines, holds, cohort);
}

}  // namespace

std::vector<BehaviourQuestion> HistoryQuestions() {
  const auto product = [](const Lines& l, uint32_t p) {
    return [&l, p](uint32_t i) { return l.product[i] == p; };
  };
  const auto channel = [](const Lines& l, uint8_t c) {
    return [&l, c](uint32_t i) { return l.channel[i] == c; };
  };
  const auto every = [](uint32_t) { return true; };
  constexpr uint32_t kAsOf = kSpan;
  return {
      {"days since latest(lines).at > 90",
       [=](const Lines& l) {
         return CountMembers(l, [&](uint32_t first, uint32_t end) {
           return first != end && kAsOf - l.at[end - 1] >= 91 * kDaySeconds;
         });
       }},
      {"latest(lines).amount > 900",
       [=](const Lines& l) { return LatestAmountAbove(l, 90'000, every); }},
      {"latest(lines where channel = \"c1\").amount > 900",
       [=](const Lines& l) { return LatestAmountAbove(l, 90'000, channel(l, 1)); }},
      {"latest(lines where product = \"p1\").amount > 900",
       [=](const Lines& l) { return LatestAmountAbove(l, 90'000, product(l, 1)); }},
      {"first(lines).channel = \"c1\"",
       [=](const Lines& l) {
         return CountMembers(l, [&](uint32_t first, uint32_t end) {
           return first != end && l.channel[first] == 1;
         });
       }},
      {"nth(lines, -2).channel = \"c1\"",
       [=](const Lines& l) {
         return CountMembers(l, [&](uint32_t first, uint32_t end) {
           return first + 2 <= end && l.channel[end - 2] == 1;
         });
       }},
      {"distinct(lines.product) >= 12",
       [=](const Lines& l) {
         return DistinctAtLeast(l, 12, [&](uint32_t i) { return l.product[i]; });
       }},
      {"distinct(lines.channel) >= 4",
       [=](const Lines& l) {
         return DistinctAtLeast(l, 4, [&](uint32_t i) { return uint32_t{l.channel[i]}; });
       }},
      {"distinct days(lines.at) >= 12",
       [=](const Lines& l) {
         return DistinctAtLeast(l, 12, [&](uint32_t i) { return l.at[i] / kDaySeconds; });
       }},
      {"any lines in each of the previous 3 months",
       [=](const Lines& l) {
         // As of 2024-12-31: September, October and November 2024.
         const uint32_t begin[] = {609, 639, 670, 700};
         return CountMembers(l, [&](uint32_t first, uint32_t end) {
           uint32_t seen = 0;
           for (uint32_t i = first; i < end; ++i) {
             const uint32_t day = l.at[i] / kDaySeconds;
             for (uint32_t u = 0; u < 3; ++u)
               seen |= uint32_t{day >= begin[u] && day < begin[u + 1]} << u;
           }
           return seen == 7;
         });
       }},
      {"avg gap(lines) > 100",
       [=](const Lines& l) {
         return CountMembers(l, [&](uint32_t first, uint32_t end) {
           return end - first >= 2 &&
                  l.at[end - 1] - l.at[first] > 100ull * kDaySeconds * (end - first - 1);
         });
       }},
      {"count(lines where at <= first(lines).at + 90 days) = 1",
       [=](const Lines& l) {
         return CountMembers(l, [&](uint32_t first, uint32_t end) {
           return first != end &&
                  (end - first == 1 || l.at[first + 1] - l.at[first] > 90 * kDaySeconds);
         });
       }},
      {"sum(lines.amount) / count(lines) >= 600",
       [=](const Lines& l) {
         return CountMembers(l, [&](uint32_t first, uint32_t end) {
           uint64_t sum = 0;
           for (uint32_t i = first; i < end; ++i) sum += l.amount[i];
           return first != end && sum >= 60'000ull * (end - first);
         });
       }},
      {"cohort = 7 and latest(lines).amount > 900",
       [=](const Lines& l) { return LatestAmountAbove(l, 90'000, every, 7); }},
      {"cohort = 7 and distinct days(lines.at) >= 12",
       [=](const Lines& l) {
         return DistinctAtLeast(l, 12, [&](uint32_t i) { return l.at[i] / kDaySeconds; }, 7);
       }},
  };
}

}  // namespace seine::bench
