// Tests: the leaves of a filter, each of one operand against constants or against another operand.
// The test's meaning is chosen by the operand's type; bind_numbers, bind_times, bind_text and
// bind_sets say what it is for each.
#ifndef SEINE_QUERY_BIND_TESTS_H_
#define SEINE_QUERY_BIND_TESTS_H_

#include "absl/status/statusor.h"

#include "query/bind_constants.h"
#include "query/bind_context.h"
#include "query/bind_operands.h"
#include "query/bound.h"
#include "query/filter.h"

namespace seine::binding {

absl::StatusOr<bound::FilterPtr> BindCompare(BindContext& context, const Scope& scope,
                                             const filter::Compare& test, Span span);
absl::StatusOr<bound::FilterPtr> BindBetween(BindContext& context, const Scope& scope,
                                             const filter::Between& test, Span span);
absl::StatusOr<bound::FilterPtr> BindTextTest(BindContext& context, const Scope& scope,
                                              const filter::TextTest& test, Span span);
absl::StatusOr<bound::FilterPtr> BindHasTest(BindContext& context, const Scope& scope,
                                             const filter::Has& test, Span span);
absl::StatusOr<bound::FilterPtr> BindExists(BindContext& context, const Scope& scope,
                                            const filter::Exists& test, Span span);
// Numbers go with numbers, times with times, text with text, bools with bools.
bool Comparable(const bound::ValueType& a, const bound::ValueType& b);
// left OP right, of which either may be a constant. Of two constants a moment is a value beside a
// day, and else the left one is: of two days the start of the first. `form.negated` is not looked
// at.
absl::StatusOr<bound::FilterPtr> CompareEither(BindContext& context, const Operand& left,
                                               bound::CompareOp op, const Operand& right,
                                               const TestForm& form);
// Two operands, neither of them a constant. Errors: sets, types that do not compare.
absl::StatusOr<bound::FilterPtr> CompareOperands(const Operand& left, bound::CompareOp op,
                                                 const Operand& right, Span span,
                                                 bool ignoring_case = false);
bound::FilterPtr BoolValueIs(const bound::ValuePtr& value, bool wanted, Span span);
// A name alone, or `a else b`: a bool.
absl::StatusOr<bound::FilterPtr> BindBoolColumn(BindContext& context, const Scope& scope,
                                                const filter::Expr& expr);

}  // namespace seine::binding

#endif  // SEINE_QUERY_BIND_TESTS_H_
