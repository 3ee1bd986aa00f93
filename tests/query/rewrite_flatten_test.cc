#include "gtest/gtest.h"

#include "query/rewrite.h"
#include "tests/testing/bind_shop.h"

namespace seine::testing {
namespace {

std::string Flat(std::string_view filter) { return ShopText(Flatten(BoundShop(filter))); }

TEST(Flatten, NestedJoinsOfOneKind) {
  EXPECT_EQ(Flat("(subscribed and any orders) and (age = 1 and (age = 2 and age = 3))"),
            "and(customers.subscribed is true, any(orders), customers.age in {[1..1]}, "
            "customers.age in {[2..2]}, "
            "customers.age in {[3..3]})");
  EXPECT_EQ(Flat("subscribed or (any orders or age = 1)"),
            "or(customers.subscribed is true, any(orders), customers.age in {[1..1]})");
}

TEST(Flatten, OtherNestingStays) {
  EXPECT_EQ(Flat("subscribed and (any orders or age = 1)"),
            "and(customers.subscribed is true, or(any(orders), customers.age in {[1..1]}))");
  const bound::FilterPtr filter = BoundShop("subscribed and (any orders or age = 1)");
  EXPECT_EQ(Flatten(filter), filter);
}

TEST(Flatten, ReachesRowFilters) {
  EXPECT_EQ(Flat("any orders where ((amount > 1 and amount < 9) and channel = \"web\")"),
            "any(orders: and(orders.amount in {[101..]}, orders.amount in {[..899]}, "
            "orders.channel in {\"web\"}))");
}

TEST(Flatten, OneOperandIsThatOperand) {
  const bound::FilterPtr leaf = BoundShop("subscribed");
  EXPECT_EQ(Flatten(bound::MakeFilter(bound::And{{leaf}})), leaf);
  EXPECT_EQ(Flatten(bound::MakeFilter(bound::Or{{leaf}})), leaf);
}

}  // namespace
}  // namespace seine::testing
