// Quantifiers, aggregates, lookups, columns against columns, members, missing values.
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "query/bind.h"
#include "tests/testing/bind_shop.h"

namespace seine::testing {
namespace {

using ::testing::HasSubstr;

TEST(BindLifts, Quantifiers) {
  EXPECT_EQ(BindShop("any orders"), "any(orders)");
  EXPECT_EQ(BindShop("no orders"), "not(any(orders))");
  EXPECT_EQ(BindShop("all orders where amount > 5"), "all(orders: orders.amount in {[501..]})");
  EXPECT_EQ(BindShop("all orders"), "any(orders)");
  EXPECT_EQ(BindShop("any orders as o where (any orders where (all o.items))"),
            "any(orders: any of each orders(orders: any of each orders(items: row of outer 1)))");
  EXPECT_EQ(BindShop("at least 2 of (any orders, subscribed, everyone)"),
            "k[2..](any(orders), customers.subscribed is true, true)");
  EXPECT_EQ(BindShop("at most 1 of (any orders, subscribed)"),
            "k[0..1](any(orders), customers.subscribed is true)");
  EXPECT_EQ(BindShop("exactly 1 of (any orders, nobody)"), "k[1..1](any(orders), false)");
}

TEST(BindLifts, Aggregates) {
  EXPECT_EQ(BindShop("count(orders where amount > 5) >= 3"),
            "count(orders: orders.amount in {[501..]}) >= 3");
  EXPECT_EQ(BindShop("count(orders.amount) = 1"), "count(orders: orders.amount exists) = 1");
  EXPECT_EQ(BindShop("count(orders.channel where amount > 5) = 1"),
            "count(orders: and(orders.amount in {[501..]}, orders.channel exists)) = 1");
  EXPECT_EQ(BindShop("any orders where amount > avg(orders.amount)"),
            "any(orders: orders.amount > avg(orders orders.amount))");
  EXPECT_EQ(BindShop("any orders where count(items) > 1"), "any(orders: count(orders/items) > 1)");
  EXPECT_EQ(BindShop("max(count(items) of orders) > 1"), "max(orders count(orders/items)) > 1");
  EXPECT_EQ(BindShop("sum(orders.amount) > sum(orders.amount where channel = \"web\")"),
            "sum(orders orders.amount) > sum(orders orders.amount: orders.channel in {\"web\"})");
  EXPECT_EQ(BindShop("avg(orders.amount) exists"), "avg(orders orders.amount) exists");
  EXPECT_EQ(BindShop("max(orders.at) is missing"), "not(max(orders orders.at) exists)");
}

TEST(BindLifts, AggregatesRefused) {
  EXPECT_EQ(BindShop("sum(orders) > 1"),
            "error: `sum` needs a column of orders, at 1:5; write `sum(orders.COLUMN)`");
  EXPECT_EQ(
      BindShop("sum(orders.at) > 1"),
      "error: `sum` takes numbers, and `at` is a timestamp, at 1:12; `min` and `max` take times");
  EXPECT_EQ(BindShop("max(orders.channel) = \"x\""),
            "error: `max` takes numbers or times, and `channel` is a category (text), at 1:12; "
            "`count` takes any column");
  EXPECT_EQ(BindShop("count(orders) = \"x\""),
            "error: this value is a number and this is the text \"x\", at 1:17; write a number");
  EXPECT_EQ(BindShop("count(orders)"),
            "error: expected a filter, found an aggregate, at 1:1; compare it with something: `… = "
            "…`, `… >= …`");
}

TEST(BindLifts, Lookups) {
  EXPECT_EQ(BindShop("any orders.items where product.category = \"wine\""),
            "any(items: items.product in {\"A\", \"B\"})");
  EXPECT_EQ(BindShop("any orders.items where product.category != \"wine\""),
            "any(items: items.product in {\"C\", \"D\"})");
  EXPECT_EQ(BindShop("any orders.items where product.price > 12"),
            "any(items: items.product in {\"B\"})");
  EXPECT_EQ(BindShop("any orders.items where product.colours has \"red\""),
            "any(items: items.product in {\"A\", \"B\"})");
  EXPECT_EQ(BindShop("any orders.items where product.maker.country = \"FR\""),
            "any(items: items.product in {\"A\", \"D\"})");
  // Of codes that the lookup lacks (X), of missing ones, and of products without a maker that is
  // known (C).
  EXPECT_EQ(BindShop("any orders.items where product.price is missing"),
            "any(items: not(items.product in {\"A\", \"B\", \"D\"}))");
  EXPECT_EQ(BindShop("any orders.items where product.maker.country exists"),
            "any(items: items.product in {\"A\", \"B\", \"D\"})");
  EXPECT_EQ(BindShop("any orders.items where product.colours has none (\"red\")"),
            "any(items: not(items.product in {\"A\", \"B\"}))");
  EXPECT_EQ(BindShop("any orders.items where size(product.colours) = 0"),
            "any(items: not(items.product in {\"A\", \"B\", \"D\"}))");
  EXPECT_EQ(BindShop("any orders.items where amount > product.price"),
            "any(items: orders.amount > items.product.price)");
}

TEST(BindLifts, ColumnsAgainstColumns) {
  EXPECT_EQ(BindShop("city = shipping_city"), "customers.city = customers.shipping_city");
  EXPECT_EQ(BindShop("age < balance"), "customers.age < customers.balance");
  EXPECT_EQ(BindShop("birthday < joined"), "midnight(customers.birthday) < customers.joined");
  EXPECT_EQ(BindShop("city = email"), "customers.city = customers.email");
  EXPECT_EQ(BindShop("age between 1 and balance"),
            "and(customers.age in {[1..]}, customers.age <= customers.balance)");
  EXPECT_EQ(
      BindShop("age = city"),
      "error: `age` is an integer and `city` is a category (text), which do not compare, at 1:1");
  EXPECT_EQ(BindShop("tags = city"),
            "error: `tags` is a set, which holds many values, at 1:1; write `tags has …`");
  EXPECT_EQ(BindShop("1 = 1"),
            "error: both sides are constants, at 1:1; compare a column or an aggregate, or write "
            "`everyone`");
}

TEST(BindLifts, BoolsAndMissing) {
  EXPECT_EQ(BindShop("subscribed"), "customers.subscribed is true");
  EXPECT_EQ(BindShop("not subscribed"), "not(customers.subscribed is true)");
  EXPECT_EQ(BindShop("subscribed = false"), "customers.subscribed is false");
  EXPECT_EQ(BindShop("subscribed != false"), "customers.subscribed is true");
  EXPECT_EQ(BindShop("subscribed in (true, false)"), "customers.subscribed exists");
  EXPECT_EQ(BindShop("email is missing"), "not(customers.email exists)");
  EXPECT_EQ(BindShop("not age = 30"), "not(customers.age in {[30..30]})");
  EXPECT_EQ(BindShop("subscribed > true"),
            "error: true and false have no order, at 1:1; write `=` or `!=`");
  EXPECT_EQ(BindShop("city"),
            "error: `city` is a category (text), not a filter, at 1:1; compare it, or write `city "
            "exists`");
}

TEST(BindLifts, Members) {
  EXPECT_EQ(BindShop("member in (\"a\", \"c\", \"nobody\")"), "member in {0, 2}");
  EXPECT_EQ(BindShop("member != \"b\""), "not(member in {1})");
  EXPECT_EQ(BindShop("any orders where member in (\"c\")"), "any(orders: member in {2})");
  EXPECT_THAT(BindWarnings("member in (\"nobody\")"),
              ::testing::ElementsAre("no member has the key \"nobody\""));
  EXPECT_THAT(BindShop("member in (5.5)"), HasSubstr("expected a member's key"));
}

TEST(BindLifts, WindowsNeedATime) {
  EXPECT_EQ(BindShop("max(notes.kind) in last 30 days").rfind("error: ", 0), 0U);
}

TEST(BindLifts, TooDeepIsRefused) {
  filter::Expr expr = filter::Expr::Make(filter::Constant{true});
  for (int i = 0; i < 5000; ++i) expr = filter::Expr::Make(filter::Not{expr});
  Definition definition;
  definition.include.root = expr;
  const auto bound = Bind(*ShopSnapshot(), definition, {});
  EXPECT_THAT(std::string(bound.status().message()), HasSubstr("nested too deeply"));
}

}  // namespace
}  // namespace seine::testing
