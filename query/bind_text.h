// Text: tests of category and text columns. A category's test is decided here, once per distinct
// value, and becomes a set of codes; a text column's stays a predicate.
#ifndef SEINE_QUERY_BIND_TEXT_H_
#define SEINE_QUERY_BIND_TEXT_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"

#include "query/bind_context.h"
#include "query/bind_scope.h"
#include "query/bound.h"
#include "query/text_match.h"

namespace seine::binding {

bool IsText(ColumnType type);

// The codes of `dictionary` whose text matches. Ascending.
std::vector<uint32_t> MatchingCodes(const Dictionary& dictionary,
                                    const bound::TextPredicate& predicate);

// The codes that each listed value stands for: one, or with `ignoring_case` perhaps several, or
// none.
struct ListedCodes {
  std::vector<uint32_t> codes;              // all of them, ascending and distinct
  std::vector<std::vector<uint32_t>> each;  // per value, when asked for
  bool unknown = false;                     // some value has no code; a warning was left
};
ListedCodes FindCodes(BindContext& context, const ColumnPath& column,
                      const std::vector<std::string>& values, bool ignoring_case, bool want_each);

// The column's text is (`negated`: exists and is not) one of the values.
bound::FilterPtr TextIn(BindContext& context, const ColumnPath& column,
                        std::vector<std::string> values, bool negated, bool ignoring_case,
                        Span span);
// The column's text matches (`negated`: exists and does not).
bound::FilterPtr TextMatches(const ColumnPath& column, TextPredicatePtr predicate, bool negated,
                             Span span);

// The same of a text that is computed.
bound::FilterPtr ComputedTextIs(const bound::ValuePtr& value, TextPredicatePtr predicate,
                                bool negated, Span span);

}  // namespace seine::binding

#endif  // SEINE_QUERY_BIND_TEXT_H_
