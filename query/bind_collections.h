// Aggregates that look at rows side by side: distinct, mode, distinct days, gaps; and quantifiers
// over several periods.
#ifndef SEINE_QUERY_BIND_COLLECTIONS_H_
#define SEINE_QUERY_BIND_COLLECTIONS_H_

#include "absl/status/statusor.h"

#include "query/bind_context.h"
#include "query/bind_scope.h"
#include "query/bound.h"
#include "query/filter.h"

namespace seine::binding {

// distinct(…), mode(…). Errors: no column, the mode of a set.
absl::StatusOr<bound::ValuePtr> BindCollection(BindContext& context, const Scope& scope,
                                               const filter::Aggregate& node, Span span);
// distinct days(orders.at). Errors: a column that is no time.
absl::StatusOr<bound::ValuePtr> BindDistinctPeriods(BindContext& context, const Scope& scope,
                                                    const filter::DistinctPeriods& node, Span span);
// avg gap(orders). Errors: rows without a time.
absl::StatusOr<bound::ValuePtr> BindGap(BindContext& context, const Scope& scope,
                                        const filter::Gap& node, Span span);
// any|no|all … in each of …. Errors: rows without a time, units without two ends.
absl::StatusOr<bound::FilterPtr> BindEachOf(BindContext& context, const Scope& scope,
                                            const filter::Quantifier& node, Span span);

// The time that orders rows of a table: its own column or the nearest above. Precondition: one is.
bound::ValuePtr TimeOfRows(const BindContext& context, int table, Span span);

}  // namespace seine::binding

#endif  // SEINE_QUERY_BIND_COLLECTIONS_H_
