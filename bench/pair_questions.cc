// Lines compared with other lines of the member, and periods in each of which some line lies.

#include <algorithm>
#include <utility>

#include "bench/behaviour_lines.h"

namespace seine::bench {
namespace {

// Some line of the member has, of the lines after it up to `within` seconds later, at least
// `least`.
bool FollowedBy(const Lines& lines, uint32_t first, uint32_t end, uint32_t within, uint32_t least) {
  uint32_t after = first;  // the first line later than a
  uint32_t last = first;   // the first line too late
  for (uint32_t a = first; a < end; ++a) {
    while (after < end && lines.at[after] <= lines.at[a]) ++after;
    while (last < end && lines.at[last] <= lines.at[a] + within) ++last;
    if (last >= after + least) return true;
  }
  return false;
}

// Some line has no later one within so many seconds.
bool Pauses(const Lines& lines, uint32_t first, uint32_t end, uint32_t within) {
  for (uint32_t a = first; a < end; ++a) {
    uint32_t next = a + 1;
    while (next < end && lines.at[next] == lines.at[a]) ++next;
    if (next == end || lines.at[next] - lines.at[a] > within) return true;
  }
  return false;
}

// Some product is bought at two times.
bool BuysAgain(const Lines& lines, uint32_t first, uint32_t end,
               std::vector<std::pair<uint32_t, uint32_t>>* bought) {
  bought->clear();
  for (uint32_t i = first; i < end; ++i) bought->emplace_back(lines.product[i], lines.at[i]);
  std::sort(bought->begin(), bought->end());
  for (size_t i = 1; i < bought->size(); ++i) {
    if ((*bought)[i].first == (*bought)[i - 1].first &&
        (*bought)[i].second != (*bought)[i - 1].second)
      return true;
  }
  return false;
}

// Lines in each of the last so many days, at most 64 times 16.
bool EachDay(const Lines& lines, uint32_t first, uint32_t end, uint32_t days) {
  uint64_t seen[16] = {};
  for (uint32_t i = first; i < end; ++i) {
    const uint32_t ago = (kSpan - 1 - lines.at[i]) / kDaySeconds;
    if (ago < days) seen[ago / 64] |= uint64_t{1} << (ago % 64);
  }
  uint32_t found = 0;
  for (const uint64_t word : seen) found += static_cast<uint32_t>(__builtin_popcountll(word));
  return found == days;
}

}  // namespace

std::vector<BehaviourQuestion> PairQuestions() {
  return {
      {"any lines as a where (any lines where (product = a.product and at > a.at))",
       [](const Lines& l) {
         std::vector<std::pair<uint32_t, uint32_t>> bought;
         return CountMembers(
             l, [&](uint32_t first, uint32_t end) { return BuysAgain(l, first, end, &bought); });
       }},
      {"any lines as a where (count(lines where at > a.at and at <= a.at + 3 days) >= 3)",
       [](const Lines& l) {
         return CountMembers(l, [&](uint32_t first, uint32_t end) {
           return FollowedBy(l, first, end, 3 * kDaySeconds, 3);
         });
       }},
      {"any lines as a where (no lines where (at > a.at and at <= a.at + 180 days))",
       [](const Lines& l) {
         return CountMembers(l, [&](uint32_t first, uint32_t end) {
           return Pauses(l, first, end, 180 * kDaySeconds);
         });
       }},
      {"any lines in each of the last 5 days",
       [](const Lines& l) {
         return CountMembers(
             l, [&](uint32_t first, uint32_t end) { return EachDay(l, first, end, 5); });
       }},
      {"any lines in each of the last 700 days",
       [](const Lines& l) {
         return CountMembers(
             l, [&](uint32_t first, uint32_t end) { return EachDay(l, first, end, 700); });
       }},
  };
}

}  // namespace seine::bench
