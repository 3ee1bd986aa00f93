// Walking a bound tree to make another: the children of a node replaced.
#ifndef SEINE_QUERY_BOUND_MAP_H_
#define SEINE_QUERY_BOUND_MAP_H_

#include "absl/functional/function_ref.h"

#include "query/bound.h"

namespace seine::bound {

// The same node with each child filter (operands, `where`s, those inside values) replaced by
// map(child), which is not null. `filter` itself when every child came back. The tests of an
// InLookup are not visited: they speak of other rows.
FilterPtr MapFilters(const FilterPtr& filter, absl::FunctionRef<FilterPtr(const FilterPtr&)> map);
ValuePtr MapFilters(const ValuePtr& value, absl::FunctionRef<FilterPtr(const FilterPtr&)> map);

}  // namespace seine::bound

#endif  // SEINE_QUERY_BOUND_MAP_H_
