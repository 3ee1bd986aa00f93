// Tree to text. Canonical: keywords in lower case, one space, fewest parentheses, the same text for
// equal trees. ParseFilter(PrintFilter(e)) gives a tree equal to e (for trees that keep the
// invariants of query/filter.h).

#ifndef SEINE_QUERY_PRINTER_H_
#define SEINE_QUERY_PRINTER_H_

#include <string>
#include <string_view>

#include "query/filter.h"

namespace seine {

std::string PrintFilter(const filter::Expr& expr);

// With a parenthesis around every operand that is not a single word or call, so that nobody need
// know precedence. Also parses back to the same tree.
std::string PrintParenthesised(const filter::Expr& expr);

// As written in a filter: bare, or in backquotes where it must be.
std::string PrintName(std::string_view name);
std::string PrintPath(const filter::Path& path);
// Text in double quotes, a time, a number.
std::string PrintLiteral(const filter::LiteralValue& value);

}  // namespace seine

#endif  // SEINE_QUERY_PRINTER_H_
