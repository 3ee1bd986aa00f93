// Sets: `has` in all its forms. A missing set is the empty set, so no form is undecided and `not`
// is the complement.
#ifndef SEINE_QUERY_BIND_SETS_H_
#define SEINE_QUERY_BIND_SETS_H_

#include "absl/status/statusor.h"

#include "query/bind_context.h"
#include "query/bind_scope.h"
#include "query/bound.h"
#include "query/filter_tests.h"

namespace seine::binding {

// Precondition: the column is a set. Values that no row has are never there: `has all` with one of
// them holds of nobody.
absl::StatusOr<bound::FilterPtr> BindHas(BindContext& context, const ColumnPath& column,
                                         const filter::Has& has, Span span);

}  // namespace seine::binding

#endif  // SEINE_QUERY_BIND_SETS_H_
