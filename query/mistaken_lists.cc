#include "query/mistaken_lists.h"

#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

#include "engine/absl_bridge.h"
#include "query/filter_error.h"
#include "query/keywords.h"

namespace seine {
namespace {

Mistake CommaMistake(Span span, std::string_view message, std::string_view code) {
  return {span, std::string(message), WriteHint(code)};
}

// 1,000: the groups of three after the first, without blanks.
std::optional<Mistake> GroupedDigits(const TokensAround& tokens) {
  std::string digits = tokens.Source(-1, 0);
  if (!tokens.IsNumber(-1) || digits.size() > 3 || digits.find('.') != std::string::npos)
    return std::nullopt;
  int end = 0;
  const auto touch = [&](int place) {
    return tokens.At(place - 1).span.end == tokens.At(place).span.begin;
  };
  while (tokens.IsSymbol(end, ",") && tokens.IsNumber(end + 1) && touch(end) && touch(end + 1)) {
    const std::string group = tokens.Source(end + 1, end + 2);
    if (group.substr(0, group.find('.')).size() != 3) break;
    digits += group;
    end += 2;
  }
  if (end == 0) return std::nullopt;
  return CommaMistake(tokens.Spanning(-1, end), "a number has no commas", digits);
}

// What the parentheses that the comma stands in belong to.
struct Around {
  int open = 0;
  int close = 0;
  std::vector<std::string> values;
};

std::optional<Around> FindAround(const TokensAround& tokens) {
  const std::optional<int> open = tokens.Enclosing();
  if (!open) return std::nullopt;
  const std::optional<int> close = tokens.Closing(*open);
  if (!close) return std::nullopt;
  return Around{*open, *close, tokens.Arguments(*open, *close)};
}

// A call of one thing that was given several.
std::optional<Mistake> TooManyArguments(const TokensAround& tokens, const Around& around) {
  const Token& word = tokens.At(around.open - 1);
  if (word.kind != TokenKind::kName || around.values.size() < 2) return std::nullopt;
  const Span span = tokens.Spanning(around.open - 1, around.close + 1);
  const std::string name = word.text;
  const auto each = [&](std::string_view from, std::string_view join, size_t first) {
    std::vector<std::string> calls;
    for (size_t i = first; i < around.values.size(); ++i)
      calls.push_back(absl::StrCat(name, "(", ToAbsl(from), around.values[i], ")"));
    return absl::StrJoin(calls, ToAbsl(join));
  };
  const std::string one = absl::StrCat("`", name, "(` takes one thing");
  const auto pick = FindPick(name);
  if (pick && *pick != filter::RowPick::Kind::kNth && around.values.size() == 2) {
    const bool first = *pick == filter::RowPick::Kind::kFirst;
    return CommaMistake(
        span, absl::StrCat("`", name, "(` picks one row"),
        absl::StrCat("nth(", around.values[0], first ? ", " : ", -", around.values[1], ")"));
  }
  if (word.IsWord("segment"))
    return CommaMistake(span, one, absl::StrCat("(", each("", " or ", 0), ")"));
  if (word.IsWord("calendar")) {
    const std::string window = absl::StrCat(around.values[0], ", ");
    return CommaMistake(span, "`calendar(` takes one year",
                        absl::StrCat("(", each(window, ", ", 1), ")"));
  }
  if (word.IsWord("sum") || word.IsWord("count"))
    return CommaMistake(span, one, absl::StrCat("(", each("", " + ", 0), ")"));
  if (FindAggregate(name) || FindPopulationFunction(name) || word.IsWord("size"))
    return Mistake{tokens.At(0).span, one,
                   absl::StrCat("compare each by itself: `", each("", "`, `", 0), "`")};
  return std::nullopt;
}

}  // namespace

std::optional<Mistake> MisplacedComma(const TokensAround& tokens, TokenPlace) {
  if (!tokens.IsSymbol(0, ",")) return std::nullopt;
  if (auto digits = GroupedDigits(tokens)) return digits;
  if (tokens.AtTopLevel()) return CommaMistake(tokens.At(0).span, "unexpected `,`", "and` or `or");
  const std::optional<Around> around = FindAround(tokens);
  if (!around) return std::nullopt;
  const int before = around->open - 1;
  if (tokens.IsWord(before, "between") && around->values.size() == 2) {
    return CommaMistake(tokens.Spanning(around->open, around->close + 1),
                        "the bounds of `between` are joined by `and`",
                        absl::StrCat(around->values[0], " and ", around->values[1]));
  }
  if (tokens.IsSymbol(before, "=") || tokens.IsSymbol(before, "!=")) {
    return CommaMistake(tokens.At(before).span, "a list stands after `in`",
                        tokens.IsSymbol(before, "=") ? "in" : "not in");
  }
  if (tokens.IsWord(before, "has"))
    return Mistake{tokens.At(before).span, "`has` takes one value", "write `has any` or `has all`"};
  return TooManyArguments(tokens, *around);
}

std::optional<Mistake> MisplacedJoin(const TokensAround& tokens, TokenPlace place) {
  const bool join = tokens.IsWord(0, "and") || tokens.IsWord(0, "or");
  const std::optional<Around> around =
      join && place == TokenPlace::kInside ? FindAround(tokens) : std::nullopt;
  if (!around) return std::nullopt;
  const int before = around->open - 1;
  bool list = false;
  for (std::string_view word : {"in", "any", "all", "none", "only"})
    list = list || tokens.IsWord(before, word);
  if (!list) return std::nullopt;
  const bool alone = around->open == -2 && around->close == 2;
  if (tokens.IsWord(0, "and") && tokens.IsWord(before, "in") && alone && !tokens.IsText(1)) {
    return CommaMistake(
        tokens.Spanning(before, around->close + 1), "a list has commas",
        absl::StrCat("between ", tokens.Source(-1, 0), " and ", tokens.Source(1, 2)));
  }
  return CommaMistake(tokens.At(0).span, "a list has commas", ",");
}

}  // namespace seine
