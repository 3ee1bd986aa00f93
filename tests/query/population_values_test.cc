// The middle of two values: exact where 128 bits hold it, else of both rounded.
#include "query/population_values.h"

#include <cstdint>

#include "gtest/gtest.h"

namespace seine {
namespace {

using absl::int128;

bool IsEqual(const absl::StatusOr<bound::ConstantValue>& value, int128 number, int128 denominator) {
  EXPECT_TRUE(value.ok()) << value.status();
  return value.ok() && !value->missing &&
         CompareFractions(value->number, value->denominator, 0, number, denominator, 0) == 0;
}

TEST(PopulationValuesTest, TheMiddleOfTwoIsExact) {
  for (int64_t a = -6; a <= 6; ++a) {
    for (int64_t b = -6; b <= 6; ++b) {
      EXPECT_TRUE(IsEqual(MiddleOf({a, 4}, {b, 6}, 0), 3 * a + 2 * b, 24)) << a << " " << b;
    }
  }
  const int128 large = (int128(1) << 100) + 1;
  EXPECT_TRUE(IsEqual(MiddleOf({1, large}, {3, large}, 0), 2, large));
  EXPECT_TRUE(IsEqual(MiddleOf({large, 1}, {large, 1}, 2), large, 1));
}

// The same value is itself, however large.
TEST(PopulationValuesTest, AValueInTheMiddleIsAsItIs) {
  const int128 most = absl::Int128Max();
  EXPECT_TRUE(IsEqual(MiddleOf({most, 1}, {most, 1}, 0), most, 1));
  EXPECT_TRUE(IsEqual(MiddleOf({most, most - 1}, {most, most - 1}, 0), most, most - 1));
}

TEST(PopulationValuesTest, WhatDoesNotFitIsRoundedFirst) {
  const int128 p = (int128(1) << 66) + 1;
  const int128 q = (int128(1) << 67) + 1;
  EXPECT_TRUE(IsEqual(MiddleOf({1, p}, {q - 1, q}, 0), 1, 2));
  // In units of 10^-14 both are rounded to hundreds of them.
  EXPECT_TRUE(IsEqual(MiddleOf({30 * p + 1, p}, {170 * q + 1, q}, 14), 100, 1));
  EXPECT_FALSE(MiddleOf({absl::Int128Max(), 1}, {absl::Int128Max() - 2, 1}, 0).ok());
}

TEST(PopulationValuesTest, PositionsCountFromTheLowest) {
  bound::PopulationValue median;
  median.function = filter::PopulationFunction::kMedian;
  bound::PopulationValue percentile;
  percentile.function = filter::PopulationFunction::kPercentile;
  for (uint64_t n = 1; n <= 40; ++n) {
    const auto middle = PositionsOf(median, n);
    EXPECT_EQ(middle[0] + middle[1], n - 1);
    EXPECT_LE(middle[1] - middle[0], 1u);
    for (int tenths = 1; tenths <= 1000; tenths += 37) {
      percentile.percent = {tenths, 1};
      uint64_t at = 1;  // the least that is at least the share
      while (static_cast<int64_t>(at) * 1000 < tenths * static_cast<int64_t>(n)) ++at;
      EXPECT_EQ(PositionsOf(percentile, n)[0], at - 1) << n << " " << tenths;
    }
  }
}

}  // namespace
}  // namespace seine
