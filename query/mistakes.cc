#include "query/mistakes.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

#include "engine/absl_bridge.h"
#include "query/call_forms.h"
#include "query/filter_error.h"
#include "query/keywords.h"
#include "query/mistaken_calls.h"
#include "query/mistaken_lists.h"
#include "query/synonyms.h"
#include "query/tokens_around.h"

namespace seine {
namespace {

using Found = std::optional<Mistake>;

Mistake Unexpected(const TokensAround& tokens, int from, int end, std::string hint) {
  return {tokens.Spanning(from, end), absl::StrCat("unexpected `", tokens.Source(from, end), "`"),
          std::move(hint)};
}

bool IsUnit(const TokensAround& tokens, int place) {
  return tokens.At(place).kind == TokenKind::kName && FindUnit(tokens.At(place).text).has_value();
}

bool IsOneOf(const TokensAround& tokens, int place, std::initializer_list<std::string_view> words) {
  return std::ranges::any_of(words,
                             [&](std::string_view word) { return tokens.IsWord(place, word); });
}

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
  if (IsOneOf(tokens, before, {"has", "contains", "like", "matches", "with"})) return true;
  if (!tokens.IsSymbol(before, "(") && !tokens.IsSymbol(before, ",")) return false;
  const std::optional<int> open = tokens.Enclosing();
  return open && IsOneOf(tokens, *open - 1, {"in", "any", "all", "none", "only"});
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
  const bool period = IsOneOf(tokens, -1, {"last", "next", "this", "previous"});
  if (text.begin == 0 || text.end == 0 || (period && IsUnit(tokens, 0))) return std::nullopt;
  if (!TextBegins(tokens, text.begin)) return std::nullopt;
  return text;
}

Found QuotesMissing(const TokensAround& tokens, TokenPlace) {
  const std::optional<UnquotedText> text = FindUnquotedText(tokens);
  if (!text) return std::nullopt;
  return Unexpected(
      tokens, 0, 1,
      absl::StrCat("text goes in quotes: \"", tokens.Source(text->begin, text->end), "\""));
}

// Of a text that begins like a name of somebody or something, no word is looked at.
Found QuotesMissingOfName(const TokensAround& tokens, TokenPlace place) {
  const std::optional<UnquotedText> text = FindUnquotedText(tokens);
  return text && IsCapitalised(tokens, text->begin) ? QuotesMissing(tokens, place) : std::nullopt;
}

// ---- Words for words

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
  return !period || IsUnit(tokens, end) || BeginsLength(tokens, end);
}

Found InfixWordsOfOthers(const TokensAround& tokens, TokenPlace) {
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
      if (meant && FitsHere(tokens, end, typed, *meant))
        return Unexpected(tokens, begin, end, WriteHint(*meant));
    }
  }
  return std::nullopt;
}

// some orders, the orders
Found WordsBeforeRows(const TokensAround& tokens, TokenPlace place) {
  if (place != TokenPlace::kAfterValue || !tokens.IsFreeName(0)) return std::nullopt;
  if (tokens.IsWord(-1, "the")) return Unexpected(tokens, -1, 1, WriteHint(tokens.Source(0, 1)));
  const bool begins = tokens.At(-2).kind == TokenKind::kEnd || tokens.IsSymbol(-2, "(") ||
                      IsOneOf(tokens, -2, {"and", "or", "not", "where"});
  const auto meant = begins && tokens.At(-1).kind == TokenKind::kName
                         ? QuantifierMeant(tokens.At(-1).text)
                         : std::nullopt;
  if (!meant) return std::nullopt;
  return Unexpected(tokens, -1, 0, WriteHint(*meant));
}

// last thirty days, past 30 days, at least two of
Found WordsAroundNumbers(const TokensAround& tokens, TokenPlace place) {
  const Token& before = tokens.At(-1);
  if (tokens.IsNumber(0) && before.kind == TokenKind::kName && BeginsLength(tokens, 0)) {
    if (const auto meant = PeriodMeant(before.text))
      return Unexpected(tokens, -1, 0, WriteHint(*meant));
  }
  const bool period = IsOneOf(tokens, -1, {"last", "next", "previous", "this"});
  if (tokens.At(0).kind != TokenKind::kName || (place == TokenPlace::kAfterValue && !period))
    return std::nullopt;
  const std::string message = absl::StrCat("expected a number, found `", tokens.Source(0, 1), "`");
  if (const auto meant = NumberMeant(tokens.At(0).text))
    return Mistake{tokens.At(0).span, message, absl::StrCat("write ", ToAbsl(*meant))};
  if (!period || !IsUnit(tokens, 1)) return std::nullopt;
  return Mistake{tokens.At(0).span, message,
                 absl::StrCat("a number stands here: `", tokens.Source(-1, 0), " 30 ",
                              tokens.Source(1, 2), "`")};
}

// no any orders
Found TwoQuantifiers(const TokensAround& tokens, TokenPlace) {
  const bool two = tokens.At(-1).kind == TokenKind::kName && FindQuantifier(tokens.At(-1).text) &&
                   tokens.At(0).kind == TokenKind::kName && FindQuantifier(tokens.At(0).text);
  if (!two) return std::nullopt;
  return Unexpected(tokens, -1, 1, WriteHint(tokens.Source(-1, 0)));
}

// ---- Signs

// 10 as 0.1, 12.5 as 0.125.
std::string Hundredth(std::string digits) {
  size_t point = std::min(digits.find('.'), digits.size());
  if (point < digits.size()) digits.erase(point, 1);
  if (point < 3) digits.insert(0, 3 - point, '0');
  digits.insert(std::max<size_t>(point, 3) - 2, ".");
  digits.erase(digits.find_last_not_of('0') + 1);
  if (digits.back() == '.') digits.pop_back();
  return digits;
}

Found MisplacedSigns(const TokensAround& tokens, TokenPlace place) {
  if (tokens.IsSymbol(0, "%") && tokens.IsNumber(-1)) {
    return Mistake{tokens.Spanning(-1, 1), "`%` stands after `in top` and `in bottom`",
                   WriteHint(Hundredth(tokens.Source(-1, 0)))};
  }
  const int order = tokens.IsSymbol(0, "=") ? -1 : tokens.IsSymbol(-1, "=") ? 0 : 1;
  if (order != 1 && (tokens.IsSymbol(order, "<") || tokens.IsSymbol(order, ">"))) {
    return Mistake{tokens.Spanning(-1, 1), "a sign has no blanks inside",
                   WriteHint(absl::StrCat(tokens.Source(order, order + 1), "="))};
  }
  if (place == TokenPlace::kInside && tokens.IsSymbol(0, "+") && tokens.IsNumber(1)) {
    return Mistake{tokens.Spanning(0, 2), "a number has no `+` before it",
                   WriteHint(tokens.Source(1, 2))};
  }
  return std::nullopt;
}

// ---- where and as

Found MisplacedWhere(const TokensAround& tokens, TokenPlace place) {
  if (place != TokenPlace::kAfterValue || !tokens.IsWord(0, "where")) return std::nullopt;
  if (tokens.IsFreeName(-1)) {
    const int begin = tokens.PathBegin(0);
    const std::string rows = tokens.Source(begin, 0);
    return Mistake{tokens.Spanning(begin, 1), "rows are spoken of by `any`, `no` or `all`",
                   absl::StrCat("write `any ", rows, " where`, `no ", rows, " where` or `all ",
                                rows, " where`")};
  }
  std::string example = "sum(orders.amount where …)";
  for (int open = -2; tokens.At(open).kind != TokenKind::kEnd; --open) {
    if (!tokens.IsSymbol(-1, ")") || !tokens.IsSymbol(open, "(") || tokens.Closing(open) != -1)
      continue;
    bool has_where = false;
    for (int place = open; place < 0; ++place)
      has_where = has_where || tokens.IsWord(place, "where");
    example = absl::StrCat(tokens.Source(tokens.PathBegin(open), -1),
                           has_where ? " and …)" : " where …)");
    break;
  }
  return Unexpected(tokens, 0, 1,
                    absl::StrCat("the condition stands inside the parentheses: `", example, "`"));
}

// any orders o where …
Found AliasWithoutAs(const TokensAround& tokens, TokenPlace place) {
  if (place != TokenPlace::kAfterValue || !tokens.IsFreeName(0) || !tokens.IsWord(1, "where") ||
      !tokens.IsFreeName(-1)) {
    return std::nullopt;
  }
  const Token& word = tokens.At(tokens.PathBegin(0) - 1);
  if (word.kind != TokenKind::kName || !FindQuantifier(word.text)) return std::nullopt;
  return Unexpected(tokens, 0, 1, WriteHint(absl::StrCat("as ", tokens.Source(0, 1))));
}

// any orders at in last 30 days
Found WhereMissing(const TokensAround& tokens, TokenPlace place) {
  if (place != TokenPlace::kAfterValue || !tokens.IsFreeName(0) || !tokens.IsFreeName(-1))
    return std::nullopt;
  const Token& word = tokens.At(tokens.PathBegin(0) - 1);
  const int end = tokens.PathEnd(0);
  const bool test = FindCompareOp(tokens.At(end).text) || tokens.IsWord(end, "not") ||
                    std::ranges::count(InfixWords(), tokens.At(end).text) > 0;
  if (word.kind != TokenKind::kName || !FindQuantifier(word.text) || !test) return std::nullopt;
  return Unexpected(tokens, 0, end, WriteHint(absl::StrCat("where ", tokens.Source(0, end))));
}

// in last 2 weeks ago
Found AgoAfterPeriod(const TokensAround& tokens, TokenPlace place) {
  if (place != TokenPlace::kAfterValue || !tokens.IsWord(0, "ago") || !IsUnit(tokens, -1))
    return std::nullopt;
  return Unexpected(tokens, 0, 1, "leave it out: the period ends now");
}

// in 5 to 10
Found RangeInWords(const TokensAround& tokens, TokenPlace) {
  if (!tokens.IsWord(-2, "in") || !tokens.IsNumber(-1) || !tokens.IsWord(0, "to") ||
      !tokens.IsNumber(1)) {
    return std::nullopt;
  }
  return Unexpected(
      tokens, -2, 2,
      WriteHint(absl::StrCat("between ", tokens.Source(-1, 0), " and ", tokens.Source(1, 2))));
}

// case when … then … end
Found Cases(const TokensAround& tokens, TokenPlace) {
  if (!tokens.IsWord(-1, "case") || !tokens.IsWord(0, "when")) return std::nullopt;
  return Unexpected(tokens, -1, 1, std::string(FindCallForm("case", 1)->hint));
}

// days until birthday
Found TimeToCome(const TokensAround& tokens, TokenPlace place) {
  const bool until = IsOneOf(tokens, 0, {"until", "till", "to"});
  if (place != TokenPlace::kAfterValue || !until || !IsUnit(tokens, -1) || !tokens.IsFreeName(1))
    return std::nullopt;
  const int end = tokens.PathEnd(1);
  const std::string time = tokens.Source(1, end);
  return Unexpected(tokens, -1, end,
                    absl::StrCat("write `", tokens.Source(-1, 0), " from 0 days ago to ", time,
                                 "`; of a yearly day, `", time, " anniversary in next 7 days`"));
}

using Rule = Found (*)(const TokensAround&, TokenPlace);

constexpr Rule kRules[] = {
    Cases,
    TimeToCome,
    RangeInWords,
    AgoAfterPeriod,
    CallWithoutParentheses,
    QuotesMissingOfName,
    InfixWordsOfOthers,
    WordsBeforeRows,
    WordsAroundNumbers,
    AliasWithoutAs,
    WhereMissing,
    QuotesMissing,
    TwoQuantifiers,
    MisplacedSigns,
    MisplacedWhere,
    MisplacedParenthesis,
    MisplacedComma,
    MisplacedJoin,
};

}  // namespace

std::optional<Mistake> FindMistake(TokenStream& stream, TokenPlace place) {
  const TokensAround tokens(stream);
  for (const Rule rule : kRules) {
    if (Found found = rule(tokens, place)) return found;
  }
  return std::nullopt;
}

namespace {

// Two letters are near too many words.
constexpr size_t kShortestMisspelt = 3;

// Whether the current token tests what stands before it.
bool IsTest(const TokensAround& tokens) {
  const Token& token = tokens.At(0);
  return (token.kind == TokenKind::kSymbol && FindCompareOp(token.text)) ||
         IsOneOf(tokens, 0, {"in", "is", "between"});
}

// What to say of a token that needs something before it and has nothing there; or empty.
std::string HintForBefore(const TokensAround& tokens) {
  const std::string& word = tokens.At(0).text;
  if (IsTest(tokens) && tokens.IsFreeName(-1) && tokens.Enclosing())
    return "a condition on the rows stands after `where`";
  const bool begins = tokens.At(-1).kind == TokenKind::kEnd || tokens.IsSymbol(-1, "(") ||
                      IsOneOf(tokens, -1, {"and", "or", "not", "where"});
  if (!begins) return "";
  if (IsTest(tokens)) return absl::StrCat("name what is tested, before `", word, "`");
  return IsOneOf(tokens, 0, {"and", "or"}) ? absl::StrCat("a filter is missing before `", word, "`")
                                           : "";
}

std::string HintForName(const TokensAround& tokens, TokenPlace place) {
  const Token& token = tokens.At(0);
  if (IsReserved(token.text)) {
    if (place == TokenPlace::kInside) {
      return absl::StrCat(
          "`", token.text,
          "` is a word of the language; put backquotes around a column of that name");
    }
    if (token.IsWord("as")) return "`as of` follows a filter in parentheses, `as x` the rows";
    return token.IsWord("in") || token.IsWord("is") || token.IsWord("between")
               ? ""
               : "is an `and` or an `or` missing?";
  }
  const bool counts = tokens.At(-1).kind == TokenKind::kLiteral || tokens.IsSymbol(1, "(");
  const auto near = token.text.size() < kShortestMisspelt
                        ? std::nullopt
                        : NearestWord(token.text, counts ? UnitWords() : InfixWords());
  if (near && *near != token.text) return absl::StrCat("did you mean `", *near, "`?");
  return place == TokenPlace::kAfterValue ? "is an `and` or an `or` missing?" : "";
}

}  // namespace

std::string HintFor(TokenStream& stream, TokenPlace place) {
  const TokensAround tokens(stream);
  const Token& token = tokens.At(0);
  if (place == TokenPlace::kInside) {
    if (std::string hint = HintForBefore(tokens); !hint.empty()) return hint;
  }
  if (token.kind == TokenKind::kName) return HintForName(tokens, place);
  if (token.IsSymbol(",")) {
    return "a list stands in parentheses after `in`, `has any`, `has all`, `has none` or `has "
           "only`";
  }
  if (token.IsSymbol(":")) return "a definition begins with `include:`";
  if (place == TokenPlace::kInside) return "";
  if (token.IsSymbol(")")) return "no `(` is open here";
  const bool literal = token.kind == TokenKind::kLiteral;
  if (literal && tokens.IsText(-1))
    return "a quote inside text is written \\\"";
  if (literal || token.kind == TokenKind::kParameter)
    return "is an operator missing, such as `=` or `in`?";
  return "";
}

}  // namespace seine
