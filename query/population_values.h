// Values of the population: mean, median, percentile and total over the members, exactly. Reals
// are summed in fixed point and rounded once, so no result depends on threads or on how members
// lie.
#ifndef SEINE_QUERY_POPULATION_VALUES_H_
#define SEINE_QUERY_POPULATION_VALUES_H_

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

#include "query/bound.h"
#include "query/exact_sum.h"
#include "query/fraction.h"
#include "query/population_scan.h"

namespace seine {

// Adds up a value of the members for means and totals.
class PopulationSum {
 public:
  explicit PopulationSum(size_t workers) : of_worker_(workers) {}
  // Threads: one for each worker.
  void Add(int worker, const BlockValues& values);
  // Over nobody the total is 0 and the mean is missing. Errors: more than 128 bits.
  absl::StatusOr<bound::ConstantValue> Value(const bound::PopulationValue& node) const;

 private:
  struct Tally {
    uint64_t count = 0;
    ExactIntegerSum number;
    ExactRealSum real;
  };
  std::vector<Tally> of_worker_;
};

// Whether it is a value at some position of the order of all, not a sum of them.
bool IsAtPosition(const bound::PopulationValue& node);
// The positions of a median or percentile among n > 0, ascending; the same twice unless the median
// is between two.
std::array<uint64_t, 2> PositionsOf(const bound::PopulationValue& node, uint64_t n);

// What the values there make, in the type that the binder gave the node. A percentile is a value of
// some member, as it is; so is a median, if it is not between two. Errors: more than 128 bits, of
// the value with that text.
absl::StatusOr<bound::ConstantValue> MiddleOf(const Fraction& low, const Fraction& high, int scale,
                                              std::string_view text = {});
bound::ConstantValue MiddleOfReals(double low, double high);
bound::ConstantValue MissingConstant();

}  // namespace seine

#endif  // SEINE_QUERY_POPULATION_VALUES_H_
