#include "query/tokens_around.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"

#include "query/keywords.h"

namespace seine {
namespace {

constexpr int kFurthest = 64;  // tokens; hints about longer pieces would not be read

}  // namespace

const Token& TokensAround::At(int place) const {
  return place < 0 ? stream_.Behind(static_cast<size_t>(-place))
                   : stream_.Peek(static_cast<size_t>(place));
}

bool TokensAround::IsFreeName(int place) const {
  const Token& token = At(place);
  return token.kind == TokenKind::kQuotedName ||
         (token.kind == TokenKind::kName && !IsReserved(token.text));
}

// Of tokens that were taken only the place is remembered.
bool TokensAround::IsNumber(int place) const {
  if (At(place).kind != TokenKind::kLiteral) return false;
  const std::string source = Source(place, place + 1);
  return source.find_first_not_of("0123456789.") == std::string::npos;
}

bool TokensAround::IsText(int place) const {
  if (At(place).kind != TokenKind::kLiteral) return false;
  const char quote = Source(place, place + 1)[0];
  return quote == '"' || quote == '\'' || quote == '\\';
}

bool TokensAround::IsUnit(int place) const {
  return At(place).kind == TokenKind::kName && FindUnit(At(place).text).has_value();
}

bool TokensAround::IsOneOf(int place, std::initializer_list<std::string_view> words) const {
  return std::ranges::any_of(words, [&](std::string_view word) { return IsWord(place, word); });
}

Span TokensAround::Spanning(int from, int end) const {
  return Cover(At(from).span, At(end - 1).span);
}

std::string TokensAround::Source(int from, int end) const {
  return from < end ? stream_.Source(Spanning(from, end)) : "";
}

Mistake TokensAround::Unexpected(int from, int end, std::string hint) const {
  return {Spanning(from, end), absl::StrCat("unexpected `", Source(from, end), "`"),
          std::move(hint)};
}

int TokensAround::PathEnd(int from) const {
  int end = from + 1;
  while (IsSymbol(end, ".") && IsFreeName(end + 1)) end += 2;
  return end;
}

int TokensAround::PathBegin(int end) const {
  int begin = end - 1;
  while (IsSymbol(begin - 1, ".") && IsFreeName(begin - 2)) begin -= 2;
  return begin;
}

std::optional<int> TokensAround::Closing(int open) const {
  int depth = 0;
  for (int place = open; place < open + kFurthest; ++place) {
    if (At(place).kind == TokenKind::kEnd) break;
    if (IsSymbol(place, "(")) ++depth;
    if (IsSymbol(place, ")") && --depth == 0) return place;
  }
  return std::nullopt;
}

std::optional<int> TokensAround::Enclosing() const {
  int depth = 0;
  for (int place = -1; At(place).kind != TokenKind::kEnd; --place) {
    if (IsSymbol(place, ")")) ++depth;
    if (IsSymbol(place, "(") && depth-- == 0) return place;
  }
  return std::nullopt;
}

bool TokensAround::AtTopLevel() const {
  return !Enclosing() && At(-static_cast<int>(TokenStream::kRemembered)).kind == TokenKind::kEnd;
}

std::vector<std::string> TokensAround::Arguments(int open, int close) const {
  std::vector<std::string> arguments;
  int depth = 0;
  int from = open + 1;
  for (int place = open + 1; place <= close; ++place) {
    if ((depth == 0 && IsSymbol(place, ",")) || place == close) {
      if (place > from) arguments.push_back(Source(from, place));
      from = place + 1;
    }
    if (IsSymbol(place, "(")) ++depth;
    if (IsSymbol(place, ")")) --depth;
  }
  return arguments;
}

}  // namespace seine
