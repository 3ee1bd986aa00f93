// Tiles of members take as few bytes as the highest of them.
#include "query/member_bits.h"

#include <cstdint>
#include <limits>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "gtest/gtest.h"

#include "tests/testing/bind_shop.h"

namespace seine::testing {
namespace {

TEST(MemberBitsTest, TilesTakeAsFewBytesAsTheHighest) {
  const auto shop = ShopSnapshot();
  const std::pair<uint64_t, size_t> kinds[] = {{1, 0},      {255, 0},    {256, 1},
                                               {65'535, 1}, {65'536, 2}, {1'000'000, 2}};
  for (const auto& [k, kind] : kinds) {
    const bound::MemberTiles tiles = NoTiles(*shop, k);
    ASSERT_EQ(tiles.shards.size(), shop->shard_count());
    EXPECT_EQ(tiles.shards[0].index(), kind) << k;
    const uint64_t members = shop->member_count();
    EXPECT_EQ(BytesOfTiles(members, k), members * (uint64_t{1} << kind));
    std::visit(
        [&](const auto& numbers) {
          EXPECT_EQ(numbers.size(), members);
          EXPECT_GE(std::numeric_limits<std::decay_t<decltype(numbers[0])>>::max(), k);
        },
        tiles.shards[0]);
  }
}

template <typename Number>
void ExpectRead(uint64_t k) {
  constexpr uint32_t kMembers = 200;
  std::vector<Number> numbers(kMembers);
  for (uint32_t i = 0; i < kMembers; ++i)
    numbers[i] = static_cast<Number>(i % 3 == 0 ? 0 : k - i % 5);
  std::vector<uint32_t> rows(70);
  for (uint32_t i = 0; i < rows.size(); ++i) rows[i] = kMembers - 1 - 2 * i;
  const RowBatch dense{0, 0, 130, 7, nullptr};
  const RowBatch few{0, 0, static_cast<uint32_t>(rows.size()), 0, rows.data()};
  for (const RowBatch& batch : {dense, few}) {
    ValueVector out;
    out.type = {bound::ValueKind::kNumber, 0, false};
    EvaluateTiles(numbers, batch, RowArena::OfThisThread(), &out);
    for (uint32_t i = 0; i < batch.count; ++i) {
      const auto tile = numbers[batch.Row(i)];
      EXPECT_EQ(out.Has(i), tile != 0) << i;
      EXPECT_EQ(out.small[i], static_cast<int64_t>(tile)) << i;
    }
    for (uint32_t i = batch.count; i < MaskWords(batch.count) * 64; ++i)
      EXPECT_FALSE(MaskBit(out.present.data(), i)) << i;
  }
}

TEST(MemberBitsTest, TilesAreReadInAnyWidth) {
  ExpectRead<uint8_t>(UINT8_MAX);
  ExpectRead<uint16_t>(UINT16_MAX);
  ExpectRead<uint32_t>(1'000'000);
}

}  // namespace
}  // namespace seine::testing
