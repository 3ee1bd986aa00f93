// At which positions of a rank order its classes begin.
#ifndef SEINE_QUERY_RANK_POSITIONS_H_
#define SEINE_QUERY_RANK_POSITIONS_H_

#include <cstdint>
#include <vector>

#include "query/bound_population.h"

namespace seine {

// ceil(percent / 100 * n).
uint64_t ShareOf(const bound::ExactCount& percent, uint64_t n);

// How many of n the rank takes. Precondition: what they hold does not decide it.
uint64_t LengthOf(const bound::Rank& rank, uint64_t n);

// Where all of the k tiles of n members but the first begin, below n. The first n % k tiles have
// one member more.
std::vector<uint64_t> TileBegins(uint64_t k, uint64_t n);

}  // namespace seine

#endif  // SEINE_QUERY_RANK_POSITIONS_H_
