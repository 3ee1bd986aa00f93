// One test: a value, an operator, and what it is tested against.

#include <utility>

#include "absl/strings/str_cat.h"

#include "query/filter_error.h"
#include "query/filter_parser.h"
#include "query/keywords.h"
#include "query/synonyms.h"
#include "query/weekdays.h"

namespace seine {

using filter::Anniversary;
using filter::Between;
using filter::Compare;
using filter::CompareOp;
using filter::Exists;
using filter::Expr;
using filter::Has;
using filter::HasMode;
using filter::In;
using filter::Literal;
using filter::Period;
using filter::TextOp;
using filter::TextTest;
using filter::Weekday;

namespace {

// days between a and b > 5, seconds since a > 5: read as tests of a column of that name.
std::optional<Mistake> ElapsedMistake(const TokenStream& tokens, const Expr& subject,
                                      const Expr& test) {
  const auto* path = subject.As<filter::Path>();
  if (path == nullptr || path->pick != nullptr || path->names.size() != 1) return std::nullopt;
  const std::string& word = path->names[0].text;
  const auto* between = test.As<Between>();
  const bool since = test.Is<In>() && test.As<In>()->set.Is<Period>();
  if (between != nullptr && FindUnit(word)) {
    return Mistake{test.span(), "time from one moment to another has `from` and `to`",
                   WriteHint(absl::StrCat(word, " from ", tokens.Source(between->low.span()),
                                          " to ", tokens.Source(between->high.span())))};
  }
  const std::optional<std::string_view> meant = UnitMeant(word);
  if (!since || (!meant && !IsForeignUnit(word))) return std::nullopt;
  return Mistake{subject.span(), absl::StrCat("`", word, "` is no unit of time here"),
                 meant ? WriteHint(*meant) : std::string(kUnitsAre)};
}

}  // namespace

Expr FilterParser::ParseTest() {
  const Token& token = Peek();
  if (token.kind == TokenKind::kName && !seed_) {
    if (FindQuantifier(token.text)) return ParseQuantifier();
    const bool at_bound = token.IsWord("at") && (Peek(1).IsWord("least") || Peek(1).IsWord("most"));
    if (at_bound || (token.IsWord("exactly") && IsNumberOrParameter(1))) return ParseKOf();
    if (token.IsWord("sequence")) {
      const Token& next = Peek(1);
      if (next.IsSymbol("(") || next.IsWord("no")) return ParseSequence();
    }
  }
  const uint32_t begin = seed_ ? seed_.span().begin : Begin();
  const Expr subject = !seed_ && AtOwnKey() ? ParseOwnKey() : ParseElse();
  if (failed()) return {};
  Expr test = ParsePredicate(subject, begin);
  if (!test.Same(subject)) RefuseChain(subject, test, begin);
  return failed() ? Expr() : test;
}

// `member` before `in`, `=` and `!=`, where a test begins; elsewhere it is a column of that name.
bool FilterParser::AtOwnKey() {
  if (!Peek().IsWord("member")) return false;
  const Token& next = Peek(1);
  const bool in = next.IsWord("in") || (next.IsWord("not") && Peek(2).IsWord("in"));
  return in || next.IsSymbol("=") || next.IsSymbol("!=");
}

Expr FilterParser::ParseOwnKey() {
  const uint32_t begin = Begin();
  Take();
  return Make(filter::OwnKey{}, begin);
}

// Words that begin what may follow a value, `not` aside.
bool FilterParser::AtTestWord(size_t ahead) {
  static constexpr std::string_view kWords[] = {
      "in",   "between", "is",     "has",   "contains", "starts", "ends",
      "like", "matches", "exists", "since", "before",   "from",   "anniversary"};
  for (std::string_view word : kWords) {
    if (Peek(ahead).IsWord(word)) return true;
  }
  return false;
}

// Whether the value that ends here goes on, so that a parenthesis just read was part of a test.
bool FilterParser::ContinuesValue() {
  const Token& token = Peek();
  if (token.kind == TokenKind::kSymbol) {
    return FindCompareOp(token.text).has_value() || FindArithmeticOp(token.text).has_value();
  }
  if (token.kind != TokenKind::kName) return false;
  return AtTestWord(0) || token.IsWord("not") || token.IsWord("else") ||
         FindDatePart(token.text).has_value() || token.IsWord("day");
}

Expr FilterParser::ParsePredicate(const Expr& subject, uint32_t begin) {
  if (Peek().kind == TokenKind::kSymbol && FindCompareOp(Peek().text)) {
    return ParseCompare(subject, begin);
  }
  if (Peek().IsWord("not")) {
    if (!AtTestWord(1)) {
      Take();
      FailExpected("`in`, `between`, `has` or a text test after `not`",
                   "in front of a whole filter, `not` comes first: not x = 1");
      return {};
    }
    Take();
    return ParseWordTest(subject, begin, /*negated=*/true);
  }
  return AtTestWord(0) ? ParseWordTest(subject, begin, /*negated=*/false) : subject;
}

Expr FilterParser::ParseWordTest(const Expr& subject, uint32_t begin, bool negated) {
  if (Peek().IsWord("since") || Peek().IsWord("before") || Peek().IsWord("from")) {
    return Make(In{subject, ParsePeriod(), negated, false}, begin);
  }
  if (TakeWord("in")) return ParseIn(subject, begin, negated);
  if (TakeWord("between")) return ParseBetween(subject, begin, negated);
  if (TakeWord("has")) return ParseHas(subject, begin, negated);
  if (TakeWord("anniversary")) return ParseAnniversary(subject, begin, negated);
  if (const std::optional<TextOp> op = TakeTextOp()) {
    Expr pattern = ParseOperand(subject);
    const bool ignoring_case = TakeIgnoringCase();
    return Make(TextTest{*op, subject, std::move(pattern), negated, ignoring_case}, begin);
  }
  if (negated) {
    Fail(Peek().span, absl::StrCat("`not` does not go with `", Peek().text, "`"),
         "write `is missing`, or `is not missing`");
    return {};
  }
  if (TakeWord("is")) return ParseIs(subject, begin);
  Take();  // exists
  return Make(Exists{subject, false}, begin);
}

Expr FilterParser::ParseCompare(const Expr& subject, uint32_t begin) {
  const Token sign = Take();
  const CompareOp op = *FindCompareOp(sign.text);
  RefusePeriod(sign);
  Expr right = ParseOperand(subject);
  const bool ignoring_case = TakeIgnoringCase();
  const Expr left = right && IsWeekday(right) ? AsWeekday(subject) : subject;
  return Make(Compare{op, left, std::move(right), ignoring_case}, begin);
}

// at = last 7 days
void FilterParser::RefusePeriod(const Token& sign) {
  // `last` and the like alone may be columns, and `last month` the month of one.
  const bool unit = FindUnit(Peek(1).text) && !FindDatePart(Peek(1).text);
  if (failed() || !AtPeriod() || (!IsNumberOrParameter(1) && !unit)) return;
  const uint32_t begin = Begin();
  const bool last = Peek().IsWord("last");
  const uint32_t count = Peek(1).span.begin;
  ParsePeriod();
  if (failed()) return;
  const std::string period = Source({begin, this->last().end});
  const std::string length = Source({count, this->last().end});
  const bool equality = sign.IsSymbol("=") || sign.IsSymbol("!=");
  Fail({sign.span.begin, this->last().end}, "a period stands after `in`",
       last && !equality
           ? absl::StrCat("write `", sign.text, " ", length, " ago`")
           : absl::StrCat("write `", sign.IsSymbol("!=") ? "not in " : "in ", period, "`"));
}

void FilterParser::RefuseChain(const Expr& subject, const Expr& test, uint32_t begin) {
  const bool compares = Peek().kind == TokenKind::kSymbol && FindCompareOp(Peek().text);
  const bool tests = AtTestWord(0) || (Peek().IsWord("not") && AtTestWord(1));
  if (failed() || (!compares && !tests)) return;
  if (const auto mistake = ElapsedMistake(*this, subject, test)) Fail(*mistake);
  const std::string first = Source({begin, last().end});
  Fail(Peek().span, "tests do not chain",
       absl::StrCat("join two tests with `and`, as in `", first, " and x < y`"));
}

Expr FilterParser::ParseOperand(const Expr& subject) {
  if (subject && IsWeekday(subject)) {
    if (Expr weekday = ParseWeekday()) return weekday;
  }
  return ParseElse();
}

Expr FilterParser::ParseWeekday() {
  if (Peek().kind != TokenKind::kName) return {};
  const std::optional<Weekday> weekday = FindWeekday(Peek().text);
  if (!weekday) return {};
  const Span span = Take().span;
  return Make(Literal{*weekday, span}, span.begin);
}

Expr FilterParser::AsWeekday(const Expr& expr) {
  const auto* path = expr.As<filter::Path>();
  if (path == nullptr || path->pick != nullptr || path->names.size() != 1) return expr;
  const std::optional<Weekday> weekday = FindWeekday(path->names[0].text);
  if (!weekday || Source(path->span).front() == '`') return expr;
  return Expr::Make(Literal{*weekday, path->span}, path->span);
}

Expr FilterParser::ParseBetween(const Expr& subject, uint32_t begin, bool negated) {
  Expr low = ParseOperand(subject);
  if (!TakeWord("and")) {
    FailExpected("`and` and the upper bound of `between`",
                 Peek().IsWord("to") ? "write `and`" : "write `between 1 and 5`");
  }
  Expr high = ParseOperand(subject);
  const bool ignoring_case = TakeIgnoringCase();
  if (failed()) return {};
  const Expr tested = IsWeekday(low) || IsWeekday(high) ? AsWeekday(subject) : subject;
  return Make(Between{tested, std::move(low), std::move(high), negated, ignoring_case}, begin);
}

Expr FilterParser::ParseIs(const Expr& subject, uint32_t begin) {
  const bool negated = TakeWord("not");
  if (TakeWord("missing")) return Make(Exists{subject, !negated}, begin);
  if (Peek().IsWord("null") || Peek().IsWord("none") || Peek().IsWord("empty")) {
    FailExpected("`missing` after `is`", negated ? "write `exists`" : "write `is missing`");
  } else {
    FailExpected("`missing` after `is`",
                 negated ? "to compare, write `!=`" : "to compare, write `=`");
  }
  return {};
}

Expr FilterParser::ParseHas(const Expr& subject, uint32_t begin, bool negated) {
  HasMode mode = HasMode::kValue;
  if (Peek().kind == TokenKind::kName) {
    if (const auto found = FindHasMode(absl::StrCat("has ", Peek().text))) mode = *found;
  }
  Expr value;
  if (mode == HasMode::kValue) {
    value = ParseOperand(subject);
  } else {
    Take();
    value = ParseSet(subject);
    if (value.Is<Period>() || value.Is<Literal>()) {
      Fail(value.span(), "a set has values, not periods", "list the values in parentheses");
    }
  }
  const bool ignoring_case = TakeIgnoringCase();
  return Make(Has{mode, subject, std::move(value), negated, ignoring_case}, begin);
}

// anniversary in PERIODS, anniversary from D to D
Expr FilterParser::ParseAnniversary(const Expr& subject, uint32_t begin, bool negated) {
  const bool bare = Peek().IsWord("since") || Peek().IsWord("before") || Peek().IsWord("from") ||
                    Peek().IsWord("between");
  if (!bare && !TakeWord("in"))
    FailExpected("`in` and a period after `anniversary`", "write `anniversary in next 7 days`");
  Expr period = ParsePeriods("a period after `anniversary in`", "anniversary in next 7 days");
  return Make(Anniversary{subject, std::move(period), negated}, begin);
}

std::optional<TextOp> FilterParser::TakeTextOp() {
  if (Peek().IsWord("starts") || Peek().IsWord("ends")) {
    const bool starts = Peek().IsWord("starts");
    Take();
    if (!TakeWord("with")) FailExpected(starts ? "`with` after `starts`" : "`with` after `ends`");
    return starts ? TextOp::kStartsWith : TextOp::kEndsWith;
  }
  const std::optional<TextOp> op =
      Peek().kind == TokenKind::kName ? FindTextOp(Peek().text) : std::nullopt;
  if (op) Take();
  return op;
}

bool FilterParser::TakeIgnoringCase() {
  if (!TakeWord("ignoring")) return false;
  if (!TakeWord("case")) FailExpected("`case` after `ignoring`");
  return true;
}

}  // namespace seine
