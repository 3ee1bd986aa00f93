#include "query/parser.h"

#include <memory>
#include <string>
#include <utility>

#include "query/filter_error.h"
#include "query/filter_parser.h"

namespace seine {

using filter::And;
using filter::Expr;
using filter::Not;
using filter::Or;

FilterParser::FilterParser(FilterSource source, const FilterLimits& limits)
    : TokenStream(std::move(source)), limits_(limits) {}

FilterParser::Nesting::Nesting(FilterParser* parser) : parser_(parser) {
  // A node may take two levels of text (`not` and its parenthesis).
  if (++parser_->nesting_ > 2 * parser_->limits_.depth + 2) {
    parser_->FailLimit(parser_->Peek().span, "the filter is nested too deep",
                       parser_->limits_.depth);
  }
}

Expr FilterParser::Checked(const Expr& made) {
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

Expr FilterParser::ParseWhole() {
  if (Peek().kind == TokenKind::kEnd) {
    Fail(Peek().span, "the filter is empty", "`everyone` selects all members");
  }
  Expr root = ParseFilter();
  ExpectEnd();
  return root;
}

absl::StatusOr<Filter> ParseFilter(std::string_view text, const FilterLimits& limits) {
  absl::Status status = CheckFilterText(text, limits);
  if (status.ok()) {
    FilterParser parser(FilterSource(text), limits);
    Expr root = parser.ParseWhole();
    status = parser.status();
    if (status.ok()) return Filter{std::move(root), std::make_shared<const std::string>(text)};
  }
  return LocateFilterError(status, text);
}

}  // namespace seine
