// What stands right of `in` and `has any`: lists, periods, ranks, sets.

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"

#include "query/filter_parser.h"
#include "query/keywords.h"
#include "query/weekdays.h"

namespace seine {

using filter::Decimal;
using filter::Expr;
using filter::In;
using filter::Instant;
using filter::List;
using filter::Literal;
using filter::LiteralValue;
using filter::NamedList;
using filter::Parameter;
using filter::Path;
using filter::Rank;
using filter::Text;
using filter::WallTime;

// After `in`.
Expr FilterParser::ParseIn(const Expr& subject, uint32_t begin, bool negated) {
  const bool rank = Peek().IsWord("top") || Peek().IsWord("bottom");
  if (rank && (IsNumberOrParameter(1) || Peek(1).IsWord("holding"))) {
    return ParseRank(subject, begin, negated);
  }
  Expr set = ParseSet(subject);
  const bool ignoring_case = TakeIgnoringCase();
  const List* list = set.As<List>();
  const bool weekdays = list != nullptr && std::ranges::any_of(list->others, IsWeekday);
  return Make(In{weekdays ? AsWeekday(subject) : subject, std::move(set), negated, ignoring_case},
              begin);
}

Expr FilterParser::ParseRank(const Expr& subject, uint32_t begin, bool negated) {
  Rank rank;
  rank.subject = subject;
  rank.negated = negated;
  if (Take().IsWord("bottom")) rank.direction = Rank::Direction::kBottom;
  const bool holding = TakeWord("holding");
  rank.n = ParseNumberOrParameter("a number");
  const bool percent = TakeSymbol("%");
  if (holding) {
    rank.measure = Rank::Measure::kHolding;
    if (!percent) FailExpected("`%`", "write `in top holding 80%`");
  } else if (percent) {
    rank.measure = Rank::Measure::kPercent;
  }
  ParsePerAmong(rank.per, rank.among);
  return Make(std::move(rank), begin);
}

void FilterParser::ParsePerAmong(std::optional<Path>& per, Expr& among) {
  if (TakeWord("per")) per = ParsePath("a column after `per`");
  const uint32_t begin = Begin();
  if (!TakeWord("among")) return;
  if (!Peek().IsSymbol("(")) {
    FailExpected("`(` after `among`", "the filter after `among` stands in parentheses");
    return;
  }
  among = ParseParenthesised();
  if (per || !Peek().IsWord("per")) return;
  const uint32_t end = last().end;
  const uint32_t late = Begin();
  Take();
  ParsePath("a column after `per`");
  Fail({begin, last().end}, "`per` stands before `among`",
       absl::StrCat("write `", Source({late, last().end}), " ", Source({begin, end}), "`"));
}

// A number, perhaps negative, or a parameter.
Expr FilterParser::ParseNumberOrParameter(std::string_view what) {
  const uint32_t begin = Begin();
  const bool negative = Peek().IsSymbol("-");
  if (!IsNumberOrParameter(negative ? 1 : 0) ||
      (negative && Peek(1).kind == TokenKind::kParameter)) {
    FailExpected(what);
    return {};
  }
  if (!negative && Peek().kind == TokenKind::kParameter) return Make(Parameter{Take().text}, begin);
  return ParseUnary();
}

Expr FilterParser::ParseSet(const Expr& subject) {
  const uint32_t begin = Begin();
  const Token& token = Peek();
  if (token.IsSymbol("(")) return ParseList(subject);
  if (AtPeriod()) return ParsePeriod();
  if (IsCall("list")) {
    Take();
    Take();
    NamedList list{ExpectText("the list's name")};
    ExpectSymbol(")", "after the list's name");
    return Make(std::move(list), begin);
  }
  switch (token.kind) {
    case TokenKind::kParameter:
      return Make(Parameter{Take().text}, begin);
    case TokenKind::kLiteral:
      return ParseLiteralSet();
    case TokenKind::kName:
    case TokenKind::kQuotedName:
      if (!IsReserved(token.text) || token.kind == TokenKind::kQuotedName) {
        return Make(ParsePath("a set"), begin);
      }
      break;
    default:
      break;
  }
  FailExpected("a list in parentheses, a period or a set");
  return {};
}

// A literal that is a period of itself: 2011-09, or a year.
Expr FilterParser::ParseLiteralSet() {
  const Token token = Take();
  const LiteralValue& value = token.literal;
  const std::string source = Source(token.span, 40);
  const bool unit = Peek().kind == TokenKind::kName && FindUnit(Peek().text);
  if (unit && Peek(1).IsWord("ago")) {
    const Span moment{token.span.begin, Peek(1).span.end};
    Fail(moment, "a moment is not a period",
         absl::StrCat("compare it: `>= ", Source(moment), "` or `< ", Source(moment), "`"));
  } else if (unit) {
    Fail(token.span, "a length of time is not a period",
         absl::StrCat("write `last ", source, " ", Peek().text, "` or `next ", source, " ",
                      Peek().text, "`"));
  } else if (std::holds_alternative<WallTime>(value) || std::holds_alternative<Instant>(value)) {
    Fail(token.span, "a moment is not a period",
         absl::StrCat("compare it: `= ", source, "` or `>= ", source, "`"));
  } else if (std::holds_alternative<Text>(value) || std::holds_alternative<Decimal>(value)) {
    const std::string in = absl::StrCat("write `in (", source, ")` or `= ", source, "`");
    const std::string has = absl::StrCat("write `has ", Behind(2).text, " (", source, ")`");
    Fail(token.span, "expected a list in parentheses", Behind(3).IsWord("has") ? has : in);
  }
  return Make(Literal{value, token.span}, token.span.begin);
}

Expr FilterParser::ParseList(const Expr& subject) {
  const Nesting nesting(this);
  if (!nesting) return {};
  const Token open = Take();
  if (Peek().IsSymbol(")")) {
    Fail({open.span.begin, Peek().span.end}, "a list cannot be empty",
         "`nobody` is the filter that selects no member");
    return {};
  }
  List list;
  do {
    ParseListValue(subject, list);
  } while (TakeSymbol(","));
  if (!TakeSymbol(")")) {
    if (Peek().kind == TokenKind::kEnd) Fail(open.span, "this `(` is never closed", "add a `)`");
    FailExpected("`,` or `)` in the list");
  }
  list.literals.shrink_to_fit();
  return Make(std::move(list), open.span.begin);
}

void FilterParser::ParseListValue(const Expr& subject, List& list) {
  if (!CountListValue()) return;
  const Token& token = Peek();
  // The usual case, without a node: a list may have a million values.
  if (token.kind == TokenKind::kLiteral && (Peek(1).IsSymbol(",") || Peek(1).IsSymbol(")"))) {
    Token value = Take();
    list.literals.push_back({std::move(value.literal), value.span});
    return;
  }
  Expr value = AtPeriod() ? ParsePeriod() : ParseOperand(subject);
  if (failed()) return;
  if (const Literal* literal = value.As<Literal>()) {
    list.literals.push_back(*literal);
    --nodes_;
  } else {
    list.others.push_back(std::move(value));
  }
}

}  // namespace seine
