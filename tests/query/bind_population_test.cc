// Ranks, n-tiles, values of the population: how they bind, and what is refused.
#include <string>
#include <utility>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "query/bind.h"
#include "query/definition.h"
#include "tests/testing/bind_shop.h"

namespace seine::testing {
namespace {

using ::testing::HasSubstr;

TEST(BindPopulation, Ranks) {
  EXPECT_EQ(BindShop("age in top 20%"), "customers.age in top 20%");
  EXPECT_EQ(BindShop("age not in bottom 12.5% per city among (subscribed)"),
            "customers.age not in bottom 125e-1% per customers.city among (customers.subscribed is "
            "true)");
  EXPECT_EQ(BindShop("sum(orders.amount) in top holding 80%"),
            "sum(orders orders.amount) in top 80% held");
  EXPECT_EQ(BindShop("age in top 3 per latest(orders).channel"),
            "customers.age in top 3 per orders.channel of row -1 of (orders)");
}

TEST(BindPopulation, Values) {
  EXPECT_EQ(BindShop("ntile(5, age) per gender = 5"),
            "ntile(5, customers.age) per customers.gender = 5");
  EXPECT_EQ(BindShop("age < median(age) among (subscribed)"),
            "customers.age < median(customers.age) among (customers.subscribed is true)");
  EXPECT_EQ(BindShop("percentile(age, 95) < 80"), "percentile 95(customers.age) < 80");
  // Of the members, wherever it stands.
  EXPECT_EQ(BindShop("any orders where amount > mean(sum(orders.amount))"),
            "any(orders: orders.amount > mean(sum(orders orders.amount)))");
}

TEST(BindPopulation, RanksOfRowsAreRefused) {
  EXPECT_EQ(BindShop("any orders where amount in top 10"),
            "error: a rank is of members, and this is a filter on rows, at 1:18; move it out of "
            "the `where`; a value of the population (mean, percentile) may stand here");
  EXPECT_THAT(BindShop("any orders where ntile(5, age) = 5"), HasSubstr("an n-tile is of members"));
  EXPECT_THAT(BindShop("any orders where amount > mean(amount)"), HasSubstr("unknown column"));
}

TEST(BindPopulation, SubjectsThatHaveNoOrder) {
  EXPECT_EQ(BindShop("city in top 10"),
            "error: a rank takes numbers or times, and `city` is a category (text), at 1:1; rank a "
            "column of numbers, a sum or a count");
  EXPECT_THAT(BindShop("mean(city) > 1"), HasSubstr("`mean` takes numbers, and `city`"));
  EXPECT_THAT(BindShop("total(joined) > 1"), HasSubstr("`total` takes numbers, and `joined`"));
  EXPECT_THAT(BindShop("joined in top holding 80%"), HasSubstr("`holding` takes numbers"));
  EXPECT_THAT(BindShop("subscribed in top 5"), HasSubstr("a rank takes numbers or times"));
  EXPECT_THAT(BindShop("tags in top 5"), HasSubstr("is a set"));
}

TEST(BindPopulation, NumbersOutOfRange) {
  EXPECT_EQ(BindShop("age in top 0%"),
            "error: a percentage here is above 0 and at most 100, at 1:12; write `in top 20%`");
  EXPECT_THAT(BindShop("age in top 100.5%"), HasSubstr("at most 100"));
  EXPECT_THAT(BindShop("percentile(age, 101) > 5"), HasSubstr("at most 100"));
  EXPECT_EQ(BindShop("age in top 2.5"),
            "error: a number of members is whole and not negative, at 1:12; for a share of them "
            "write `in top 20%`");
  EXPECT_THAT(BindShop("ntile(0, age) = 1"), HasSubstr("the number of tiles is from 1"));
}

// However the tree was made: its parser may refuse it before.
TEST(BindPopulation, OnlyTheHighestHoldAShare) {
  absl::StatusOr<Definition> definition = ReadDefinition("age in top holding 80%");
  ASSERT_TRUE(definition.ok()) << definition.status();
  filter::Rank rank = *definition->include.root.As<filter::Rank>();
  rank.direction = filter::Rank::Direction::kBottom;
  definition->include.root = filter::Expr::Make(std::move(rank));
  const absl::Status status = Bind(*ShopSnapshot(), *definition, {}).status();
  EXPECT_THAT(std::string(status.message()), HasSubstr("`holding` goes with `top`"));
  EXPECT_THAT(std::string(status.message()), HasSubstr("write `age not in top holding 20%`"));
}

TEST(BindPopulation, Groups) {
  EXPECT_EQ(BindShop("age in top 1 per tags"),
            "error: `tags` is a set, and `per` takes one value of each member, at 1:18; name a "
            "column with a single value");
  EXPECT_THAT(BindShop("age in top 1 per nothing"), HasSubstr("unknown column `nothing`"));
}

}  // namespace
}  // namespace seine::testing
