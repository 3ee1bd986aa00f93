// From borders to members: who is on which side, a block at a time.
#ifndef SEINE_QUERY_KEY_RANKING_H_
#define SEINE_QUERY_KEY_RANKING_H_

#include <cstdint>
#include <memory>

#include "absl/status/statusor.h"

#include "engine/snapshot.h"
#include "query/bound_population.h"
#include "query/executor.h"
#include "query/rank_borders.h"
#include "query/ranked_keys.h"

namespace seine {

// Those before the only border of their group (all, where it has none), or the others. Errors of
// both: Cancelled, DeadlineExceeded.
absl::StatusOr<bound::MemberBits> RankByKeys(const Snapshot& snapshot, const RankedKeys& keys,
                                             const RankBorders& borders, bool negated,
                                             const RunLimits& limits);
// Tile k before the first border, and one less behind each.
absl::StatusOr<bound::MemberTiles> TileByKeys(const Snapshot& snapshot, const RankedKeys& keys,
                                              const RankBorders& borders, uint64_t k,
                                              const RunLimits& limits);

}  // namespace seine

#endif  // SEINE_QUERY_KEY_RANKING_H_
