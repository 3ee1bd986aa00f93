// One operand against constants: `=`, `<`, between, in. Everything that depends on the operand's
// type is here; what each type means is in bind_numbers, bind_times and bind_text.
#ifndef SEINE_QUERY_BIND_CONSTANTS_H_
#define SEINE_QUERY_BIND_CONSTANTS_H_

#include "absl/status/statusor.h"

#include "query/bind_context.h"
#include "query/bind_operands.h"
#include "query/bound.h"
#include "query/filter.h"

namespace seine::binding {

// How a test was written: what its errors and its meaning depend on beside its operands.
struct TestForm {
  bool negated = false;
  bool ignoring_case = false;
  Span span;
  const Scope* scope = nullptr;  // where it stands
};

// Preconditions: the subject is a column, a size or a value; bounds are constants (a List, Period
// or NamedList for InConstants).
absl::StatusOr<bound::FilterPtr> CompareConstant(BindContext& context, const Operand& subject,
                                                 bound::CompareOp op, const filter::Expr& constant,
                                                 const TestForm& form);
absl::StatusOr<bound::FilterPtr> BetweenConstants(BindContext& context, const Operand& subject,
                                                  const filter::Expr& low, const filter::Expr& high,
                                                  const TestForm& form);
absl::StatusOr<bound::FilterPtr> InConstants(BindContext& context, const Operand& subject,
                                             const filter::Expr& set, const TestForm& form);

// `test` of an existing value, or its opposite: a value that is missing passes neither.
bound::FilterPtr NegatedIf(bool negated, bound::FilterPtr test, const bound::ValuePtr& value,
                           Span span);
// "`age` is an integer and this is the text \"29\"", with the way to write it as the hint.
absl::Status Mismatch(const Operand& subject, const filter::Expr& other);
// Of `=`, `in` and the like on a set.
absl::Status SetNeedsHas(const Operand& subject, const filter::Expr* value);

}  // namespace seine::binding

#endif  // SEINE_QUERY_BIND_CONSTANTS_H_
