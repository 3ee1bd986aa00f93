// Filter text to tokens, one at a time.
//
// The lexer knows literals in full (also times), names, parameters and symbols; which names are
// keywords is the parser's to say. What can only be a slip (`==`, `&&`, “smart quotes”, full-width
// punctuation) is refused here with the fix (query/lexer_slips.h).

#ifndef SEINE_QUERY_LEXER_H_
#define SEINE_QUERY_LEXER_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/status.h"

#include "query/filter_limits.h"
#include "query/lexer_slips.h"
#include "query/literal.h"
#include "query/span.h"

namespace seine {

enum class TokenKind : uint8_t {
  kEnd,
  kName,        // text: the name
  kQuotedName,  // `text`, never a keyword
  kParameter,   // $text
  kLiteral,     // literal: anything but a boolean, a weekday or a negative number
  kSymbol,      // text: one of ( ) , . : = != < <= > >= + - * / %
};

struct Token {
  TokenKind kind = TokenKind::kEnd;
  Span span;
  std::string text;
  filter::LiteralValue literal;

  bool IsSymbol(std::string_view symbol) const {
    return kind == TokenKind::kSymbol && text == symbol;
  }
  // `word` in lower case. Keywords ignore case.
  bool IsWord(std::string_view word) const;
};

// Refuses what no filter can be made of: bytes that are too many, not UTF-8, or NUL.
absl::Status CheckBytes(std::string_view text, size_t max_bytes);
// The same, and text with more commas than the limits have room for, before it is read at leisure.
absl::Status CheckFilterText(std::string_view text, const FilterLimits& limits);

class Lexer {
 public:
  // Precondition: CheckFilterText passed. `text` outlives the lexer. A byte order mark at the start
  // is skipped.
  explicit Lexer(std::string_view text);

  // The next token; kEnd again and again at the end. After an error status() says which, and only
  // kEnd comes.
  Token Next();
  const absl::Status& status() const { return status_; }

 private:
  void SkipBlanks();
  Token Finish(TokenKind kind, size_t begin);
  Token Fail(size_t begin, size_t end, std::string_view message, std::string_view hint = "");
  Token ReadText(char quote);
  Token ReadBackquoted();
  Token ReadName();
  Token ReadParameter();
  Token ReadNumber();
  Token ReadTime();
  Token ReadSymbol();
  Token Refuse(size_t begin, const LexerSlip& slip);
  // Where the letters, digits and underscores end that start at `from`.
  size_t NameEnd(size_t from) const;
  bool StartsTime() const;
  char At(size_t i) const { return i < text_.size() ? text_[i] : '\0'; }

  std::string_view text_;
  size_t at_ = 0;
  absl::Status status_;
};

}  // namespace seine

#endif  // SEINE_QUERY_LEXER_H_
