// Periods and lengths of time.

#include <algorithm>
#include <charconv>
#include <iterator>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"

#include "engine/absl_bridge.h"
#include "query/filter_error.h"
#include "query/filter_parser.h"
#include "query/keywords.h"
#include "query/synonyms.h"

namespace seine {
namespace {

struct SmallerUnit {
  filter::TimeUnit unit;
  int64_t times;  // of `smaller` in it
  filter::TimeUnit smaller;
};
constexpr SmallerUnit kSmallerUnits[] = {
    {filter::TimeUnit::kYear, 12, filter::TimeUnit::kMonth},
    {filter::TimeUnit::kQuarter, 3, filter::TimeUnit::kMonth},
    {filter::TimeUnit::kWeek, 7, filter::TimeUnit::kDay},
    {filter::TimeUnit::kDay, 24, filter::TimeUnit::kHour},
    {filter::TimeUnit::kHour, 60, filter::TimeUnit::kMinute},
};

// "36 hours" for 1.5 days; empty when it is no whole number of the next smaller unit.
std::string InSmallerUnits(const filter::Decimal& decimal, filter::TimeUnit unit) {
  constexpr size_t kMostDigits = 9;
  const auto* found = std::ranges::find(kSmallerUnits, unit, &SmallerUnit::unit);
  if (found == std::end(kSmallerUnits) || decimal.digits.size() > kMostDigits ||
      decimal.scale > static_cast<int32_t>(kMostDigits)) {
    return "";
  }
  int64_t power = 1;
  for (int32_t i = 0; i < decimal.scale; ++i) power *= 10;
  const int64_t number = std::stoll(decimal.digits) * found->times;
  if (number % power != 0) return "";
  return absl::StrCat(number / power, " ", std::string(UnitName(found->smaller, true)));
}

// 1.5 days, which are 36 hours.
std::optional<Mistake> FractionMistake(TokenStream& tokens) {
  const Token& number = tokens.Peek();
  const auto* decimal = std::get_if<filter::Decimal>(&number.literal);
  const Token& word = tokens.Peek(1);
  const auto unit = word.kind == TokenKind::kName ? FindUnit(word.text) : std::nullopt;
  if (number.kind != TokenKind::kLiteral || decimal == nullptr || !unit) return std::nullopt;
  const std::string smaller = InSmallerUnits(*decimal, *unit);
  return Mistake{
      Cover(number.span, word.span),
      absl::StrCat("expected a whole number, found `", tokens.Source(number.span, 40), "`"),
      smaller.empty() ? "" : WriteHint(smaller)};
}

}  // namespace

using filter::Before;
using filter::BetweenPeriod;
using filter::CalendarPeriod;
using filter::Count;
using filter::DayAgo;
using filter::Duration;
using filter::Expr;
using filter::FromTo;
using filter::Integer;
using filter::NamedDay;
using filter::Parameter;
using filter::Period;
using filter::PeriodValue;
using filter::RetailWindow;
using filter::RollingPeriod;
using filter::Since;
using filter::TimeUnit;

// Whether a period begins here, when a set or a list's value may begin too: `last` alone may be a
// column.
bool FilterParser::AtPeriod() {
  const Token& token = Peek();
  if (token.kind != TokenKind::kName) return false;
  const bool counted = IsNumberOrParameter(1);
  const bool unit = Peek(1).kind == TokenKind::kName && FindUnit(Peek(1).text);
  if (token.IsWord("last") || token.IsWord("next") || token.IsWord("this") ||
      token.IsWord("previous")) {
    return counted || unit;
  }
  if (token.IsWord("day")) return counted;
  if (token.IsWord("calendar")) return Peek(1).IsSymbol("(");
  for (std::string_view word : {"today", "yesterday", "since", "before", "from", "between"}) {
    if (token.IsWord(word)) return true;
  }
  return false;
}

Expr FilterParser::ParsePeriods(std::string_view what, std::string_view example) {
  const uint32_t begin = Begin();
  if (Peek().IsSymbol("(")) return ParseList(Expr());
  if (AtPeriod()) return ParsePeriod();
  if (Peek().kind == TokenKind::kLiteral) return ParseLiteralSet();
  if (Peek().kind == TokenKind::kParameter) return Make(Parameter{Take().text}, begin);
  FailExpected(what, absl::StrCat("write `", ToAbsl(example), "`"));
  return {};
}

Expr FilterParser::ParsePeriod() {
  const uint32_t begin = Begin();
  const Token& token = Peek();
  if (token.IsWord("last") || token.IsWord("next")) return Make(Period{ParseRolling()}, begin);
  if (token.IsWord("this") || token.IsWord("previous"))
    return Make(Period{ParseCalendarPeriod()}, begin);
  if (token.IsWord("calendar")) return Make(Period{ParseRetailWindow()}, begin);
  return Make(Period{ParseWordedPeriod()}, begin);
}

PeriodValue FilterParser::ParseWordedPeriod() {
  const Token word = Take();
  if (word.IsWord("today")) return NamedDay{NamedDay::Which::kToday};
  if (word.IsWord("yesterday")) return NamedDay{NamedDay::Which::kYesterday};
  if (word.IsWord("since")) return Since{ParseElse()};
  if (word.IsWord("before")) return Before{ParseElse()};
  if (word.IsWord("from")) {
    Expr start = ParseElse();
    if (!TakeWord("to"))
      FailExpected("`to` and the end of the period",
                   "write `from 2011-01-01 to 2011-02-01`, or `since 2011-01-01`");
    return FromTo{std::move(start), ParseElse()};
  }
  if (word.IsWord("between")) {
    Expr start = ParseElse();
    if (!TakeWord("and"))
      FailExpected("`and` and the end of the period", "write `between 2011-01-01 and 2011-01-31`");
    return BetweenPeriod{std::move(start), ParseElse()};
  }
  DayAgo day{ParseCount("how many days")};  // day 3 days ago
  const Span unit = Peek().span;
  if (ParseUnit() != TimeUnit::kDay) Fail(unit, "only days go here", "write `day 3 days ago`");
  if (!TakeWord("ago")) FailExpected("`ago`", "write `day 3 days ago`");
  return day;
}

PeriodValue FilterParser::ParseRolling() {
  const Token word = Take();
  if (!IsNumberOrParameter(0)) {
    const std::string unit = Peek().text;
    const bool calendar = FindUnit(unit).value_or(TimeUnit::kDay) > TimeUnit::kDay;
    FailExpected(
        absl::StrCat("how many ", unit),
        absl::StrCat(
            "write `", word.text, " 1 ", unit, "`",
            calendar && word.IsWord("last") ? absl::StrCat(" or `previous ", unit, "`") : ""));
  }
  Duration duration = ParseDuration("a whole number");
  const auto direction =
      word.IsWord("last") ? RollingPeriod::Direction::kLast : RollingPeriod::Direction::kNext;
  return RollingPeriod{direction, std::move(duration.count), duration.unit};
}

PeriodValue FilterParser::ParseCalendarPeriod() {
  CalendarPeriod period;
  const Token word = Take();
  if (word.IsWord("previous")) period.which = CalendarPeriod::Which::kPrevious;
  if (IsNumberOrParameter(0)) period.count = ParseCount("a whole number");
  const Span unit = Peek().span;
  period.unit = ParseUnit();
  if (period.unit <= TimeUnit::kDay) {
    Fail(unit, absl::StrCat("`", word.text, "` goes with weeks, months, quarters and years"),
         "for days, write `today`, `yesterday` or `last 3 days`");
  }
  return period;
}

// calendar("double-11", 2025)
PeriodValue FilterParser::ParseRetailWindow() {
  Take();
  Take();
  RetailWindow window;
  window.name = ExpectText("the window's name");
  ExpectSymbol(",", "and the year, as in calendar(\"double-11\", 2025)");
  window.year = ParseCount("a year");
  ExpectSymbol(")", "to close `calendar(`");
  return window;
}

Count FilterParser::ParseCount(std::string_view what, bool may_be_negative) {
  Count count;
  if (Peek().kind == TokenKind::kParameter) {
    const Token token = Take();
    count.parameter = Name{token.text, token.span};
    return count;
  }
  const uint32_t begin = Begin();
  const bool negative = may_be_negative && TakeSymbol("-");
  const auto* integer = std::get_if<Integer>(&Peek().literal);
  if (Peek().kind != TokenKind::kLiteral || integer == nullptr) {
    const bool whole = what.ends_with("whole number");
    FailExpected(absl::StrCat(std::string(what), whole ? "" : ", a whole number"));
    return count;
  }
  const std::string digits = integer->digits;
  Take();
  const auto [end, error] =
      std::from_chars(digits.data(), digits.data() + digits.size(), count.value);
  if (error != std::errc() || end != digits.data() + digits.size()) {
    Fail({begin, last().end}, "this number is too large here");
  }
  if (negative) count.value = -count.value;
  return count;
}

TimeUnit FilterParser::ParseUnit() {
  const Token& token = Peek();
  const std::optional<TimeUnit> unit =
      token.kind == TokenKind::kName ? FindUnit(token.text) : std::nullopt;
  if (unit) {
    Take();
    return *unit;
  }
  std::string hint(kUnitsAre);
  if (token.kind == TokenKind::kName && !IsForeignUnit(token.text)) {
    const auto meant = UnitMeant(token.text);
    const auto near = NearestWord(token.text, UnitWords());
    if (meant) {
      hint = absl::StrCat("write `", std::string(*meant), "`");
    } else if (near) {
      hint = absl::StrCat("did you mean `", *near, "`?");
    }
  }
  FailExpected("a unit of time", hint);
  return TimeUnit::kDay;
}

Duration FilterParser::ParseDuration(std::string_view what) {
  Duration duration;
  if (const auto mistake = FractionMistake(*this)) Fail(*mistake);
  duration.count = ParseCount(what);
  duration.unit = ParseUnit();
  return duration;
}

}  // namespace seine
