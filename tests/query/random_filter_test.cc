// The generator itself: that its filters read back, mean something, and reach every pair of
// operators.

#include "tests/testing/random_filter.h"

#include <map>
#include <set>
#include <string>

#include "gtest/gtest.h"

#include "query/parser.h"
#include "query/printer.h"
#include "tests/testing/filter_coverage.h"
#include "tests/testing/oracle.h"
#include "tests/testing/random_world.h"

namespace seine::oracle {
namespace {

void ReadBackAndUnderstand(Constructs constructs, int worlds) {
  Dice dice(1);
  for (int w = 0; w < worlds; ++w) {
    const TextWorld world = RandomWorld(dice, {12, 1.0});
    const OracleData data = ReadAsOracle(world);
    const RowTree tree(data);
    for (int i = 0; i < 15; ++i) {
      FilterMaker maker(world, dice, constructs);
      const filter::Expr made = maker.Make(3);
      const std::string text = PrintFilter(made);
      const auto parsed = ParseFilter(text);
      ASSERT_TRUE(parsed.ok()) << text << "\n" << parsed.status();
      ASSERT_TRUE(parsed->root == made) << text << "\nreads back as\n" << PrintFilter(parsed->root);
      OracleOptions options;
      options.as_of = 1'320'000'000'000'000;
      options.parameters = maker.parameters();
      options.lists = maker.lists();
      options.segments = maker.segments();
      options.calendars = world.calendars;
      const auto found = AskOracle(tree, {made, {}}, options);
      ASSERT_TRUE(found.ok()) << text << "\n" << found.status();
    }
  }
}

// Some pairs come once in many thousand filters: as many worlds as it takes, up to a limit.
void ReachEveryPair(Constructs constructs, int most_worlds, int depth) {
  Dice dice(2);
  std::map<OperatorPair, uint64_t> counts;
  std::set<OperatorPair> missing = PairsOfTheLanguage(constructs);
  for (int w = 0; w < most_worlds && !missing.empty(); ++w) {
    const TextWorld world = RandomWorld(dice, {2, 0.7});
    for (int i = 0; i < 150; ++i)
      CountPairs({FilterMaker(world, dice, constructs).Make(depth), {}}, &counts);
    std::erase_if(missing, [&](const OperatorPair& pair) { return counts.contains(pair); });
  }
  for (const OperatorPair& pair : missing)
    ADD_FAILURE() << "never " << pair.second << " inside " << pair.first;
}

TEST(RandomFilterTest, FiltersReadBackAndTheOracleUnderstandsThem) {
  ReadBackAndUnderstand(WholeLanguage(), 150);
}

TEST(RandomFilterTest, EveryPairOfOperatorsIsReached) { ReachEveryPair(WholeLanguage(), 3000, 3); }

}  // namespace
}  // namespace seine::oracle
