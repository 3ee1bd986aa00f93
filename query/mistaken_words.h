// Text without quotes, and words of everyday speech and of other languages for those of this one:
// rules of query/mistakes.h. Pure functions.

#ifndef SEINE_QUERY_MISTAKEN_WORDS_H_
#define SEINE_QUERY_MISTAKEN_WORDS_H_

#include <optional>

#include "query/mistakes.h"
#include "query/tokens_around.h"

namespace seine {

// city = New York, city in (New York, London)
std::optional<Mistake> QuotesMissing(const TokensAround& tokens, TokenPlace place);
// The same of a text that begins like a name of somebody or something: no word of it is looked at.
std::optional<Mistake> QuotesMissingOfName(const TokensAround& tokens, TokenPlace place);

// age is greater than 5, at within the last 7 days
std::optional<Mistake> InfixWordsOfOthers(const TokensAround& tokens, TokenPlace place);
// some orders, the orders
std::optional<Mistake> WordsBeforeRows(const TokensAround& tokens, TokenPlace place);
// last thirty days, past 30 days, at least two of
std::optional<Mistake> WordsAroundNumbers(const TokensAround& tokens, TokenPlace place);
// no any orders
std::optional<Mistake> TwoQuantifiers(const TokensAround& tokens, TokenPlace place);

}  // namespace seine

#endif  // SEINE_QUERY_MISTAKEN_WORDS_H_
