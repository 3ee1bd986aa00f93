// Resolve population: every rank, n-tile and value of the population of grounded definitions is
// answered, innermost first, and replaced by what it comes to: the first passes of a query over the
// members. What comes out can be planned.
//
// All that is asked of the same members at one moment (`as of`) and does not wait for another
// answer is answered by one pass, of a few values at a time; a node that several places share
// (query/rewrite.h) is asked once. Ranks that take few members, means and totals need next to
// nothing. Others keep 8 bytes for each member of the snapshot (4 more with `per`) and take up to
// 16 more while they are answered (8 more with `per`); `holding` of fractions and of numbers that
// may take more than 64 bits keeps and takes 16 more. Of fractions that keys do not tell apart at a
// border, about 180 bytes for each member there. What is left behind takes a bit a member, n-tiles
// one byte up to 255, two up to 65,535, else four.
#ifndef SEINE_QUERY_RESOLVE_POPULATION_H_
#define SEINE_QUERY_RESOLVE_POPULATION_H_

#include <cstdint>
#include <span>

#include "absl/status/statusor.h"

#include "engine/civil_time.h"
#include "engine/snapshot.h"
#include "query/bound.h"
#include "query/executor.h"

namespace seine {

// The bytes of what is left in the definitions, and of the bitmaps that a plan makes of it; they
// count in the budget. Errors: Cancelled, DeadlineExceeded, ResourceExhausted (limits), DataLoss,
// numbers of more than 128 bits (InDefinition). `definitions` are unspecified then.
absl::StatusOr<uint64_t> ResolvePopulation(const Snapshot& snapshot, int64_t as_of,
                                           const Zone& zone, const RunLimits& limits,
                                           std::span<bound::BoundDefinition> definitions);

}  // namespace seine

#endif  // SEINE_QUERY_RESOLVE_POPULATION_H_
