// What names mean: rows, ancestors, aliases, tables, lookups; and the errors about names.
#include "gtest/gtest.h"

#include "tests/testing/bind_shop.h"

namespace seine::testing {
namespace {

TEST(BindScope, NearestRowWins) {
  EXPECT_EQ(BindShop("any orders where channel = \"web\""),
            "any(orders: orders.channel in {\"web\"})");
  EXPECT_EQ(BindShop("any messages where (any orders where channel = \"web\")"),
            "any(messages: any(orders: orders.channel in {\"web\"}))");
  EXPECT_EQ(BindShop("any orders.items where (amount > 5 and quantity = 1 and age = 3)"),
            "any(items: and(orders.amount in {[501..]}, items.quantity in {[1..1]}, customers.age "
            "in {[3..3]}))");
}

TEST(BindScope, PathsStartAtTheNearestRowWithSuchAChild) {
  EXPECT_EQ(BindShop("any orders where (any items where quantity = 1)"),
            "any(orders: any(orders/items: items.quantity in {[1..1]}))");
  EXPECT_EQ(BindShop("any orders where (any orders.items where quantity = 1)"),
            "any(orders: any(items: items.quantity in {[1..1]}))");
}

TEST(BindScope, OwnAndAncestorTables) {
  EXPECT_EQ(BindShop("customers.age = 3"), "customers.age in {[3..3]}");
  EXPECT_EQ(BindShop("any orders.items where orders.amount > 5"),
            "any(items: orders.amount in {[501..]})");
  EXPECT_EQ(BindShop("any orders.items where orders.items.quantity = 1"),
            "any(items: items.quantity in {[1..1]})");
  EXPECT_EQ(BindShop("sum(orders.items.amount) > 1"), "sum(items orders.amount) > 100e-2");
}

TEST(BindScope, Aliases) {
  EXPECT_EQ(
      BindShop("any orders as o where (any items where (o.amount > 5 and o.age = 3))"),
      "any(orders: any(orders/items: and(orders.amount in {[501..]}, customers.age in {[3..3]})))");
  EXPECT_EQ(BindShop("any orders as o where (any o.items where quantity = 1)"),
            "any(orders: any(orders/items: items.quantity in {[1..1]}))");
  // The member is the same one, whatever the rows.
  EXPECT_EQ(BindShop("any orders as o where (any messages where o.age = 3)"),
            "any(orders: any(messages: customers.age in {[3..3]}))");
}

TEST(BindScope, OneNameForTwoThingsIsRefused) {
  EXPECT_EQ(BindShop("any orders as amount where channel = \"web\""),
            "error: `amount` already names a column here, at 1:15; choose another name after `as`");
  EXPECT_EQ(BindShop("any orders as items where channel = \"web\""),
            "error: `items` already names a table here, at 1:15; choose another name after `as`");
  EXPECT_EQ(BindShop("any orders as o where (any items as o where quantity = 1)"),
            "error: `o` already names another row here, at 1:37; choose another name after `as`");
}

TEST(BindScope, UnknownNames) {
  EXPECT_EQ(BindShop("gendr = \"F\""),
            "error: unknown column `gendr` of customers, at 1:1; did you mean `gender`?");
  EXPECT_EQ(BindShop("channel = \"web\""),
            "error: unknown column `channel` of customers, at 1:1; rows of orders have it: `any "
            "orders where channel …`, or an aggregate such as `mode(orders.channel)`");
  EXPECT_EQ(BindShop("any ordrs"),
            "error: unknown table `ordrs` of customers, at 1:5; did you mean `orders`?");
  EXPECT_EQ(BindShop("any items"),
            "error: unknown table `items` of customers, at 1:5; write `orders.items`");
  EXPECT_EQ(BindShop("any orders.itms"),
            "error: unknown table `itms` of orders, at 1:12; did you mean `items`?");
  EXPECT_EQ(BindShop("any orders as o where o.chanel = \"web\""),
            "error: unknown column `chanel` of orders, at 1:25; did you mean `channel`?");
  EXPECT_EQ(
      BindShop("any orders.items where product.categry = \"wine\""),
      "error: unknown column `categry` of the lookup products, at 1:32; did you mean `category`?");
  EXPECT_EQ(
      BindShop("city.name = \"x\""),
      "error: the column `city` of customers has no lookup, so it has no column `name`, at 1:6");
}

TEST(BindScope, TablesAndColumnsConfused) {
  EXPECT_EQ(BindShop("any city"),
            "error: `city` is a column of customers; `any` needs a table, at 1:5; write "
            "`city` for the row's own value");
  EXPECT_EQ(
      BindShop("orders = 3"),
      "error: `orders` is a table, not a column, at 1:1; write `any orders` or `count(orders)`");
  EXPECT_EQ(BindShop("orders.amount > 3"),
            "error: one row of customers has many orders, so `amount` is not one value, at 1:1; "
            "write `any orders where "
            "amount …`, or an aggregate such as `max(orders.amount)`");
  EXPECT_EQ(BindShop("any orders.amount"),
            "error: `amount` is a column; `any` needs a table, at 1:12; write `any orders where "
            "amount …`");
  EXPECT_EQ(BindShop("any orders as o where o = 3"),
            "error: `o` names a row, not a column, at 1:23; name one of its columns: `o.…`");
}

}  // namespace
}  // namespace seine::testing
