// Tests of an operand against constants, kind by kind: what CompareConstant, BetweenConstants and
// InConstants (query/bind_constants.h) choose among. The subject is of the kind that the name says.
#ifndef SEINE_QUERY_BIND_CONSTANT_KINDS_H_
#define SEINE_QUERY_BIND_CONSTANT_KINDS_H_

#include <optional>
#include <vector>

#include "absl/status/statusor.h"

#include "query/bind_constants.h"
#include "query/bind_operands.h"
#include "query/bind_times.h"
#include "query/bound.h"
#include "query/exact_number.h"

namespace seine::binding {

// The operand as the left side of a comparison; a lookup's set by its own rows, for ThroughLookups.
absl::StatusOr<bound::ValuePtr> Left(const Operand& operand);
// The test of a column of the row, made of that of the column at the end of its path.
absl::StatusOr<bound::FilterPtr> Finish(BindContext& context, const Operand& operand,
                                        bound::FilterPtr test);

// Weekdays are numbers from 1 (Monday) to 7.
std::optional<ExactNumber> NumberOf(const filter::Expr& expr);
absl::StatusOr<bound::FilterPtr> NumberCompare(const Operand& subject, bound::CompareOp op,
                                               const ExactNumber& number, Span span);
absl::StatusOr<bound::FilterPtr> NumberBetween(const Operand& subject, const ExactNumber& low,
                                               const ExactNumber& high, const TestForm& form);
absl::StatusOr<bound::FilterPtr> NumberIn(BindContext& context, const Operand& subject,
                                          const filter::Expr& set, const TestForm& form);

// The interval of a constant beside a time. Errors: a mismatch for literals of other types.
absl::StatusOr<TimeInterval> TimeOf(const Operand& subject, const filter::Expr& constant);
absl::StatusOr<bound::FilterPtr> TimeIn(BindContext& context, const Operand& subject,
                                        const std::vector<TimeInterval>& intervals,
                                        const TestForm& form);
absl::StatusOr<bound::FilterPtr> TimeCompare(BindContext& context, const Operand& subject,
                                             bound::CompareOp op, const filter::Expr& constant,
                                             const TestForm& form);
// Finished.
absl::StatusOr<bound::FilterPtr> TimeInList(BindContext& context, const Operand& subject,
                                            const filter::Expr& set, const TestForm& form);

absl::StatusOr<bound::FilterPtr> TextCompare(BindContext& context, const Operand& subject,
                                             bound::CompareOp op, const filter::Expr& constant,
                                             const TestForm& form);
absl::StatusOr<bound::FilterPtr> TextBetween(const Operand& subject, const filter::Expr& low,
                                             const filter::Expr& high, const TestForm& form);
absl::StatusOr<bound::FilterPtr> TextInList(BindContext& context, const Operand& subject,
                                            const filter::Expr& set, const TestForm& form);

absl::StatusOr<bound::FilterPtr> BoolCompare(const Operand& subject, bound::CompareOp op,
                                             const filter::Expr& constant, const TestForm& form);
absl::StatusOr<bound::FilterPtr> BoolIn(BindContext& context, const Operand& subject,
                                        const filter::Expr& set, const TestForm& form);

}  // namespace seine::binding

#endif  // SEINE_QUERY_BIND_CONSTANT_KINDS_H_
