// What a name that nothing has was probably meant as: text without quotes, a period, a missing
// value. As query/mistakes.h, where it takes the schema to know that something is wrong.
#ifndef SEINE_QUERY_BIND_MISTAKES_H_
#define SEINE_QUERY_BIND_MISTAKES_H_

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "query/bind_context.h"
#include "query/bind_operands.h"
#include "query/bind_scope.h"
#include "query/filter.h"

namespace seine::binding {

// BindOperand of what `subject` is tested against by `op` (`=`, `in`, `has`). Where that is an
// unknown name, the error's hint is what it means beside such a subject.
absl::StatusOr<Operand> BindOther(BindContext& context, const Scope& scope, const Operand& subject,
                                  std::string_view op, const filter::Expr& other);
// The same hint for an error that binding `other` gave.
absl::Status AdviseOther(const BindContext& context, const Scope& scope, const Operand& subject,
                         std::string_view op, const filter::Expr& other, const absl::Status& error);

// The error of binding `time`, which stands after `as of`.
absl::Status AdviseMoment(BindContext& context, const Scope& scope, const filter::Expr& time,
                          const absl::Status& error);
// city = "a" or "b": the error of binding `expr` as a filter behind the test `before`.
absl::Status AdviseRepeating(const filter::Expr& before, const filter::Expr& expr,
                             const absl::Status& error);

// How to write the moment that `expr` may stand for (`yesterday`, `30 days`, `last month`); empty:
// none is known.
std::string MomentHint(const filter::Expr& expr);
// 2025 - 01 - 01, 1980/01/01: a day written as arithmetic; the hint, or empty.
std::string DayHint(const filter::Expr& expr);

}  // namespace seine::binding

#endif  // SEINE_QUERY_BIND_MISTAKES_H_
