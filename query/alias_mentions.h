// Which named rows an expression mentions: `a` in `product = a.product`.
#ifndef SEINE_QUERY_ALIAS_MENTIONS_H_
#define SEINE_QUERY_ALIAS_MENTIONS_H_

#include "absl/functional/function_ref.h"

#include "query/filter.h"

namespace seine {

// Calls visit(path) for each path of the expression, at any depth.
void VisitPaths(const filter::Expr& expr, absl::FunctionRef<void(const filter::Path&)> visit);

}  // namespace seine

#endif  // SEINE_QUERY_ALIAS_MENTIONS_H_
