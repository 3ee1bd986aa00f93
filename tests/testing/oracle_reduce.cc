#include "tests/testing/oracle_reduce.h"

#include <algorithm>
#include <cmath>

namespace seine::oracle {
namespace {

Value Divided(const Value& sum, size_t count) {
  if (IsMissing(sum)) return sum;
  if (const auto* real = std::get_if<double>(&sum))
    return RealValue(*real / static_cast<double>(count));
  return std::get<Fraction>(sum) / Fraction(BigInt(static_cast<int64_t>(count)));
}

Fraction SumOfFractions(const std::vector<Value>& values) {
  Fraction sum;
  for (const Value& value : values) sum = sum + std::get<Fraction>(value);
  return sum;
}

// value = digits * 2^exponent
struct Binary {
  int64_t digits = 0;
  int exponent = 0;
};
Binary BinaryOf(double value) {
  Binary out;
  const double mantissa = std::frexp(value, &out.exponent);
  out.digits = static_cast<int64_t>(std::ldexp(mantissa, 53));
  out.exponent -= 53;
  return out;
}

// Of reals, with one exponent that is at most 0.
std::vector<BigInt> DigitsOf(const std::vector<Value>& reals, int* exponent) {
  std::vector<Binary> parts;
  *exponent = 0;
  for (const Value& real : reals) {
    parts.push_back(BinaryOf(RealOf(real)));
    if (parts.back().digits != 0) *exponent = std::min(*exponent, parts.back().exponent);
  }
  std::vector<BigInt> out;
  for (const Binary& part : parts) {
    out.push_back(part.digits == 0 ? BigInt()
                                   : BigInt(part.digits).ShiftLeft(part.exponent - *exponent));
  }
  return out;
}

}  // namespace

Value CountValue(size_t count) { return Fraction(BigInt(static_cast<int64_t>(count))); }

bool IsLess(const Value& a, const Value& b, const OracleZone& zone) {
  return Order(a, b, zone).value_or(0) < 0;
}

Value LeastOf(const std::vector<Value>& values, const OracleZone& zone) {
  if (values.empty()) return Missing{};
  return *std::min_element(values.begin(), values.end(),
                           [&](const Value& a, const Value& b) { return IsLess(a, b, zone); });
}

Value GreatestOf(const std::vector<Value>& values, const OracleZone& zone) {
  if (values.empty()) return Missing{};
  return *std::max_element(values.begin(), values.end(),
                           [&](const Value& a, const Value& b) { return IsLess(a, b, zone); });
}

std::vector<std::pair<Value, size_t>> DistinctOf(const std::vector<Value>& values,
                                                 const OracleZone& zone) {
  std::vector<Value> each;
  for (const Value& value : values) {
    if (const auto* set = std::get_if<SetValue>(&value)) {
      each.insert(each.end(), set->begin(), set->end());
    } else {
      each.push_back(value);
    }
  }
  std::sort(each.begin(), each.end(),
            [&](const Value& a, const Value& b) { return IsLess(a, b, zone); });
  std::vector<std::pair<Value, size_t>> out;
  for (Value& value : each) {
    if (out.empty() || IsLess(out.back().first, value, zone)) out.emplace_back(value, 0);
    ++out.back().second;
  }
  return out;
}

Value ModeOf(const std::vector<Value>& values, const OracleZone& zone) {
  Value best = Missing{};
  size_t most = 0;
  for (auto& [value, count] : DistinctOf(values, zone)) {
    if (count <= most) continue;
    best = value;
    most = count;
  }
  return best;
}

Value MedianOf(std::vector<Value> values, const OracleZone& zone) {
  if (values.empty()) return Missing{};
  std::sort(values.begin(), values.end(),
            [&](const Value& a, const Value& b) { return IsLess(a, b, zone); });
  const Value& low = values[(values.size() - 1) / 2];
  const Value& high = values[values.size() / 2];
  if (!IsLess(low, high, zone)) return low;
  if (std::holds_alternative<double>(low)) {
    const double sum = RealOf(low) + RealOf(high);
    if (!std::isinf(sum)) return RealValue(sum / 2);
    return RealValue(RealOf(low) / 2 + RealOf(high) / 2);  // the sum alone is too large
  }
  const auto& a = std::get<Fraction>(low);
  const auto& b = std::get<Fraction>(high);
  const Fraction middle = (a + b) / Fraction(BigInt(2));
  constexpr int kMostBits = 127;
  if (middle.BitLength() <= kMostBits) return middle;
  return (a.RoundHalfEven(12) + b.RoundHalfEven(12)) / Fraction(BigInt(2));
}

Value SumOf(const std::vector<Value>& values, bool real) {
  if (!real) return SumOfFractions(values);
  double sum = 0;
  for (const Value& value : values) sum += RealOf(value);
  return RealValue(sum);
}

Value AverageOf(const std::vector<Value>& values, bool real) {
  if (values.empty()) return Missing{};
  return Divided(SumOf(values, real), values.size());
}

Value ExactSumOf(const std::vector<Value>& values, bool real) {
  if (!real) return SumOfFractions(values);
  if (const auto infinite = InfiniteSumOf(values)) return RealValue(*infinite);
  int exponent = 0;
  BigInt sum;
  for (const BigInt& digits : DigitsOf(values, &exponent)) sum = sum + digits;
  return Fraction(sum, BigInt(1).ShiftLeft(-exponent)).ToDouble();
}

Value ExactMeanOf(const std::vector<Value>& values, bool real) {
  if (values.empty()) return Missing{};
  return Divided(ExactSumOf(values, real), values.size());
}

std::optional<double> InfiniteSumOf(const std::vector<Value>& values) {
  std::optional<double> sum;
  for (const Value& value : values) {
    const auto* real = std::get_if<double>(&value);
    if (real != nullptr && std::isinf(*real)) sum = sum.value_or(0) + *real;
  }
  return sum;
}

std::vector<Fraction> AmountsOf(const std::vector<Value>& values) {
  std::vector<Fraction> out;
  if (!values.empty() && std::holds_alternative<double>(values[0])) {
    int exponent = 0;
    for (BigInt& digits : DigitsOf(values, &exponent)) out.emplace_back(std::move(digits));
    return out;
  }
  for (const Value& value : values) out.push_back(std::get<Fraction>(value));
  return out;
}

}  // namespace seine::oracle
