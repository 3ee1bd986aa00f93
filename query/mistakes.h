// What a person probably meant by words that cannot stand where they do.
//
// Asked only once a filter is wrong, so time is no matter: the tokens on both sides of the place
// are compared with the mistakes that people make, the most telling first. What a hint says to
// write is valid in the place of the mistake's span, though more may be wrong elsewhere. Words of
// other languages are in query/synonyms.h; names that are wrong only for a schema are the binder's.

#ifndef SEINE_QUERY_MISTAKES_H_
#define SEINE_QUERY_MISTAKES_H_

#include <cstdint>
#include <optional>
#include <string>

#include "query/span.h"

namespace seine {

class TokenStream;  // query/token_stream.h, which includes this

struct Mistake {
  Span span;
  std::string message;
  std::string hint;
};

enum class TokenPlace : uint8_t {
  kInside,      // something else must stand here
  kAfterValue,  // a whole value or filter ends before: an operator may stand here, or the end
};

// The stream's current token cannot stand there.
std::optional<Mistake> FindMistake(TokenStream& tokens, TokenPlace place);
// A general hint where no mistake was found; may be empty.
std::string HintFor(TokenStream& tokens, TokenPlace place);
// The current token is a `(`, and the path before it names nothing that can be called.
Mistake FindCallMistake(TokenStream& tokens);

}  // namespace seine

#endif  // SEINE_QUERY_MISTAKES_H_
