#include "engine/value_parser.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>

#include "engine/digits.h"

namespace seine {
namespace {

constexpr int kMostDigits = 38;  // what 128 bits hold
constexpr Int128 kMaxInt64 = std::numeric_limits<int64_t>::max();
constexpr Int128 kMinInt64 = std::numeric_limits<int64_t>::min();

constexpr std::array<Int128, kMostDigits + 1> kPowersOfTen = [] {
  std::array<Int128, kMostDigits + 1> powers{};
  powers[0] = 1;
  for (size_t i = 1; i <= kMostDigits; ++i) powers[i] = powers[i - 1] * 10;
  return powers;
}();

Parsed ToInt64(Int128 value, int64_t* result) {
  if (value < kMinInt64 || value > kMaxInt64) return Parsed::kTooLarge;
  *result = static_cast<int64_t>(value);
  return Parsed::kOk;
}

// A number as it is written: digits * 10^exponent, and `inexact` when digits other than zero had to
// be left off (more than 128 bits hold).
struct Written {
  bool negative = false;
  Int128 digits = 0;
  int64_t exponent = 0;
  bool inexact = false;
};

void TakeDigits(TextCursor* cursor, bool fraction, int* seen, Written* written) {
  for (; IsDigit(cursor->Peek()) && !cursor->AtEnd(); cursor->Skip(1)) {
    const int digit = cursor->Peek() - '0';
    ++*seen;
    if (written->digits < kPowersOfTen[kMostDigits - 2]) {
      written->digits = written->digits * 10 + digit;
      written->exponent -= fraction ? 1 : 0;
    } else {
      written->inexact |= digit != 0;
      written->exponent += fraction ? 0 : 1;
    }
  }
}

bool TakeExponent(TextCursor* cursor, int64_t* exponent) {
  const bool negative = cursor->Take('-');
  if (!negative) cursor->Take('+');
  int64_t value = 0;
  const int count = cursor->TakeUpTo(9, &value);
  if (count == 0 || IsDigit(cursor->Peek())) return false;
  *exponent += negative ? -value : value;
  return true;
}

bool ReadWritten(std::string_view text, Written* written) {
  TextCursor cursor(text);
  written->negative = cursor.Take('-');
  if (!written->negative) cursor.Take('+');
  int seen = 0;
  TakeDigits(&cursor, false, &seen, written);
  if (cursor.Take('.')) TakeDigits(&cursor, true, &seen, written);
  if (seen == 0) return false;
  if ((cursor.Take('e') || cursor.Take('E')) && !TakeExponent(&cursor, &written->exponent)) {
    return false;
  }
  return cursor.AtEnd();
}

Parsed ToMinor(const Written& written, int scale, bool round, int64_t* value) {
  if (written.digits == 0) {
    *value = 0;
    return Parsed::kOk;
  }
  const Int128 digits = written.negative ? -written.digits : written.digits;
  const int64_t shift = written.exponent + scale;
  if (shift >= 0) {
    if (shift > 19 || written.inexact) return Parsed::kTooLarge;
    Int128 product;
    if (__builtin_mul_overflow(digits, kPowersOfTen[static_cast<size_t>(shift)], &product)) {
      return Parsed::kTooLarge;
    }
    return ToInt64(product, value);
  }
  if (written.inexact && !round) return Parsed::kTooManyDigits;
  if (-shift > kMostDigits) {  // less than half of the last place
    *value = 0;
    return round ? Parsed::kOk : Parsed::kTooManyDigits;
  }
  // A digit that was left off breaks ties upwards; it stands far behind the 36 that were kept.
  const Int128 unit = kPowersOfTen[static_cast<size_t>(-shift)];
  Int128 quotient = digits / unit;
  const Int128 rest = digits % unit < 0 ? -(digits % unit) : digits % unit;
  if (rest != 0 && !round) return Parsed::kTooManyDigits;
  const Int128 half = unit / 2;
  if (rest > half || (rest == half && (written.inexact || quotient % 2 != 0))) {
    quotient += written.negative ? -1 : 1;
  }
  return ToInt64(quotient, value);
}

bool EqualsIgnoringCase(std::string_view text, std::string_view lower) {
  return text.size() == lower.size() &&
         std::equal(text.begin(), text.end(), lower.begin(), [](char a, char b) {
           return (a >= 'A' && a <= 'Z' ? static_cast<char>(a + 32) : a) == b;
         });
}

// Up to 18 digits with a sign and nothing else: nearly every number there is.
bool ReadPlain(std::string_view text, int64_t* value) {
  const bool negative = !text.empty() && text[0] == '-';
  const size_t first = negative ? 1 : 0;
  if (text.size() == first || text.size() > first + 18) return false;
  int64_t number = 0;
  for (size_t i = first; i < text.size(); ++i) {
    if (!IsDigit(text[i])) return false;
    number = number * 10 + (text[i] - '0');
  }
  *value = negative ? -number : number;
  return true;
}

// The same with a point that at most `scale` digits follow.
bool ReadPlainDecimal(std::string_view text, int scale, int64_t* value) {
  const bool negative = !text.empty() && text[0] == '-';
  const size_t first = negative ? 1 : 0;
  if (text.size() == first || text.size() + static_cast<size_t>(scale) > first + 18) return false;
  int64_t number = 0;
  size_t point = text.size();
  for (size_t i = first; i < text.size(); ++i) {
    if (IsDigit(text[i])) {
      number = number * 10 + (text[i] - '0');
    } else if (text[i] == '.' && point == text.size() && text.size() > first + 1) {
      point = i;
    } else {
      return false;
    }
  }
  const int digits_after = point == text.size() ? 0 : static_cast<int>(text.size() - point - 1);
  if (digits_after > scale) return false;
  number *= static_cast<int64_t>(kPowersOfTen[static_cast<size_t>(scale - digits_after)]);
  *value = negative ? -number : number;
  return true;
}

}  // namespace

Int128 PowerOfTen(int exponent) { return kPowersOfTen[static_cast<size_t>(exponent)]; }

Parsed ParseBool(std::string_view text, int64_t* value) {
  text = Trim(text);
  for (std::string_view yes : {"true", "1", "yes"}) {
    if (EqualsIgnoringCase(text, yes)) return *value = 1, Parsed::kOk;
  }
  for (std::string_view no : {"false", "0", "no"}) {
    if (EqualsIgnoringCase(text, no)) return *value = 0, Parsed::kOk;
  }
  return Parsed::kInvalid;
}

Parsed ParseInteger(std::string_view text, int64_t* value) {
  text = Trim(text);
  if (ReadPlain(text, value)) return Parsed::kOk;
  Written written;
  if (!ReadWritten(text, &written)) return Parsed::kInvalid;
  const Parsed parsed = ToMinor(written, 0, false, value);
  return parsed == Parsed::kTooManyDigits ? Parsed::kInvalid : parsed;
}

Parsed ParseDecimal(std::string_view text, int scale, bool round, int64_t* value) {
  text = Trim(text);
  if (ReadPlainDecimal(text, scale, value)) return Parsed::kOk;
  Written written;
  if (!ReadWritten(text, &written)) return Parsed::kInvalid;
  return ToMinor(written, scale, round, value);
}

Parsed ParseReal(std::string_view text, double* value) {
  text = Trim(text);
  Written written;
  if (!ReadWritten(text, &written)) return Parsed::kInvalid;  // no hexadecimal, nan or inf
  if (text[0] == '+') text.remove_prefix(1);
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), *value);
  if (error == std::errc::result_out_of_range) {
    if (written.exponent > 0) return Parsed::kTooLarge;
    *value = 0;  // nearer to zero than any real
    return Parsed::kOk;
  }
  if (error != std::errc() || end != text.data() + text.size()) return Parsed::kInvalid;
  if (*value == 0) *value = 0;  // no minus zero
  return Parsed::kOk;
}

Parsed DivideToMinor(Int128 numerator, Int128 denominator, bool round, int64_t* minor) {
  Int128 quotient = numerator / denominator;
  Int128 rest = numerator % denominator;
  if (rest != 0) {
    if (!round) return Parsed::kTooManyDigits;
    if (rest < 0) rest = -rest;
    const Int128 missing = denominator - rest;
    if (rest > missing || (rest == missing && quotient % 2 != 0)) {
      quotient += numerator < 0 ? -1 : 1;
    }
  }
  return ToInt64(quotient, minor);
}

Parsed RescaleDecimal(Int128 value, int from_scale, int scale, bool round, int64_t* minor) {
  if (from_scale > scale) return DivideToMinor(value, PowerOfTen(from_scale - scale), round, minor);
  Int128 product;
  if (__builtin_mul_overflow(value, PowerOfTen(scale - from_scale), &product)) {
    return Parsed::kTooLarge;
  }
  return ToInt64(product, minor);
}

Parsed RealToDecimal(double value, int scale, bool round, int64_t* minor) {
  if (!std::isfinite(value)) return Parsed::kInvalid;
  // If the nearest decimal of that scale reads back as the same double, it is what was meant.
  const double power = static_cast<double>(PowerOfTen(scale));
  const double scaled = std::nearbyint(value * power);
  if (std::fabs(scaled) < 9007199254740992.0 && scaled / power == value) {
    *minor = static_cast<int64_t>(scaled);
    return Parsed::kOk;
  }
  return ParseDecimal(RealText(value), scale, round, minor);
}

std::string DecimalText(Int128 value, int scale) {
  const bool negative = value < 0;
  std::string digits;  // last first
  do {
    const int digit = static_cast<int>(value % 10);
    digits.push_back(static_cast<char>('0' + (digit < 0 ? -digit : digit)));
    value /= 10;
    if (static_cast<int>(digits.size()) == scale) digits.push_back('.');
  } while (value != 0 || (scale > 0 && static_cast<int>(digits.size()) <= scale + 1));
  if (negative) digits.push_back('-');
  std::reverse(digits.begin(), digits.end());
  return digits;
}

std::string RealText(double value) {
  char buffer[64];
  const bool whole = std::fabs(value) < 1e15 && value == std::nearbyint(value);
  const std::to_chars_result result =
      whole ? std::to_chars(buffer, buffer + sizeof(buffer), static_cast<int64_t>(value))
            : std::to_chars(buffer, buffer + sizeof(buffer), value);
  return std::string(buffer, result.ptr);
}

}  // namespace seine
