// `in`: a value against a list, a period or a set.
#ifndef SEINE_QUERY_BIND_IN_H_
#define SEINE_QUERY_BIND_IN_H_

#include "absl/status/statusor.h"

#include "query/bind_context.h"
#include "query/bind_scope.h"
#include "query/bound.h"
#include "query/filter.h"

namespace seine::binding {

absl::StatusOr<bound::FilterPtr> BindIn(BindContext& context, const Scope& scope,
                                        const filter::In& test, Span span);

}  // namespace seine::binding

#endif  // SEINE_QUERY_BIND_IN_H_
