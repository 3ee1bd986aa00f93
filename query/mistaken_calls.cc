#include "query/mistaken_calls.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"

#include "engine/absl_bridge.h"
#include "query/call_forms.h"
#include "query/filter_error.h"
#include "query/keywords.h"
#include "query/time_literal.h"

namespace seine {
namespace {

Mistake WriteInstead(Span span, std::string_view message, std::string_view code) {
  return {span, std::string(message), WriteHint(code)};
}

// Those that take rows or a value alone.
bool TakesOneThing(const Token& token) {
  return token.kind == TokenKind::kName &&
         (FindAggregate(token.text) || FindPopulationFunction(token.text) || token.IsWord("size"));
}

std::string CalledWithout(const Token& word) {
  return absl::StrCat("`", word.text, "` takes parentheses");
}

// ---- Names that cannot be called

// A call as it was written: the receiver of a.f(b), if any, is its first argument.
struct WrittenCall {
  int begin = 0;
  int end = 0;
  std::vector<std::string> arguments;
  bool method = false;
};

// The name that is called is at -1, its `(` at 0.
std::optional<WrittenCall> ReadCall(const TokensAround& tokens) {
  const std::optional<int> close = tokens.Closing(0);
  if (!close) return std::nullopt;
  WrittenCall call{tokens.PathBegin(0), *close + 1, tokens.Arguments(0, *close), false};
  call.method = call.begin < -1;
  if (call.method) call.arguments.insert(call.arguments.begin(), tokens.Source(call.begin, -2));
  return call;
}

std::string Filled(const CallForm& form, const std::vector<std::string>& arguments) {
  if (form.arguments == kManyArguments) {
    return absl::StrCat("(", absl::StrJoin(arguments, absl::StrCat(" ", ToAbsl(form.meant), " ")),
                        ")");
  }
  std::string filled(form.meant);
  for (size_t i = 0; i < arguments.size(); ++i)
    filled = absl::StrReplaceAll(filled, {{absl::StrCat("$", i + 1), arguments[i]}});
  return filled;
}

// date("2011-09-11"): a time in quotes.
std::optional<std::string> QuotedTime(const WrittenCall& call) {
  if (call.arguments.size() != 1 || call.arguments[0].size() < 3) return std::nullopt;
  const std::string& quoted = call.arguments[0];
  if (quoted[0] != '"' && quoted[0] != '\'') return std::nullopt;
  std::string time = quoted.substr(1, quoted.size() - 2);
  size_t length = 0;
  const bool reads = StartsTimeLiteral(time) && ReadTimeLiteral(time, &length).ok();
  return reads && length == time.size() ? std::optional<std::string>(time) : std::nullopt;
}

// lower(city) = "taipei": the whole test ignoring case.
std::optional<Mistake> IgnoringCase(const TokensAround& tokens, const WrittenCall& call,
                                    std::string_view message) {
  const bool equality = tokens.IsSymbol(call.end, "=") || tokens.IsSymbol(call.end, "!=");
  if (!equality || !tokens.IsText(call.end + 1) || call.arguments.size() != 1) return std::nullopt;
  return WriteInstead(tokens.Spanning(call.begin, call.end + 2), message,
                      absl::StrCat(call.arguments[0], " ", tokens.Source(call.end, call.end + 2),
                                   " ignoring case"));
}

std::optional<Mistake> CallOfOthers(const TokensAround& tokens, const std::string& name,
                                    std::string_view message) {
  const std::optional<WrittenCall> call = ReadCall(tokens);
  const int count = call ? static_cast<int>(call->arguments.size()) : 0;
  const Span name_span = tokens.Spanning(-1, 0);
  if (call && call->method && count == 1 && TakesOneThing(tokens.At(-1)) && name != "mean") {
    return WriteInstead(tokens.Spanning(call->begin, call->end), message,
                        absl::StrCat(name, "(", call->arguments[0], ")"));
  }
  const CallForm* form = FindCallForm(name, count);
  if (form == nullptr) return std::nullopt;
  const bool fits =
      call && (form->arguments == count || (form->arguments == kManyArguments && count > 1));
  if (!fits) {
    return Mistake{name_span, std::string(message),
                   !form->hint.empty() ? std::string(form->hint)
                                       : WriteHint(absl::StrReplaceAll(
                                             ToAbsl(form->meant), {{"$1", "…"}, {"$2", "…"}}))};
  }
  if (const std::optional<std::string> time = QuotedTime(*call)) {
    return WriteInstead(tokens.Spanning(call->begin, call->end), message, *time);
  }
  if (form->typed == "lower" || form->typed == "upper") {
    if (auto test = IgnoringCase(tokens, *call, message)) return test;
  }
  if (form->meant.empty()) return Mistake{name_span, std::string(message), std::string(form->hint)};
  return WriteInstead(tokens.Spanning(call->begin, call->end), message,
                      Filled(*form, call->arguments));
}

}  // namespace

Mistake FindCallMistake(TokenStream& stream) {
  const TokensAround tokens(stream);
  const std::string name = tokens.Source(-1, 0);
  const Span span = tokens.Spanning(-1, 0);
  const std::string message = absl::StrCat("`", name, "` cannot be called");
  if (tokens.IsWord(-1, "gap")) {
    return {span, message, "write `avg gap(orders)`; there are avg, min, max and median gaps"};
  }
  if (tokens.IsWord(-1, "score")) return WriteInstead(span, message, "score of");
  if (auto found = CallOfOthers(tokens, tokens.At(-1).text, message)) return *found;
  if (const std::optional<std::string> near = NearestWord(name, CallWords());
      near && *near != name) {
    return {span, message, absl::StrCat("did you mean `", *near, "`?")};
  }
  return {span, message,
          absl::StrCat("is an operator missing, as in `", name, " in (…)` or `any ", name,
                       " where (…)`?")};
}

std::optional<Mistake> StepWithoutParentheses(const TokensAround& tokens, int from) {
  if (!tokens.IsFreeName(from)) return std::nullopt;
  int end = from;
  for (int depth = 0; tokens.At(end).kind != TokenKind::kEnd; ++end) {
    if (tokens.IsSymbol(end, "(")) ++depth;
    if (tokens.IsSymbol(end, ")") && depth-- == 0) break;
    const bool over = tokens.IsWord(end, "then") || tokens.IsWord(end, "within");
    if (depth == 0 && over) break;
  }
  return WriteInstead(tokens.Spanning(from, end), "the rows of a step stand in parentheses",
                      absl::StrCat("(", tokens.Source(from, end), ")"));
}

std::optional<Mistake> CallWithoutParentheses(const TokensAround& tokens, TokenPlace place) {
  const Token& word = tokens.At(-1);
  if (place != TokenPlace::kAfterValue || word.kind != TokenKind::kName || tokens.IsSymbol(-2, "."))
    return std::nullopt;
  if ((word.IsWord("segment") || word.IsWord("list")) && tokens.IsText(0)) {
    return WriteInstead(tokens.Spanning(-1, 1), CalledWithout(word),
                        absl::StrCat(word.text, "(", tokens.Source(0, 1), ")"));
  }
  if (!tokens.IsFreeName(0)) return std::nullopt;
  if (word.IsWord("sequence")) return StepWithoutParentheses(tokens, 0);
  const int end = tokens.PathEnd(0);
  const std::string path = tokens.Source(0, end);
  if (word.IsWord("gap")) {
    const bool which =
        tokens.At(-2).kind == TokenKind::kName && FindGapFunction(tokens.At(-2).text).has_value();
    const std::string function = which ? tokens.At(-2).text : "avg";
    return WriteInstead(tokens.Spanning(which ? -2 : -1, end), "`gap` takes parentheses",
                        absl::StrCat(function, " gap(", path, ")"));
  }
  if (tokens.IsWord(0, "gap") && FindGapFunction(word.text) && tokens.IsFreeName(1)) {
    const int gap_end = tokens.PathEnd(1);
    return WriteInstead(tokens.Spanning(-1, gap_end), "`gap` takes parentheses",
                        absl::StrCat(word.text, " gap(", tokens.Source(1, gap_end), ")"));
  }
  const bool pick = word.IsWord("first") || word.IsWord("latest");
  // A word before a call or another word is no path: count distinct(…), mode is "web".
  if (tokens.IsSymbol(end, "(") || (!pick && !TakesOneThing(word))) return std::nullopt;
  const std::string rows = pick ? tokens.Source(0, 1) : path;
  return WriteInstead(tokens.Spanning(-1, end), CalledWithout(word),
                      absl::StrCat(word.text, "(", rows, ")", path.substr(rows.size())));
}

std::optional<Mistake> MisplacedParenthesis(const TokensAround& tokens, TokenPlace place) {
  if (tokens.IsFreeName(0) && tokens.IsWord(-1, "distinct") && tokens.IsSymbol(-2, "(") &&
      tokens.IsWord(-3, "count")) {
    const std::optional<int> end = tokens.Closing(-2);
    if (!end) return std::nullopt;
    return WriteInstead(tokens.Spanning(-3, *end + 1), "`distinct` counts by itself",
                        absl::StrCat("distinct(", tokens.Source(0, *end), ")"));
  }
  if (!tokens.IsSymbol(0, "(") || tokens.At(-1).kind != TokenKind::kName) return std::nullopt;
  const std::string word = tokens.Source(-1, 0);
  if (place == TokenPlace::kAfterValue && tokens.IsSymbol(1, ")")) {
    return WriteInstead(tokens.Spanning(-1, 2), absl::StrCat("`", word, "` takes no parentheses"),
                        word);
  }
  const std::optional<int> close = tokens.Closing(0);
  if (place != TokenPlace::kInside || !FindQuantifier(tokens.At(-1).text) || !close ||
      !tokens.IsFreeName(1)) {
    return std::nullopt;
  }
  const int end = tokens.PathEnd(1);
  const bool where = tokens.IsWord(end, "where");
  if (end != *close && !where) return std::nullopt;
  return WriteInstead(
      tokens.Spanning(-1, *close + 1), "rows stand without parentheses",
      absl::StrCat(word, " ", tokens.Source(1, end),
                   where ? absl::StrCat(" where (", tokens.Source(end + 1, *close), ")") : ""));
}

}  // namespace seine
