// Tests of one text. Each is a bound::TextPredicate, used as it is on text columns and once per
// distinct value on dictionaries. With `ignoring_case` both sides are folded (engine/case_fold.h);
// regular expressions fold in RE2.
#ifndef SEINE_QUERY_TEXT_MATCH_H_
#define SEINE_QUERY_TEXT_MATCH_H_

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

#include "query/bound.h"
#include "query/filter_tests.h"

namespace seine {

using TextPredicatePtr = std::shared_ptr<const bound::TextPredicate>;

// One of the values.
TextPredicatePtr MatchAnyOf(std::vector<std::string> values, bool ignoring_case);
// By bytes.
TextPredicatePtr MatchOrder(bound::CompareOp op, std::string value, bool ignoring_case);
// contains, starts with, ends with, like (`%` any run, `_` one character; the whole text), matches
// (RE2, anywhere). Errors: InvalidArgument with RE2's reason, for a pattern that it refuses or that
// is too large.
absl::StatusOr<TextPredicatePtr> MatchPattern(filter::TextOp op, std::string pattern,
                                              bool ignoring_case);
TextPredicatePtr MatchNot(TextPredicatePtr predicate);

}  // namespace seine

#endif  // SEINE_QUERY_TEXT_MATCH_H_
