// Which nodes may stand where: what the text's grammar guarantees and JSON does not.

#ifndef SEINE_QUERY_FILTER_PLACES_H_
#define SEINE_QUERY_FILTER_PLACES_H_

#include "absl/status/status.h"

#include "query/filter.h"

namespace seine {

// Refuses a tree in which a list, a named list, a period, a weekday or `member` stands where no
// text could put it. After it passes, PrintFilter's text parses back to the same tree. Errors:
// filter errors at the misplaced node.
absl::Status CheckPlaces(const filter::Expr& root);

}  // namespace seine

#endif  // SEINE_QUERY_FILTER_PLACES_H_
