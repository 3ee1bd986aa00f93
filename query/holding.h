// `in top holding 80%`: how many of the highest values it takes to hold a share of their total.
#ifndef SEINE_QUERY_HOLDING_H_
#define SEINE_QUERY_HOLDING_H_

#include <cstdint>
#include <optional>
#include <span>

#include "query/bound_population.h"
#include "query/rank_entry.h"

namespace seine {

// Sorts the entries, highest first, which are of type `type`. 0 when the total is not above 0.
// Exact: reals in fixed point, fractions rounded to 12 digits like all that enter a sum. Absent: an
// amount or a sum takes more than 128 bits.
std::optional<uint64_t> CountHolding(std::span<SmallEntry> entries, const bound::ValueType& type,
                                     const bound::ExactCount& percent);
std::optional<uint64_t> CountHolding(std::span<WideEntry> entries, const bound::ValueType& type,
                                     const bound::ExactCount& percent);

}  // namespace seine

#endif  // SEINE_QUERY_HOLDING_H_
