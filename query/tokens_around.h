// The tokens on both sides of a place where a filter stops making sense, by their distance from it:
// 0 is the token that cannot stand there, -1 the one before it. What lies further back than the
// stream remembers, or past the end, is kEnd.

#ifndef SEINE_QUERY_TOKENS_AROUND_H_
#define SEINE_QUERY_TOKENS_AROUND_H_

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "query/token_stream.h"

namespace seine {

class TokensAround {
 public:
  // `stream` stands at the place, and outlives this.
  explicit TokensAround(TokenStream& stream) : stream_(stream) {}

  const Token& At(int place) const;
  bool IsWord(int place, std::string_view word) const { return At(place).IsWord(word); }
  bool IsSymbol(int place, std::string_view symbol) const { return At(place).IsSymbol(symbol); }
  // A name that is no word of the language everywhere.
  bool IsFreeName(int place) const;
  bool IsNumber(int place) const;
  bool IsText(int place) const;
  bool IsUnit(int place) const;  // of time
  bool IsOneOf(int place, std::initializer_list<std::string_view> words) const;

  // The tokens from `from` on and before `end`: their span, and their words as they were written.
  Span Spanning(int from, int end) const;
  std::string Source(int from, int end) const;
  // They cannot stand where they do.
  Mistake Unexpected(int from, int end, std::string hint) const;

  // Past the path a.b.c that begins at `from`; where the path that ends before `end` begins.
  int PathEnd(int from) const;
  int PathBegin(int end) const;
  // The `)` of the `(` at `open`. Absent: there is none, or it is far away.
  std::optional<int> Closing(int open) const;
  // The innermost `(` before the place that no `)` has closed.
  std::optional<int> Enclosing() const;
  // No `(` is open, as far as is known.
  bool AtTopLevel() const;
  // What stands between `(` and `)`, split at its own commas.
  std::vector<std::string> Arguments(int open, int close) const;

 private:
  TokenStream& stream_;
};

}  // namespace seine

#endif  // SEINE_QUERY_TOKENS_AROUND_H_
