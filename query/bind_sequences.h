// Sequences: steps in order of time (LANGUAGE §3.7).
#ifndef SEINE_QUERY_BIND_SEQUENCES_H_
#define SEINE_QUERY_BIND_SEQUENCES_H_

#include "absl/status/statusor.h"

#include "query/bind_context.h"
#include "query/bind_scope.h"
#include "query/bound.h"
#include "query/filter.h"

namespace seine::binding {

// Errors: rows without a time; a step that refers to more than one earlier step, to a later or a
// negative one, or otherwise than by `=`, `in` or `has`; more than 8 steps `at or after` beside a
// negative one `of start`.
absl::StatusOr<bound::FilterPtr> BindSequence(BindContext& context, const Scope& scope,
                                              const filter::Sequence& node, Span span);

}  // namespace seine::binding

#endif  // SEINE_QUERY_BIND_SEQUENCES_H_
