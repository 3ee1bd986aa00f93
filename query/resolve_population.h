// Resolve population: every rank, n-tile and value of the population of grounded definitions is
// answered, innermost first, and replaced by what it comes to: the first passes of a query over the
// members. What comes out can be planned.
//
// Each is computed once per moment (`as of`), a node that several places share (query/rewrite.h)
// once for all of them. Ranks of numbers that fit into 64 bits, reals and
// times take 12 bytes a member while they are computed (16 more with `per`), other fractions and
// numbers of 128 bits 48; what they leave behind takes a bit a member, n-tiles 4 bytes.
#ifndef SEINE_QUERY_RESOLVE_POPULATION_H_
#define SEINE_QUERY_RESOLVE_POPULATION_H_

#include <cstdint>
#include <span>

#include "absl/status/status.h"

#include "engine/civil_time.h"
#include "engine/snapshot.h"
#include "query/bound.h"
#include "query/executor.h"

namespace seine {

// Errors: Cancelled, DeadlineExceeded, ResourceExhausted (limits), DataLoss, numbers of more than
// 128 bits (InDefinition). `definitions` are unspecified then.
absl::Status ResolvePopulation(const Snapshot& snapshot, int64_t as_of, const Zone& zone,
                               const RunLimits& limits,
                               std::span<bound::BoundDefinition> definitions);

}  // namespace seine

#endif  // SEINE_QUERY_RESOLVE_POPULATION_H_
