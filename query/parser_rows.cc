// Paths, rows and quantifiers.

#include <utility>

#include "absl/strings/str_cat.h"

#include "query/filter_parser.h"
#include "query/keywords.h"

namespace seine {

using filter::Expr;
using filter::Not;
using filter::Path;
using filter::Quantifier;
using filter::RowPick;
using filter::Rows;

std::optional<Name> FilterParser::ParseName(std::string_view what) {
  const Token& token = Peek();
  const bool quoted = token.kind == TokenKind::kQuotedName;
  if (!quoted && (token.kind != TokenKind::kName || IsReserved(token.text))) {
    FailExpected(what);
    return std::nullopt;
  }
  Token taken = Take();
  return Name{std::move(taken.text), taken.span};
}

// a.b.c, latest(orders where W).channel
Path FilterParser::ParsePath(std::string_view what) {
  Path path;
  const uint32_t begin = Begin();
  const bool pick =
      Peek().kind == TokenKind::kName && FindPick(Peek().text) && Peek(1).IsSymbol("(");
  if (pick) {
    path.pick = ParsePick();
  } else if (std::optional<Name> name = ParseName(what)) {
    path.names.push_back(*std::move(name));
  }
  while (TakeSymbol(".")) {
    std::optional<Name> name = ParseName("a name after `.`");
    if (name) path.names.push_back(*std::move(name));
    if (path.names.size() > limits_.depth) {
      FailLimit(Peek().span, "this path has too many names", limits_.depth);
    }
  }
  path.span = {begin, last().end};
  return path;
}

// first(ROWS), latest(ROWS), nth(ROWS, n); the current token is the word.
std::shared_ptr<const RowPick> FilterParser::ParsePick() {
  const Nesting nesting(this);
  if (!nesting) return nullptr;
  RowPick pick;
  const Token word = Take();
  pick.kind = *FindPick(word.text);
  Take();
  pick.rows = ParseRows("rows");
  if (pick.kind == RowPick::Kind::kNth) {
    ExpectSymbol(",", "and which row, as in nth(orders, 2)");
    const Span place = Peek().span;
    pick.n = ParseCount("which row", /*may_be_negative=*/true);
    if (!pick.n.parameter && pick.n.value == 0) {
      Fail(place, "there is no row 0", "rows count from 1, or from -1 backwards");
    }
  }
  ExpectSymbol(")", absl::StrCat("to close `", word.text, "(`"));
  pick.span = {word.span.begin, last().end};
  return std::make_shared<const RowPick>(std::move(pick));
}

// PATH [as x] [where W], inside somebody's own parentheses, where W may be any filter.
Rows FilterParser::ParseRows(std::string_view what) {
  Rows rows;
  rows.path = ParsePath(what);
  ParseAliasAndWhere(rows);
  return rows;
}

void FilterParser::ParseAliasAndWhere(Rows& rows) {
  rows.alias = ParseAlias();
  if (TakeWord("where")) rows.where = ParseFilter();
}

std::optional<Name> FilterParser::ParseAlias() {
  if (!TakeWord("as")) return std::nullopt;
  if (Peek().IsWord("of")) {
    Fail({last().begin, Peek().span.end}, "`as of` follows a filter in parentheses",
         "write `(FILTER) as of …`");
    return std::nullopt;
  }
  return ParseName("a name for the row after `as`");
}

// any|no|all PATH [as x] [in each of PERIODS] [where W]
Expr FilterParser::ParseQuantifier() {
  const Nesting nesting(this);
  if (!nesting) return {};
  const uint32_t begin = Begin();
  const Token word = Take();
  Quantifier node;
  node.kind = *FindQuantifier(word.text);
  if (Peek().IsWord("of") && Peek(1).IsSymbol("(")) {
    Fail(Peek().span, absl::StrCat("expected rows after `", word.text, "`, found `of`"),
         "join filters with `or` and `and`, or write `at least 1 of (…)`");
  }
  if (word.IsWord("all") && Peek().kind == TokenKind::kEnd)
    FailExpected("rows after `all`", "`everyone` selects all members");
  node.rows.path = ParsePath(absl::StrCat("rows after `", word.text, "`"));
  node.rows.alias = ParseAlias();
  if (Peek().IsWord("in") && Peek(1).IsWord("each")) {
    node.each = ParseEach();
  } else {
    RefuseTestOfRows(node.rows, begin);
  }
  if (Peek().IsSymbol("(")) {
    Fail(Peek().span, "expected `where` before a filter on the rows",
         absl::StrCat("write `", Source({begin, last().end}), " where (…)`"));
  }
  const uint32_t where = Peek().span.begin;
  if (TakeWord("where")) node.rows.where = ParseLoneFilter(begin, where, Begin());
  return Make(std::move(node), begin);
}

// any orders.amount > 5: a test straight after the rows.
void FilterParser::RefuseTestOfRows(const Rows& rows, uint32_t begin) {
  const Token& token = Peek();
  const bool compares = token.kind == TokenKind::kSymbol && FindCompareOp(token.text);
  if (failed() || (!compares && !AtTestWord(0))) return;
  const std::string message =
      absl::StrCat("expected `where` before a test of the rows, found `", token.text, "`");
  const std::vector<Name>& names = rows.path.names;
  if (names.size() > 1) {
    const Span column{begin, names.back().span.end};
    const std::string above = Source({begin, names[names.size() - 2].span.end});
    return Fail(column, message,
                absl::StrCat("write `", above, " where ", Source(names.back().span), "`"));
  }
  const std::string all = Source({begin, last().end});
  if (compares) {
    return Fail({begin, last().end}, message,
                absl::StrCat("write `count(", Source(rows.path.span), ")`, or name the column: `",
                             all, " where amount ", token.text, " …`"));
  }
  Fail(token.span, message, absl::StrCat("name the column: `", all, " where at in …`"));
}

// in each of [the] PERIODS
Expr FilterParser::ParseEach() {
  Take();
  Take();
  if (!TakeWord("of")) FailExpected("`of` after `in each`");
  TakeWord("the");
  return ParsePeriods("periods after `in each of`", "in each of the last 4 quarters");
}

// After a quantifier's `where`: one filter in parentheses, or one test, optionally under `not`.
// The quantifier begins at `begin`, its condition at `test`.
Expr FilterParser::ParseLoneFilter(uint32_t begin, uint32_t where, uint32_t test) {
  const uint32_t own = Begin();
  const Nesting nesting(this);
  if (!nesting) return {};
  if (TakeWord("not")) return Make(Not{ParseLoneFilter(begin, where, test)}, own);
  if (!Peek().IsSymbol("(")) {
    Expr filter = ParseTest();
    RefuseJoiner(begin, where, test);
    return filter;
  }
  Expr inner = ParseParenthesised();
  if (Peek().IsWord("as") && Peek(1).IsWord("of")) {
    Fail({Peek().span.begin, Peek(1).span.end}, "`as of` could belong to two filters here",
         absl::StrCat("write `(", Source({begin, last().end}), ") as of …`"));
  }
  if (failed() || !ContinuesValue()) return inner;
  seed_ = std::move(inner);
  Expr filter = ParseTest();
  RefuseJoiner(begin, where, test);
  return filter;
}

// An `and` or `or` straight after an unparenthesised test: the rows' condition, or the next one?
void FilterParser::RefuseJoiner(uint32_t begin, uint32_t where, uint32_t test) {
  const Token& joiner = Peek();
  if (failed() || (!joiner.IsWord("and") && !joiner.IsWord("or"))) return;
  const uint32_t end = last().end;
  const std::string word = joiner.IsWord("and") ? "and" : "or";
  Fail(joiner.span,
       absl::StrCat("this `", word, "` could go on with the rows' condition or begin the next one"),
       absl::StrCat("write `", Source({begin, where}), "where (", Source({test, end}), " ", word,
                    " …)` or `", Source({begin, where}), "where (", Source({test, end}), ") ", word,
                    " …`"));
}

}  // namespace seine
