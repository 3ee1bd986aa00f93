// Sets: `has` in all its forms. A missing set is the empty set, so no form is undecided and `not`
// is the complement.
#ifndef SEINE_QUERY_BIND_SETS_H_
#define SEINE_QUERY_BIND_SETS_H_

#include "absl/status/statusor.h"

#include "query/bind_context.h"
#include "query/bind_operands.h"
#include "query/bind_scope.h"
#include "query/bound.h"
#include "query/filter_tests.h"

namespace seine::binding {

bound::SetMode ModeOf(filter::HasMode mode);
// Where a column that is a set is read from.
bound::SetSource SourceOf(const ColumnPath& column);

// Precondition: the column is a set. Values that no row has are never there: `has all` with one of
// them holds of nobody.
absl::StatusOr<bound::FilterPtr> BindHas(BindContext& context, const ColumnPath& column,
                                         const filter::Has& has, Span span);

// query/bind_set_relations.cc: `city in visited`, `product in coupon.products`; `tags has any
// others`, `tags has city`. Errors: a right side that is no set (or, after `has`, no text).
absl::StatusOr<bound::FilterPtr> BindInSet(BindContext& context, const Scope& scope,
                                           const Operand& subject, const filter::In& test,
                                           Span span);
absl::StatusOr<bound::FilterPtr> BindHasSet(BindContext& context, const Scope& scope,
                                            const Operand& subject, const filter::Has& test,
                                            Span span);

}  // namespace seine::binding

#endif  // SEINE_QUERY_BIND_SETS_H_
