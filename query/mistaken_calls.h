// Calls without parentheses, parentheses without a call, and names that cannot be called: rules of
// query/mistakes.h. Pure functions.

#ifndef SEINE_QUERY_MISTAKEN_CALLS_H_
#define SEINE_QUERY_MISTAKEN_CALLS_H_

#include <optional>

#include "query/mistakes.h"
#include "query/tokens_around.h"

namespace seine {

// sum orders.amount, avg gap orders, segment "vip", sequence orders then …
std::optional<Mistake> CallWithoutParentheses(const TokensAround& tokens, TokenPlace place);
// today(), any(orders), count(distinct orders.channel)
std::optional<Mistake> MisplacedParenthesis(const TokensAround& tokens, TokenPlace place);
// The rows of a step from `from` on, which lack their parentheses; absent when no rows begin there.
std::optional<Mistake> StepWithoutParentheses(const TokensAround& tokens, int from);

}  // namespace seine

#endif  // SEINE_QUERY_MISTAKEN_CALLS_H_
