// Rows compared with named rows: joined by a key, found by time, or looked at pair by pair. Engine
// against oracle, and the candidates against a loop.

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

#include "query/pair_candidates.h"
#include "tests/testing/dice.h"
#include "tests/testing/differential.h"
#include "tests/testing/world_builder.h"

namespace seine::oracle {
namespace {

TEST(PairCandidatesTest, AsALoopFindsThem) {
  Dice dice(1);
  for (int round = 0; round < 500; ++round) {
    const auto parents = static_cast<uint32_t>(dice.Between(1, 5));
    const int64_t keys = dice.Pick(std::vector<int64_t>{1, 2, 50});
    std::vector<std::vector<PairCandidate>> all(parents);
    PairCandidates candidates(parents);
    int64_t time = -5;
    for (uint32_t row = 0; row < dice.Below(60); ++row) {
      time += dice.Between(0, 2);
      const auto parent = static_cast<uint32_t>(dice.Below(parents));
      all[parent].push_back({dice.Between(1, keys), time, row});
      candidates.Add(parent, all[parent].back());
    }
    candidates.Group(parents);
    for (int i = 0; i < 50; ++i) {
      const auto parent = static_cast<uint32_t>(dice.Below(parents));
      PairWanted wanted{dice.Between(0, keys)};
      if (dice.Chance(0.5)) wanted.first = dice.Between(-6, 60);
      if (dice.Chance(0.5)) wanted.last = dice.Between(-6, 60);
      std::vector<uint32_t> expected;
      for (const PairCandidate& c : all[parent]) {
        if (c.key == wanted.key && c.time >= wanted.first && c.time <= wanted.last)
          expected.push_back(c.row);
      }
      std::vector<uint32_t> found;
      for (const PairCandidate& c : candidates.Of(parent, wanted)) found.push_back(c.row);
      ASSERT_EQ(found, expected);
    }
  }
}

ColumnSchema Column(std::string name, ColumnType type, int scale = 0) {
  ColumnSchema column;
  column.name = std::move(name);
  column.type = type;
  column.scale = scale;
  if (type == ColumnType::kSet) column.separator = "|";
  return column;
}

// Orders with items and, beside them, views; few values, so that many are equal, and some missing.
TextWorld WorldOfPairs(Dice& dice, int members, int most) {
  TextWorld world;
  world.AddTable("members", "", "", {Column("tag", ColumnType::kCategory)});
  world.AddTable("orders", "members", "at",
                 {Column("at", ColumnType::kTimestamp), Column("tag", ColumnType::kCategory),
                  Column("note", ColumnType::kText), Column("amount", ColumnType::kInteger),
                  Column("price", ColumnType::kDecimal, 2), Column("weight", ColumnType::kReal),
                  Column("paid", ColumnType::kBool), Column("day", ColumnType::kDate)});
  world.AddTable("items", "orders", "",
                 {Column("tag", ColumnType::kCategory), Column("amount", ColumnType::kInteger)});
  world.AddTable("views", "members", "at",
                 {Column("at", ColumnType::kTimestamp), Column("tag", ColumnType::kCategory),
                  Column("tags", ColumnType::kSet), Column("amount", ColumnType::kInteger)});
  const std::vector<std::string> tags{"a", "A", "b", "c", "", "新北市"};
  const auto time = [&] {
    return absl::StrCat("2011-0", dice.Between(1, 3), "-1", dice.Between(0, 5), " 0",
                        dice.Between(0, 2), ":00");
  };
  const auto number = [&] { return dice.Chance(0.15) ? "" : std::to_string(dice.Between(0, 4)); };
  int orders = 0;
  for (int m = 0; m < members; ++m) {
    const std::string member = "m" + std::to_string(m);
    world.table("members").rows.push_back(
        TextRowOf(true, false, absl::StrCat(member, ", ", dice.Pick(tags))));
    for (auto n = dice.Between(0, most); n > 0; --n) {
      const std::string order = "o" + std::to_string(orders++);
      world.table("orders").rows.push_back(TextRowOf(
          true, true,
          absl::StrCat(order, ", ", member, ", ", time(), ", ", dice.Pick(tags), ", ",
                       dice.Pick(tags), ", ", number(), ", ", number(), ", ", number(), ", ",
                       dice.Chance(0.5) ? "true" : "false", ", 2011-01-1", dice.Between(0, 5))));
      for (auto i = dice.Between(0, 3); i > 0; --i)
        world.table("items").rows.push_back(
            TextRowOf(false, true, absl::StrCat(order, ", ", dice.Pick(tags), ", ", number())));
    }
    for (auto n = dice.Between(0, most); n > 0; --n)
      world.table("views").rows.push_back(
          TextRowOf(false, true,
                    absl::StrCat(member, ", ", time(), ", ", dice.Pick(tags), ", ", dice.Pick(tags),
                                 "|", dice.Pick(tags), ", ", number())));
  }
  return world;
}

std::vector<std::string> Filters() {
  std::vector<std::string> out;
  const std::vector<std::string> joins{"tag = o.tag",
                                       "o.tag = tag",
                                       "tag = o.tag ignoring case",
                                       "tag = o.note",
                                       "tag = o.note ignoring case",
                                       "amount = o.amount",
                                       "o.amount = amount",
                                       "amount = o.price",
                                       "amount = o.weight",
                                       "amount = o.amount + 1",
                                       "amount + 1 = o.amount",
                                       "at = o.at",
                                       "at > o.at",
                                       "at <= o.at",
                                       "at < o.at + 3 days",
                                       "o.at < at",
                                       "o.at + 1 day >= at",
                                       "at - 1 day > o.at",
                                       "at >= o.day",
                                       "at from o.at to o.at + 30 days",
                                       "at between o.at and o.at",
                                       "tag != o.tag",
                                       "tags has o.tag",
                                       "amount >= o.amount",
                                       "(amount else 2) = (o.amount else 2)",
                                       "amount = o.amount / 2",
                                       "at = o.at + 9000 years"};
  for (size_t i = 0; i < joins.size(); ++i) {
    const std::string& join = joins[i];
    const std::string& other = joins[(i * 7 + 3) % joins.size()];
    for (const std::string& both : {join, join + " and " + other, join + " and amount > 1",
                                    "not (" + join + ")", "(" + join + " or " + other + ")"}) {
      out.push_back("any orders as o where (any views where (" + both + "))");
      out.push_back("any orders as o where (no views where (" + both + "))");
      out.push_back("any orders as o where (all views where (" + both + "))");
      out.push_back("any orders as o where (count(views where " + both + ") = 2)");
    }
    out.push_back("any orders as o where (sum(views.amount where " + join + ") > o.amount)");
    out.push_back("any orders as o where (latest(views where " + join + ").amount = o.amount)");
    out.push_back("any orders as o where (nth(views where " + join + ", -2).tag = o.tag)");
    out.push_back("any orders as o where (distinct(views.tag where " + join + ") > 1)");
    out.push_back("any orders as o where (mode(views.tag where " + join + ") = o.tag)");
    out.push_back("any orders as o where (avg gap(views where " + join + ") < 5)");
  }
  for (const char* filter :
       {"any orders as o where (any o.items where (tag = o.tag))",
        "any orders as o where (any o.items where (amount > 1))",
        "any orders as o where (count(o.items where tag = o.tag and amount >= o.amount) = 1)",
        "any orders as o where (all o.items where (tag != o.tag))",
        "any orders as o where (any orders.items where (amount = o.amount and tag = o.tag))",
        "any orders.items as i where (any orders where (at > i.at and tag = i.tag))",
        "any orders.items as i where (any orders.items where (at > i.at and tag = i.tag))",
        "any orders as o where (any views as v where (tag = o.tag and any orders where (amount = "
        "v.amount and at > o.at)))",
        "any orders as o where (any views as v where (at > o.at and count(orders where tag = o.tag "
        "and at < v.at) > 1))",
        "any orders as o where (any views as v where (no o.items where (tag = v.tag)))",
        "any orders as o where (any orders where (paid = o.paid and at > o.at))",
        "any orders as o where (any orders where (day = o.day and tag = o.tag and at != o.at))",
        "any orders as o where (any views where (any orders where (at = o.at and tag = o.tag)))",
        "any orders as o where (sequence (views where tag = o.tag and at > o.at) then (views where "
        "amount = o.amount))"})
    out.push_back(filter);
  return out;
}

TEST(PairsTest, AsTheOracleSays) {
  Dice dice(3);
  LayoutOptions one_tile;
  one_tile.tiles = 1;
  const auto world = BuildWorld(WorldOfPairs(dice, 40, 8), {one_tile, SmallTiles()});
  ASSERT_TRUE(world.ok()) << world.status();
  size_t some = 0;
  for (const std::string& filter : Filters()) {
    const Question question = QuestionOf(filter);
    const auto oracle = AskOracle(*(*world)->tree, question.definition, question.options);
    for (const auto& snapshot : (*world)->snapshots)
      ASSERT_EQ(Difference(AskEngine(snapshot, question), oracle), "") << filter;
    some += oracle->keys.empty() || oracle->keys.size() == 40 ? 0 : 1;
  }
  EXPECT_GT(some, Filters().size() / 3);
}

// More pairs than a batch has rows.
TEST(PairsTest, OfManyRows) {
  Dice dice(4);
  const auto world = BuildWorld(WorldOfPairs(dice, 3, 700), {{}});
  ASSERT_TRUE(world.ok()) << world.status();
  const char* const picked =
      "count(orders as o where (latest(views where at < o.at and tag = o.tag).amount = 3)) > 60";
  for (const char* filter :
       {"any orders as o where (count(views where amount >= o.amount) > 100)",
        "any orders as o where (count(views where tag = o.tag and at > o.at) = 50)",
        "any orders as o where (count(views where at > o.at and at <= o.at + 1 day) > 40)",
        "any orders as o where (all views where (at >= o.at or tag = o.tag))", picked}) {
    const Question question = QuestionOf(filter);
    EXPECT_EQ(Difference(AskEngine((*world)->snapshots[0], question),
                         AskOracle(*(*world)->tree, question.definition, question.options)),
              "")
        << filter;
  }
}

}  // namespace
}  // namespace seine::oracle
