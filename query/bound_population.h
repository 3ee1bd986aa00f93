// Bound nodes that look at the whole population, at the grain of the members. See query/bound.h.
//
// ResolvePopulation() (query/resolve_population.h) answers each from a pass over the members and
// puts a constant, a set of members or a number per member in its place: the planner sees only
// those.
#ifndef SEINE_QUERY_BOUND_POPULATION_H_
#define SEINE_QUERY_BOUND_POPULATION_H_

#include <cstdint>
#include <memory>
#include <variant>
#include <vector>

#include "absl/numeric/int128.h"

#include "engine/aligned_vector.h"
#include "query/bound_types.h"
#include "query/filter_population.h"

namespace seine::bound {

// number / 10^scale, at most 18 digits after the point.
struct ExactCount {
  absl::int128 number = 0;
  int scale = 0;
  SEINE_BOUND_FIELDS(s.number, s.scale)
};
// Among the members in `among` (null: all) whose value and `per` (null: one group) exist: the first
// n, n % or (kTop only) those that hold n % of the total. `negated`: the others of them.
struct Rank {
  ValuePtr subject;  // a number or a time
  filter::Rank::Direction direction = filter::Rank::Direction::kTop;
  filter::Rank::Measure measure = filter::Rank::Measure::kMembers;
  ExactCount n;
  ValuePtr per;
  FilterPtr among;
  bool negated = false;
  SEINE_BOUND_FIELDS(s.subject, s.direction, s.measure, s.n, s.per, s.among, s.negated)
};
// 1 … k, the highest values have k. Missing for members that are not ranked.
struct NTile {
  int64_t k = 1;
  ValuePtr value;
  ValuePtr per;
  FilterPtr among;
  SEINE_BOUND_FIELDS(s.k, s.value, s.per, s.among)
};
// One number for everybody. A fraction that enters a mean or a total is rounded to 12 digits first.
struct PopulationValue {
  filter::PopulationFunction function = filter::PopulationFunction::kMean;
  ValuePtr value;      // a number
  ExactCount percent;  // kPercentile only
  FilterPtr among;
  SEINE_BOUND_FIELDS(s.function, s.value, s.percent, s.among)
};

// What ranks come to: a bit per member.
struct MemberBits {
  std::vector<AlignedVector<uint64_t>> shards;  // whole blocks
  uint64_t chosen = 0;                          // members whose bit is set
  uint64_t ranked = 0;                          // of so many
};
struct MemberSet {
  std::shared_ptr<const MemberBits> members;
  SEINE_BOUND_FIELDS(s.members)
};  // at any grain: the row's member
// What n-tiles come to: a number per member, 0 where it is missing, in as few bytes as the highest
// takes.
struct MemberTiles {
  using Numbers = std::variant<std::vector<uint8_t>, std::vector<uint16_t>, std::vector<uint32_t>>;
  std::vector<Numbers> shards;
  uint64_t ranked = 0;
};
struct MemberNumbers {
  std::shared_ptr<const MemberTiles> tiles;
  SEINE_BOUND_FIELDS(s.tiles)
};

}  // namespace seine::bound

#endif  // SEINE_QUERY_BOUND_POPULATION_H_
