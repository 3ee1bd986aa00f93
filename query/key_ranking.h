// Ranks and n-tiles of one group by the members' keys: where the classes begin, and then who is on
// which side, a block at a time.
#ifndef SEINE_QUERY_KEY_RANKING_H_
#define SEINE_QUERY_KEY_RANKING_H_

#include <cstdint>

#include "query/bound_population.h"
#include "query/population_scan.h"
#include "query/ranked_keys.h"

namespace seine {

// Tiles whose borders are looked for so: where keys are the same, each border takes a pass.
inline constexpr uint64_t kMostKeyTiles = 128;

// `rank` counts members or takes a share of them; `keys` are in its order.
bound::MemberBits RankByKeys(const PopulationScan& scan, const RankedKeys& keys,
                             const bound::Rank& rank);
// `keys` are the highest first.
bound::MemberTiles TileByKeys(const PopulationScan& scan, const RankedKeys& keys, uint64_t k);

}  // namespace seine

#endif  // SEINE_QUERY_KEY_RANKING_H_
