// Engine against oracle: filters six levels deep, and worlds of several blocks and shards.
// SEINE_SEED moves the range of seeds, so that nights differ.

#include <cstdint>
#include <string>

#include "gtest/gtest.h"

#include "tests/testing/differential.h"
#include "tests/testing/random_world.h"
#include "tests/testing/world_builder.h"

namespace seine::oracle {
namespace {

TEST(DifferentialDeepSlowTest, DeepFilters) {
  DifferentialTally tally;
  for (uint64_t seed = FirstSeed(); tally.asked < 3'000; ++seed) {
    Dice dice(seed * 3);
    const auto world = BuildWorld(dice, {12, 1.0}, {{}, SmallTiles()});
    ASSERT_TRUE(world.ok()) << "seed " << seed << ": " << world.status();
    ASSERT_EQ(AskBoth(**world, dice, 20, 6, &tally), "") << "seed " << seed;
  }
}

TEST(DifferentialDeepSlowTest, BlocksAndShards) {
  LayoutOptions narrow;
  narrow.members_per_shard = 1 << 16;
  narrow.tiles = 2;
  LayoutOptions one_tile;
  one_tile.tiles = 1;
  DifferentialTally tally;
  uint64_t seed = FirstSeed();
  for (size_t members : {65'535u, 65'536u, 65'537u, 131'072u, 150'000u}) {
    Dice dice(++seed);
    const auto world = BuildWorld(dice, {members, 0.3, dice.Chance(0.5)}, {{}, narrow, one_tile});
    ASSERT_TRUE(world.ok()) << "seed " << seed << ": " << world.status();
    EXPECT_EQ(AskBoth(**world, dice, 30, 2, &tally), "") << "seed " << seed;
  }
}

}  // namespace
}  // namespace seine::oracle
