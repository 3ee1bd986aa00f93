// Ranks, n-tiles and values of the population. Their value, `per` and `among` are the members',
// wherever they stand.
#ifndef SEINE_QUERY_BIND_POPULATION_H_
#define SEINE_QUERY_BIND_POPULATION_H_

#include "absl/status/statusor.h"

#include "query/bind_context.h"
#include "query/bind_scope.h"
#include "query/bound.h"
#include "query/filter.h"

namespace seine::binding {

// Errors: a rank among rows; a subject that is neither a number nor a time; N that is no whole
// number, or no percentage above 0 up to 100; `per` a set.
absl::StatusOr<bound::FilterPtr> BindRank(BindContext& context, const Scope& scope,
                                          const filter::Rank& node, Span span);
// Errors: likewise; fewer than one tile.
absl::StatusOr<bound::ValuePtr> BindNTile(BindContext& context, const Scope& scope,
                                          const filter::NTile& node, Span span);
// Constants, so they may stand among rows. Errors: a value that is no number.
absl::StatusOr<bound::ValuePtr> BindPopulationValue(BindContext& context,
                                                    const filter::PopulationValue& node, Span span);

}  // namespace seine::binding

#endif  // SEINE_QUERY_BIND_POPULATION_H_
