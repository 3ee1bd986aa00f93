// Slots: what of a bound tree waits for as_of or the zone until Ground() fills it.
#ifndef SEINE_QUERY_SLOTS_H_
#define SEINE_QUERY_SLOTS_H_

#include "query/bound.h"

namespace seine::bound {

// Any time term, MidnightOf without a zone, or InLookup, here or below.
bool HasSlots(const FilterNode& filter);
bool HasSlots(const ValueNode& value);

}  // namespace seine::bound

#endif  // SEINE_QUERY_SLOTS_H_
