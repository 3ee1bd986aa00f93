#include "gtest/gtest.h"

#include "query/rewrite.h"
#include "tests/testing/bind_shop.h"

namespace seine::testing {
namespace {

std::string Folded(std::string_view filter) { return ShopText(FoldConstants(BoundShop(filter))); }

TEST(FoldConstants, Joins) {
  EXPECT_EQ(Folded("everyone and subscribed"), "customers.subscribed is true");
  EXPECT_EQ(Folded("nobody and subscribed"), "false");
  EXPECT_EQ(Folded("everyone or subscribed"), "true");
  EXPECT_EQ(Folded("nobody or subscribed"), "customers.subscribed is true");
  EXPECT_EQ(Folded("not nobody"), "true");
}

TEST(FoldConstants, KOf) {
  EXPECT_EQ(Folded("at least 2 of (everyone, subscribed, any orders)"),
            "or(customers.subscribed is true, any(orders))");
  EXPECT_EQ(Folded("at least 3 of (everyone, subscribed, any orders)"),
            "and(customers.subscribed is true, any(orders))");
  EXPECT_EQ(Folded("at least 3 of (nobody, subscribed, any orders)"), "false");
  EXPECT_EQ(Folded("at most 1 of (everyone, subscribed, any orders)"),
            "not(or(customers.subscribed is true, any(orders)))");
  EXPECT_EQ(Folded("at most 0 of (everyone, subscribed)"), "false");
  EXPECT_EQ(Folded("at most 5 of (subscribed, any orders)"), "true");
  EXPECT_EQ(Folded("exactly 1 of (subscribed, any orders)"),
            "k[1..1](customers.subscribed is true, any(orders))");
  EXPECT_EQ(Folded("at least 0 of (subscribed)"), "true");
}

TEST(FoldConstants, TestsOfNothingAndOfEverything) {
  EXPECT_EQ(Folded("age = 29.5"), "false");
  EXPECT_EQ(Folded("age != 29.5"), "customers.age exists");
  EXPECT_EQ(Folded("not age = 29.5"), "true");
  EXPECT_EQ(Folded("age < 1" + std::string(40, '0')), "customers.age exists");
  EXPECT_EQ(Folded("city = \"nowhere\""), "false");
  EXPECT_EQ(Folded("city != \"nowhere\""), "customers.city exists");
  EXPECT_EQ(Folded("tags has \"none such\""), "false");
  EXPECT_EQ(Folded("tags has none (\"none such\")"), "true");
  EXPECT_EQ(Folded("tags has all (\"vip\", \"none such\")"), "false");
  EXPECT_EQ(Folded("tags has only (\"none such\")"), "false");
  EXPECT_EQ(Folded("member in (\"none such\")"), "false");
}

TEST(FoldConstants, Lifts) {
  EXPECT_EQ(Folded("any orders where everyone"), "any(orders)");
  EXPECT_EQ(Folded("any orders where nobody"), "false");
  EXPECT_EQ(Folded("no orders where nobody"), "true");
  EXPECT_EQ(Folded("all orders"), "any(orders)");
  EXPECT_EQ(Folded("all orders where nobody"), "false");
}

TEST(FoldConstants, Values) {
  EXPECT_EQ(Folded("count(orders where everyone) > 1"), "count(orders) > 1");
  EXPECT_EQ(Folded("count(orders where nobody) > 1"), "false");
  EXPECT_EQ(Folded("sum(orders.amount where nobody) = 0"), "true");
  EXPECT_EQ(Folded("max(orders.amount where nobody) = 0"),
            "max(orders orders.amount: false) = 0e-2");
  EXPECT_EQ(Folded("count(orders) exists"), "true");
  EXPECT_EQ(Folded("avg(orders.amount) exists"), "avg(orders orders.amount) exists");
}

TEST(FoldConstants, GivesTheTreeItselfBack) {
  const bound::FilterPtr filter =
      BoundShop("subscribed and (any orders where amount > 5) and joined in last 3 days");
  EXPECT_EQ(FoldConstants(filter), filter);
}

}  // namespace
}  // namespace seine::testing
