// Numbers: what a comparison with constants means in the units of a column or of an aggregate,
// exactly.
//
// Integers and decimals are compared as fractions: `age >= 29.5` is `age >= 30`, `age = 29.5` holds
// of nobody, and a constant may have any number of digits. With reals a constant is the nearest
// double.
#ifndef SEINE_QUERY_BIND_NUMBERS_H_
#define SEINE_QUERY_BIND_NUMBERS_H_

#include <vector>

#include "absl/numeric/int128.h"
#include "absl/status/statusor.h"

#include "engine/schema.h"
#include "query/bound.h"
#include "query/exact_number.h"

namespace seine::binding {

bound::ValuePtr NumberConstant(absl::int128 number, int scale, Span span);
bound::ValuePtr RealConstant(double real, Span span);

bool IsNumber(ColumnType type);
bool IsNumber(const bound::ValueType& type);

// The values of a number column for which `value OP number` holds, kNotEqual excepted (complement
// kEqual instead). An empty result has first > last.
bound::Range NumberRange(const ColumnSchema& column, bound::CompareOp op,
                         const ExactNumber& number);
bound::Range Intersect(bound::Range a, bound::Range b);
// The same of a number in units of the column: `floor`, or, unless exact, between it and the next.
bound::Range UnitRange(bound::CompareOp op, absl::int128 floor, bool exact);

// Sorts, drops empty ranges and joins those that touch: the form that InRanges promises.
void NormalizeRanges(std::vector<bound::Range>& ranges);

// `value OP number` for an aggregate or another value of kind kNumber or kReal. The constant comes
// in the value's own scale, so that only averages are compared as fractions. Errors: more digits
// than a fraction can hold.
absl::StatusOr<bound::FilterPtr> CompareNumber(const bound::ValuePtr& value, bound::CompareOp op,
                                               const ExactNumber& number, Span span);
// The same of a number in the value's units, which is no fraction: `floor`, or, unless exact,
// between it and the next.
bound::FilterPtr CompareUnits(const bound::ValuePtr& value, bound::CompareOp op, absl::int128 floor,
                              bool exact, Span span);

}  // namespace seine::binding

#endif  // SEINE_QUERY_BIND_NUMBERS_H_
