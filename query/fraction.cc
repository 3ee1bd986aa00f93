#include "query/fraction.h"

#include <array>
#include <utility>

namespace seine {
namespace {

using absl::int128;
using absl::uint128;
using Native = __int128;

Native Of(int128 v) { return static_cast<Native>(v); }

uint128 MagnitudeOf(int128 value) {
  return value < 0 ? uint128(0) - static_cast<uint128>(value) : static_cast<uint128>(value);
}

// Precondition: b > 0, so that the divisor is no greater than it.
Native GreatestDivisor(int128 a, int128 b) {
  auto x = static_cast<unsigned __int128>(MagnitudeOf(a));
  auto y = static_cast<unsigned __int128>(b);
  while (y != 0) x = std::exchange(y, x % y);
  return static_cast<Native>(x);
}

bool Times(Native a, Native b, int128* product) {
  Native out = 0;
  if (__builtin_mul_overflow(a, b, &out)) return false;
  *product = out;
  return true;
}

bool AddOnce(const Fraction& a, const Fraction& b, bool subtract, Fraction* out) {
  int128 left = a.numerator;
  int128 right = b.numerator;
  out->denominator = a.denominator;
  if (a.denominator != b.denominator &&
      !(Times(Of(a.numerator), Of(b.denominator), &left) &&
        Times(Of(b.numerator), Of(a.denominator), &right) &&
        Times(Of(a.denominator), Of(b.denominator), &out->denominator))) {
    return false;
  }
  Native sum = 0;
  if (subtract ? __builtin_sub_overflow(Of(left), Of(right), &sum)
               : __builtin_add_overflow(Of(left), Of(right), &sum))
    return false;
  out->numerator = sum;
  return true;
}

bool MultiplyOnce(const Fraction& a, const Fraction& b, Fraction* out) {
  return Times(Of(a.numerator), Of(b.numerator), &out->numerator) &&
         Times(Of(a.denominator), Of(b.denominator), &out->denominator);
}

bool ApplyOnce(filter::ArithmeticOp op, const Fraction& a, const Fraction& b, Fraction* out) {
  using Op = filter::ArithmeticOp;
  if (op == Op::kAdd || op == Op::kSubtract) return AddOnce(a, b, op == Op::kSubtract, out);
  if (op == Op::kMultiply) return MultiplyOnce(a, b, out);
  Fraction inverse{b.denominator, b.numerator};
  if (inverse.denominator < 0) {
    if (inverse.denominator == absl::Int128Min()) return false;
    inverse = {-inverse.numerator, -inverse.denominator};
  }
  return MultiplyOnce(a, inverse, out);
}

// An unsigned number of 448 bits: enough for 128 (numerator) + 128 (denominator) + 127 (10^38).
using Wide = std::array<uint64_t, 7>;

Wide Multiply(const Wide& a, uint64_t b) {
  Wide product{};
  uint64_t carry = 0;
  for (size_t i = 0; i < a.size(); ++i) {
    const uint128 sum = uint128(a[i]) * b + carry;
    product[i] = absl::Uint128Low64(sum);
    carry = absl::Uint128High64(sum);
  }
  return product;
}

Wide Multiply(const Wide& a, uint128 b) {
  Wide low = Multiply(a, absl::Uint128Low64(b));
  if (absl::Uint128High64(b) == 0) return low;
  const Wide high = Multiply(a, absl::Uint128High64(b));
  uint64_t carry = 0;
  for (size_t i = 1; i < low.size(); ++i) {
    const uint128 sum = uint128(low[i]) + high[i - 1] + carry;
    low[i] = absl::Uint128Low64(sum);
    carry = absl::Uint128High64(sum);
  }
  return low;
}

Wide Scaled(uint128 numerator, int128 other_denominator, int scale) {
  const Wide value{absl::Uint128Low64(numerator), absl::Uint128High64(numerator)};
  return Multiply(Multiply(value, static_cast<uint128>(other_denominator)),
                  static_cast<uint128>(PowerOfTen(scale)));
}

int OrderOf(const Wide& a, const Wide& b) {
  for (size_t i = a.size(); i-- > 0;) {
    if (a[i] != b[i]) return a[i] < b[i] ? -1 : 1;
  }
  return 0;
}

}  // namespace

Fraction Reduced(const Fraction& fraction) {
  const Native divisor = GreatestDivisor(fraction.numerator, fraction.denominator);
  if (divisor <= 1) return fraction;
  return {Of(fraction.numerator) / divisor, Of(fraction.denominator) / divisor};
}

bool MeanOf(const Fraction& a, const Fraction& b, Fraction* mean) {
  const Fraction x = Reduced(a);
  const Fraction y = Reduced(b);
  const Native divisor = GreatestDivisor(Of(x.denominator), Of(y.denominator));
  int128 left = 0;
  int128 right = 0;
  Native sum = 0;
  if (!Times(Of(x.numerator), Of(y.denominator) / divisor, &left) ||
      !Times(Of(y.numerator), Of(x.denominator) / divisor, &right) ||
      !Times(Of(x.denominator), Of(y.denominator) / divisor, &mean->denominator) ||
      !Times(Of(mean->denominator), 2, &mean->denominator) ||
      __builtin_add_overflow(Of(left), Of(right), &sum))
    return false;
  mean->numerator = sum;
  return true;
}

bool Apply(filter::ArithmeticOp op, const Fraction& a, const Fraction& b, Fraction* result) {
  if (ApplyOnce(op, a, b, result)) return true;
  return ApplyOnce(op, Reduced(a), Reduced(b), result);
}

int CompareFractions(int128 a, int128 da, int sa, int128 b, int128 db, int sb) {
  const bool a_negative = a < 0;
  if (a_negative != (b < 0)) return a_negative ? -1 : 1;
  const int common = sa < sb ? sa : sb;
  // Both sides times the other's denominator and power of ten; as a rule they fit.
  int128 left = 0;
  int128 right = 0;
  if (Times(Of(a), Of(db), &left) && Times(Of(b), Of(da), &right) &&
      (sb == common || Times(Of(left), Of(PowerOfTen(sb - common)), &left)) &&
      (sa == common || Times(Of(right), Of(PowerOfTen(sa - common)), &right))) {
    return left < right ? -1 : (right < left ? 1 : 0);
  }
  const int order =
      OrderOf(Scaled(MagnitudeOf(a), db, sb - common), Scaled(MagnitudeOf(b), da, sa - common));
  return a_negative ? -order : order;
}

bool RoundToTwelve(const Fraction& fraction, int scale, int128* result) {
  Fraction f = fraction;
  Fraction scaled;
  const Fraction power{PowerOfTen(scale < 12 ? 12 - scale : scale - 12), 1};
  const auto op = scale < 12 ? filter::ArithmeticOp::kMultiply : filter::ArithmeticOp::kDivide;
  if (!Apply(op, f, power, &scaled)) return false;
  const Native divisor = Of(scaled.denominator);
  Native quotient = Of(scaled.numerator) / divisor;
  Native rest = Of(scaled.numerator) % divisor;
  if (rest < 0) rest = -rest;
  const Native above = divisor - rest;  // half when equal to rest
  if (rest > above || (rest == above && quotient % 2 != 0)) {
    quotient += scaled.numerator < 0 ? -1 : 1;
  }
  *result = quotient;
  return true;
}

}  // namespace seine
