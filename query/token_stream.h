// The tokens of a filter with any lookahead, and the first error. What the parsers are built on.
//
// Errors are sticky: the first one is kept, and from then on every token is the end, so that loops
// stop and callers need not check at each step. A lexer's error counts when its place is reached.

#ifndef SEINE_QUERY_TOKEN_STREAM_H_
#define SEINE_QUERY_TOKEN_STREAM_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>

#include "absl/status/status.h"

#include "query/lexer.h"
#include "query/mistakes.h"
#include "query/span_map.h"

namespace seine {

// A text to parse, and where it stands.
struct FilterSource {
  std::string_view text;
  std::string_view document;  // what the spans point into: `text` itself, or JSON that quotes it
  SpanMap spans;              // from text to document

  explicit FilterSource(std::string_view whole) : text(whole), document(whole) {}
  FilterSource(std::string_view quoted, std::string_view in, SpanMap map)
      : text(quoted), document(in), spans(std::move(map)) {}
};

class TokenStream {
 public:
  static constexpr size_t kRemembered = 32;

  // Precondition: CheckFilterText(source.text) passed. The texts outlive the stream.
  explicit TokenStream(FilterSource source);

  // The first error, not located.
  const absl::Status& status() const { return error_; }
  bool failed() const { return !error_.ok(); }

  const Token& Peek(size_t ahead = 0);
  // The n-th token before the current one, n from 1, without its literal. kEnd before the first
  // one, and further back than kRemembered.
  const Token& Behind(size_t n) const;
  Token Take();
  bool TakeSymbol(std::string_view symbol);
  bool TakeWord(std::string_view word);
  void ExpectSymbol(std::string_view symbol, std::string_view where);
  std::string ExpectText(std::string_view what);
  // Refuses what is left of the text.
  void ExpectEnd();

  void Fail(Span span, std::string_view message, std::string_view hint = "");
  void Fail(const Mistake& mistake) { Fail(mistake.span, mistake.message, mistake.hint); }
  void FailLimit(Span span, std::string_view message, uint64_t limit);
  // "expected WHAT, found `x`", unless the tokens around say more (query/mistakes.h).
  void FailExpected(std::string_view what, std::string_view hint = "");
  void FailUnexpected();

  // As the person wrote it, cut when long.
  std::string Source(Span span, size_t most = 60) const;

 protected:
  // Where the current token begins, the one taken last ends; what that was.
  uint32_t Begin() { return Peek().span.begin; }
  Span last() const { return Behind(1).span; }
  bool IsNumberOrParameter(size_t ahead);
  bool IsCall(std::string_view word) { return Peek().IsWord(word) && Peek(1).IsSymbol("("); }

 private:
  std::string Describe(const Token& token) const;
  void AdoptLexerError();

  FilterSource source_;
  Lexer lexer_;
  std::deque<Token> ahead_;
  std::array<Token, kRemembered> behind_;  // a ring
  size_t taken_ = 0;                       // tokens so far
  Token end_;                              // what every token is after an error
  absl::Status error_;
};

}  // namespace seine

#endif  // SEINE_QUERY_TOKEN_STREAM_H_
