// Lifts: quantifiers and aggregates, which go down to rows below the present one.
#ifndef SEINE_QUERY_BIND_LIFTS_H_
#define SEINE_QUERY_BIND_LIFTS_H_

#include "absl/status/statusor.h"

#include "query/bind_context.h"
#include "query/bound.h"
#include "query/filter.h"

namespace seine::binding {

// any | no | all
absl::StatusOr<bound::FilterPtr> BindQuantifier(BindContext& context, const Scope& scope,
                                                const filter::Quantifier& quantifier, Span span);

// count sum avg min max. Errors: sums of what is no number, a missing or superfluous column;
// distinct and mode (not yet).
absl::StatusOr<bound::ValuePtr> BindAggregate(BindContext& context, const Scope& scope,
                                              const filter::Aggregate& aggregate, Span span);

}  // namespace seine::binding

#endif  // SEINE_QUERY_BIND_LIFTS_H_
