#include "query/lexer.h"

#include <utf8proc.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

#include "engine/absl_bridge.h"
#include "engine/digits.h"
#include "engine/planted_bug.h"
#include "engine/unicode_text.h"
#include "query/filter_error.h"
#include "query/keywords.h"
#include "query/list_tally.h"
#include "query/synonyms.h"
#include "query/time_literal.h"

namespace seine {
namespace {

// No number of a person's has more; a bound keeps later arithmetic on digits cheap.
constexpr size_t kMaxLiteralDigits = 4096;

bool StartsName(char32_t c) {
  if (c < 0x80) return absl::ascii_isalpha(static_cast<unsigned char>(c)) || c == '_';
  const utf8proc_category_t category = utf8proc_category(static_cast<utf8proc_int32_t>(c));
  return category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO;
}

bool ContinuesName(char32_t c) {
  if (c < 0x80) return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '_';
  const utf8proc_category_t category = utf8proc_category(static_cast<utf8proc_int32_t>(c));
  return category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_NL;
}

std::string WithoutLeadingZeros(std::string_view digits) {
  const size_t first = digits.find_first_not_of('0');
  return first == std::string_view::npos ? "0" : std::string(digits.substr(first));
}

}  // namespace

bool IsName(std::string_view text) {
  bool first = true;
  while (!text.empty()) {
    const CodePoint point = FirstCodePoint(text);
    if (first ? !StartsName(point.value) : !ContinuesName(point.value)) return false;
    text.remove_prefix(point.bytes);
    first = false;
  }
  return !first;
}

bool Token::IsWord(std::string_view word) const {
  return kind == TokenKind::kName && absl::EqualsIgnoreCase(text, ToAbsl(word));
}

absl::Status CheckBytes(std::string_view text, size_t max_bytes) {
  if (text.size() > max_bytes) {
    FilterErrorInfo info;
    info.message = absl::StrCat("the filter has ", text.size(), " bytes");
    info.hint = absl::StrCat("at most ", max_bytes, " are allowed");
    return MakeFilterError(absl::StatusCode::kResourceExhausted, info);
  }
  if (const std::optional<size_t> bad = FindInvalidUtf8(text)) {
    const auto at = static_cast<uint32_t>(*bad);
    return FilterError({at, at + 1}, "the filter is not UTF-8 here");
  }
  const size_t nul = text.find('\0');
  if (nul != std::string_view::npos) {
    const auto at = static_cast<uint32_t>(nul);
    return FilterError({at, at + 1}, "a NUL character cannot stand in a filter");
  }
  return absl::OkStatus();
}

absl::Status CheckFilterText(std::string_view text, const FilterLimits& limits) {
  const absl::Status bytes = CheckBytes(text, limits.bytes);
  if (!bytes.ok()) return bytes;
  ListTally tally(limits, uint64_t{limits.list_values} + limits.nodes);
  char quote = 0;  // the kind of text, name or comment that we are in, by its end
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quote != 0) {
      if (c == quote) quote = 0;
      const bool escapes = c == '\\' && (quote == '"' || quote == '\'');
      if (escapes && i + 1 < text.size() && (text[i + 1] == quote || text[i + 1] == '\\')) ++i;
    } else if (c == '"' || c == '\'' || c == '`') {
      quote = c;
    } else if (c == '#') {
      quote = '\n';
    } else if (c == '(') {
      tally.Open();
    } else if (c == ')') {
      tally.Close();
    } else if (c == ',' && !tally.Comma()) {
      FilterErrorInfo info;
      info.span = {static_cast<uint32_t>(i), static_cast<uint32_t>(i + 1)};
      info.message = "the filter lists too many values";
      info.hint = absl::StrCat("at most ", limits.list_values, " are allowed");
      return MakeFilterError(absl::StatusCode::kResourceExhausted, info);
    }
  }
  return absl::OkStatus();
}

Lexer::Lexer(std::string_view text) : text_(text) {
  if (text.substr(0, 3) == "\xEF\xBB\xBF") at_ = 3;
}

Token Lexer::Next() {
  if (!status_.ok()) return Finish(TokenKind::kEnd, at_);
  SkipBlanks();
  if (at_ >= text_.size()) return Finish(TokenKind::kEnd, at_);
  const char c = text_[at_];
  if (c == '"' || c == '\'') return ReadText(c);
  if (c == '`') return ReadBackquoted();
  if (c == '$') return ReadParameter();
  if (IsDigit(c)) return StartsTimeLiteral(text_.substr(at_)) ? ReadTime() : ReadNumber();
  if (StartsName(FirstCodePoint(text_.substr(at_)).value)) return ReadName();
  return ReadSymbol();
}

// White space of any script, and comments to the end of the line.
void Lexer::SkipBlanks() {
  while (at_ < text_.size()) {
    const char c = text_[at_];
    if (c == '#') {
      at_ = std::min(text_.find('\n', at_), text_.size());
    } else if (IsBlank(c)) {
      ++at_;
    } else if (static_cast<unsigned char>(c) >= 0x80) {
      const CodePoint point = FirstCodePoint(text_.substr(at_));
      const auto category = utf8proc_category(static_cast<utf8proc_int32_t>(point.value));
      if (category < UTF8PROC_CATEGORY_ZS || category > UTF8PROC_CATEGORY_ZP) return;
      at_ += point.bytes;
    } else {
      return;
    }
  }
}

Token Lexer::Finish(TokenKind kind, size_t begin) {
  Token token;
  token.kind = kind;
  token.span = {static_cast<uint32_t>(begin), static_cast<uint32_t>(at_)};
  return token;
}

Token Lexer::Fail(size_t begin, size_t end, std::string_view message, std::string_view hint) {
  status_ = FilterError({static_cast<uint32_t>(begin), static_cast<uint32_t>(end)}, message, hint);
  at_ = begin;
  return Finish(TokenKind::kEnd, begin);
}

Token Lexer::ReadText(char quote) {
  const size_t begin = at_++;
  std::string value;
  while (true) {
    size_t stop = at_;
    while (stop < text_.size() && text_[stop] != quote && text_[stop] != '\\') ++stop;
    if (stop == text_.size()) {
      return Fail(begin, begin + 1, "this text has no end",
                  absl::StrCat("close it with ", std::string(1, quote), "; inside text, write \\",
                               std::string(1, quote)));
    }
    value += text_.substr(at_, stop - at_);
    at_ = stop + 1;
    if (text_[stop] == quote) break;
    const char next = At(at_);
    if (next == '"' || next == '\'' || next == '\\') {
      value += next;
      ++at_;
    } else {
      value += '\\';
    }
  }
  Token token = Finish(TokenKind::kLiteral, begin);
  token.literal = filter::Text{Planted("no-nfc") ? std::string(value) : NormalizeNfc(value)};
  return token;
}

Token Lexer::ReadBackquoted() {
  const size_t begin = at_++;
  std::string name;
  while (true) {
    const size_t stop = text_.find('`', at_);
    if (stop == std::string_view::npos) {
      return Fail(begin, begin + 1, "this name has no end", "close it with a backquote");
    }
    name += text_.substr(at_, stop - at_);
    at_ = stop + 1;
    if (At(at_) != '`') break;
    name += '`';
    ++at_;
  }
  if (name.empty()) return Fail(begin, at_, "a name cannot be empty");
  Token token = Finish(TokenKind::kQuotedName, begin);
  token.text = NormalizeNfc(name);
  return token;
}

size_t Lexer::NameEnd(size_t from) const {
  size_t end = from;
  while (end < text_.size()) {
    const CodePoint point = FirstCodePoint(text_.substr(end));
    if (!ContinuesName(point.value)) break;
    end += point.bytes;
  }
  return end;
}

Token Lexer::ReadName() {
  const size_t begin = at_;
  at_ = NameEnd(begin);
  Token token = Finish(TokenKind::kName, begin);
  token.text = NormalizeNfc(text_.substr(begin, at_ - begin));
  return token;
}

Token Lexer::ReadParameter() {
  const size_t begin = at_;
  const size_t end = NameEnd(begin + 1);
  if (end == begin + 1 || !StartsName(FirstCodePoint(text_.substr(begin + 1)).value)) {
    return Fail(begin, std::max(end, begin + 1), "a parameter needs a name after `$`",
                "for example $minimum");
  }
  at_ = end;
  Token token = Finish(TokenKind::kParameter, begin);
  token.text = NormalizeNfc(text_.substr(begin + 1, end - begin - 1));
  return token;
}

Token Lexer::ReadNumber() {
  const size_t begin = at_;
  while (IsDigit(At(at_))) ++at_;
  const size_t point = at_;
  if (At(at_) == '.' && IsDigit(At(at_ + 1))) {
    ++at_;
    while (IsDigit(At(at_))) ++at_;
  }
  const std::string_view rest = text_.substr(begin);
  if (const size_t end = NameEnd(at_); end > at_)
    return Refuse(begin, NumberSlip(rest, at_ - begin, end - begin));
  if (At(at_) == '.') return Refuse(begin, PointSlip(rest));
  if (at_ - begin > kMaxLiteralDigits) {
    return Fail(begin, at_, "this number is too long",
                absl::StrCat("at most ", kMaxLiteralDigits, " digits are allowed"));
  }
  Token token = Finish(TokenKind::kLiteral, begin);
  const std::string_view whole = text_.substr(begin, point - begin);
  if (point == at_) {
    token.literal = filter::Integer{WithoutLeadingZeros(whole)};
  } else {
    const std::string_view fraction = text_.substr(point + 1, at_ - point - 1);
    token.literal = filter::Decimal{WithoutLeadingZeros(std::string(whole).append(fraction)),
                                    static_cast<int32_t>(fraction.size())};
  }
  return token;
}

Token Lexer::ReadTime() {
  const size_t begin = at_;
  size_t length = 0;
  absl::StatusOr<filter::LiteralValue> value = ReadTimeLiteral(text_.substr(begin), &length);
  if (!value.ok()) {
    const std::optional<FilterErrorInfo> info = GetFilterError(value.status());
    return Fail(begin + info->span.begin, begin + info->span.end, info->message, info->hint);
  }
  at_ += length;
  Token token = Finish(TokenKind::kLiteral, begin);
  token.literal = *std::move(value);
  return token;
}

Token Lexer::ReadSymbol() {
  static constexpr std::string_view kLong[] = {"!=", "<=", ">="};
  static constexpr std::string_view kShort = "(),.:=<>+-*/%";
  static constexpr std::string_view kAlone = "(),:+-%";  // that begin nothing longer
  const size_t begin = at_;
  const std::string_view rest = text_.substr(begin);
  size_t length = kAlone.find(rest[0]) == std::string_view::npos ? 0 : 1;
  if (length == 0) {
    if (rest[0] == '.' && IsDigit(At(begin + 1))) return Refuse(begin, PointSlip(rest));
    const SignSynonym* sign = FindSign(rest);
    if (sign != nullptr && sign->typed.size() > 1) return Refuse(begin, SignSlip(rest));
    if (std::ranges::find(kLong, rest.substr(0, 2)) != std::end(kLong)) {
      length = 2;
    } else if (kShort.find(rest[0]) != std::string_view::npos) {
      length = 1;
    }
  }
  if (length == 0) return Refuse(begin, SignSlip(rest));
  at_ += length;
  Token token = Finish(TokenKind::kSymbol, begin);
  token.text = rest.substr(0, length);
  return token;
}

Token Lexer::Refuse(size_t begin, const LexerSlip& slip) {
  return Fail(begin, begin + slip.length, slip.message, slip.hint);
}

}  // namespace seine
