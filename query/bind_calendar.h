// Windows of the retail calendar (engine/retail_calendar.h) as intervals of time.
#ifndef SEINE_QUERY_BIND_CALENDAR_H_
#define SEINE_QUERY_BIND_CALENDAR_H_

#include <vector>

#include "absl/status/statusor.h"

#include "query/bind_context.h"
#include "query/bind_times.h"
#include "query/filter.h"

namespace seine::binding {

// What a period that stands where several may stand covers: the days of `calendar(name, year)`, or
// the one interval of everything else (IntervalOf). Errors: those of IntervalOf; a window that
// neither the schema nor the engine knows (with the nearest), or that has no days in the year.
absl::StatusOr<std::vector<TimeInterval>> IntervalsOf(const BindContext& context,
                                                      const filter::Expr& expr);

}  // namespace seine::binding

#endif  // SEINE_QUERY_BIND_CALENDAR_H_
