// Text and numbers -> the typed values that a store keeps. Exact, without locale. Pure functions.
//
// White space of ASCII around numbers, bools and times is ignored.
#ifndef SEINE_ENGINE_VALUE_PARSER_H_
#define SEINE_ENGINE_VALUE_PARSER_H_

#include <cstdint>
#include <string>
#include <string_view>

namespace seine {

__extension__ using Int128 = __int128;  // Abseil's own lacks overflow checks

enum class Parsed : uint8_t {
  kOk,
  kInvalid,        // it is no such value
  kTooManyDigits,  // a decimal with more digits than its scale, and rounding was not asked for
  kTooLarge,       // it does not fit 64 bits
};

// true/false/1/0/yes/no in any case.
Parsed ParseBool(std::string_view text, int64_t* value);
// A whole number; "12.0" and "1e3" are whole too.
Parsed ParseInteger(std::string_view text, int64_t* value);
// Sign, digits, point and exponent: in minor units of 10^-scale. `round`: half to even.
Parsed ParseDecimal(std::string_view text, int scale, bool round, int64_t* value);
// Finite only: NaN and the infinities are invalid.
Parsed ParseReal(std::string_view text, double* value);

// `value` * 10^-from_scale in minor units of 10^-scale. 0 <= from_scale <= 38.
Parsed RescaleDecimal(Int128 value, int from_scale, int scale, bool round, int64_t* minor);
// The decimal that `value` prints as (its shortest digits that read back the same).
Parsed RealToDecimal(double value, int scale, bool round, int64_t* minor);

// numerator / denominator, rounded half to even, or exact only. denominator > 0.
Parsed DivideToMinor(Int128 numerator, Int128 denominator, bool round, int64_t* minor);
// 10^exponent for 0 <= exponent <= 38.
Int128 PowerOfTen(int exponent);

// "-12.50" of value -1250 and scale 2; "-12" of scale 0.
std::string DecimalText(Int128 value, int scale);
// The shortest digits that read back the same; a whole number has no point.
std::string RealText(double value);

}  // namespace seine

#endif  // SEINE_ENGINE_VALUE_PARSER_H_
