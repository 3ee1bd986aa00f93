// Keys at positions of an order, against a plain sort: any number of them, alike and far apart.
#include "query/rank_select.h"

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <random>
#include <span>
#include <vector>

#include "gtest/gtest.h"

namespace seine {
namespace {

constexpr int kKinds = 6;

int64_t MakeKey(int kind, std::mt19937_64& random) {
  const uint64_t r = random();
  switch (kind) {
    case 0:
      return static_cast<int64_t>(r);
    case 1:
      return 7;
    case 2:
      return r % 2 == 0 ? INT64_MIN : INT64_MAX;
    case 3:
      return r % 3 == 0 ? static_cast<int64_t>(r >> 1) : 0;
    case 4:
      return static_cast<int64_t>(r % 50);
    default:
      return r % 10'000 == 0 ? INT64_MAX - static_cast<int64_t>(r % 7)
                             : static_cast<int64_t>(r % 100'000);
  }
}

KeyPieces CutAnywhere(const std::vector<int64_t>& keys, std::mt19937_64& random) {
  KeyPieces pieces;
  for (size_t at = 0; at < keys.size();) {
    const size_t size = std::min<size_t>(1 + random() % 70'000, keys.size() - at);
    pieces.push_back(std::span(keys).subspan(at, size));
    at += size;
  }
  return pieces;
}

TEST(SelectKeysTest, AreThoseOfASort) {
  std::mt19937_64 random(9);
  for (const uint64_t n : {1u, 1000u, 40'000u, 500'000u}) {
    for (int kind = 0; kind < kKinds; ++kind) {
      std::vector<int64_t> keys(n);
      for (int64_t& key : keys) key = MakeKey(kind, random);
      std::vector<uint64_t> positions{0, n - 1};
      for (int p = 0; p < 20; ++p) positions.push_back(random() % n);
      std::sort(positions.begin(), positions.end());
      const KeyPieces pieces = CutAnywhere(keys, random);
      auto sorted = keys;
      std::sort(sorted.begin(), sorted.end());
      for (const int threads : {1, 2}) {
        RunLimits limits;
        limits.threads = threads;
        std::vector<KeyAt> found(positions.size());
        ASSERT_TRUE(SelectKeys(pieces, positions, limits, found).ok());
        for (size_t p = 0; p < positions.size(); ++p) {
          const int64_t key = sorted[positions[p]];
          const auto [first, last] = std::equal_range(sorted.begin(), sorted.end(), key);
          EXPECT_EQ(found[p].key, key) << n << " " << kind;
          EXPECT_EQ(found[p].less, static_cast<uint64_t>(first - sorted.begin()));
          EXPECT_EQ(found[p].same, static_cast<uint64_t>(last - first));
        }
      }
    }
  }
}

TEST(SelectKeysTest, StopsWhenItIsTold) {
  const std::vector<int64_t> keys(1'000'000, 3);
  KeyPieces pieces;
  AddPieces(keys, &pieces);
  const std::atomic<bool> cancel{true};
  RunLimits limits;
  limits.stop.cancel = &cancel;
  const uint64_t position = 5;
  KeyAt found;
  EXPECT_TRUE(
      absl::IsCancelled(SelectKeys(pieces, std::span(&position, 1), limits, std::span(&found, 1))));
}

}  // namespace
}  // namespace seine
