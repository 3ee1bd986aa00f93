// What can be said of the order of symbolic instants before as_of and the zone are known.
#ifndef SEINE_QUERY_TIME_ORDER_H_
#define SEINE_QUERY_TIME_ORDER_H_

#include "query/time_term.h"

namespace seine {

// Whether `a` is at or after `b` whatever as_of and zone are. False: it depends, or is not known.
bool NeverBefore(const TimeTerm& a, const TimeTerm& b);

}  // namespace seine

#endif  // SEINE_QUERY_TIME_ORDER_H_
