#include "query/population_values.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "engine/planted_bug.h"
#include "query/number_overflow.h"
#include "query/rank_positions.h"
#include "query/ranked_keys.h"

namespace seine {
namespace {

using absl::int128;
using bound::ConstantValue;
using filter::PopulationFunction;
using Op = filter::ArithmeticOp;

constexpr int kRoundedDigits = 12;

ConstantValue RealConstantOf(double real) {
  if (std::isnan(real)) return MissingConstant();  // infinite both ways
  ConstantValue constant;
  constant.real = real + 0.0;  // no -0
  return constant;
}

ConstantValue NumberConstantOf(const Fraction& value) {
  ConstantValue constant;
  constant.number = value.numerator;
  constant.denominator = value.denominator;
  return constant;
}

// value / 10^scale rounded to 12 digits, in the same unit.
bool Rounded(const Fraction& value, int scale, Fraction* rounded) {
  int128 number = 0;
  if (!RoundToTwelve(value, scale, &number)) return false;
  const Fraction unit{
      PowerOfTen(scale < kRoundedDigits ? kRoundedDigits - scale : scale - kRoundedDigits), 1};
  return Apply(scale < kRoundedDigits ? Op::kDivide : Op::kMultiply, {number, 1}, unit, rounded);
}

}  // namespace

void PopulationSum::Add(int worker, const BlockValues& values) {
  Tally& tally = of_worker_[static_cast<size_t>(worker)];
  const ValueVector& value = *values.value;
  const bool real = value.type.kind == bound::ValueKind::kReal;
  ForEachBit(values.mask, values.batch.count, [&](uint32_t i) {
    ++tally.count;
    int128 number = 0;
    if (real) {
      tally.real.Add(value.real[value.Slot(i)]);
    } else if (RoundedNumber(value, i, &number)) {
      tally.number.Add(number);
    } else {
      *values.too_large = true;
    }
  });
}

absl::StatusOr<ConstantValue> PopulationSum::Value(const bound::PopulationValue& node) const {
  Tally all;
  for (const Tally& tally : of_worker_) {
    all.count += tally.count;
    all.number.Add(tally.number);
    all.real.Add(tally.real);
  }
  const bool mean = node.function == PopulationFunction::kMean;
  if (mean && all.count == 0) return MissingConstant();
  if (node.value->type.kind == bound::ValueKind::kReal) {
    const double total = all.real.Rounded();
    return RealConstantOf(mean ? total / static_cast<double>(all.count) : total);
  }
  Fraction value;
  if (!all.number.Get(&value.numerator)) return NumberTooLarge(node.value->text);
  if (mean) value = Reduced({value.numerator, int128(all.count)});
  return NumberConstantOf(value);
}

bool IsAtPosition(const bound::PopulationValue& node) {
  return node.function == PopulationFunction::kMedian ||
         node.function == PopulationFunction::kPercentile;
}

std::array<uint64_t, 2> PositionsOf(const bound::PopulationValue& node, uint64_t n) {
  if (node.function == PopulationFunction::kMedian) return {(n - 1) / 2, n / 2};
  uint64_t at = std::max<uint64_t>(ShareOf(node.percent, n), 1) - 1;
  if (Planted("percentile-position")) at = std::min(at + 1, n - 1);
  return {at, at};
}

absl::StatusOr<ConstantValue> MiddleOf(const Fraction& low, const Fraction& high, int scale,
                                       std::string_view text) {
  const bool exact = !Planted("middle-rounded");
  if (exact &&
      CompareFractions(low.numerator, low.denominator, 0, high.numerator, high.denominator, 0) == 0)
    return NumberConstantOf(Reduced(low));
  Fraction middle;
  if (exact && MeanOf(low, high, &middle)) return NumberConstantOf(Reduced(middle));
  Fraction a;
  Fraction b;
  if (Rounded(low, scale, &a) && Rounded(high, scale, &b) && MeanOf(a, b, &middle))
    return NumberConstantOf(Reduced(middle));
  return NumberTooLarge(text);
}

ConstantValue MiddleOfReals(double low, double high) {
  if (low == high) return RealConstantOf(low);
  const double sum = low + high;
  // Of two large ones the sum alone may be infinite.
  return RealConstantOf(std::isinf(sum) ? low / 2 + high / 2 : sum / 2);
}

ConstantValue MissingConstant() {
  ConstantValue missing;
  missing.missing = true;
  return missing;
}

}  // namespace seine
