#include "engine/computed_value.h"

#include <array>
#include <cmath>
#include <limits>

#include "engine/column_view.h"

namespace seine {
namespace {

// Deep enough for what the parser lets through: operands that wait, at most two a level.
constexpr size_t kStackSize = 3 * 64 + 8;

Int128 GreatestCommonDivisor(Int128 a, Int128 b) {
  while (b != 0) {
    const Int128 rest = a % b;
    a = b;
    b = rest;
  }
  return a < 0 ? -a : a;
}

// The least value of all is refused too: it has no negative.
constexpr Int128 kLeast = -(((Int128{1} << 126) - 1) * 2 + 1) - 1;

bool Multiply(Int128 a, Int128 b, Int128* product) {
  return !__builtin_mul_overflow(a, b, product) && *product != kLeast;
}

}  // namespace

ComputedValue::Outcome ComputedValue::Evaluate(std::span<const int64_t> values,
                                               int64_t* result) const {
  if (plain_product_) {
    return __builtin_mul_overflow(values[0], values[1], result) ? Outcome::kTooLarge
                                                                : Outcome::kValue;
  }
  return real_ || type_ == ColumnType::kReal ? EvaluateReal(values, result)
                                             : EvaluateExact(values, result);
}

ComputedValue::Outcome ComputedValue::Apply(Code code, const Fraction& right, Fraction* left) {
  Fraction a = *left;
  Fraction b = right;
  // First as they are; if that does not fit, in lowest terms.
  for (int attempt = 0; attempt < 2; ++attempt) {
    Int128 x = 0;
    Int128 y = 0;
    bool fits = true;
    switch (code) {
      case Code::kMultiply:
        fits = Multiply(a.numerator, b.numerator, &left->numerator) &&
               Multiply(a.denominator, b.denominator, &left->denominator);
        break;
      case Code::kDivide:
        if (b.numerator == 0) return Outcome::kMissing;
        fits = Multiply(a.numerator, b.numerator < 0 ? -b.denominator : b.denominator,
                        &left->numerator) &&
               Multiply(a.denominator, b.numerator < 0 ? -b.numerator : b.numerator,
                        &left->denominator);
        break;
      default:
        if (a.denominator == b.denominator) {
          x = a.numerator;
          y = b.numerator;
          left->denominator = a.denominator;
        } else {
          fits = Multiply(a.numerator, b.denominator, &x) &&
                 Multiply(b.numerator, a.denominator, &y) &&
                 Multiply(a.denominator, b.denominator, &left->denominator);
        }
        fits = fits &&
               (code == Code::kAdd ? !__builtin_add_overflow(x, y, &left->numerator)
                                   : !__builtin_sub_overflow(x, y, &left->numerator)) &&
               left->numerator != kLeast;
    }
    if (fits) return Outcome::kValue;
    for (Fraction* fraction : {&a, &b}) {
      const Int128 divisor = GreatestCommonDivisor(fraction->numerator, fraction->denominator);
      fraction->numerator /= divisor;
      fraction->denominator /= divisor;
    }
  }
  return Outcome::kTooLarge;
}

ComputedValue::Outcome ComputedValue::EvaluateExact(std::span<const int64_t> values,
                                                    int64_t* result) const {
  std::array<Fraction, kStackSize> stack;
  size_t top = 0;
  for (const Step& step : steps_) {
    switch (step.code) {
      case Code::kInput: {
        const auto input = static_cast<size_t>(step.input);
        stack[top++] = {values[input], input_types_[input].denominator};
        break;
      }
      case Code::kNumber:
        stack[top++] = {step.number, step.denominator};
        break;
      case Code::kNegate:
        stack[top - 1].numerator = -stack[top - 1].numerator;
        break;
      default: {
        --top;
        const Outcome outcome = Apply(step.code, stack[top], &stack[top - 1]);
        if (outcome != Outcome::kValue) return outcome;
      }
    }
  }
  const Fraction& value = stack[0];
  const Int128 units = PowerOfTen(scale_);
  if (value.denominator == units) {
    if (value.numerator < std::numeric_limits<int64_t>::min() ||
        value.numerator > std::numeric_limits<int64_t>::max()) {
      return Outcome::kTooLarge;
    }
    *result = static_cast<int64_t>(value.numerator);
    return Outcome::kValue;
  }
  Fraction minor = value;
  if (Apply(Code::kMultiply, {units, 1}, &minor) != Outcome::kValue) return Outcome::kTooLarge;
  switch (DivideToMinor(minor.numerator, minor.denominator, round_, result)) {
    case Parsed::kOk:
      return Outcome::kValue;
    case Parsed::kTooManyDigits:
      return Outcome::kTooManyDigits;
    default:
      return Outcome::kTooLarge;
  }
}

ComputedValue::Outcome ComputedValue::EvaluateReal(std::span<const int64_t> values,
                                                   int64_t* result) const {
  std::array<double, kStackSize> stack;
  size_t top = 0;
  for (const Step& step : steps_) {
    const auto input = static_cast<size_t>(step.input);
    switch (step.code) {
      case Code::kInput:
        stack[top++] = input_types_[input].real
                           ? FromOrderedBits(values[input])
                           : static_cast<double>(values[input]) /
                                 static_cast<double>(input_types_[input].denominator);
        break;
      case Code::kNumber:
        stack[top++] = static_cast<double>(step.number) / static_cast<double>(step.denominator);
        break;
      case Code::kNegate:
        stack[top - 1] = -stack[top - 1];
        break;
      default: {
        const double right = stack[--top];
        double& left = stack[top - 1];
        if (step.code == Code::kDivide && right == 0) return Outcome::kMissing;
        left = step.code == Code::kAdd        ? left + right
               : step.code == Code::kSubtract ? left - right
               : step.code == Code::kMultiply ? left * right
                                              : left / right;
      }
    }
  }
  if (!std::isfinite(stack[0])) return Outcome::kTooLarge;
  if (type_ == ColumnType::kReal) {
    *result = OrderedBits(stack[0]);
    return Outcome::kValue;
  }
  switch (RealToDecimal(stack[0], scale_, round_, result)) {
    case Parsed::kOk:
      return Outcome::kValue;
    case Parsed::kTooManyDigits:
      return Outcome::kTooManyDigits;
    default:
      return Outcome::kTooLarge;
  }
}

}  // namespace seine
