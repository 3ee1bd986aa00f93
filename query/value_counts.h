// How many members have each value of a column: of an audience and of the whole population, in one
// pass over the rows.
//
// A column below the members is had by those who have it in a row that as_of does not hide. A
// member counts once for each value, however many rows have it. Cost: the rows, whatever the number
// of values; memory: a few words for each value and worker, and one for each value that a member of
// a block has.
#ifndef SEINE_QUERY_VALUE_COUNTS_H_
#define SEINE_QUERY_VALUE_COUNTS_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"

#include "engine/dictionary.h"
#include "engine/snapshot.h"
#include "query/audience.h"
#include "query/bound_types.h"
#include "query/executor.h"

namespace seine {

// A category, set or bool column; or, from its value's code on, what lookups say of it.
struct CountedColumn {
  bound::ColumnRef column;
  std::vector<bound::LookupStep> lookups;
};

// The texts of the values by code; null: a bool, whose codes are 0 (false) and 1 (true). Errors:
// InvalidArgument for columns of other types, and for a category that is kept as text.
absl::StatusOr<const Dictionary*> CountedDictionary(const Snapshot& snapshot,
                                                    const CountedColumn& column);

struct MembersByValue {
  std::vector<uint64_t> having;  // by code
  uint64_t without = 0;          // members that have no value
};
struct ValueCounts {
  MembersByValue audience;
  MembersByValue population;
};

// Asked at the as_of and in the zone of `audience`. `population`: all members of its snapshot that
// as_of does not hide; it hides the rows of the others with them.
// Errors: as above, DataLoss, Cancelled, DeadlineExceeded.
absl::StatusOr<ValueCounts> CountValues(const Audience& audience, const Audience& population,
                                        const CountedColumn& column, const RunLimits& limits);

}  // namespace seine

#endif  // SEINE_QUERY_VALUE_COUNTS_H_
