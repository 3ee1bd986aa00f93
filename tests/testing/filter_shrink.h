// Makes a filter that fails a test as small as it can be while it still fails.
#ifndef SEINE_TESTS_TESTING_FILTER_SHRINK_H_
#define SEINE_TESTS_TESTING_FILTER_SHRINK_H_

#include <functional>
#include <vector>

#include "query/filter.h"

namespace seine::oracle {

// Filters one step simpler than `filter`: an operand instead of its join, a join with one operand
// less, a lift without its `where`, a shorter list, a test without `not` or `ignoring case`.
std::vector<filter::Expr> Simpler(const filter::Expr& filter);

// Greedy: the first simpler filter for which `fails` holds, again and again, `most` calls at most.
filter::Expr Shrink(filter::Expr filter, const std::function<bool(const filter::Expr&)>& fails,
                    int most = 2000);

}  // namespace seine::oracle

#endif  // SEINE_TESTS_TESTING_FILTER_SHRINK_H_
