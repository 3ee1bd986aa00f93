// Whether all rows of a match of a sequence have one key in common.
#ifndef SEINE_QUERY_SEQUENCE_KEYS_H_
#define SEINE_QUERY_SEQUENCE_KEYS_H_

#include "query/bound.h"
#include "query/row_plan.h"

namespace seine {

// No step is joined; or every positive step but the first is, directly or over others, by equal
// values that are the same of the first step, and every negative step is so or not at all. A step
// may have its values in a set; the first may be joined by its set to one more positive step.
// Fills `keys` and `forms` of the sequence, whose steps are planned.
bool FindKeys(const bound::Sequence& sequence, row::Sequence* planned);

}  // namespace seine

#endif  // SEINE_QUERY_SEQUENCE_KEYS_H_
