// Exact numbers of the oracle: integers of any length, and fractions of them. Slow and obvious on
// purpose; it shares nothing with the engine's arithmetic.
#ifndef SEINE_TESTS_TESTING_ORACLE_NUMBER_H_
#define SEINE_TESTS_TESTING_ORACLE_NUMBER_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/container/inlined_vector.h"

namespace seine::oracle {

class BigInt {
 public:
  BigInt() = default;
  BigInt(int64_t value);  // NOLINT: an int64 is one
  // -?[0-9]+
  static BigInt FromDigits(std::string_view digits);
  static BigInt PowerOfTen(int exponent);

  bool IsZero() const { return limbs_.empty(); }
  bool IsNegative() const { return negative_; }
  BigInt operator-() const;
  BigInt operator+(const BigInt& other) const;
  BigInt operator-(const BigInt& other) const;
  BigInt operator*(const BigInt& other) const;
  BigInt ShiftLeft(int bits) const;
  // Toward zero, of the absolute values; the divisor is not zero. `remainder` may be null.
  BigInt DivideMagnitude(const BigInt& divisor, BigInt* remainder) const;
  // -1, 0, 1.
  int Compare(const BigInt& other) const;
  bool operator==(const BigInt& other) const { return Compare(other) == 0; }
  int BitLength() const;
  // The lowest 64 bits of the magnitude.
  uint64_t LowBits() const;

 private:
  using Limbs = absl::InlinedVector<uint32_t, 6>;
  static int CompareMagnitude(const Limbs& a, const Limbs& b);
  static Limbs AddMagnitude(const Limbs& a, const Limbs& b);
  static Limbs SubtractMagnitude(const Limbs& a, const Limbs& b);  // a >= b
  void Trim();

  bool negative_ = false;  // never with zero
  Limbs limbs_;            // least significant first, no leading zeros
};

// numerator / denominator, denominator > 0, reduced only when it grows long.
class Fraction {
 public:
  Fraction() : denominator_(1) {}
  Fraction(BigInt numerator) : Fraction(std::move(numerator), 1) {}  // NOLINT
  Fraction(BigInt numerator, BigInt denominator);

  Fraction operator-() const { return {-numerator_, denominator_}; }
  Fraction operator+(const Fraction& other) const;
  Fraction operator-(const Fraction& other) const { return *this + (-other); }
  Fraction operator*(const Fraction& other) const;
  // `other` is not zero.
  Fraction operator/(const Fraction& other) const;
  int Compare(const Fraction& other) const;
  bool IsZero() const { return numerator_.IsZero(); }
  // The nearest double, ties to even.
  double ToDouble() const;
  // True and *value set when it is an integer that fits.
  bool ToInt64(int64_t* value) const;
  Fraction RoundHalfEven(int decimals) const;
  // The least integer that is not below it.
  BigInt Ceiling() const;
  // Of the longer one of numerator and denominator in lowest terms.
  int BitLength() const;

 private:
  // To lowest terms.
  void Reduce();

  BigInt numerator_;
  BigInt denominator_;
};

}  // namespace seine::oracle

#endif  // SEINE_TESTS_TESTING_ORACLE_NUMBER_H_
