// Worlds so skewed that an engine which is right on even data may fail on them, against the oracle.

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "gtest/gtest.h"

#include "engine/block.h"
#include "tests/testing/differential.h"
#include "tests/testing/random_world.h"
#include "tests/testing/world_builder.h"

namespace seine::oracle {
namespace {

constexpr size_t kBlock = kBlockSize;

// The members' keys in the order in which the store lays them out.
std::vector<std::string> SortedKeys(const TextWorld& world) {
  std::vector<std::string> keys;
  for (const TextRow& row : world.tables[0].rows) keys.push_back(row.key);
  if (world.schema.tables[0].key_type == KeyType::kText) {
    std::sort(keys.begin(), keys.end());
  } else {
    std::sort(keys.begin(), keys.end(), [](const std::string& a, const std::string& b) {
      return std::stoll(a) < std::stoll(b);
    });
  }
  return keys;
}

// Hangs every row of the histories on one of `members`.
void HangOn(const std::vector<std::string>& members, Dice& dice, TextWorld* world) {
  for (const int history : world->schema.Children(0)) {
    for (TextRow& row : world->tables[static_cast<size_t>(history)].rows) {
      row.parent = dice.Pick(members);
    }
  }
}

void Ask(TextWorld text, Dice& dice, int questions, int depth) {
  LayoutOptions narrow;
  narrow.members_per_shard = kBlock;
  const auto world = BuildWorld(std::move(text), {{}, narrow});
  ASSERT_TRUE(world.ok()) << world.status();
  DifferentialTally tally;
  EXPECT_EQ(AskBoth(**world, dice, questions, depth, &tally), "");
  EXPECT_GT(tally.asked, static_cast<uint64_t>(questions) / 2);
}

// All rows belong to the second of three blocks, or to the last member of the first and the first
// of the last, which is not full.
TEST(SkewSlowTest, BlocksWithoutRows) {
  for (const bool borders : {false, true}) {
    Dice dice(borders ? 11 : 12);
    TextWorld text = RandomWorld(dice, {2 * kBlock + 1000, 0.3});
    const std::vector<std::string> keys = SortedKeys(text);
    std::vector<std::string> members = {keys[kBlock - 1], keys[2 * kBlock]};
    if (!borders) members.assign(keys.begin() + kBlock, keys.begin() + kBlock + 9000);
    HangOn(members, dice, &text);
    Ask(std::move(text), dice, 20, 2);
  }
}

// Three hundred members, and one history of half a million rows: its part is many batches long.
TEST(SkewSlowTest, PartOfManyBatches) {
  for (const uint64_t seed : {21, 22}) {
    Dice dice(seed);
    TextWorld text = RandomWorld(dice, {300, 1.0});
    const auto history = static_cast<size_t>(text.schema.Children(0).back());
    std::vector<TextRow>& rows = text.tables[history].rows;
    ASSERT_FALSE(rows.empty());
    const size_t few = rows.size();
    for (size_t r = few; r < 500'000; ++r) {
      TextRow row = rows[dice.Below(few)];
      row.key = "again" + std::to_string(r);
      row.parent = dice.Pick(text.tables[0].rows).key;
      rows.push_back(std::move(row));
    }
    Ask(std::move(text), dice, 12, 1);
  }
}

TEST(SkewSlowTest, OneMemberHasAllRows) {
  Dice dice(31);
  TextWorld text = RandomWorld(dice, {900, 1.5});
  HangOn({SortedKeys(text)[123]}, dice, &text);
  Ask(std::move(text), dice, 25, 2);
}

TEST(SkewSlowTest, OneValueOnAllMembersAndRows) {
  Dice dice(41);
  TextWorld text = RandomWorld(dice, {2 * kBlock, 0.3});
  for (TextTable& table : text.tables) {
    for (TextRow& row : table.rows) row.cells = table.rows[0].cells;
  }
  Ask(std::move(text), dice, 30, 2);
}

TEST(SkewSlowTest, AllRowsAtOneInstant) {
  Dice dice(51);
  TextWorld text = RandomWorld(dice, {2000, 1.5});
  for (size_t t = 0; t < text.tables.size(); ++t) {
    const TableSchema& schema = text.schema.tables[t];
    if (schema.time.empty()) continue;
    const auto time = static_cast<size_t>(schema.FindColumn(schema.time));
    for (TextRow& row : text.tables[t].rows) row.cells[time] = "2011-10-01 08:00Z";
  }
  Ask(std::move(text), dice, 40, 2);
}

}  // namespace
}  // namespace seine::oracle
