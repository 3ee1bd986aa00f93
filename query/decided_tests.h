// Tests that the same answer comes of whatever the data: `weekday = 8`, `between 10 and 5`, `last 0
// days`. They are valid, and hardly ever meant, so the result carries a warning.
#ifndef SEINE_QUERY_DECIDED_TESTS_H_
#define SEINE_QUERY_DECIDED_TESTS_H_

#include <string>
#include <vector>

#include "query/filter.h"

namespace seine::binding {

// What to warn of, each with the reason and, where it is clear, with what to write instead. For any
// node; of joining nodes nothing is said, their operands are asked by themselves. Precondition: the
// node was bound, so its operands go together.
std::vector<std::string> DecidedWarnings(const filter::Expr& test);

}  // namespace seine::binding

#endif  // SEINE_QUERY_DECIDED_TESTS_H_
