// Keys of values: in the order of the values, whatever their size.
#include "query/member_keys.h"

#include <algorithm>
#include <cstdint>
#include <random>
#include <vector>

#include "gtest/gtest.h"

#include "query/fraction.h"

namespace seine {
namespace {

using absl::int128;

int128 AnyNumber(std::mt19937_64& random) {
  const int128 wide = absl::MakeInt128(static_cast<int64_t>(random()), random());
  return wide >> static_cast<int>(random() % 127);
}

TEST(MemberKeysTest, FractionsInOrder) {
  std::mt19937_64 random(3);
  std::vector<Fraction> fractions;
  for (int i = 0; i < 3000; ++i) {
    int128 below = AnyNumber(random);
    below = below < 0 ? -(below + 1) : below;
    fractions.push_back({AnyNumber(random), std::max<int128>(below, 1)});
  }
  // Neighbours of the numbers at which keys are made another way, and of the clamps.
  for (const int64_t near : {int64_t{1} << 39, (int64_t{1} << 39) * 5, -(int64_t{1} << 39)}) {
    for (int64_t d = -2; d <= 2; ++d) {
      fractions.push_back({near + d, 1});
      fractions.push_back({near + d, 5});
      fractions.push_back({int128(near + d) * (int128(1) << 70), int128(5) << 70});
    }
  }
  std::sort(fractions.begin(), fractions.end(), [](const Fraction& a, const Fraction& b) {
    return CompareFractions(a.numerator, a.denominator, 0, b.numerator, b.denominator, 0) < 0;
  });
  for (size_t i = 1; i < fractions.size(); ++i) {
    const Fraction& a = fractions[i - 1];
    const Fraction& b = fractions[i];
    EXPECT_LE(KeyOfFraction(a.numerator, a.denominator), KeyOfFraction(b.numerator, b.denominator))
        << a.numerator << "/" << a.denominator << " " << b.numerator << "/" << b.denominator;
  }
}

TEST(MemberKeysTest, AFractionHasOneKeyHoweverItIsWritten) {
  for (const int64_t n : {0, 1, -1, 3, -7, 1'000'000'007}) {
    const int64_t key = KeyOfFraction(n, 9);
    for (const int shift : {1, 20, 40, 90}) {
      const int128 by = int128(1) << shift;
      EXPECT_EQ(KeyOfFraction(n * by, 9 * by), key) << n << " " << shift;
    }
  }
  EXPECT_EQ(KeyOfFraction(3, 2), int64_t{3} << 23);
  EXPECT_EQ(KeyOfFraction(-1, int128(1) << 100), 0);
}

TEST(MemberKeysTest, NumbersBeyond64BitsAreClamped) {
  EXPECT_EQ(KeyOfNumber(5), 5);
  EXPECT_EQ(KeyOfNumber(absl::Int128Max()), INT64_MAX);
  EXPECT_EQ(KeyOfNumber(absl::Int128Min()), INT64_MIN);
  EXPECT_TRUE(KeyIsValue(KeyKind::kValue, INT64_MAX));
  EXPECT_TRUE(KeyIsValue(KeyKind::kClamped, 7));
  EXPECT_FALSE(KeyIsValue(KeyKind::kClamped, INT64_MAX));
  EXPECT_FALSE(KeyIsValue(KeyKind::kClamped, INT64_MIN));
  EXPECT_FALSE(KeyIsValue(KeyKind::kFraction, 7));
}

}  // namespace
}  // namespace seine
