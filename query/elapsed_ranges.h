// Tests of the time that has gone by since a value, as tests of the value itself: `days since t >
// 90` asks for a t before some instant, which is found once instead of a calendar for each row.
#ifndef SEINE_QUERY_ELAPSED_RANGES_H_
#define SEINE_QUERY_ELAPSED_RANGES_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "engine/civil_time.h"
#include "query/bound.h"

namespace seine {

// The instants t for which UnitsBetween(t, end, unit) lies in one of `ranges`. Absent where no
// ranges say it: near a change of the zone's offset later instants may be further away.
std::optional<std::vector<bound::Range>> StartsWithin(const std::vector<bound::Range>& ranges,
                                                      filter::TimeUnit unit, int64_t end,
                                                      const Zone& zone);

}  // namespace seine

#endif  // SEINE_QUERY_ELAPSED_RANGES_H_
