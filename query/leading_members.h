// The few members that come first in a rank of one group: a pass over the population that keeps
// only who may still be among them.
#ifndef SEINE_QUERY_LEADING_MEMBERS_H_
#define SEINE_QUERY_LEADING_MEMBERS_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/status/statusor.h"

#include "query/population_scan.h"

namespace seine {

inline constexpr uint64_t kMostLeading = 1u << 16;

struct LeadingMembers {
  std::vector<uint32_t> places;  // in any order
  uint64_t ranked = 0;           // of so many
};

// The first n of the order, n <= kMostLeading; all when there are fewer. None: some number does not
// fit into 64 bits. `scan` has no groups. Errors: as PopulationScan::Run; DataLoss of the keys'
// order.
absl::StatusOr<std::optional<LeadingMembers>> FindLeading(const PopulationScan& scan, bool top,
                                                          uint64_t n);

}  // namespace seine

#endif  // SEINE_QUERY_LEADING_MEMBERS_H_
