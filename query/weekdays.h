// Which values are weekdays: beside them `sat` is a constant and no name.
#ifndef SEINE_QUERY_WEEKDAYS_H_
#define SEINE_QUERY_WEEKDAYS_H_

#include "query/filter.h"

namespace seine {

// `at weekday`, and what picks one of such values: `mode(at weekday of orders)`, `at weekday else
// sun`. Parser and printer agree by it on what a bare name of a weekday says.
bool IsWeekday(const filter::Expr& expr);

}  // namespace seine

#endif  // SEINE_QUERY_WEEKDAYS_H_
