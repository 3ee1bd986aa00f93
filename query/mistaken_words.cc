#include "query/mistaken_words.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

#include "engine/absl_bridge.h"
#include "query/filter_error.h"
#include "query/keywords.h"
#include "query/synonyms.h"

namespace seine {
namespace {

bool IsLanguageWord(const TokensAround& tokens, int place) {
  if (tokens.At(place).kind != TokenKind::kName) return false;
  const std::string lower = absl::AsciiStrToLower(tokens.At(place).text);
  return IsReserved(lower) || std::ranges::count(InfixWords(), lower) > 0;
}

// ---- Text without quotes: city = New York, city in (New York, London)

// Whether a text may begin at `place`.
bool TextBegins(const TokensAround& tokens, int place) {
  const int before = place - 1;
  if (tokens.IsSymbol(before, "=") || tokens.IsSymbol(before, "!=")) return true;
  if (tokens.IsOneOf(before, {"has", "contains", "like", "matches", "with"})) return true;
  if (!tokens.IsSymbol(before, "(") && !tokens.IsSymbol(before, ",")) return false;
  const std::optional<int> open = tokens.Enclosing();
  return open && tokens.IsOneOf(*open - 1, {"in", "any", "all", "none", "only"});
}

bool IsCapitalised(const TokensAround& tokens, int place) {
  const std::string& text = tokens.At(place).text;
  return !text.empty() && !absl::ascii_islower(static_cast<unsigned char>(text[0]));
}

struct UnquotedText {
  int begin = 0;
  int end = 0;
};

std::optional<UnquotedText> FindUnquotedText(const TokensAround& tokens) {
  UnquotedText text;
  while (tokens.IsFreeName(text.begin - 1) && !IsLanguageWord(tokens, text.begin - 1)) --text.begin;
  while (tokens.IsFreeName(text.end) && !IsLanguageWord(tokens, text.end)) ++text.end;
  const bool period = tokens.IsOneOf(-1, {"last", "next", "this", "previous"});
  if (text.begin == 0 || text.end == 0 || (period && tokens.IsUnit(0))) return std::nullopt;
  if (!TextBegins(tokens, text.begin)) return std::nullopt;
  return text;
}

}  // namespace

std::optional<Mistake> QuotesMissing(const TokensAround& tokens, TokenPlace) {
  const std::optional<UnquotedText> text = FindUnquotedText(tokens);
  if (!text) return std::nullopt;
  return tokens.Unexpected(
      0, 1, absl::StrCat("text goes in quotes: \"", tokens.Source(text->begin, text->end), "\""));
}

std::optional<Mistake> QuotesMissingOfName(const TokensAround& tokens, TokenPlace place) {
  const std::optional<UnquotedText> text = FindUnquotedText(tokens);
  return text && IsCapitalised(tokens, text->begin) ? QuotesMissing(tokens, place) : std::nullopt;
}

// ---- Words for words

namespace {

// Whether what stands before `place` lets the words follow: most need a value there.
bool FollowsOn(const TokensAround& tokens, int place, std::string_view meant) {
  static constexpr std::string_view kPrefixes[] = {"top",  "bottom",   "last",
                                                   "next", "previous", "distinct"};
  if (std::ranges::count(kPrefixes, meant) > 0 || tokens.IsWord(place - 1, "not")) return true;
  const Token& before = tokens.At(place - 1);
  if (before.kind == TokenKind::kSymbol) return before.text == ")" || before.text == "%";
  if (before.kind == TokenKind::kEnd || before.kind == TokenKind::kName)
    return before.kind == TokenKind::kName && !IsReserved(before.text) && !before.IsWord("each") &&
           !before.IsWord("of");
  return true;
}

// A number, or a name in its place, and a name: 30 days, few days, 7 d.
bool BeginsLength(const TokensAround& tokens, int place) {
  const TokenKind kind = tokens.At(place).kind;
  if (kind == TokenKind::kParameter || kind == TokenKind::kName) return true;
  return tokens.IsNumber(place) && tokens.At(place + 1).kind == TokenKind::kName;
}

// Whether what the words stand for can stand here.
bool FitsHere(const TokensAround& tokens, int end, std::string_view typed, std::string_view meant) {
  const bool numbered = tokens.At(-1).kind == TokenKind::kLiteral || tokens.IsSymbol(-1, "%");
  if (meant == "per" || meant == "%") return numbered;
  if (meant == "among") return numbered && tokens.IsSymbol(end, "(");
  if (typed == "top" || typed == "bottom")
    return tokens.IsNumber(end) || tokens.IsWord(end, "holding");
  static constexpr std::string_view kPeriods[] = {"last", "next", "this", "previous"};
  const bool period = std::ranges::any_of(
      kPeriods, [&](std::string_view word) { return meant == word || meant.ends_with(word); });
  return !period || tokens.IsUnit(end) || BeginsLength(tokens, end);
}

}  // namespace

std::optional<Mistake> InfixWordsOfOthers(const TokensAround& tokens, TokenPlace) {
  for (int begin = -3; begin <= 0; ++begin) {
    std::vector<std::string> words;
    int end = begin;
    for (; end < begin + kMostInfixWords && tokens.At(end).kind == TokenKind::kName; ++end)
      words.push_back(absl::AsciiStrToLower(tokens.At(end).text));
    // Words that end before the place are wrong only in front of a list: has any of (…).
    const int least = tokens.IsSymbol(0, "(") && tokens.IsWord(-1, "of") ? 0 : 1;
    for (; end >= least && end > begin; --end, words.pop_back()) {
      const std::string typed = absl::StrJoin(words, " ");
      const std::optional<std::string_view> meant = InfixMeant(typed);
      if (meant && FollowsOn(tokens, begin, *meant) && FitsHere(tokens, end, typed, *meant))
        return tokens.Unexpected(begin, end, WriteHint(*meant));
    }
  }
  return std::nullopt;
}

std::optional<Mistake> WordsBeforeRows(const TokensAround& tokens, TokenPlace place) {
  if (place != TokenPlace::kAfterValue || !tokens.IsFreeName(0)) return std::nullopt;
  if (tokens.IsWord(-1, "the")) return tokens.Unexpected(-1, 1, WriteHint(tokens.Source(0, 1)));
  const bool begins = tokens.At(-2).kind == TokenKind::kEnd || tokens.IsSymbol(-2, "(") ||
                      tokens.IsOneOf(-2, {"and", "or", "not", "where"});
  const auto meant = begins && tokens.At(-1).kind == TokenKind::kName
                         ? QuantifierMeant(tokens.At(-1).text)
                         : std::nullopt;
  if (!meant) return std::nullopt;
  return tokens.Unexpected(-1, 0, WriteHint(*meant));
}

std::optional<Mistake> WordsAroundNumbers(const TokensAround& tokens, TokenPlace place) {
  const Token& before = tokens.At(-1);
  if (tokens.IsNumber(0) && before.kind == TokenKind::kName && BeginsLength(tokens, 0)) {
    if (const auto meant = PeriodMeant(before.text))
      return tokens.Unexpected(-1, 0, WriteHint(*meant));
  }
  const bool period = tokens.IsOneOf(-1, {"last", "next", "previous", "this"});
  if (tokens.At(0).kind != TokenKind::kName || (place == TokenPlace::kAfterValue && !period))
    return std::nullopt;
  const std::string message = absl::StrCat("expected a number, found `", tokens.Source(0, 1), "`");
  if (const auto meant = NumberMeant(tokens.At(0).text))
    return Mistake{tokens.At(0).span, message, absl::StrCat("write ", ToAbsl(*meant))};
  if (!period || !tokens.IsUnit(1)) return std::nullopt;
  return Mistake{tokens.At(0).span, message,
                 absl::StrCat("a number stands here: `", tokens.Source(-1, 0), " 30 ",
                              tokens.Source(1, 2), "`")};
}

std::optional<Mistake> TwoQuantifiers(const TokensAround& tokens, TokenPlace) {
  const bool two = tokens.At(-1).kind == TokenKind::kName && FindQuantifier(tokens.At(-1).text) &&
                   tokens.At(0).kind == TokenKind::kName && FindQuantifier(tokens.At(0).text);
  if (!two) return std::nullopt;
  return tokens.Unexpected(-1, 1, WriteHint(tokens.Source(-1, 0)));
}

}  // namespace seine
