// Bind: a definition's names and types resolved against a snapshot. The only stage that reads the
// logical tree.
//
// Parameters were put into the tree before (SubstituteParameters). Text tests are decided here,
// once per distinct value. What LANGUAGE has and this engine does not evaluate yet is refused with
// "not yet" at its place. Errors: InvalidArgument with a filter error: position, what was expected,
// nearest known name. Pure functions.
#ifndef SEINE_QUERY_BIND_H_
#define SEINE_QUERY_BIND_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

#include "engine/civil_time.h"
#include "engine/snapshot.h"
#include "query/bound.h"
#include "query/list_tests.h"
#include "query/query.h"

namespace seine {

class Catalog;  // query/catalog.h

// Every $p replaced by its value. Errors: a parameter without a value (names those that were
// given), a value that no place of the filter uses.
absl::StatusOr<Definition> SubstituteParameters(
    const Definition& definition, const std::map<std::string, ParameterValue>& parameters);
// The same for definitions that are given one set of values. Errors: as above (InDefinition); a
// value that no definition uses.
absl::StatusOr<std::vector<Definition>> SubstituteParameters(
    const std::vector<Definition>& definitions,
    const std::map<std::string, ParameterValue>& parameters);
// Names of the parameters that the definition uses, sorted.
std::vector<std::string> ParameterNames(const Definition& definition);

// `stop` is polled for each node: Cancelled, DeadlineExceeded. `lists` remembers tests of named
// lists from one definition to the next, of the same snapshot and options.
absl::StatusOr<bound::BoundDefinition> Bind(const Snapshot& snapshot, const Definition& definition,
                                            const CompileOptions& options,
                                            const StopSignal& stop = {},
                                            binding::ListTests* lists = nullptr);
absl::StatusOr<bound::BoundDefinition> Bind(const Catalog& catalog, const Definition& definition,
                                            const CompileOptions& options,
                                            const StopSignal& stop = {},
                                            binding::ListTests* lists = nullptr);

// Fills every TimeTerm. `as_of` in microseconds. The result has no slots.
absl::StatusOr<bound::BoundDefinition> Ground(const bound::BoundDefinition& definition,
                                              const Snapshot& snapshot, int64_t as_of,
                                              const Zone& zone);
absl::StatusOr<bound::BoundDefinition> Ground(const bound::BoundDefinition& definition,
                                              const Catalog& catalog, int64_t as_of,
                                              const Zone& zone);

}  // namespace seine

#endif  // SEINE_QUERY_BIND_H_
