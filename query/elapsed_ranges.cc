#include "query/elapsed_ranges.h"

#include "query/civil_units.h"

namespace seine {
namespace {

constexpr int64_t kMostDays = 500 * 366;  // that ranges are looked for
constexpr int64_t kNearHours = 26;        // a change of offset moves no wall clock further

// Whether the zone's offset stays what it is around the instant.
bool OffsetIsSteady(int64_t instant, const Zone& zone) {
  if (zone.fixed()) return true;
  const auto offset = [&](int64_t at) {
    const Zone::Wall wall = zone.WallClock(at);
    return wall.day * kMicrosPerDay + wall.micros - at;
  };
  const int64_t here = offset(instant);
  for (int64_t hours = -kNearHours; hours <= kNearHours; ++hours) {
    if (offset(instant + hours * kMicrosPerHour) != here) return false;
  }
  return true;
}

// The last t with UnitsBetween(t, end, unit) >= n.
std::optional<int64_t> LastStart(int64_t n, filter::TimeUnit unit, int64_t end, const Zone& zone) {
  if (n > kMostDays || n < -kMostDays) return std::nullopt;
  const int64_t days = ((n < 0 ? -n : n) + 1) * DaysOf(unit).most + 3;
  if (days > kMostDays) return std::nullopt;
  const int64_t span = days * kMicrosPerDay;
  if (end < kMinInstant + 2 * span || end > kMaxInstant - 2 * span) return std::nullopt;
  int64_t enough = end - span;
  int64_t few = end + span;
  while (few - enough > 1) {
    const int64_t middle = enough + (few - enough) / 2;
    (UnitsBetween(middle, end, unit, zone) >= n ? enough : few) = middle;
  }
  if (!OffsetIsSteady(enough, zone)) return std::nullopt;
  return enough;
}

}  // namespace

std::optional<std::vector<bound::Range>> StartsWithin(const std::vector<bound::Range>& ranges,
                                                      filter::TimeUnit unit, int64_t end,
                                                      const Zone& zone) {
  if (!OffsetIsSteady(end, zone)) return std::nullopt;
  std::vector<bound::Range> starts;
  for (const bound::Range& range : ranges) {
    bound::Range start;
    if (range.last != INT64_MAX) {
      const auto before = LastStart(range.last + 1, unit, end, zone);
      if (!before) return std::nullopt;
      start.first = *before + 1;
    }
    if (range.first != INT64_MIN) {
      const auto last = LastStart(range.first, unit, end, zone);
      if (!last) return std::nullopt;
      start.last = *last;
    }
    starts.push_back(start);
  }
  return starts;
}

}  // namespace seine
