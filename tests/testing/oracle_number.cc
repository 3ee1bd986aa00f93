#include "tests/testing/oracle_number.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace seine::oracle {

BigInt::BigInt(int64_t value) : negative_(value < 0) {
  // Two's complement: the magnitude of INT64_MIN has no int64.
  uint64_t magnitude = negative_ ? ~static_cast<uint64_t>(value) + 1 : static_cast<uint64_t>(value);
  for (; magnitude != 0; magnitude >>= 32) limbs_.push_back(static_cast<uint32_t>(magnitude));
}

BigInt BigInt::FromDigits(std::string_view digits) {
  const bool negative = !digits.empty() && digits[0] == '-';
  if (negative) digits.remove_prefix(1);
  BigInt out;
  for (char c : digits) {
    uint64_t carry = static_cast<uint64_t>(c - '0');
    for (uint32_t& limb : out.limbs_) {
      carry += uint64_t{limb} * 10;
      limb = static_cast<uint32_t>(carry);
      carry >>= 32;
    }
    if (carry != 0) out.limbs_.push_back(static_cast<uint32_t>(carry));
  }
  out.negative_ = negative && !out.IsZero();
  return out;
}

BigInt BigInt::PowerOfTen(int exponent) {
  BigInt out = 1;
  for (int i = 0; i < exponent; ++i) out = out * BigInt(10);
  return out;
}

void BigInt::Trim() {
  while (!limbs_.empty() && limbs_.back() == 0) limbs_.pop_back();
  if (limbs_.empty()) negative_ = false;
}

int BigInt::CompareMagnitude(const Limbs& a, const Limbs& b) {
  if (a.size() != b.size()) return a.size() < b.size() ? -1 : 1;
  for (size_t i = a.size(); i-- > 0;) {
    if (a[i] != b[i]) return a[i] < b[i] ? -1 : 1;
  }
  return 0;
}

BigInt::Limbs BigInt::AddMagnitude(const Limbs& a, const Limbs& b) {
  Limbs out;
  uint64_t carry = 0;
  for (size_t i = 0; i < std::max(a.size(), b.size()) || carry != 0; ++i) {
    carry += (i < a.size() ? a[i] : 0u);
    carry += (i < b.size() ? b[i] : 0u);
    out.push_back(static_cast<uint32_t>(carry));
    carry >>= 32;
  }
  return out;
}

BigInt::Limbs BigInt::SubtractMagnitude(const Limbs& a, const Limbs& b) {
  Limbs out;
  int64_t borrow = 0;
  for (size_t i = 0; i < a.size(); ++i) {
    int64_t digit = int64_t{a[i]} - (i < b.size() ? int64_t{b[i]} : 0) - borrow;
    borrow = digit < 0 ? 1 : 0;
    out.push_back(static_cast<uint32_t>(digit + (borrow << 32)));
  }
  return out;
}

BigInt BigInt::operator-() const {
  BigInt out = *this;
  out.negative_ = !negative_ && !IsZero();
  return out;
}

BigInt BigInt::operator+(const BigInt& other) const {
  BigInt out;
  if (negative_ == other.negative_) {
    out.limbs_ = AddMagnitude(limbs_, other.limbs_);
    out.negative_ = negative_;
  } else if (CompareMagnitude(limbs_, other.limbs_) >= 0) {
    out.limbs_ = SubtractMagnitude(limbs_, other.limbs_);
    out.negative_ = negative_;
  } else {
    out.limbs_ = SubtractMagnitude(other.limbs_, limbs_);
    out.negative_ = other.negative_;
  }
  out.Trim();
  return out;
}

BigInt BigInt::operator-(const BigInt& other) const { return *this + (-other); }

BigInt BigInt::operator*(const BigInt& other) const {
  BigInt out;
  out.limbs_.resize(limbs_.size() + other.limbs_.size(), 0);
  for (size_t i = 0; i < limbs_.size(); ++i) {
    uint64_t carry = 0;
    for (size_t j = 0; j < other.limbs_.size() || carry != 0; ++j) {
      carry += out.limbs_[i + j];
      if (j < other.limbs_.size()) carry += uint64_t{limbs_[i]} * other.limbs_[j];
      out.limbs_[i + j] = static_cast<uint32_t>(carry);
      carry >>= 32;
    }
  }
  out.negative_ = negative_ != other.negative_;
  out.Trim();
  return out;
}

BigInt BigInt::ShiftLeft(int bits) const {
  BigInt out = *this;
  for (; bits >= 31; bits -= 31) out = out * BigInt(int64_t{1} << 31);
  return out * BigInt(int64_t{1} << bits);
}

BigInt BigInt::DivideMagnitude(const BigInt& divisor, BigInt* remainder) const {
  const BigInt one = 1;
  BigInt quotient;
  BigInt rest;
  BigInt positive_divisor = divisor;
  positive_divisor.negative_ = false;
  for (int bit = BitLength(); bit-- > 0;) {  // the pen-and-paper way, in base two
    const uint32_t limb = limbs_[static_cast<size_t>(bit / 32)];
    rest = rest + rest;
    if (((limb >> (bit % 32)) & 1) != 0) rest = rest + one;
    quotient = quotient + quotient;
    if (rest.Compare(positive_divisor) >= 0) {
      rest = rest - positive_divisor;
      quotient = quotient + one;
    }
  }
  if (remainder != nullptr) *remainder = std::move(rest);
  return quotient;
}

int BigInt::Compare(const BigInt& other) const {
  if (negative_ != other.negative_) return negative_ ? -1 : 1;
  const int magnitude = CompareMagnitude(limbs_, other.limbs_);
  return negative_ ? -magnitude : magnitude;
}

int BigInt::BitLength() const {
  if (limbs_.empty()) return 0;
  int bits = static_cast<int>(limbs_.size() - 1) * 32;
  for (uint32_t top = limbs_.back(); top != 0; top >>= 1) ++bits;
  return bits;
}

uint64_t BigInt::LowBits() const {
  uint64_t out = limbs_.empty() ? 0 : limbs_[0];
  if (limbs_.size() > 1) out |= uint64_t{limbs_[1]} << 32;
  return out;
}

Fraction::Fraction(BigInt numerator, BigInt denominator)
    : numerator_(std::move(numerator)), denominator_(std::move(denominator)) {
  if (denominator_.IsNegative()) {
    numerator_ = -numerator_;
    denominator_ = -denominator_;
  }
  if (denominator_.BitLength() > 192) Reduce();
}

void Fraction::Reduce() {
  BigInt a = numerator_.IsNegative() ? -numerator_ : numerator_;
  BigInt b = denominator_;
  while (!b.IsZero()) {  // Euclid
    BigInt rest;
    a.DivideMagnitude(b, &rest);
    a = b;
    b = rest;
  }
  const bool negative = numerator_.IsNegative();
  numerator_ = numerator_.DivideMagnitude(a, nullptr);
  if (negative) numerator_ = -numerator_;
  denominator_ = denominator_.DivideMagnitude(a, nullptr);
}

int Fraction::BitLength() const {
  Fraction lowest = *this;
  lowest.Reduce();
  return std::max(lowest.numerator_.BitLength(), lowest.denominator_.BitLength());
}

Fraction Fraction::operator+(const Fraction& other) const {
  if (denominator_ == other.denominator_) return {numerator_ + other.numerator_, denominator_};
  return {numerator_ * other.denominator_ + other.numerator_ * denominator_,
          denominator_ * other.denominator_};
}

Fraction Fraction::operator*(const Fraction& other) const {
  return {numerator_ * other.numerator_, denominator_ * other.denominator_};
}

Fraction Fraction::operator/(const Fraction& other) const {
  return {numerator_ * other.denominator_, denominator_ * other.numerator_};
}

int Fraction::Compare(const Fraction& other) const {
  if (denominator_ == other.denominator_) return numerator_.Compare(other.numerator_);
  return (numerator_ * other.denominator_).Compare(other.numerator_ * denominator_);
}

double Fraction::ToDouble() const {
  if (numerator_.IsZero()) return 0.0;
  // A quotient of 64 or 65 bits, its last bit telling whether anything was left over. (Only normal
  // doubles come up: the least exact number here has a few dozen digits.)
  const int shift = 64 - numerator_.BitLength() + denominator_.BitLength();
  BigInt rest;
  BigInt quotient = shift >= 0 ? numerator_.ShiftLeft(shift).DivideMagnitude(denominator_, &rest)
                               : numerator_.DivideMagnitude(denominator_.ShiftLeft(-shift), &rest);
  int exponent = -shift;
  bool sticky = !rest.IsZero();
  uint64_t bits;
  if (quotient.BitLength() > 64) {
    BigInt odd;
    quotient = quotient.DivideMagnitude(BigInt(2), &odd);
    sticky = sticky || !odd.IsZero();
    ++exponent;
  }
  bits = quotient.LowBits();
  const uint64_t below = bits & 0x7ff;  // 64 bits to 53
  bits >>= 11;
  if (below > 0x400 || (below == 0x400 && (sticky || (bits & 1) != 0))) ++bits;
  const double magnitude = std::ldexp(static_cast<double>(bits), exponent + 11);
  return numerator_.IsNegative() ? -magnitude : magnitude;
}

bool Fraction::ToInt64(int64_t* value) const {
  BigInt rest;
  const BigInt quotient = numerator_.DivideMagnitude(denominator_, &rest);
  if (!rest.IsZero() || quotient.BitLength() > 63) return false;
  *value = static_cast<int64_t>(quotient.LowBits());
  if (numerator_.IsNegative()) *value = -*value;
  return true;
}

Fraction Fraction::RoundHalfEven(int decimals) const {
  const BigInt unit = BigInt::PowerOfTen(decimals);
  BigInt rest;
  BigInt quotient = (numerator_ * unit).DivideMagnitude(denominator_, &rest);
  const int half = (rest + rest).Compare(denominator_);
  if (half > 0 || (half == 0 && (quotient.LowBits() & 1) != 0)) quotient = quotient + BigInt(1);
  return {numerator_.IsNegative() ? -quotient : quotient, unit};
}

BigInt Fraction::Ceiling() const {
  BigInt rest;
  const BigInt quotient = numerator_.DivideMagnitude(denominator_, &rest);
  if (numerator_.IsNegative()) return -quotient;
  return rest.IsZero() ? quotient : quotient + BigInt(1);
}

}  // namespace seine::oracle
