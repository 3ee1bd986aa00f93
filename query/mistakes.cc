#include "query/mistakes.h"

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"

#include "engine/absl_bridge.h"
#include "query/call_forms.h"
#include "query/filter_error.h"
#include "query/keywords.h"
#include "query/mistaken_calls.h"
#include "query/mistaken_lists.h"
#include "query/mistaken_words.h"
#include "query/tokens_around.h"

namespace seine {
namespace {

using Found = std::optional<Mistake>;

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
  return tokens.Unexpected(
      0, 1, absl::StrCat("the condition stands inside the parentheses: `", example, "`"));
}

// any orders o where …
Found AliasWithoutAs(const TokensAround& tokens, TokenPlace place) {
  if (place != TokenPlace::kAfterValue || !tokens.IsFreeName(0) || !tokens.IsWord(1, "where") ||
      !tokens.IsFreeName(-1)) {
    return std::nullopt;
  }
  const Token& word = tokens.At(tokens.PathBegin(0) - 1);
  if (word.kind != TokenKind::kName || !FindQuantifier(word.text)) return std::nullopt;
  return tokens.Unexpected(0, 1, WriteHint(absl::StrCat("as ", tokens.Source(0, 1))));
}

// any orders at in last 30 days
Found WhereMissing(const TokensAround& tokens, TokenPlace place) {
  if (place != TokenPlace::kAfterValue || !tokens.IsFreeName(0) || !tokens.IsFreeName(-1))
    return std::nullopt;
  const Token& word = tokens.At(tokens.PathBegin(0) - 1);
  const int end = tokens.PathEnd(0);
  const bool test = FindCompareOp(tokens.At(end).text) ||
                    (std::ranges::count(InfixWords(), tokens.At(end).text) > 0 &&
                     !tokens.IsOneOf(end, {"and", "or", "where", "as"}));
  if (word.kind != TokenKind::kName || !FindQuantifier(word.text) || !test) return std::nullopt;
  return tokens.Unexpected(0, end, WriteHint(absl::StrCat("where ", tokens.Source(0, end))));
}

// in last 2 weeks ago
Found AgoAfterPeriod(const TokensAround& tokens, TokenPlace place) {
  if (place != TokenPlace::kAfterValue || !tokens.IsWord(0, "ago") || !tokens.IsUnit(-1))
    return std::nullopt;
  return tokens.Unexpected(0, 1, "leave it out: the period ends now");
}

// in 5 to 10
Found RangeInWords(const TokensAround& tokens, TokenPlace) {
  if (!tokens.IsWord(-2, "in") || !tokens.IsNumber(-1) || !tokens.IsWord(0, "to") ||
      !tokens.IsNumber(1)) {
    return std::nullopt;
  }
  return tokens.Unexpected(
      -2, 2,
      WriteHint(absl::StrCat("between ", tokens.Source(-1, 0), " and ", tokens.Source(1, 2))));
}

// case when … then … end
Found Cases(const TokensAround& tokens, TokenPlace) {
  if (!tokens.IsWord(-1, "case") || !tokens.IsWord(0, "when")) return std::nullopt;
  return tokens.Unexpected(-1, 1, std::string(FindCallForm("case", 1)->hint));
}

// days until birthday
Found TimeToCome(const TokensAround& tokens, TokenPlace place) {
  const bool until = tokens.IsOneOf(0, {"until", "till", "to"});
  if (place != TokenPlace::kAfterValue || !until || !tokens.IsUnit(-1) || !tokens.IsFreeName(1))
    return std::nullopt;
  const int end = tokens.PathEnd(1);
  const std::string time = tokens.Source(1, end);
  return tokens.Unexpected(
      -1, end,
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
         tokens.IsOneOf(0, {"in", "is", "between"});
}

// What to say of a token that needs something before it and has nothing there; or empty.
std::string HintForBefore(const TokensAround& tokens) {
  const std::string& word = tokens.At(0).text;
  if (IsTest(tokens) && tokens.IsFreeName(-1) && tokens.Enclosing())
    return "a condition on the rows stands after `where`";
  const bool begins = tokens.At(-1).kind == TokenKind::kEnd || tokens.IsSymbol(-1, "(") ||
                      tokens.IsOneOf(-1, {"and", "or", "not", "where"});
  if (!begins) return "";
  if (IsTest(tokens)) return absl::StrCat("name what is tested, before `", word, "`");
  return tokens.IsOneOf(0, {"and", "or"}) ? absl::StrCat("a filter is missing before `", word, "`")
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
  const bool can_stand =
      near && (*near != token.text && (*near != "then" || tokens.IsSymbol(-1, ")")) &&
               (*near != "among" || tokens.IsSymbol(-1, "%") || tokens.IsNumber(-1)));
  if (can_stand) return absl::StrCat("did you mean `", *near, "`?");
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
  if (literal && tokens.IsText(-1)) return "a quote inside text is written \\\"";
  if (literal || token.kind == TokenKind::kParameter)
    return "is an operator missing, such as `=` or `in`?";
  return "";
}

}  // namespace seine
