// Lifts: quantifiers and aggregates, which go down to rows below the present one.
#ifndef SEINE_QUERY_BIND_LIFTS_H_
#define SEINE_QUERY_BIND_LIFTS_H_

#include <optional>
#include <span>
#include <string_view>

#include "absl/status/statusor.h"

#include "query/bind_context.h"
#include "query/bind_operands.h"
#include "query/bind_scope.h"
#include "query/bound.h"
#include "query/filter.h"

namespace seine::binding {

// any | no | all
absl::StatusOr<bound::FilterPtr> BindQuantifier(BindContext& context, const Scope& scope,
                                                const filter::Quantifier& quantifier, Span span);

// All aggregates. Errors: sums of what is no number, a missing or superfluous column.
absl::StatusOr<bound::ValuePtr> BindAggregate(BindContext& context, const Scope& scope,
                                              const filter::Aggregate& aggregate, Span span);

// What is aggregated, on the rows of `scope`: `value`, or the column that `rest` names after the
// table; absent: the rows themselves.
absl::StatusOr<std::optional<Operand>> BindAggregated(BindContext& context, const Scope& scope,
                                                      const filter::Expr& value,
                                                      std::span<const Name> rest);
// "`sum` needs a column of orders".
absl::Status NeedsColumn(const BindContext& context, int table, Span span, std::string_view word);
// Of the names after the last table, where there may be none.
absl::Status NotATable(BindContext& context, const Scope& rows, std::span<const Name> rest,
                       std::string_view word);

}  // namespace seine::binding

#endif  // SEINE_QUERY_BIND_LIFTS_H_
