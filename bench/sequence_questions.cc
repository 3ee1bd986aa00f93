// Sequences: what loops over each member's lines say.

#include <algorithm>
#include <limits>

#include "bench/behaviour_lines.h"

namespace seine::bench {
namespace {

constexpr int64_t kNeverStarted = std::numeric_limits<int64_t>::min() / 2;

template <typename IsA, typename IsB>
uint64_t ThenWithin(const Lines& lines, uint32_t within, const IsA& a, const IsB& b,
                    int cohort = kEveryCohort) {
  const auto holds = [&](uint32_t first, uint32_t end) {
    int64_t started = kNeverStarted;
    int64_t pending = started;  // an A of the very time is not before it
    int64_t now = -1;
    for (uint32_t i = first; i < end; ++i) {
      const int64_t at = lines.at[i];
      if (at != now) started = pending, now = at;
      if (b(i) && at - started <= within) return true;
      if (a(i)) pending = at;
    }
    return false;
  };
  return CountMembers(lines, holds, cohort);
}

// The same with lines of one time in either order; no line is of both.
template <typename IsA, typename IsB>
uint64_t ThenAtOrAfter(const Lines& lines, uint32_t within, const IsA& a, const IsB& b) {
  return CountMembers(lines, [&](uint32_t first, uint32_t end) {
    int64_t started = kNeverStarted;
    for (uint32_t i = first, after = first; i < end; i = after) {
      const int64_t at = lines.at[i];
      for (; after < end && lines.at[after] == at; ++after) {
        if (a(after)) started = at;
      }
      for (uint32_t k = i; k < after; ++k) {
        if (b(k) && at - started <= within) return true;
      }
    }
    return false;
  });
}

// Channels 0, 1 and 2, the second within `within` of the first, the third within `of_start`, too.
uint64_t ThreeOfStart(const Lines& lines, uint32_t within, uint32_t of_start) {
  return CountMembers(lines, [&](uint32_t first, uint32_t end) {
    int64_t started = kNeverStarted;  // the latest first line before the time at hand
    int64_t start = kNeverStarted;    // and that of the latest second one
    int64_t pending = kNeverStarted;
    int64_t pending_start = kNeverStarted;
    int64_t now = -1;
    for (uint32_t i = first; i < end; ++i) {
      const int64_t at = lines.at[i];
      if (at != now) started = pending, start = pending_start, now = at;
      if (lines.channel[i] == 2 && at - start <= of_start) return true;
      if (lines.channel[i] == 1 && at - started <= within) pending_start = started;
      if (lines.channel[i] == 0) pending = at;
    }
    return false;
  });
}

// Channels 0 and 1, and none of 2 from there to `of_start` after the first, which has passed.
uint64_t TwoWithoutOfStart(const Lines& lines, uint32_t within, uint32_t of_start) {
  return CountMembers(lines, [&](uint32_t first, uint32_t end) {
    for (uint32_t b = first; b < end; ++b) {
      if (lines.channel[b] != 1) continue;
      uint32_t no = b;  // the next line that must not be there
      while (no < end && (lines.channel[no] != 2 || lines.at[no] == lines.at[b])) ++no;
      const uint32_t limit = no == end ? kSpan : lines.at[no];
      for (uint32_t a = first; a < b; ++a) {
        if (lines.channel[a] == 0 && lines.at[a] < lines.at[b] &&
            lines.at[b] - lines.at[a] <= within && lines.at[a] + of_start < limit)
          return true;
      }
    }
    return false;
  });
}

}  // namespace

std::vector<BehaviourQuestion> SequenceQuestions() {
  const auto product = [](const Lines& l, uint32_t p) {
    return [&l, p](uint32_t i) { return l.product[i] == p; };
  };
  const auto channel = [](const Lines& l, uint8_t c) {
    return [&l, c](uint32_t i) { return l.channel[i] == c; };
  };
  return {
      {"sequence (lines where product = \"p0\") then (lines where product = \"p1\") within 30 days",
       [=](const Lines& l) {
         return ThenWithin(l, 30 * kDaySeconds, product(l, 0), product(l, 1));
       }},
      {"sequence (lines where product = \"p90\") then (lines where product = \"p91\") within 30 "
       "days",
       [=](const Lines& l) {
         return ThenWithin(l, 30 * kDaySeconds, product(l, 90), product(l, 91));
       }},
      {"sequence (lines where channel = \"c0\") then (lines where channel = \"c1\") within 3 days",
       [=](const Lines& l) {
         return ThenWithin(l, 3 * kDaySeconds, channel(l, 0), channel(l, 1));
       }},
      {"sequence (lines where channel = \"c0\") then (lines where channel = \"c1\") within 3 days "
       "then no (lines where channel = \"c2\")",
       [=](const Lines& l) {
         return CountMembers(l, [&](uint32_t first, uint32_t end) {
           for (uint32_t b = end; b-- > first;) {
             // The latest time of the second step from which nothing of the negative one follows.
             if (l.channel[b] == 2) {
               // Lines of that very time may be matched still: they do not lie after it.
               const uint32_t limit = l.at[b];
               while (b > first && l.at[b - 1] == limit) --b;
               uint32_t stop = b;
               while (stop < end && l.at[stop] == limit) ++stop;
               for (uint32_t x = b; x < stop; ++x) {
                 for (uint32_t y = first; l.channel[x] == 1 && y < b; ++y) {
                   if (l.channel[y] == 0 && l.at[y] < limit && limit - l.at[y] <= 3 * kDaySeconds)
                     return true;
                 }
               }
               return false;
             }
             for (uint32_t y = first; l.channel[b] == 1 && y < b; ++y) {
               if (l.channel[y] == 0 && l.at[y] < l.at[b] && l.at[b] - l.at[y] <= 3 * kDaySeconds)
                 return true;
             }
           }
           return false;
         });
       }},
      {"sequence (lines as a where channel = \"c0\") then (lines where product = a.product) within "
       "60 days",
       [=](const Lines& l) {
         return CountMembers(l, [&](uint32_t first, uint32_t end) {
           for (uint32_t a = first; a < end; ++a) {
             for (uint32_t b = a + 1; l.channel[a] == 0 && b < end; ++b) {
               if (l.at[b] > l.at[a] && l.at[b] - l.at[a] <= 60 * kDaySeconds &&
                   l.product[a] == l.product[b])
                 return true;
             }
           }
           return false;
         });
       }},
      {"sequence (lines where channel = \"c0\") then at or after (lines where channel = \"c1\") "
       "within 3 days",
       [=](const Lines& l) {
         return ThenAtOrAfter(l, 3 * kDaySeconds, channel(l, 0), channel(l, 1));
       }},
      {"sequence (lines where channel = \"c0\") then (lines where channel = \"c1\") within 3 days "
       "then (lines where channel = \"c2\") within 5 days of start",
       [=](const Lines& l) { return ThreeOfStart(l, 3 * kDaySeconds, 5 * kDaySeconds); }},
      {"sequence (lines where channel = \"c0\") then (lines where channel = \"c1\") within 3 days "
       "then no (lines where channel = \"c2\") within 5 days of start",
       [=](const Lines& l) { return TwoWithoutOfStart(l, 3 * kDaySeconds, 5 * kDaySeconds); }},
      {"sequence (lines as a where channel = \"c0\") then at or after (lines where product = "
       "a.product) within 60 days",
       [=](const Lines& l) {
         return CountMembers(l, [&](uint32_t first, uint32_t end) {
           for (uint32_t a = first; a < end; ++a) {
             if (l.channel[a] != 0) continue;
             uint32_t b = a;
             while (b > first && l.at[b - 1] == l.at[a]) --b;
             for (; b < end && l.at[b] - l.at[a] <= 60 * kDaySeconds; ++b) {
               if (b != a && l.product[a] == l.product[b]) return true;
             }
           }
           return false;
         });
       }},
      {"sequence (lines as a where channel = \"c0\") then (lines where product in a.wishes) within "
       "60 days",
       [=](const Lines& l) {
         uint64_t n = 0;
         for (size_t m = 0; m < l.members(); ++m) {
           int64_t started = kNeverStarted;
           int64_t pending = kNeverStarted;
           int64_t now = -1;
           for (uint32_t i = l.begin[m]; i < l.begin[m + 1]; ++i) {
             if (l.at[i] != now) started = pending, now = l.at[i];
             if (now - started <= 60 * kDaySeconds && l.Wishes(m, l.product[i])) {
               ++n;
               break;
             }
             if (l.channel[i] == 0) pending = now;
           }
         }
         return n;
       }},
      {"cohort = 7 and sequence (lines where channel = \"c0\") then (lines where channel = \"c1\") "
       "within 3 days",
       [=](const Lines& l) {
         return ThenWithin(l, 3 * kDaySeconds, channel(l, 0), channel(l, 1), 7);
       }},
  };
}

}  // namespace seine::bench
