// The long run of differential_test: more than 10^5 filters over many small worlds. Deeper filters
// and larger worlds: differential_deep_slow_test. SEINE_SEED moves the range of seeds, so that
// nights differ.

#include <cstdint>
#include <iostream>
#include <string>

#include "gtest/gtest.h"

#include "tests/testing/differential.h"
#include "tests/testing/random_world.h"
#include "tests/testing/world_builder.h"

namespace seine::oracle {
namespace {

size_t RowsOf(const TextWorld& world) {
  size_t rows = 0;
  for (const TextTable& table : world.tables) rows += table.rows.size();
  return rows;
}

TEST(DifferentialSlowTest, HundredThousandFilters) {
  DifferentialTally tally;
  for (uint64_t seed = FirstSeed(); tally.asked < 100'000; ++seed) {
    Dice dice(seed);
    const auto world = BuildWorld(dice, SmallShape(dice), {{}, SmallTiles()});
    ASSERT_TRUE(world.ok()) << "seed " << seed << ": " << world.status();
    // The oracle's time is a power of the rows, and the depth of the filter its exponent.
    const int depth = RowsOf((*world)->world) > 400 ? 2 : 3;
    const std::string difference = AskBoth(**world, dice, 40, depth, &tally);
    ASSERT_EQ(difference, "") << "seed " << seed;
  }
  std::cout << DescribeTally(tally) << "\n";
  for (const OperatorPair& pair : PairsOfTheLanguage()) {
    EXPECT_GT(tally.pairs[pair], 0u) << pair.second << " inside " << pair.first;
  }
}

}  // namespace
}  // namespace seine::oracle
