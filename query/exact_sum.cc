#include "query/exact_sum.h"

#include <bit>
#include <cmath>
#include <limits>

namespace seine {
namespace {

constexpr int kLowestExponent = -1074;
constexpr uint64_t kCarryAfter = uint64_t{1} << 29;

}  // namespace

void ExactRealSum::Add(double value) {
  const auto bits = std::bit_cast<uint64_t>(value);
  const bool negative = (bits >> 63) != 0;
  const auto exponent = static_cast<uint32_t>((bits >> 52) & 0x7ff);
  uint64_t mantissa = bits & ((uint64_t{1} << 52) - 1);
  if (exponent == 0x7ff) {
    ++infinite_[negative ? 0 : 1];
    return;
  }
  if (exponent != 0) mantissa |= uint64_t{1} << 52;
  const uint32_t at = exponent == 0 ? 0 : exponent - 1;  // of the lowest bit
  const auto wide = static_cast<unsigned __int128>(mantissa) << (at % 32);
  const int64_t sign = negative ? -1 : 1;
  int64_t* digit = digits_.data() + at / 32;
  digit[0] += sign * static_cast<int64_t>(static_cast<uint32_t>(wide));
  digit[1] += sign * static_cast<int64_t>(static_cast<uint32_t>(wide >> 32));
  digit[2] += sign * static_cast<int64_t>(static_cast<uint32_t>(wide >> 64));
  if (++added_ == kCarryAfter) Carry();
}

void ExactRealSum::Carry() {
  int64_t carry = 0;
  for (size_t i = 0; i + 1 < kDigits; ++i) {
    const int64_t sum = digits_[i] + carry;
    carry = sum >> 32;
    digits_[i] = sum & 0xffffffff;
  }
  digits_[kDigits - 1] += carry;
  added_ = 0;
}

void ExactRealSum::Add(const ExactRealSum& other) {
  ExactRealSum carried = other;
  carried.Carry();
  Carry();
  for (size_t i = 0; i < kDigits; ++i) digits_[i] += carried.digits_[i];
  for (size_t i = 0; i < 2; ++i) infinite_[i] += other.infinite_[i];
  Carry();
}

ExactRealSum::Magnitude ExactRealSum::Normal() const {
  ExactRealSum carried = *this;
  carried.Carry();
  Magnitude out;
  out.negative = carried.digits_[kDigits - 1] < 0;
  if (out.negative) {
    for (int64_t& digit : carried.digits_) digit = -digit;
    carried.Carry();
  }
  for (size_t i = 0; i < kDigits; ++i) out.digits[i] = static_cast<uint32_t>(carried.digits_[i]);
  return out;
}

double ExactRealSum::Rounded() const {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  if (infinite_[0] != 0 && infinite_[1] != 0) return std::numeric_limits<double>::quiet_NaN();
  if (!finite()) return infinite_[0] != 0 ? -kInfinity : kInfinity;
  const Magnitude sum = Normal();
  int top = static_cast<int>(kDigits) - 1;
  while (top >= 0 && sum.digits[static_cast<size_t>(top)] == 0) --top;
  if (top < 0) return 0;
  const auto bit = [&sum](int i) -> uint64_t {
    return i < 0 ? 0 : (sum.digits[static_cast<size_t>(i / 32)] >> (i % 32)) & 1;
  };
  const int highest =
      top * 32 + static_cast<int>(std::bit_width(sum.digits[static_cast<size_t>(top)])) - 1;
  uint64_t mantissa = 0;
  const int lowest = highest > 52 ? highest - 52 : 0;
  for (int i = highest; i >= lowest; --i) mantissa = mantissa << 1 | bit(i);
  if (lowest > 0 && bit(lowest - 1) != 0) {
    bool more = (mantissa & 1) != 0;
    for (int i = lowest - 2; i >= 0 && !more; --i) more = bit(i) != 0;
    if (more) ++mantissa;
  }
  const double magnitude = std::ldexp(static_cast<double>(mantissa), lowest + kLowestExponent);
  return sum.negative ? -magnitude : magnitude;
}

ExactRealSum::Magnitude ExactRealSum::Times(const Magnitude& x, absl::uint128 factor) {
  Magnitude out;
  out.negative = x.negative;
  for (size_t f = 0; f < kFactorDigits; ++f) {
    const auto digit = static_cast<uint32_t>(factor >> static_cast<int>(32 * f));
    uint64_t carry = 0;
    for (size_t i = 0; i + f < out.digits.size(); ++i) {
      const uint64_t from = i < kDigits ? x.digits[i] : 0;
      const uint64_t sum = from * digit + out.digits[i + f] + carry;
      out.digits[i + f] = static_cast<uint32_t>(sum);
      carry = sum >> 32;
    }
  }
  return out;
}

int ExactRealSum::Compare(const ExactRealSum& x, absl::uint128 a, const ExactRealSum& y,
                          absl::uint128 b) {
  const Magnitude left = Times(x.Normal(), a);
  const Magnitude right = Times(y.Normal(), b);
  if (left.negative != right.negative) {
    // Neither is negative unless it is below zero.
    return left.negative ? -1 : 1;
  }
  for (size_t i = left.digits.size(); i-- > 0;) {
    if (left.digits[i] == right.digits[i]) continue;
    return (left.digits[i] < right.digits[i]) != left.negative ? -1 : 1;
  }
  return 0;
}

bool ExactIntegerSum::Get(absl::int128* sum) const {
  const absl::int128 high = high_ + static_cast<absl::int128>(low_ >> 64);
  if (high < INT64_MIN || high > INT64_MAX) return false;
  *sum = absl::MakeInt128(static_cast<int64_t>(high), absl::Int128Low64(low_));
  return true;
}

}  // namespace seine
