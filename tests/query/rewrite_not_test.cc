// push_not: moves below joins and sets, never into a test that missing values fail.
#include "gtest/gtest.h"

#include "query/rewrite.h"
#include "tests/testing/bind_shop.h"

namespace seine::testing {
namespace {

std::string Pushed(std::string_view filter) { return ShopText(PushNot(BoundShop(filter))); }

TEST(PushNot, Joins) {
  EXPECT_EQ(Pushed("not (subscribed and age = 3)"),
            "or(not(customers.subscribed is true), not(customers.age in {[3..3]}))");
  EXPECT_EQ(Pushed("not (subscribed or not age = 3)"),
            "and(not(customers.subscribed is true), customers.age in {[3..3]})");
  EXPECT_EQ(Pushed("not not subscribed"), "customers.subscribed is true");
  EXPECT_EQ(Pushed("not everyone"), "false");
}

TEST(PushNot, KOf) {
  EXPECT_EQ(Pushed("not (at least 2 of (subscribed, any orders, age = 3))"),
            "k[0..1](customers.subscribed is true, any(orders), customers.age in {[3..3]})");
  EXPECT_EQ(Pushed("not (at most 1 of (subscribed, any orders))"),
            "k[2..](customers.subscribed is true, any(orders))");
  EXPECT_EQ(Pushed("not (exactly 1 of (subscribed, any orders))"),
            "not(k[1..1](customers.subscribed is true, any(orders)))");
}

TEST(PushNot, SetsHaveNoMissingValues) {
  EXPECT_EQ(Pushed("not tags has \"vip\""), "customers.tags none {\"vip\"}");
  EXPECT_EQ(Pushed("not tags has none (\"vip\")"), "customers.tags any {\"vip\"}");
  EXPECT_EQ(Pushed("not tags has only (\"vip\")"), "not(customers.tags only {\"vip\"})");
}

TEST(PushNot, StopsAtTestsThatMissingValuesFail) {
  EXPECT_EQ(Pushed("not age = 30"), "not(customers.age in {[30..30]})");
  EXPECT_EQ(Pushed("not city = \"Taipei\""), "not(customers.city in {\"Taipei\"})");
  EXPECT_EQ(Pushed("not count(orders) > 3"), "not(count(orders) > 3)");
  EXPECT_EQ(Pushed("no orders where amount > 5"), "not(any(orders: orders.amount in {[501..]}))");
}

TEST(PushNot, ReachesRowFilters) {
  EXPECT_EQ(
      Pushed("count(orders where not (amount > 5 and channel = \"web\")) = 1"),
      "count(orders: or(not(orders.amount in {[501..]}), not(orders.channel in {\"web\"}))) = 1");
}

TEST(PushNot, GivesTheTreeItselfBackWhenThereIsNothingToDo) {
  const bound::FilterPtr filter =
      BoundShop("not age = 3 and (any orders where not channel = \"web\")");
  EXPECT_EQ(PushNot(filter), filter);
}

}  // namespace
}  // namespace seine::testing
