// What the lexer says of characters that make no token: signs of other languages and keyboards, and
// what clings to a number. Pure functions.

#ifndef SEINE_QUERY_LEXER_SLIPS_H_
#define SEINE_QUERY_LEXER_SLIPS_H_

#include <cstddef>
#include <string>
#include <string_view>

namespace seine {

struct LexerSlip {
  size_t length = 0;  // bytes that the hint replaces
  std::string message;
  std::string hint;
};

// `rest` starts with what begins no token.
LexerSlip SignSlip(std::string_view rest);
// `rest` starts with the digits of a number, `digits` bytes, to which more clings, up to `end`.
LexerSlip NumberSlip(std::string_view rest, size_t digits, size_t end);
// `rest` starts with a point that no name precedes, or with a number and a point: .5, 12., 1.2.3.
LexerSlip PointSlip(std::string_view rest);

}  // namespace seine

#endif  // SEINE_QUERY_LEXER_SLIPS_H_
