// Anniversaries: whole days of the year, whatever the year (LANGUAGE §3.6).
#ifndef SEINE_QUERY_BIND_ANNIVERSARY_H_
#define SEINE_QUERY_BIND_ANNIVERSARY_H_

#include <cstdint>

#include "absl/status/statusor.h"

#include "query/bind_context.h"
#include "query/bind_scope.h"
#include "query/bound.h"
#include "query/filter.h"

namespace seine::binding {

// Errors: a subject that is no time, a period without both ends.
absl::StatusOr<bound::FilterPtr> BindAnniversary(BindContext& context, const Scope& scope,
                                                 const filter::Anniversary& test, Span span);

// The days of the civil days [first, end), two midnights in the zone; with 1 March of a common year
// comes 29 February.
bound::DaysOfYear DaysOfYearIn(int64_t first, int64_t end, const Zone& zone);

}  // namespace seine::binding

#endif  // SEINE_QUERY_BIND_ANNIVERSARY_H_
