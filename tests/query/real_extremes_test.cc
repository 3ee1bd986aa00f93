// Reals beyond the largest double, and what is no number: engine against oracle, which must not
// both be wrong in the same way, so that some answers stand here, too.

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gtest/gtest.h"

#include "tests/testing/differential.h"
#include "tests/testing/world_builder.h"

namespace seine::oracle {
namespace {

// Sums of cubes: a infinite both ways, b and c infinite, d and e and g finite, f of nothing.
TextWorld WorldOfPrices() {
  TextWorld world;
  ColumnSchema at;
  at.name = "at";
  at.type = ColumnType::kTimestamp;
  ColumnSchema price;
  price.name = "price";
  price.type = ColumnType::kReal;
  world.AddTable("members", "", "", {price});
  world.AddTable("orders", "members", "at", {at, price});
  for (const char* line :
       {"a, 1e200", "b, 1e308", "c, -1e308", "d, 0.5", "e, -5e-324", "f,", "g, 1.5e308"})
    world.table("members").rows.push_back(TextRowOf(true, false, line));
  for (const char* line :
       {"a, 2011-01-01 08:00, 1e200", "a, 2011-02-01 08:00, -1e200", "a, 2011-03-01 08:00, 1",
        "b, 2011-01-01 08:00, 1e308", "b, 2011-02-01 08:00, 1e308", "b, 2011-03-01 08:00, -1e308",
        "c, 2011-01-01 08:00, -1e308", "c, 2011-02-01 08:00, 5", "d, 2011-01-01 08:00, 2",
        "d, 2011-02-01 08:00, 3", "e, 2011-01-01 08:00, -5e-324", "e, 2011-02-01 08:00, 0",
        "e, 2011-03-01 08:00, 0", "g, 2011-01-01 08:00, -2"})
    world.table("orders").rows.push_back(TextRowOf(false, true, line));
  return world;
}

class RealExtremesTest : public ::testing::Test {
 protected:
  void SetUp() override {
    auto world = BuildWorld(WorldOfPrices(), {{}, SmallTiles()});
    ASSERT_TRUE(world.ok()) << world.status();
    world_ = *std::move(world);
  }
  // The members that both select; else what is different.
  std::string Ask(const std::string& filter) {
    const Question question = QuestionOf(filter, 16000 * kDayMicros);
    const auto oracle = AskOracle(*world_->tree, question.definition, question.options);
    for (const auto& snapshot : world_->snapshots) {
      const std::string difference = Difference(AskEngine(snapshot, question), oracle);
      if (!difference.empty()) return difference;
    }
    return absl::StrJoin(oracle->keys, "");
  }

  std::unique_ptr<AskableWorld> world_;
};

TEST_F(RealExtremesTest, WhatIsNoNumberIsMissing) {
  const std::string sum = "sum(price * price * price of orders)";
  EXPECT_EQ(Ask(sum + " > 0"), "d");
  EXPECT_EQ(Ask(sum + " < 0"), "cg");
  EXPECT_EQ(Ask(sum + " = 0"), "ef");
  EXPECT_EQ(Ask(sum + " is missing"), "ab");
  EXPECT_EQ(Ask(sum + " != 7"), "cdefg");
  EXPECT_EQ(Ask("avg(price * price * price of orders) is missing"), "abf");
  EXPECT_EQ(Ask(sum + " in top 2"), "de");
  EXPECT_EQ(Ask(sum + " in bottom 1"), "c");
  EXPECT_EQ(Ask("sum(orders.price) > 17" + std::string(307, '0')), "b");
  EXPECT_EQ(Ask("sum(orders.price) is missing"), "");
  EXPECT_EQ(Ask("price < median(price)"), "cde");
}

TEST_F(RealExtremesTest, AsTheOracleSays) {
  std::vector<std::string> values{"price", "price * price"};
  for (const char* inner : {"price", "price * price", "price * price * price", "price / 3",
                            "price * price / price", "price * 2 - price * 2"}) {
    for (const char* many : {"sum", "avg", "min", "max", "mode", "count", "distinct"})
      values.push_back(absl::StrCat(many, "(", inner, " of orders)"));
  }
  for (const std::string& value : values) {
    for (const std::string& test :
         std::vector<std::string>{" > 0", " < 0", " = 0", " >= 5", " <= -5", " != 7", " is missing",
                                  " in top 2", " in bottom 2", " in top holding 50%", " - 1 > 0",
                                  " * 0 = 0", " / 2 < " + std::string(300, '9')})
      EXPECT_EQ(Ask(value + test).find(' '), std::string::npos)
          << value << test << ": " << Ask(value + test);
    for (const char* whole : {"mean", "median", "total", "percentile"}) {
      const std::string of = std::string(whole) == "percentile" ? ", 80" : "";
      const std::string filter = absl::StrCat(value, " <= ", whole, "(", value, of, ")");
      EXPECT_EQ(Ask(filter).find(' '), std::string::npos) << filter << ": " << Ask(filter);
    }
    const std::string tile = absl::StrCat("ntile(3, ", value, ") = 3");
    EXPECT_EQ(Ask(tile).find(' '), std::string::npos) << tile << ": " << Ask(tile);
  }
}

}  // namespace
}  // namespace seine::oracle
