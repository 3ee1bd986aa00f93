// Values of the population: mean, median, percentile and total over the members, exactly. Reals
// are summed in fixed point and rounded once, so no result depends on threads or on how members
// lie.
#ifndef SEINE_QUERY_POPULATION_VALUES_H_
#define SEINE_QUERY_POPULATION_VALUES_H_

#include "absl/status/statusor.h"

#include "query/bound.h"
#include "query/population_scan.h"

namespace seine {

// In the type that the binder gave the node; over nobody the total is 0, the others are missing.
// `scan` was planned for the node's value and `among`. Errors: as CollectMembers; numbers of more
// than 128 bits.
absl::StatusOr<bound::ConstantValue> ValueOfPopulation(const PopulationScan& scan,
                                                       const bound::PopulationValue& node);

}  // namespace seine

#endif  // SEINE_QUERY_POPULATION_VALUES_H_
