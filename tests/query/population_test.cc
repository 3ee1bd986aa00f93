// Ranks, n-tiles and values of the population, on a shop worked out by hand.
//
// Sums of orders at the end: c 1000, a 155.50, b 20, d 7, and e, f, g 0. Ages: g 2^63 - 1, c 51,
// a 30, b 29, e 0, f -5, d none.
#include <string>
#include <vector>

#include "gtest/gtest.h"

#include "query/query.h"
#include "tests/testing/shop_world.h"
#include "tests/testing/text_world.h"

namespace seine {
namespace {

std::shared_ptr<const Snapshot> RankedShop() {
  static const auto* shop = new absl::StatusOr<std::shared_ptr<const Snapshot>>(
      oracle::ReadAsSnapshot(oracle::ShopWorld(), LayoutOptions{}));
  EXPECT_TRUE(shop->ok()) << shop->status();
  return **shop;
}

// The keys of the members, all letters, or the error.
std::string Ranked(std::string_view text, std::string_view as_of = "2013-01-01",
                   QueryOptions options = {}) {
  absl::StatusOr<Definition> definition = ReadDefinition(text);
  if (!definition.ok()) return std::string(definition.status().message());
  auto query = Compile(RankedShop(), *std::move(definition), {});
  if (!query.ok()) return std::string(query.status().message());
  options.as_of = ParseAsOf(*RankedShop(), as_of, "", 0).value_or(0);
  auto audience = (*query)->Select(options);
  if (!audience.ok()) return std::string(audience.status().message());
  EXPECT_TRUE(RankedShop()->EnsureKeys(0).ok());
  std::string keys;
  for (uint32_t ordinal : (*audience)->Ordinals())
    keys += std::get<std::string>(RankedShop()->Key(ordinal));
  return keys;
}

TEST(PopulationTest, TopAndBottom) {
  EXPECT_EQ(Ranked("sum(orders.amount) in top 2"), "ac");
  EXPECT_EQ(Ranked("sum(orders.amount) in top 0"), "");
  EXPECT_EQ(Ranked("sum(orders.amount) in top 100"), "abcdefg");
  EXPECT_EQ(Ranked("sum(orders.amount) in top 99999999999999999999999999"), "abcdefg");
  EXPECT_EQ(Ranked("age in bottom 2"), "ef");
  EXPECT_EQ(Ranked("age in top 2"), "cg");
  EXPECT_EQ(Ranked("score in top 2"), "ce");
  EXPECT_EQ(Ranked("joined in bottom 1"), "g");
  EXPECT_EQ(Ranked("birthday in top 1"), "g");
}

TEST(PopulationTest, OfEqualValuesTheSmallerKeyGoesFirst) {
  EXPECT_EQ(Ranked("sum(orders.amount) in top 5"), "abcde");
  EXPECT_EQ(Ranked("sum(orders.amount) in bottom 2"), "ef");
  EXPECT_EQ(Ranked("count(messages) in bottom 1"), "c");
}

TEST(PopulationTest, PercentTakesTheCeiling) {
  EXPECT_EQ(Ranked("sum(orders.amount) in top 20%"), "ac");  // 1.4
  EXPECT_EQ(Ranked("sum(orders.amount) in top 14%"), "c");   // 0.98
  EXPECT_EQ(Ranked("sum(orders.amount) in top 0.001%"), "c");
  EXPECT_EQ(Ranked("sum(orders.amount) in top 100%"), "abcdefg");
  EXPECT_EQ(Ranked("sum(orders.amount) in top 20% among (any orders)"), "c");
}

TEST(PopulationTest, NotInIsForThoseWhoAreRanked) {
  EXPECT_EQ(Ranked("age not in top 2"), "abef");
  EXPECT_EQ(Ranked("not (age in top 2)"), "abdef");
  EXPECT_EQ(Ranked("age not in top 1 per city"), "b");
}

TEST(PopulationTest, Holding) {
  EXPECT_EQ(Ranked("sum(orders.amount) in top holding 80%"), "c");
  EXPECT_EQ(Ranked("sum(orders.amount) in top holding 90%"), "ac");
  EXPECT_EQ(Ranked("sum(orders.amount) in top holding 100%"), "abcd");
  EXPECT_EQ(Ranked("sum(orders.amount) in top holding 50% among (no orders)"), "");
  EXPECT_EQ(Ranked("score in top holding 99%"), "e");
  EXPECT_EQ(Ranked("score in top holding 100%"), "ce");  // -1.25 is below what g and a add
  EXPECT_EQ(Ranked("avg(orders.amount) in top holding 95%"), "ac");
}

TEST(PopulationTest, PerGroup) {
  EXPECT_EQ(Ranked("age in top 1 per city"), "aceg");
  EXPECT_EQ(Ranked("age in top 50% per gender"), "bceg");
  EXPECT_EQ(Ranked("sum(orders.amount) in top 1 per subscribed among (subscribed exists)"), "ab");
  EXPECT_EQ(Ranked("ntile(2, age) per gender = 2"), "bceg");
}

TEST(PopulationTest, NTiles) {
  EXPECT_EQ(Ranked("ntile(3, sum(orders.amount)) = 3"), "abc");
  EXPECT_EQ(Ranked("ntile(3, sum(orders.amount)) = 2"), "de");
  EXPECT_EQ(Ranked("ntile(3, sum(orders.amount)) = 1"), "fg");
  EXPECT_EQ(Ranked("ntile(10, age) = 10"), "g");
  EXPECT_EQ(Ranked("ntile(10, age) = 5"), "f");
  EXPECT_EQ(Ranked("ntile(10, age) <= 4"), "");
  EXPECT_EQ(Ranked("ntile(2, age) is missing"), "d");
  EXPECT_EQ(Ranked("ntile(1, age) = 1"), "abcefg");
}

TEST(PopulationTest, Values) {
  EXPECT_EQ(Ranked("age > mean(age)"), "g");
  EXPECT_EQ(Ranked("age > mean(age) among (age < 100)"), "abcg");
  EXPECT_EQ(Ranked("age < median(age)"), "bef");
  EXPECT_EQ(Ranked("median(age) = 29.5 and age = 0"), "e");
  EXPECT_EQ(Ranked("age = median(age) among (age < 100)"), "b");
  EXPECT_EQ(Ranked("age = percentile(age, 50)"), "b");
  EXPECT_EQ(Ranked("age = percentile(age, 0.01)"), "f");
  EXPECT_EQ(Ranked("age = percentile(age, 100)"), "g");
  EXPECT_EQ(Ranked("total(age) = 9223372036854775912"), "abcdefg");
  EXPECT_EQ(Ranked("score > mean(score)"), "e");
  EXPECT_EQ(Ranked("total(score) = 10000000002.35"), "abcdefg");
  EXPECT_EQ(Ranked("sum(orders.amount) > 5 * mean(sum(orders.amount))"), "c");
}

TEST(PopulationTest, OverNobody) {
  EXPECT_EQ(Ranked("age > mean(age) among (nobody)"), "");
  EXPECT_EQ(Ranked("mean(age) among (nobody) is missing"), "abcdefg");
  EXPECT_EQ(Ranked("mean(score) among (nobody) + 1 exists"), "");
  EXPECT_EQ(Ranked("total(age) among (nobody) = 0"), "abcdefg");
  EXPECT_EQ(Ranked("percentile(avg(orders.amount), 50) among (nobody) exists"), "");
  EXPECT_EQ(Ranked("age in top 20% among (nobody)"), "");
}

TEST(PopulationTest, FractionsCompareExactlyAndAreRoundedWhereTheyEnterASum) {
  EXPECT_EQ(Ranked("avg(orders.amount) in top 2"), "ac");
  EXPECT_EQ(Ranked("sum(orders.amount) / count(orders) in bottom 1"), "e");
  EXPECT_EQ(Ranked("mean(age / 3) among (age = 29) = 9.666666666667"), "abcdefg");
}

// A percentile is the value of a member and a median the mean of two, as they are.
TEST(PopulationTest, FractionsInTheMiddleAreNotRounded) {
  EXPECT_EQ(Ranked("percentile(age / 3, 50) among (age = 29) = 29 / 3"), "abcdefg");
  EXPECT_EQ(Ranked("percentile(age / 3, 50) among (age = 29) = 9.666666666667"), "");
  EXPECT_EQ(Ranked("age / 7 >= percentile(age / 7, 100) among (age < 52)"), "cg");
  EXPECT_EQ(Ranked("age / 7 <= percentile(age / 7, 1)"), "f");
  EXPECT_EQ(Ranked("age / 7 = median(age / 7) among (age < 50)"), "");  // of 0 and 29
  EXPECT_EQ(Ranked("median(age / 7) among (age in (29, 30)) = 59 / 14"), "abcdefg");
  EXPECT_EQ(Ranked("median(age / 7) among (age in (29, 30, 51)) = 30 / 7"), "abcdefg");
  EXPECT_EQ(Ranked("age / age = median(age / age)"), "abcfg");
}

TEST(PopulationTest, AtAnotherMoment) {
  EXPECT_EQ(Ranked("sum(orders.amount) in top 1", "2011-09-01"), "a");
  EXPECT_EQ(Ranked("(sum(orders.amount) in top 1) as of 2011-09-01"), "a");
  EXPECT_EQ(Ranked("sum(orders.amount) > mean(sum(orders.amount)) and not "
                   "((sum(orders.amount) > mean(sum(orders.amount))) as of 2011-09-01)"),
            "c");
}

TEST(PopulationTest, InsideEachOtherAndAmongRows) {
  EXPECT_EQ(Ranked("sum(orders.amount) in top 1 among (age in top 3)"), "c");
  EXPECT_EQ(Ranked("ntile(2, age) > mean(ntile(2, age))"), "acg");
  EXPECT_EQ(Ranked("any orders where amount > 2 * median(sum(orders.amount))"), "abc");
  EXPECT_EQ(Ranked("count(orders where amount > mean(balance) among (age < 100)) >= 2"), "a");
  EXPECT_EQ(Ranked("include: everyone\nexclude \"few\": sum(orders.amount) in bottom 5"), "ac");
}

TEST(PopulationTest, ExplainSaysHowManyAreRanked) {
  auto query = Compile(RankedShop(), *ReadDefinition("age in top 2 and any orders"), {});
  ASSERT_TRUE(query.ok()) << query.status();
  const auto explained = (*query)->Explain({});
  ASSERT_TRUE(explained.ok()) << explained.status();
  ASSERT_EQ(explained->root.children.size(), 2u);
  EXPECT_EQ(explained->root.children[0].text, "age in top 2");
  EXPECT_EQ(explained->root.children[0].operation, "rank: 2 of 6 members");
  EXPECT_EQ(explained->root.children[0].actual, 2u);
}

TEST(PopulationTest, KeepsToItsLimits) {
  QueryOptions options;
  options.threads = 1;
  options.memory_budget = (16u << 20) + 100;
  EXPECT_EQ(Ranked("age > 30", "2013-01-01", options), "cg");
  EXPECT_NE(Ranked("age in top 1", "2013-01-01", options).find("more than its budget"),
            std::string::npos);
  options = {};
  std::atomic<bool> cancel{true};
  options.cancel = &cancel;
  EXPECT_EQ(Ranked("age in top 1", "2013-01-01", options), "the query was cancelled");
}

}  // namespace
}  // namespace seine
