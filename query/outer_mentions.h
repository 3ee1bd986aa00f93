// Which outer rows a bound tree speaks of: those of Outer nodes in it.
#ifndef SEINE_QUERY_OUTER_MENTIONS_H_
#define SEINE_QUERY_OUTER_MENTIONS_H_

#include <set>

#include "query/bound.h"

namespace seine::bound {

// Their scopes, at any depth.
std::set<int> OuterScopes(const FilterPtr& filter);
std::set<int> OuterScopes(const ValuePtr& value);
bool SpeaksOfOuter(const FilterNode& filter);

}  // namespace seine::bound

#endif  // SEINE_QUERY_OUTER_MENTIONS_H_
