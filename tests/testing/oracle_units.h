// Periods as other things than one span of time: as the units of `in each of`, as civil days.
#ifndef SEINE_TESTS_TESTING_ORACLE_UNITS_H_
#define SEINE_TESTS_TESTING_ORACLE_UNITS_H_

#include <optional>
#include <vector>

#include "query/filter.h"
#include "tests/testing/oracle_evaluator.h"

namespace seine::oracle {

// `last 4 quarters` is four units, a list those of its elements, anything else one, which may
// consist of several spans. A unit whose bounds are missing has none.
std::vector<TimeSpans> UnitsOf(Evaluator& evaluator, const filter::Expr& periods,
                               const Context& at);

// The civil days that an anniversary may fall on; absent when a bound is missing.
std::optional<std::vector<DaySpan>> DaysOf(Evaluator& evaluator, const filter::Expr& period,
                                           const Context& at);

}  // namespace seine::oracle

#endif  // SEINE_TESTS_TESTING_ORACLE_UNITS_H_
