#include "query/lexer_slips.h"

#include <utf8proc.h>

#include <charconv>
#include <cstdint>
#include <optional>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_replace.h"

#include "engine/absl_bridge.h"
#include "engine/civil_time.h"
#include "engine/digits.h"
#include "engine/unicode_text.h"
#include "query/filter_error.h"
#include "query/keywords.h"
#include "query/synonyms.h"

namespace seine {
namespace {

constexpr char32_t kFullWidthZero = 0xFF10;

std::string Plain(std::string_view meant) {
  return absl::StrCat("write the plain ", ToAbsl(meant));
}

// ３０ as 30; empty when `rest` starts with no full-width digit.
LexerSlip FullWidthDigits(std::string_view rest) {
  LexerSlip slip;
  std::string plain;
  while (slip.length < rest.size()) {
    const CodePoint point = FirstCodePoint(rest.substr(slip.length));
    if (point.value < kFullWidthZero || point.value > kFullWidthZero + 9) break;
    plain += static_cast<char>('0' + (point.value - kFullWidthZero));
    slip.length += point.bytes;
  }
  if (slip.length == 0) return slip;
  slip.message =
      absl::StrCat("`", Shortened(rest.substr(0, slip.length)), "` is not part of the language");
  slip.hint = Plain(Shortened(plain));
  return slip;
}

// What ends a sentence, at the end of the filter.
bool EndsTheText(const SignSynonym& sign, std::string_view rest) {
  const bool stop = sign.typed == ";" || sign.typed == "；" || sign.typed == "。";
  return stop && Trim(rest.substr(sign.typed.size())).empty();
}

// 1_000 without its underscores; empty when it has more than digits.
std::string WithoutUnderscores(std::string_view word) {
  std::string digits;
  for (char c : word) {
    if (c != '_' && !IsDigit(c)) return "";
    if (c != '_') digits += c;
  }
  return digits;
}

// 16 for 0x10, 1000 for 1e3, 5000 for 5k, 20 for 8pm; empty when it is none of these.
std::string NumberWritten(std::string_view number, std::string_view suffix) {
  uint64_t value = 0;
  if (number == "0" && suffix.size() > 1 && (suffix[0] == 'x' || suffix[0] == 'X')) {
    const std::string_view hex = suffix.substr(1);
    const auto [end, error] = std::from_chars(hex.data(), hex.data() + hex.size(), value, 16);
    const bool all = error == std::errc() && end == hex.data() + hex.size();
    return all ? absl::StrCat(value) : "";
  }
  const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), value);
  const bool whole = error == std::errc() && end == number.data() + number.size();
  if (!whole) return "";
  const std::string lower = absl::AsciiStrToLower(ToAbsl(suffix));
  if ((lower == "am" || lower == "pm") && value >= 1 && value <= 12)
    return absl::StrCat(value % 12 + (lower == "pm" ? 12 : 0));
  size_t zeros = lower == "k" ? 3 : suffix == "M" ? 6 : 0;
  if (lower.size() == 2 && lower[0] == 'e' && IsDigit(lower[1]))
    zeros = static_cast<size_t>(lower[1] - '0');
  if (zeros == 0 || value == 0) return "";
  return absl::StrCat(ToAbsl(number), std::string(zeros, '0'));
}

// The word that `suffix` is or stands for, to be written apart: a unit of time, `and`.
std::optional<std::string> WordApart(std::string_view suffix) {
  if (FindUnit(suffix) || IsReserved(suffix)) return std::string(suffix);
  const std::optional<std::string_view> unit = UnitMeant(suffix);
  return unit ? std::optional<std::string>(*unit) : std::nullopt;
}

// 11.09.2011 as 2011-09-11; empty when there is no such day.
std::string DayOfPoints(std::string_view word) {
  TextCursor cursor(word);
  int32_t day = 0;
  int32_t month = 0;
  int32_t year = 0;
  const bool read = cursor.TakeFixed(2, &day) && cursor.Take('.') && cursor.TakeFixed(2, &month) &&
                    cursor.Take('.') && cursor.TakeFixed(4, &year) && cursor.left() == 0;
  if (!read || year < 1 || !ValidDay(year, month, day)) return "";
  return absl::StrFormat("%04d-%02d-%02d", year, month, day);
}

}  // namespace

LexerSlip SignSlip(std::string_view rest) {
  LexerSlip slip = FullWidthDigits(rest);
  if (slip.length > 0) return slip;
  if (const SignSynonym* sign = FindSign(rest)) {
    slip.length = sign->typed.size();
    slip.message = absl::StrCat("`", ToAbsl(sign->typed), "` is not part of the language");
    slip.hint = EndsTheText(*sign, rest) ? "leave it out"
                : sign->meant.empty()    ? "there are no powers: multiply, as in `age * age`"
                : sign->plain            ? Plain(sign->meant)
                                         : WriteHint(sign->meant);
    return slip;
  }
  const CodePoint point = FirstCodePoint(rest);
  const bool visible = utf8proc_charwidth(static_cast<utf8proc_int32_t>(point.value)) > 0;
  slip.length = point.bytes;
  slip.message =
      absl::StrCat("unexpected character ",
                   visible ? absl::StrCat("`", ToAbsl(rest.substr(0, point.bytes)), "` ") : "",
                   absl::StrFormat("(U+%04X)", static_cast<uint32_t>(point.value)));
  return slip;
}

LexerSlip NumberSlip(std::string_view rest, size_t digits, size_t end) {
  const std::string_view number = rest.substr(0, digits);
  const std::string_view suffix = rest.substr(digits, end - digits);
  const std::string typed = Shortened(rest.substr(0, end));
  LexerSlip slip;
  slip.length = end;
  slip.message = absl::StrCat("`", typed, "` is neither a number nor a name");
  if (const std::string plain = WithoutUnderscores(rest.substr(0, end)); !plain.empty()) {
    slip.hint = absl::StrCat("write ", Shortened(plain));
  } else if (const std::string written = NumberWritten(number, suffix); !written.empty()) {
    slip.hint = absl::StrCat("write ", written);
  } else if (const std::optional<std::string> word = WordApart(suffix)) {
    slip.message = IsReserved(*word) ? "a word stands apart from its number"
                                     : "a unit stands apart from its number";
    slip.hint = absl::StrCat("write ", Shortened(number), " ", *word);
  } else {
    slip.hint = absl::StrCat("text goes in quotes: \"", typed, "\"");
  }
  return slip;
}

LexerSlip PointSlip(std::string_view rest) {
  LexerSlip slip;
  while (slip.length < rest.size() && (IsDigit(rest[slip.length]) || rest[slip.length] == '.'))
    ++slip.length;
  const std::string_view word = rest.substr(0, slip.length);
  slip.message = "this is not a number";
  slip.hint = "write 12 or 12.50";
  if (word[0] == '.' && word.find('.', 1) == std::string_view::npos) {
    slip.message = "a number begins with a digit";
    slip.hint = absl::StrCat("write 0", Shortened(word));
  } else if (const std::string day = DayOfPoints(word); !day.empty()) {
    slip.hint = absl::StrCat("write ", day);
  } else if (word.find('.') + 1 == word.size()) {
    slip.hint = absl::StrCat("write ", Shortened(word.substr(0, word.size() - 1)));
  }
  return slip;
}

}  // namespace seine
