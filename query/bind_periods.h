// Periods whose bounds are values of the row: `at from first(orders).at to first(orders).at + 30
// days`.
#ifndef SEINE_QUERY_BIND_PERIODS_H_
#define SEINE_QUERY_BIND_PERIODS_H_

#include <vector>

#include "absl/status/statusor.h"

#include "query/bind_context.h"
#include "query/bind_operands.h"
#include "query/bind_scope.h"
#include "query/bound.h"
#include "query/filter.h"

namespace seine::binding {

struct ValuePeriod {
  bound::FilterPtr inside;
  std::vector<bound::ValuePtr> bounds;  // those that are values
};

// since, before, from … to or between … and, with a bound that is no constant.
bool IsValuePeriod(const filter::Expr& expr);
// `subject` inside the period. A bound that is a value stands for its own moment.
absl::StatusOr<ValuePeriod> BindValuePeriod(BindContext& context, const Scope& scope,
                                            const Operand& subject, const filter::Expr& expr);
// The value lies in one of the periods, or passes `fixed` (null: none). Negated: in none of them,
// and the value and all bounds exist.
bound::FilterPtr InValuePeriods(const bound::ValuePtr& value, std::vector<ValuePeriod> periods,
                                bound::FilterPtr fixed, bool negated, Span span);

}  // namespace seine::binding

#endif  // SEINE_QUERY_BIND_PERIODS_H_
