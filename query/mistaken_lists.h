// Commas and joining words between values, where the language has something else: rules of
// query/mistakes.h. Pure functions.

#ifndef SEINE_QUERY_MISTAKEN_LISTS_H_
#define SEINE_QUERY_MISTAKEN_LISTS_H_

#include <optional>

#include "query/mistakes.h"
#include "query/tokens_around.h"

namespace seine {

// age > 1,000; age > 5, age < 10; between (5, 10); first(orders, 2)
std::optional<Mistake> MisplacedComma(const TokensAround& tokens, TokenPlace place);
// age in (30 and 40), city in ("a" or "b")
std::optional<Mistake> MisplacedJoin(const TokensAround& tokens, TokenPlace place);

}  // namespace seine

#endif  // SEINE_QUERY_MISTAKEN_LISTS_H_
