// Ranks and n-tiles: from the members' values to who is in, or which tile everybody is in.
//
// Within each group the members fall into classes in rank order; what a node asks for are the
// positions where the classes begin. Only `holding` sorts; the first few of all are found without
// looking at where the others lie.
#ifndef SEINE_QUERY_RANKING_H_
#define SEINE_QUERY_RANKING_H_

#include <cstdint>
#include <memory>

#include "absl/status/statusor.h"

#include "query/bound_population.h"
#include "query/population_scan.h"

namespace seine {

// `scan` was planned for the node's subject, `per` and `among`. Errors: as CollectMembers.
absl::StatusOr<std::shared_ptr<const bound::MemberBits>> RankMembers(const PopulationScan& scan,
                                                                     const bound::Rank& rank);
absl::StatusOr<std::shared_ptr<const bound::MemberTiles>> TileMembers(const PopulationScan& scan,
                                                                      const bound::NTile& tile);

}  // namespace seine

#endif  // SEINE_QUERY_RANKING_H_
