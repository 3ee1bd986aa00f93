#include "query/token_stream.h"

#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"

#include "engine/absl_bridge.h"
#include "query/filter_error.h"

namespace seine {

TokenStream::TokenStream(FilterSource source) : source_(std::move(source)), lexer_(source_.text) {
  const uint32_t end = source_.spans.Map(static_cast<uint32_t>(source_.text.size()));
  end_.span = {end, end};
}

const Token& TokenStream::Peek(size_t ahead) {
  if (failed()) return end_;
  while (ahead_.size() <= ahead) {
    ahead_.push_back(lexer_.Next());
    ahead_.back().span = source_.spans.Map(ahead_.back().span);
  }
  return ahead_[ahead];
}

Token TokenStream::Take() {
  Peek();
  if (failed()) return end_;
  Token token = std::move(ahead_.front());
  ahead_.pop_front();
  Token& kept = behind_[taken_++ % kRemembered];
  kept.kind = token.kind;
  kept.span = token.span;
  kept.text = token.text;
  return token;
}

const Token& TokenStream::Behind(size_t n) const {
  static const Token& none = *new Token;
  if (n > taken_ || n > kRemembered) return none;
  return behind_[(taken_ - n) % kRemembered];
}

bool TokenStream::TakeSymbol(std::string_view symbol) {
  if (!Peek().IsSymbol(symbol)) return false;
  Take();
  return true;
}

bool TokenStream::TakeWord(std::string_view word) {
  if (!Peek().IsWord(word)) return false;
  Take();
  return true;
}

void TokenStream::ExpectSymbol(std::string_view symbol, std::string_view where) {
  if (TakeSymbol(symbol)) return;
  FailExpected(absl::StrCat("`", ToAbsl(symbol), "` ", ToAbsl(where)));
}

std::string TokenStream::ExpectText(std::string_view what) {
  if (const auto* text = std::get_if<filter::Text>(&Peek().literal)) {
    if (Peek().kind == TokenKind::kLiteral) {
      std::string value = text->value;
      Take();
      return value;
    }
  }
  const bool name = Peek().kind == TokenKind::kName;
  FailExpected(absl::StrCat(ToAbsl(what), " in quotes"),
               name ? absl::StrCat("text goes in quotes: \"", Peek().text, "\"") : "");
  return "";
}

bool TokenStream::IsNumberOrParameter(size_t ahead) {
  const Token& token = Peek(ahead);
  if (token.kind == TokenKind::kParameter) return true;
  return token.kind == TokenKind::kLiteral &&
         (std::holds_alternative<filter::Integer>(token.literal) ||
          std::holds_alternative<filter::Decimal>(token.literal));
}

void TokenStream::Fail(Span span, std::string_view message, std::string_view hint) {
  if (failed()) return;
  // What the lexer could not read looks like the end; its own error says more.
  if (Peek().kind == TokenKind::kEnd && !lexer_.status().ok()) return AdoptLexerError();
  error_ = FilterError(span, message, hint);
}

void TokenStream::AdoptLexerError() {
  std::optional<FilterErrorInfo> info = GetFilterError(lexer_.status());
  info->span = source_.spans.Map(info->span);
  error_ = MakeFilterError(lexer_.status().code(), *info);
}

void TokenStream::ExpectEnd() {
  if (failed()) return;
  if (Peek().kind != TokenKind::kEnd) return FailUnexpected();
  if (!lexer_.status().ok()) AdoptLexerError();
}

void TokenStream::FailLimit(Span span, std::string_view message, uint64_t limit) {
  if (failed()) return;
  FilterErrorInfo info;
  info.span = span;
  info.message = message;
  info.hint = absl::StrCat("at most ", limit, " are allowed");
  error_ = MakeFilterError(absl::StatusCode::kResourceExhausted, info);
}

void TokenStream::FailExpected(std::string_view what, std::string_view hint) {
  if (failed()) return;
  if (const std::optional<Mistake> mistake = FindMistake(*this, TokenPlace::kInside))
    return Fail(*mistake);
  const Token& token = Peek();
  Fail(token.span, absl::StrCat("expected ", ToAbsl(what), ", found ", Describe(token)),
       hint.empty() ? HintFor(*this, TokenPlace::kInside) : hint);
}

void TokenStream::FailUnexpected() {
  if (failed()) return;
  if (const std::optional<Mistake> mistake = FindMistake(*this, TokenPlace::kAfterValue))
    return Fail(*mistake);
  const Token& token = Peek();
  Fail(token.span, absl::StrCat("unexpected ", Describe(token)),
       HintFor(*this, TokenPlace::kAfterValue));
}

std::string TokenStream::Source(Span span, size_t most) const {
  return Shortened(source_.document.substr(span.begin, span.end - span.begin), most);
}

std::string TokenStream::Describe(const Token& token) const {
  if (token.kind == TokenKind::kEnd) return "the end";
  return absl::StrCat("`", Source(token.span, 40), "`");
}

}  // namespace seine
