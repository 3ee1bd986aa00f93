// `in top holding 80%`: how many of the highest values it takes to hold a share of their total.
//
// Exact: reals in fixed point, fractions rounded to 12 digits like all that enter a sum. Nothing is
// sorted but the few at the border: from the highest on, what is held rises to its peak, which is
// at least the total, so the share is reached on the way up, among values above 0.
#ifndef SEINE_QUERY_HOLDING_H_
#define SEINE_QUERY_HOLDING_H_

#include <cstdint>
#include <span>
#include <string_view>

#include "absl/numeric/int128.h"
#include "absl/status/status.h"

#include "query/bound_population.h"
#include "query/executor.h"
#include "query/key_bins.h"

namespace seine {

// The shortest such length; 0 when the total is not above 0. Errors: Cancelled, DeadlineExceeded.
// Of numbers that are their own keys, of reals by OrderedBits.
absl::Status CountHolding(const KeyPieces& keys, bool real, const bound::ExactCount& percent,
                          const RunLimits& limits, uint64_t* length);
// Of any numbers, which are rearranged. Errors: sums of more than 128 bits, too, of the value with
// that text.
absl::Status CountHolding(std::span<absl::int128> amounts, const bound::ExactCount& percent,
                          const RunLimits& limits, uint64_t* length, std::string_view text = {});

}  // namespace seine

#endif  // SEINE_QUERY_HOLDING_H_
