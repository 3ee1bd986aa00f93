// Member lists: `member in ("17850", "13047")`, `member in list("uploaded")`, `member = "17850"`.
#ifndef SEINE_QUERY_BIND_MEMBERS_H_
#define SEINE_QUERY_BIND_MEMBERS_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "query/bind_context.h"
#include "query/bound.h"
#include "query/filter.h"

namespace seine::binding {

// Keys may be written as text or as whole numbers, whichever type the store's keys have. A key that
// no member has is ignored, with a warning. Errors: other literals; DataLoss of the store's keys.
absl::StatusOr<bound::FilterPtr> BindMembers(BindContext& context, const filter::Expr& keys,
                                             bool negated, Span span);

// Of `ignoring case` beside `member`.
absl::Status KeysAreExact(Span span);

}  // namespace seine::binding

#endif  // SEINE_QUERY_BIND_MEMBERS_H_
