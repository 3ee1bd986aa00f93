// Filter text to tree (docs/language.md is the grammar). Names stay unresolved.
//
// Hand-written: precedence climbing over a lexer that reads on demand, so memory is what the tree
// takes. Recursion is bounded by the limits, never by the input. Pure functions.

#ifndef SEINE_QUERY_PARSER_H_
#define SEINE_QUERY_PARSER_H_

#include <string_view>

#include "absl/status/statusor.h"

#include "query/filter.h"
#include "query/filter_limits.h"

namespace seine {

// One filter, all of `text`. Errors: a located filter error (query/filter_error.h); InvalidArgument
// for what is wrong, ResourceExhausted for what is too large.
absl::StatusOr<Filter> ParseFilter(std::string_view text, const FilterLimits& limits = {});

}  // namespace seine

#endif  // SEINE_QUERY_PARSER_H_
