// Values made of other values: arithmetic, `else`, parts of dates, time elapsed, buckets, scores.
#ifndef SEINE_QUERY_BIND_VALUES_H_
#define SEINE_QUERY_BIND_VALUES_H_

#include <optional>

#include "absl/status/statusor.h"

#include "query/bind_context.h"
#include "query/bind_scope.h"
#include "query/bound.h"
#include "query/filter.h"

namespace seine::binding {

// Errors: operands of kinds that do not go together; numbers with more than 38 digits after the
// point.
absl::StatusOr<bound::ValuePtr> BindArithmetic(BindContext& context, const Scope& scope,
                                               const filter::Arithmetic& node, Span span);
absl::StatusOr<bound::ValuePtr> BindNegate(BindContext& context, const Scope& scope,
                                           const filter::Negate& node, Span span);
absl::StatusOr<bound::ValuePtr> BindElse(BindContext& context, const Scope& scope,
                                         const filter::Else& node, Span span);
absl::StatusOr<bound::ValuePtr> BindDatePart(BindContext& context, const Scope& scope,
                                             const filter::DatePart& node, Span span);
absl::StatusOr<bound::ValuePtr> BindElapsed(BindContext& context, const Scope& scope,
                                            const filter::Elapsed& node, Span span);
absl::StatusOr<bound::ValuePtr> BindBucket(const filter::Bucket& node, Span span);
absl::StatusOr<bound::ValuePtr> BindScore(BindContext& context, const Scope& scope,
                                          const filter::Score& node, Span span);

// a OP b of two bound numbers. Errors: as BindArithmetic.
absl::StatusOr<bound::ValuePtr> Calculated(filter::ArithmeticOp op, bound::ValuePtr a,
                                           bound::ValuePtr b, Span span);

// What arithmetic of literals alone comes to (2 * 1000, -(3)); absent where it is not exact, too
// large, or not of literals.
std::optional<filter::Literal> FoldedNumber(const filter::Expr& expr);

}  // namespace seine::binding

#endif  // SEINE_QUERY_BIND_VALUES_H_
