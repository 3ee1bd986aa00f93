// Which levels of a sequence go together because a step refers to an earlier one: from the row that
// is referred to until the last step that refers to it has been looked at, its key has to be kept.
// Such stretches that overlap make one hull, which is matched once for each choice of keys; where
// one ends at the row that another begins at, that row is enough.
//
// So a hull with one step that others refer to costs its rows × steps for each key: the rows of
// joined steps that have the key, and all rows of steps without a join that stand between them.
// With several such steps whose stretches overlap it is each choice of keys of all of them; that
// two such conditions cross is what makes joins of databases expensive, too.
// Immutable.
#ifndef SEINE_QUERY_SEQUENCE_HULLS_H_
#define SEINE_QUERY_SEQUENCE_HULLS_H_

#include <cstddef>
#include <span>
#include <vector>

#include "query/sequence_levels.h"

namespace seine {

// A step, and the positive one before it that it refers to.
struct StepReference {
  size_t step;
  size_t to;
};

struct SequenceHull {
  size_t first;  // levels
  size_t last;
  // Ends as soon as rows of `last` are reached; else it says what is open behind them.
  bool ends_on_arrival;
  std::vector<size_t> referred;  // steps that others refer to, in order
};

// Hulls in order. They do not overlap, though one may begin where the one before ends on arrival;
// tied levels are not split.
std::vector<SequenceHull> HullsOf(const SequenceLevels& levels,
                                  std::span<const StepReference> references);

}  // namespace seine

#endif  // SEINE_QUERY_SEQUENCE_HULLS_H_
