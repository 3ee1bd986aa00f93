// Segments: named filters, saved with the store or given with the query.
#ifndef SEINE_QUERY_BIND_SEGMENTS_H_
#define SEINE_QUERY_BIND_SEGMENTS_H_

#include "absl/status/statusor.h"

#include "query/bind_context.h"
#include "query/bound.h"
#include "query/filter.h"

namespace seine::binding {

// The segment's filter of members, in place of its name. Errors: an unknown name (with the
// nearest), a cycle (with its path), whatever is wrong in the segment's own text.
absl::StatusOr<bound::FilterPtr> BindSegment(BindContext& context, const filter::Segment& segment,
                                             Span span);

}  // namespace seine::binding

#endif  // SEINE_QUERY_BIND_SEGMENTS_H_
