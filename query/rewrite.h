// Rewrites: named pure passes from one bound tree to an equal one that is cheaper to run. Each can
// be switched off, and the members selected stay the same.
//
// They respect missing values: `not (age = 30)` holds where age is missing, so it is never turned
// into `age != 30`. A pass gives the tree itself back, not a copy, where there is nothing to do.
#ifndef SEINE_QUERY_REWRITE_H_
#define SEINE_QUERY_REWRITE_H_

#include <set>
#include <span>
#include <string>
#include <vector>

#include "query/bound.h"

namespace seine {

// "push_not", "flatten", "merge_tests", "fold_constants", "share", in the order in which they run
// (all but the last twice).
const std::vector<std::string>& RewriteNames();

// All passes but the disabled ones; names that are no pass are ignored. Works with slots and
// without.
bound::FilterPtr Rewrite(bound::FilterPtr filter, const std::set<std::string>& disabled = {});

// query/rewrite_not.cc: `not` moves below and, or, k-of and `has`, where it meets other tests of
// the same column.
bound::FilterPtr PushNot(const bound::FilterPtr& filter);
// query/rewrite_flatten.cc: and in and, or in or become one; a join of one operand is that operand.
bound::FilterPtr Flatten(const bound::FilterPtr& filter);
// query/rewrite_merge.cc: tests of one column side by side become one test.
bound::FilterPtr MergeTests(const bound::FilterPtr& filter);
// query/rewrite_constants.cc: what is always or never true goes away.
bound::FilterPtr FoldConstants(const bound::FilterPtr& filter);
// query/rewrite_share.cc: equal subtrees become one shared node. What is asked of the population is
// answered once for such a node, and a condition of the members is evaluated once.
bound::FilterPtr Share(const bound::FilterPtr& filter);
// The same for all filters of some definitions together, their exclusions included.
void ShareAcross(std::span<bound::BoundDefinition> definitions);

}  // namespace seine

#endif  // SEINE_QUERY_REWRITE_H_
