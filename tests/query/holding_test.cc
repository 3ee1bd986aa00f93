// How many of the highest values hold a share, against adding them up one by one.
#include "query/holding.h"

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <functional>
#include <random>
#include <span>
#include <vector>

#include "gtest/gtest.h"

#include "engine/column_view.h"

namespace seine {
namespace {

using absl::int128;

constexpr int64_t kQuarter = 4;  // reals are quarters, so that doubles add them up exactly

// Of numbers in any order: of the total, not above 0, nothing.
uint64_t OneByOne(std::vector<int64_t> numbers, int64_t percent) {
  std::sort(numbers.begin(), numbers.end(), std::greater<>());
  int128 total = 0;
  for (const int64_t number : numbers) total += number;
  if (total <= 0) return 0;
  int128 held = 0;
  for (size_t i = 0; i < numbers.size(); ++i) {
    held += numbers[i];
    if (held * 100 >= total * percent) return i + 1;
  }
  return numbers.size();
}

std::vector<int64_t> MakeNumbers(int kind, size_t n, std::mt19937_64& random) {
  std::vector<int64_t> numbers(n);
  for (int64_t& number : numbers) {
    const auto r = static_cast<int64_t>(random() >> 1);
    switch (kind) {
      case 0:
        number = r % 1'000'000;
        break;
      case 1:  // half of them below 0
        number = r % 1001 - 400;
        break;
      case 2:
        number = 7;
        break;
      case 3:  // a few hold nearly all
        number = r % 1000 == 0 ? r % (int64_t{1} << 40) : r % 3;
        break;
      default:
        number = -(r % 5);
    }
  }
  return numbers;
}

uint64_t Held(const std::vector<int64_t>& keys, bool real, int64_t percent, int threads) {
  KeyPieces pieces;
  AddPieces(keys, &pieces);
  RunLimits limits;
  limits.threads = threads;
  uint64_t length = 0;
  EXPECT_TRUE(CountHolding(pieces, real, {percent, 0}, limits, &length).ok());
  return length;
}

TEST(HoldingTest, IsWhatAddingUpFinds) {
  std::mt19937_64 random(7);
  for (const size_t n : {0u, 1u, 100u, 5'000u, 200'000u}) {
    for (int kind = 0; kind < 5; ++kind) {
      const std::vector<int64_t> numbers = MakeNumbers(kind, n, random);
      std::vector<int64_t> reals;
      for (const int64_t number : numbers)
        reals.push_back(OrderedBits(static_cast<double>(number) / kQuarter));
      for (const int64_t percent : {1, 50, 80, 99, 100}) {
        const uint64_t expected = OneByOne(numbers, percent);
        std::vector<int128> amounts(numbers.begin(), numbers.end());
        uint64_t length = 0;
        EXPECT_TRUE(CountHolding(std::span(amounts), {percent, 0}, {}, &length).ok());
        EXPECT_EQ(length, expected) << n << " " << kind << " " << percent;
        for (const int threads : {1, 2}) {
          EXPECT_EQ(Held(numbers, false, percent, threads), expected)
              << n << " " << kind << " " << percent;
          EXPECT_EQ(Held(reals, true, percent, threads), expected)
              << n << " " << kind << " " << percent;
        }
      }
    }
  }
}

TEST(HoldingTest, SharesAreExact) {
  const std::vector<int64_t> keys{5, 3, 2};
  KeyPieces pieces;
  AddPieces(keys, &pieces);
  uint64_t length = 0;
  ASSERT_TRUE(CountHolding(pieces, false, {50, 0}, {}, &length).ok());
  EXPECT_EQ(length, 1u);
  ASSERT_TRUE(CountHolding(pieces, false, {50'000'000'000'001, 12}, {}, &length).ok());
  EXPECT_EQ(length, 2u);
}

TEST(HoldingTest, WhatTakesMoreThan128BitsIsAnError) {
  std::vector<int128> amounts(2, absl::Int128Max());
  uint64_t length = 0;
  EXPECT_FALSE(CountHolding(std::span(amounts), {80, 0}, {}, &length).ok());
}

TEST(HoldingTest, StopsWhenItIsTold) {
  const std::atomic<bool> cancel{true};
  RunLimits limits;
  limits.stop.cancel = &cancel;
  std::vector<int64_t> keys(100'000, 3);
  keys.back() = 5;
  KeyPieces pieces;
  AddPieces(keys, &pieces);
  uint64_t length = 0;
  EXPECT_TRUE(absl::IsCancelled(CountHolding(pieces, false, {80, 0}, limits, &length)));
  std::vector<int128> amounts(keys.begin(), keys.end());
  EXPECT_TRUE(absl::IsCancelled(CountHolding(std::span(amounts), {80, 0}, limits, &length)));
}

}  // namespace
}  // namespace seine
