// share: equal subtrees become one node; and the whole chain of rewrites.
#include "gtest/gtest.h"

#include "query/bound_equal.h"
#include "query/rewrite.h"
#include "tests/testing/bind_shop.h"

namespace seine::testing {
namespace {

const std::vector<bound::FilterPtr>& Operands(const bound::FilterPtr& filter) {
  return std::get<bound::Or>(filter->node).operands;
}

TEST(Share, EqualSubtreesBecomeOneNode) {
  const bound::FilterPtr shared =
      Share(BoundShop("(subscribed and any orders where amount > 5) or (age = 3 and (any orders "
                      "where amount > 5))"));
  const auto& left = std::get<bound::And>(Operands(shared)[0]->node).operands;
  const auto& right = std::get<bound::And>(Operands(shared)[1]->node).operands;
  EXPECT_EQ(left[1], right[1]);
  EXPECT_NE(left[0], right[0]);
}

TEST(Share, ValuesToo) {
  const bound::FilterPtr shared = Share(BoundShop("count(orders) = 1 or count(orders) = 5"));
  const auto& left = std::get<bound::Compare>(Operands(shared)[0]->node);
  const auto& right = std::get<bound::Compare>(Operands(shared)[1]->node);
  EXPECT_EQ(left.left, right.left);
  EXPECT_NE(left.right, right.right);
}

TEST(Share, TreesWithoutRepetitionComeBack) {
  const bound::FilterPtr filter =
      BoundShop("subscribed or age = 3 or (any orders where channel = \"web\")");
  EXPECT_EQ(Share(filter), filter);
}

TEST(BoundEqual, EqualAndHash) {
  const char* const kFilters[] = {"age = 3",
                                  "age != 3",
                                  "age = 4",
                                  "balance = 0.03",
                                  "city = \"Taipei\"",
                                  "city != \"Taipei\"",
                                  "subscribed",
                                  "subscribed = false",
                                  "tags has \"vip\"",
                                  "tags has none (\"vip\")",
                                  "any orders",
                                  "all orders where amount > 7",
                                  "any messages",
                                  "any orders where amount > 5",
                                  "count(orders) = 1",
                                  "count(orders) > 1",
                                  "sum(orders.amount) = 0.01",
                                  "sum(orders.amount) = 1",
                                  "joined in last 3 days",
                                  "joined in last 4 days",
                                  "joined in next 3 days",
                                  "joined in this month",
                                  "joined since 2011-01-01 08:00",
                                  "age is missing",
                                  "age exists",
                                  "age = balance",
                                  "birthday = joined",
                                  "at least 1 of (subscribed, any orders)",
                                  "at most 1 of (subscribed, any orders)",
                                  "any orders.items where quantity > product.price",
                                  "size(tags) = 1",
                                  "member in (\"a\")",
                                  "everyone",
                                  "nobody"};
  for (const char* a : kFilters) {
    for (const char* b : kFilters) {
      const bound::FilterPtr x = BoundShop(a);
      const bound::FilterPtr y = BoundShop(b);
      EXPECT_EQ(bound::Equal(*x, *y), a == b) << a << " | " << b;
      EXPECT_EQ(bound::Hash(*x) == bound::Hash(*y), a == b) << a << " | " << b;
    }
  }
}

TEST(Rewrite, Names) {
  const std::vector<std::string> names = {"push_not", "flatten", "merge_tests", "fold_constants",
                                          "share"};
  EXPECT_EQ(RewriteNames(), names);
}

TEST(Rewrite, Together) {
  const bound::FilterPtr filter = BoundShop(
      "not (not (age >= 10 and subscribed) or not (age < 20 and everyone)) and not city = "
      "\"nowhere\"");
  EXPECT_EQ(ShopText(Rewrite(filter)),
            "and(customers.age in {[10..19]}, customers.subscribed is true)");
  EXPECT_EQ(Rewrite(filter, {"push_not", "flatten", "merge_tests", "fold_constants", "share"}),
            filter);
  EXPECT_EQ(
      ShopText(Rewrite(filter, {"merge_tests"})),
      "and(customers.age in {[10..]}, customers.subscribed is true, customers.age in {[..19]})");
}

}  // namespace
}  // namespace seine::testing
