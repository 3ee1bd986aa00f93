// Engine against oracle: random filters over random small worlds, and worlds at the borders of
// blocks and shards. The long run is differential_slow_test.

#include "tests/testing/differential.h"

#include <string>

#include "gtest/gtest.h"

#include "tests/testing/random_world.h"
#include "tests/testing/world_builder.h"

namespace seine::oracle {
namespace {

TEST(DifferentialTest, SmallWorlds) {
  DifferentialTally tally;
  for (uint64_t seed = 1; seed <= 100; ++seed) {
    Dice dice(seed);
    const auto world = BuildWorld(dice, SmallShape(dice), {{}, SmallTiles()});
    ASSERT_TRUE(world.ok()) << "seed " << seed << ": " << world.status();
    const std::string difference = AskBoth(**world, dice, 20, 3, &tally);
    ASSERT_EQ(difference, "") << "seed " << seed;
  }
  EXPECT_LT(tally.nobody + tally.everyone, tally.asked * 4 / 5) << DescribeTally(tally);
}

TEST(DifferentialTest, LastMembersOfABlock) {
  Dice dice(7);
  const WorldShape shape{65536 + 3, 0.02, true};
  LayoutOptions layout;
  layout.members_per_shard = 1 << 16;
  const auto world = BuildWorld(dice, shape, {LayoutOptions{}, layout});
  ASSERT_TRUE(world.ok()) << world.status();
  DifferentialTally tally;
  EXPECT_EQ(AskBoth(**world, dice, 12, 2, &tally), "");
}

}  // namespace
}  // namespace seine::oracle
