// Sets of places as runs: few runs are combined run by run, whatever their length.

#ifndef SEINE_ENGINE_RUN_ALGEBRA_H_
#define SEINE_ENGINE_RUN_ALGEBRA_H_

#include <cstdint>
#include <span>

#include "engine/container.h"

namespace seine {

// Members in both.
uint32_t CountIntersectRuns(std::span<const Run> a, std::span<const Run> b);
// Writes the runs of both, at most a.size() + b.size() - 1; returns how many. `out` is neither
// input.
uint32_t IntersectRuns(std::span<const Run> a, std::span<const Run> b, Run* out);
uint32_t CountMembers(std::span<const Run> runs);
// Members of any of `n` runs, in any order and overlapping at will. Sorts them.
uint32_t CountUnionRuns(Run* runs, uint32_t n);

}  // namespace seine

#endif  // SEINE_ENGINE_RUN_ALGEBRA_H_
