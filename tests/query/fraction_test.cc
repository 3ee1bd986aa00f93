// Fractions at the limits of 128 bits.
#include "query/fraction.h"

#include <initializer_list>
#include <tuple>
#include <utility>

#include "gtest/gtest.h"

namespace seine {
namespace {

using absl::int128;

constexpr int128 kMost = absl::Int128Max();
constexpr int128 kLeast = absl::Int128Min();

TEST(FractionTest, TheLeastNumberHasLowestTerms) {
  for (const auto& [denominator, reduced] : {std::pair<int128, Fraction>{1, {kLeast, 1}},
                                             {2, {kLeast / 2, 1}},
                                             {6, {kLeast / 2, 3}},
                                             {kMost, {kLeast, kMost}}}) {
    const Fraction out = Reduced({kLeast, denominator});
    EXPECT_EQ(out.numerator, reduced.numerator);
    EXPECT_EQ(out.denominator, reduced.denominator);
  }
  const Fraction most = Reduced({kMost, kMost});
  EXPECT_EQ(most.numerator, 1);
  EXPECT_EQ(most.denominator, 1);
}

TEST(FractionTest, OrderOfTheLeastAndTheMost) {
  EXPECT_EQ(CompareFractions(kLeast, 1, 0, kMost, 1, 0), -1);
  EXPECT_EQ(CompareFractions(kLeast, kMost, 0, kLeast, kMost, 0), 0);
  EXPECT_EQ(CompareFractions(kMost, kMost - 1, 0, kMost - 1, kMost, 0), 1);
  EXPECT_EQ(CompareFractions(kLeast, 3, 38, kMost, 3, 38), -1);
}

TEST(FractionTest, RoundsHalfToEvenUpToTheLimits) {
  int128 out = 0;
  for (const auto& [numerator, denominator, scale, rounded] :
       std::initializer_list<std::tuple<int128, int128, int, int128>>{
           {1, 2, 12, 0},
           {3, 2, 12, 2},
           {-1, 2, 12, 0},
           {-3, 2, 12, -2},
           {5, 3, 12, 2},
           {1, 3, 0, 333'333'333'333},
           {kMost, 1, 12, kMost},
           {kLeast, 1, 12, kLeast},
           {kMost, 2, 12, (kMost - 1) / 2 + 1},  // half above an odd number
           {kLeast, 3, 12, kLeast / 3 - 1},
           {kMost, kMost, 12, 1}}) {
    ASSERT_TRUE(RoundToTwelve({numerator, denominator}, scale, &out));
    EXPECT_EQ(out, rounded) << numerator << "/" << denominator;
  }
  EXPECT_FALSE(RoundToTwelve({kMost, 1}, 0, &out));
}

}  // namespace
}  // namespace seine
