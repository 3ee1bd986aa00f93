#include "query/parser.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"

#include "engine/absl_bridge.h"
#include "engine/nearest_name.h"
#include "query/filter_error.h"
#include "query/filter_parser.h"
#include "query/keywords.h"

namespace seine {

using filter::And;
using filter::Expr;
using filter::Not;
using filter::Or;

FilterParser::FilterParser(std::string_view text, const FilterLimits& limits)
    : text_(text), limits_(limits), lexer_(text) {
  const auto size = static_cast<uint32_t>(text.size());
  end_.span = {size, size};
}

absl::Status FilterParser::status() const { return error_; }

// ---- Tokens

const Token& FilterParser::Peek(size_t ahead) {
  if (failed()) return end_;
  while (ahead_.size() <= ahead) ahead_.push_back(lexer_.Next());
  return ahead_[ahead];
}

Token FilterParser::Take() {
  Peek();
  if (failed()) return end_;
  Token token = std::move(ahead_.front());
  ahead_.pop_front();
  last_.kind = token.kind;
  last_.span = token.span;
  return token;
}

bool FilterParser::TakeSymbol(std::string_view symbol) {
  if (!Peek().IsSymbol(symbol)) return false;
  Take();
  return true;
}

bool FilterParser::TakeWord(std::string_view word) {
  if (!Peek().IsWord(word)) return false;
  Take();
  return true;
}

void FilterParser::ExpectSymbol(std::string_view symbol, std::string_view where) {
  if (TakeSymbol(symbol)) return;
  FailExpected(absl::StrCat("`", ToAbsl(symbol), "` ", ToAbsl(where)));
}

std::string FilterParser::ExpectText(std::string_view what) {
  if (const auto* text = std::get_if<filter::Text>(&Peek().literal)) {
    if (Peek().kind == TokenKind::kLiteral) {
      std::string value = text->value;
      Take();
      return value;
    }
  }
  FailExpected(absl::StrCat(ToAbsl(what), " in quotes"));
  return "";
}

bool FilterParser::IsNumberOrParameter(size_t ahead) {
  const Token& token = Peek(ahead);
  if (token.kind == TokenKind::kParameter) return true;
  return token.kind == TokenKind::kLiteral &&
         (std::holds_alternative<filter::Integer>(token.literal) ||
          std::holds_alternative<filter::Decimal>(token.literal));
}

// ---- Errors

void FilterParser::Fail(Span span, std::string_view message, std::string_view hint) {
  if (failed()) return;
  // What the lexer could not read looks like the end; its own error says more.
  const bool at_end = Peek().kind == TokenKind::kEnd;
  error_ = at_end && !lexer_.status().ok() ? lexer_.status() : FilterError(span, message, hint);
}

void FilterParser::FailLimit(Span span, std::string_view message, uint64_t limit) {
  if (failed()) return;
  FilterErrorInfo info;
  info.span = span;
  info.message = message;
  info.hint = absl::StrCat("at most ", limit, " are allowed");
  error_ = MakeFilterError(absl::StatusCode::kResourceExhausted, info);
}

void FilterParser::FailExpected(std::string_view what, std::string_view hint) {
  const Token& token = Peek();
  Fail(token.span, absl::StrCat("expected ", ToAbsl(what), ", found ", Describe(token)),
       hint.empty() ? HintFor(token) : hint);
}

void FilterParser::FailUnexpected() {
  const Token& token = Peek();
  Fail(token.span, absl::StrCat("unexpected ", Describe(token)), HintAfterValue(token));
}

std::string FilterParser::Source(Span span, size_t most) const {
  std::string_view slice = text_.substr(span.begin, span.end - span.begin);
  if (slice.size() <= most) return std::string(slice);
  size_t cut = most;
  while (cut > 0 && (static_cast<unsigned char>(slice[cut]) & 0xC0) == 0x80) --cut;
  return absl::StrCat(ToAbsl(slice.substr(0, cut)), "…");
}

std::string FilterParser::Describe(const Token& token) const {
  if (token.kind == TokenKind::kEnd) return "the end";
  return absl::StrCat("`", Source(token.span, 40), "`");
}

// What a person probably meant by a token that cannot stand where it does.
std::string FilterParser::HintFor(const Token& token) {
  if (token.kind == TokenKind::kName && IsReserved(token.text)) {
    return absl::StrCat("`", token.text,
                        "` is a word of the language; put backquotes around a column of that name");
  }
  if (token.kind == TokenKind::kName) {
    const bool counts = last_.kind == TokenKind::kLiteral || Peek(1).IsSymbol("(");
    const auto near = NearestName(token.text, counts ? UnitWords() : InfixWords());
    if (near && *near != token.text) return absl::StrCat("did you mean `", *near, "`?");
  }
  if (token.IsSymbol(",")) {
    return "a list stands in parentheses after `in`, `has any`, `has all`, `has none` or `has "
           "only`";
  }
  if (token.IsSymbol(":")) return "a definition begins with `include:`";
  return "";
}

// The same after a whole filter or value, where an operator or the end could stand.
std::string FilterParser::HintAfterValue(const Token& token) {
  const std::string hint = HintFor(token);
  if (!hint.empty()) return hint;
  if (token.IsSymbol(")")) return "no `(` is open here";
  const bool literal = token.kind == TokenKind::kLiteral;
  if (literal && last_.kind == TokenKind::kLiteral) return "a quote inside text is written \\\"";
  if (token.kind == TokenKind::kName && last_.kind == TokenKind::kName) {
    return absl::StrCat("text goes in quotes: \"", Source({last_.span.begin, token.span.end}),
                        "\"");
  }
  if (literal || token.kind == TokenKind::kParameter) {
    return "is an operator missing, such as `=` or `in`?";
  }
  return token.kind == TokenKind::kName ? "is an `and` or an `or` missing?" : "";
}

// ---- Nodes

FilterParser::Nesting::Nesting(FilterParser* parser) : parser_(parser) {
  // A node may take two levels of text (`not` and its parenthesis).
  if (++parser_->nesting_ > 2 * parser_->limits_.depth + 2) {
    parser_->FailLimit(parser_->Peek().span, "the filter is nested too deep",
                       parser_->limits_.depth);
  }
}

Expr FilterParser::Checked(Expr made) {
  if (made.depth() > limits_.depth) {
    FailLimit(made.span(), "the filter is nested too deep", limits_.depth);
  }
  if (++nodes_ > limits_.nodes) {
    FailLimit(made.span(), "the filter has too many parts", limits_.nodes);
  }
  return failed() ? Expr() : made;
}

bool FilterParser::CountListValue() {
  if (++list_values_ > limits_.list_values) {
    FailLimit(Peek().span, "the filter lists too many values", limits_.list_values);
  }
  return !failed();
}

// ---- and, or, not

Expr FilterParser::ParseFilter() {
  const uint32_t begin = Begin();
  Expr first = ParseAnd();
  if (!Peek().IsWord("or")) return first;
  Or node{{std::move(first)}};
  while (TakeWord("or")) node.operands.push_back(ParseAnd());
  return Make(std::move(node), begin);
}

Expr FilterParser::ParseAnd() {
  const uint32_t begin = Begin();
  Expr first = ParseNot();
  if (!Peek().IsWord("and")) return first;
  And node{{std::move(first)}};
  while (TakeWord("and")) node.operands.push_back(ParseNot());
  return Make(std::move(node), begin);
}

Expr FilterParser::ParseNot() {
  const uint32_t begin = Begin();
  if (!TakeWord("not")) return ParseTest();
  const Nesting nesting(this);
  if (!nesting) return {};
  return Make(Not{ParseNot()}, begin);
}

// The current token is `(`.
Expr FilterParser::ParseParenthesised() {
  const Nesting nesting(this);
  if (!nesting) return {};
  const Token open = Take();
  Expr inner = ParseFilter();
  if (TakeSymbol(")")) return inner;
  if (Peek().kind == TokenKind::kEnd) {
    Fail(open.span, "this `(` is never closed", "add a `)`");
  } else {
    FailUnexpected();
  }
  return {};
}

void FilterParser::ExpectEnd() {
  if (failed()) return;
  if (Peek().kind != TokenKind::kEnd) return FailUnexpected();
  if (!lexer_.status().ok()) error_ = lexer_.status();
}

absl::StatusOr<Filter> ParseFilter(std::string_view text, const FilterLimits& limits) {
  absl::Status status = CheckFilterText(text, limits.bytes);
  if (status.ok()) {
    FilterParser parser(text, limits);
    if (parser.Peek().kind == TokenKind::kEnd) {
      parser.Fail({0, 0}, "the filter is empty", "`everyone` selects all members");
    }
    Expr root = parser.ParseFilter();
    parser.ExpectEnd();
    status = parser.status();
    if (status.ok()) return Filter{std::move(root), std::make_shared<const std::string>(text)};
  }
  return LocateFilterError(status, text);
}

}  // namespace seine
