// Values by precedence, loosest first: else; + -; * /; unary minus; date parts; primaries.

#include <utility>

#include "absl/strings/str_cat.h"

#include "query/filter_parser.h"
#include "query/keywords.h"
#include "query/weekdays.h"

namespace seine {

using filter::Ago;
using filter::Arithmetic;
using filter::ArithmeticOp;
using filter::AsOf;
using filter::Boolean;
using filter::Constant;
using filter::DatePart;
using filter::DatePartKind;
using filter::Decimal;
using filter::Duration;
using filter::Else;
using filter::Expr;
using filter::Integer;
using filter::Literal;
using filter::LiteralValue;
using filter::Negate;
using filter::Parameter;
using filter::Path;

namespace {

std::string Negative(const std::string& digits) { return digits == "0" ? digits : "-" + digits; }

}  // namespace

Expr FilterParser::ParseElse() {
  const uint32_t begin = seed_ ? seed_.span().begin : Begin();
  Expr first = ParseSum();
  if (!Peek().IsWord("else")) return first;
  Else node{{std::move(first)}};
  bool weekdays = false;
  while (TakeWord("else")) {
    weekdays = weekdays || (node.operands.back() && IsWeekday(node.operands.back()));
    Expr weekday = weekdays ? ParseWeekday() : Expr();
    node.operands.push_back(weekday ? std::move(weekday) : ParseSum());
  }
  return Make(std::move(node), begin);
}

Expr FilterParser::ParseSum() {
  const uint32_t begin = seed_ ? seed_.span().begin : Begin();
  Expr left = ParseProduct();
  while (Peek().IsSymbol("+") || Peek().IsSymbol("-")) {
    const ArithmeticOp op = *FindArithmeticOp(Take().text);
    Expr right = ParseProduct();
    left = Make(Arithmetic{op, std::move(left), std::move(right)}, begin);
  }
  return left;
}

Expr FilterParser::ParseProduct() {
  const uint32_t begin = seed_ ? seed_.span().begin : Begin();
  Expr left = ParseUnary();
  while (Peek().IsSymbol("*") || Peek().IsSymbol("/")) {
    const ArithmeticOp op = *FindArithmeticOp(Take().text);
    Expr right = ParseUnary();
    left = Make(Arithmetic{op, std::move(left), std::move(right)}, begin);
  }
  return left;
}

Expr FilterParser::ParseUnary() {
  if (seed_ || !Peek().IsSymbol("-")) return ParsePostfix();
  const Nesting nesting(this);
  if (!nesting) return {};
  const uint32_t begin = Take().span.begin;
  // A minus straight before a number is the number's own, before a length of time it is not.
  const Token& next = Peek();
  const bool duration = Peek(1).kind == TokenKind::kName && FindUnit(Peek(1).text);
  if (next.kind == TokenKind::kLiteral && !duration) {
    LiteralValue value = next.literal;
    bool number = false;
    if (auto* integer = std::get_if<Integer>(&value)) {
      integer->digits = Negative(integer->digits);
      number = true;
    } else if (auto* decimal = std::get_if<Decimal>(&value)) {
      decimal->digits = Negative(decimal->digits);
      number = true;
    }
    if (number) {
      const Span span{begin, Take().span.end};
      return Make(Literal{std::move(value), span}, begin);
    }
  }
  return Make(Negate{ParseUnary()}, begin);
}

Expr FilterParser::ParsePostfix() {
  const uint32_t begin = seed_ ? seed_.span().begin : Begin();
  Expr value = ParsePrimary();
  while (const std::optional<DatePartKind> part = TakeDatePart()) {
    value = Make(DatePart{*part, std::move(value)}, begin);
  }
  return value;
}

std::optional<DatePartKind> FilterParser::TakeDatePart() {
  if (Peek().kind != TokenKind::kName) return std::nullopt;
  if (Peek().IsWord("day")) {
    if (!Peek(1).IsWord("of") || !Peek(2).IsWord("month")) {
      Fail(Peek().span, "unexpected `day`",
           "write `day of month`; the parts of a date are `date`, `day of month`, `weekday`, "
           "`hour`, `week`, `month`, "
           "`quarter` and `year`");
      return std::nullopt;
    }
    Take();
    Take();
    Take();
    return DatePartKind::kDayOfMonth;
  }
  const std::optional<DatePartKind> part = FindDatePart(Peek().text);
  if (part) Take();
  return part;
}

Expr FilterParser::ParsePrimary() {
  if (seed_) return std::exchange(seed_, Expr());
  const uint32_t begin = Begin();
  const Token& token = Peek();
  switch (token.kind) {
    case TokenKind::kLiteral:
    case TokenKind::kParameter:
      return ParseLiteralOrDuration();
    case TokenKind::kName:
      return IsReserved(token.text) ? ParseReserved() : ParseNamed();
    case TokenKind::kQuotedName:
      return Make(ParsePath("a column"), begin);
    case TokenKind::kSymbol: {
      if (!token.IsSymbol("(")) break;
      Expr inner = ParseParenthesised();
      return ParseAsOf(std::move(inner), begin);
    }
    case TokenKind::kEnd:
      break;
  }
  FailExpected("a filter or a value");
  return {};
}

// A number or parameter with a unit is a length of time, and with `ago` a moment.
Expr FilterParser::ParseLiteralOrDuration() {
  const uint32_t begin = Begin();
  const bool number = IsNumberOrParameter(0);
  if (number && Peek(1).kind == TokenKind::kName && FindUnit(Peek(1).text)) {
    Duration duration = ParseDuration("a whole number");
    if (TakeWord("ago")) return Make(Ago{std::move(duration)}, begin);
    return Make(std::move(duration), begin);
  }
  Token token = Take();
  if (token.kind == TokenKind::kParameter) return Make(Parameter{std::move(token.text)}, begin);
  return Make(Literal{std::move(token.literal), token.span}, begin);
}

Expr FilterParser::ParseReserved() {
  const uint32_t begin = Begin();
  const Token& token = Peek();
  if (token.IsWord("everyone") || token.IsWord("nobody")) {
    const bool everyone = Take().IsWord("everyone");
    return Make(Constant{everyone}, begin);
  }
  if (token.IsWord("true") || token.IsWord("false")) {
    const bool value = Take().IsWord("true");
    return Make(Literal{Boolean{value}, last()}, begin);
  }
  if (FindQuantifier(token.text)) {
    FailExpected("a value", "a filter on rows stands alone, or in parentheses");
  } else if (token.IsWord("not")) {
    FailExpected("a value", "a filter under `not` stands alone, or in parentheses");
  } else {
    FailExpected("a filter or a value");
  }
  return {};
}

Expr FilterParser::ParseNamed() {
  const Token& token = Peek();
  const Token& next = Peek(1);
  if (next.IsSymbol("(") && !FindPick(token.text)) return ParseCall();
  if (next.kind == TokenKind::kName) {
    if (next.IsWord("gap") && Peek(2).IsSymbol("(")) return ParseGap();
    if (token.IsWord("distinct") && FindUnit(next.text) && Peek(2).IsSymbol("(")) {
      return ParseDistinctPeriods();
    }
    if (token.IsWord("score") && next.IsWord("of") && Peek(2).IsSymbol("(")) return ParseScore();
    if (FindUnit(token.text) && (next.IsWord("since") || next.IsWord("from")))
      return ParseElapsed();
  }
  const uint32_t begin = Begin();
  Path path = ParsePath("a column");
  if (Peek().IsSymbol("(") && !failed()) Fail(FindCallMistake(*this));
  return Make(std::move(path), begin);
}

// `as of T` after a filter in parentheses or a segment.
Expr FilterParser::ParseAsOf(Expr filter, uint32_t begin) {
  if (!Peek().IsWord("as") || !Peek(1).IsWord("of")) return filter;
  Take();
  Take();
  Expr time = ParseSum();
  return Make(AsOf{std::move(filter), std::move(time)}, begin);
}

}  // namespace seine
