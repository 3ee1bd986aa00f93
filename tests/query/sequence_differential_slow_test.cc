// Engine against oracle, sequences alone: with joins, of rows below rows, in any of the forms in
// which their rows are looked at. SEINE_SEED moves the range of seeds.

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "gtest/gtest.h"

#include "query/printer.h"
#include "tests/testing/differential.h"
#include "tests/testing/random_world.h"
#include "tests/testing/world_builder.h"

namespace seine::oracle {
namespace {

// The oracle tries every choice of rows; what takes it longer is not asked.
constexpr uint64_t kMostRows = 2'000'000;

// The first difference in one world, shrunk and described, or empty. Many rows want a small
// `depth`.
std::string AskSequences(const AskableWorld& world, Dice& dice, int sequences, int depth,
                         DifferentialTally* tally) {
  QuestionMaker maker(world, dice,
                      {Construct::kSequences, Construct::kSequenceJoins, Construct::kRowSequences,
                       Construct::kAliases, Construct::kLookupValues});
  for (int asked = 0, tries = 0; asked < sequences && tries < 10'000; ++tries) {
    Question question = maker.Make(depth);
    question.definition.excludes.clear();
    if (PrintFilter(question.definition.include).find("sequence") == std::string::npos) continue;
    question.options.most_rows = kMostRows;
    const auto oracle = AskOracle(*world.tree, question.definition, question.options);
    if (absl::IsResourceExhausted(oracle.status())) continue;
    ++asked;
    ++tally->asked;
    const auto& snapshot = dice.Pick(world.snapshots);
    if (oracle.ok()) {
      tally->nobody += oracle->keys.empty();
      tally->everyone += oracle->keys.size() == oracle->population;
    }
    const std::string difference = Difference(AskEngine(snapshot, question), oracle);
    if (difference.empty()) continue;
    return difference + "\n" + DescribeQuestion(ShrinkQuestion(snapshot, *world.tree, question));
  }
  return "";
}

TEST(SequenceDifferentialSlowTest, SmallWorlds) {
  DifferentialTally tally;
  for (uint64_t seed = FirstSeed(); seed < FirstSeed() + 60; ++seed) {
    Dice dice(seed * 7);
    const bool dense = dice.Chance(0.5);
    const auto world = BuildWorld(dice, {12, dense ? 5.0 : 2.0});
    ASSERT_TRUE(world.ok()) << "seed " << seed << ": " << world.status();
    ASSERT_EQ(AskSequences(**world, dice, 60, dense ? 1 : 2, &tally), "") << "seed " << seed;
  }
  EXPECT_GT(tally.asked, 2'000u);
  EXPECT_LT(tally.nobody + tally.everyone, tally.asked * 9 / 10);
}

// Blocks with more rows than are gathered at once: each member has a dozen rows of each history
// that is not empty.
TEST(SequenceDifferentialSlowTest, MoreRowsThanARangeTakes) {
  DifferentialTally tally;
  for (uint64_t seed = FirstSeed(); seed < FirstSeed() + 4; ++seed) {
    Dice dice(seed * 13);
    TextWorld text = RandomWorld(dice, {25'000, 0.4});
    for (const int history : text.schema.Children(0)) {
      std::vector<TextRow>& rows = text.tables[static_cast<size_t>(history)].rows;
      const size_t few = rows.size();
      for (size_t r = few; few > 0 && r < 300'000; ++r) {
        TextRow row = rows[dice.Below(few)];
        row.key = "again" + std::to_string(r);
        row.parent = dice.Pick(text.tables[0].rows).key;
        rows.push_back(std::move(row));
      }
    }
    const auto world = BuildWorld(std::move(text), {{}});
    ASSERT_TRUE(world.ok()) << "seed " << seed << ": " << world.status();
    ASSERT_EQ(AskSequences(**world, dice, 5, 1, &tally), "") << "seed " << seed;
  }
  EXPECT_EQ(tally.asked, 20u);
}

}  // namespace
}  // namespace seine::oracle
