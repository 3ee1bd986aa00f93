// Picked rows, arithmetic, else, parts of dates, time elapsed, anniversaries, segments, as of.
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "query/bind.h"
#include "tests/testing/bind_shop.h"

namespace seine::testing {
namespace {

using ::testing::HasSubstr;

TEST(BindValues, PickedRows) {
  EXPECT_EQ(BindShop("latest(orders).channel = \"pos\""),
            "row -1 of (orders): orders.channel in {\"pos\"}");
  EXPECT_EQ(BindShop("nth(orders, 2).amount > 100"),
            "row 2 of (orders): orders.amount in {[10001..]}");
  EXPECT_EQ(BindShop("nth(orders, -2).at < 2026-01-01"),
            "row -2 of (orders): orders.at in {[, 2026-01-01)}");
  EXPECT_EQ(BindShop("any latest(orders).items"), "row -1 of (orders): any(orders/items)");
  EXPECT_EQ(BindShop("no latest(orders).items where quantity > 1"),
            "not(row -1 of (orders): any(orders/items: items.quantity in {[2..]}))");
  EXPECT_EQ(BindShop("count(latest(orders).items) = 0"),
            "first of (count(orders/items) of row -1 of (orders), 0) = 0");
  EXPECT_EQ(BindShop("first(orders where channel = \"web\").at in last 30 days"),
            "row 1 of (orders: orders.channel in {\"web\"}): orders.at in {[as_of-30 day, as_of)}");
  EXPECT_EQ(BindShop("latest(orders.items).product.category = \"wine\""),
            "row -1 of (items): items.product in {\"A\", \"B\"}");
  EXPECT_EQ(BindShop("any orders where at <= first(orders).at + 90 days"),
            "any(orders: orders.at <= orders.at of row 1 of (orders) + 90 day)");
  // Without a row nothing is there, which `none` is true of.
  EXPECT_EQ(BindShop("latest(orders.items).product.colours has none (\"red\")").rfind("not(", 0),
            0U);
}

TEST(BindValues, PickedRowsRefused) {
  EXPECT_EQ(BindShop("latest(notes).kind = \"call\""),
            "error: `latest` needs rows with a time, and notes declares none, at 1:1; give notes "
            "its `time` in the schema");
  EXPECT_THAT(BindShop("nth(notes, -1).kind = \"call\""), HasSubstr("needs rows with a time"));
  EXPECT_EQ(BindShop("latest(orders.amount) > 5"),
            "error: `latest` picks a row of a table, and `amount` is none, at 1:15; write "
            "`latest(orders).amount`");
  EXPECT_THAT(BindShop("latest(orders).nothing = 1"), HasSubstr("unknown column `nothing`"));
  EXPECT_THAT(BindShop("any latest(orders).messages"), HasSubstr("unknown table `messages`"));
}

TEST(BindValues, Arithmetic) {
  EXPECT_EQ(BindShop("sum(orders.amount) / count(orders) >= 400"),
            "(sum(orders orders.amount) / count(orders)) >= 400");
  EXPECT_EQ(BindShop("sum(quantity * amount of orders.items) > 100"),
            "sum(items (items.quantity * orders.amount)) > 10000e-2");
  EXPECT_EQ(BindShop("age > 2 * 15 - -1"), "customers.age in {[32..]}");
  EXPECT_EQ(BindShop("balance - 0.005 > age"), "(customers.balance - 5e-3) > customers.age");
  EXPECT_EQ(BindShop("joined > 2011-01-01 + 2 months"),
            "customers.joined in {[2011-01-01+2 month+1us, )}");
  EXPECT_EQ(BindShop("age + city > 3"),
            "error: arithmetic takes numbers, and `city` is a category (text), at 1:7; texts are "
            "compared as they are, each by itself");
  EXPECT_THAT(BindShop("age + 3 days > 3"), HasSubstr("a length of time is added to times"));
  EXPECT_THAT(BindShop("joined - birthday > 3"), HasSubstr("days from … to …"));
}

TEST(BindValues, ElseAndDates) {
  EXPECT_EQ(BindShop("city else shipping_city = \"x\""),
            "first of (customers.city, customers.shipping_city) one of 1 values");
  EXPECT_EQ(BindShop("subscribed else false"), "first of (customers.subscribed, 0) = 1");
  EXPECT_EQ(BindShop("age else 0 < 5"), "first of (customers.age, 0) < 5");
  EXPECT_EQ(BindShop("age else city = 5"),
            "error: `age` is an integer and `city` is a category (text), which `else` cannot join, "
            "at 1:10");
  EXPECT_EQ(BindShop("birthday month = 12"), "month(customers.birthday) = 12");
  EXPECT_EQ(BindShop("any orders where at weekday in (sat, sun)"),
            "any(orders: weekday(orders.at) in {[6..7]})");
  EXPECT_EQ(BindShop("joined date = 2011-09-11"), "date(customers.joined) in {[15228..15228]}");
  EXPECT_EQ(BindShop("age month = 1"),
            "error: only times have such a part, and `age` is an integer, at 1:1");
  EXPECT_EQ(BindShop("days since max(orders.at) > 90"), "days(max(orders orders.at), as_of) > 90");
  EXPECT_EQ(BindShop("weeks from birthday to joined > 9"),
            "weeks(midnight(customers.birthday), customers.joined) > 9");
  EXPECT_EQ(BindShop("days since age > 9"),
            "error: expected a time here, and `age` is an integer, at 1:12");
  EXPECT_EQ(BindShop("birthday anniversary in next 7 days"),
            "customers.birthday anniversary in [day(as_of), day(as_of)+7 day)");
  EXPECT_EQ(BindShop("age anniversary in next 7 days"),
            "error: only times have anniversaries, and `age` is an integer, at 1:1");
  EXPECT_THAT(BindShop("birthday anniversary in since 2011-01-01"), HasSubstr("two ends"));
}

TEST(BindValues, Collections) {
  EXPECT_EQ(BindShop("distinct(orders.items.product) >= 3"), "distinct(items items.product) >= 3");
  EXPECT_EQ(BindShop("distinct(orders.items.product.colours) >= 3"),
            "distinct(items items.product.colours) >= 3");
  EXPECT_EQ(BindShop("distinct weeks(orders.at where amount > 5) >= 5"),
            "distinct(orders week(orders.at): orders.amount in {[501..]}) >= 5");
  EXPECT_EQ(BindShop("mode(orders.channel) = \"web\""),
            "mode(orders orders.channel) one of 1 values");
  EXPECT_EQ(BindShop("avg gap(orders) > 3"), "avg gap(orders orders.at) > 3");
  EXPECT_EQ(BindShop("any orders in each of the previous 2 months where amount > 5"),
            "each(orders orders.at: orders.amount in {[501..]}) of {[month(as_of)-2, "
            "month(as_of)-1), [month(as_of)-1, month(as_of))}");
  EXPECT_EQ(BindShop("no orders in each of the last 2 days"),
            "not(each(orders orders.at) of {[as_of-2 day, as_of-1 day), [as_of-1 day, as_of)})");
  EXPECT_THAT(BindShop("avg gap(notes) > 3"), HasSubstr("needs rows with a time"));
  EXPECT_THAT(BindShop("any notes in each of the last 2 days"),
              HasSubstr("needs rows with a time"));
  EXPECT_THAT(BindShop("distinct(orders) > 3"), HasSubstr("`distinct` needs a column of orders"));
  EXPECT_THAT(BindShop("distinct days(orders.amount) > 3"),
              HasSubstr("`distinct days` takes a time"));
  EXPECT_THAT(BindShop("mode(customers.tags) = \"x\""), HasSubstr("error: "));
  EXPECT_THAT(BindShop("any orders in each of the last 5000 days"), HasSubstr("at most 4096"));
}

TEST(BindValues, PeriodsOfValues) {
  EXPECT_EQ(
      BindShop("any orders where at from joined to joined + 7 days"),
      "any(orders: and(orders.at >= customers.joined, orders.at < customers.joined + 7 day))");
  EXPECT_EQ(BindShop("any orders where at not in since joined"),
            "any(orders: and(orders.at exists, customers.joined exists, not(orders.at >= "
            "customers.joined)))");
  EXPECT_EQ(BindShop("any orders where at since age"),
            "error: expected a time here, and `age` is an integer, at 1:27");
}

TEST(BindValues, SetsAndTexts) {
  EXPECT_EQ(BindShop("city in tags"), "customers.tags any customers.city");
  EXPECT_EQ(BindShop("tags has city"), "customers.tags any customers.city");
  EXPECT_EQ(BindShop("tags has all visited"), "customers.tags all customers.visited");
  EXPECT_EQ(BindShop("email contains city"), "customers.email contains customers.city");
  EXPECT_EQ(BindShop("city = shipping_city ignoring case"),
            "customers.city = customers.shipping_city");
  EXPECT_THAT(BindShop("city in shipping_city"), HasSubstr("write `=` to compare two values"));
  EXPECT_THAT(BindShop("age in tags"), HasSubstr("sets hold text"));
  EXPECT_THAT(BindShop("tags has visited"), HasSubstr("`has any visited`"));
  EXPECT_THAT(BindShop("email matches city"), HasSubstr("a regular expression is written down"));
}

TEST(BindValues, BucketsAndScores) {
  EXPECT_EQ(BindShop("bucket(100, \"x\") < 10"), "bucket(100, \"x\") < 10");
  EXPECT_THAT(BindShop("bucket(0, \"x\") < 10"), HasSubstr("at least one bucket"));
  EXPECT_EQ(BindShop("score of (2: subscribed, 0.5: any orders) >= 2"),
            "score(20: customers.subscribed is true, 5: any(orders)) >= 20e-1");
}

TEST(BindValues, Segments) {
  CompileOptions options;
  options.segments = {{"vip", "tags has \"vip\""},
                      {"fans", "include: segment(\"vip\")\nexclude \"a\": subscribed"},
                      {"a", "segment(\"b\")"},
                      {"b", "not segment(\"a\")"},
                      {"typo", "tagz has \"vip\""}};
  EXPECT_EQ(BindShop("segment(\"fans\")", options),
            "and(customers.tags any {\"vip\"}, not(customers.subscribed is true))");
  EXPECT_EQ(BindShop("any orders where (segment(\"vip\") and amount > 5)", options),
            "any(orders: and(customers.tags any {\"vip\"}, orders.amount in {[501..]}))");
  EXPECT_EQ(BindShop("subscribed and segment(\"vop\")", options),
            "error: unknown segment \"vop\", at 1:16; did you mean `vip`?");
  EXPECT_THAT(BindShop("segment(\"a\")", options),
              HasSubstr("the segment \"a\" refers to itself: a → b → a"));
  EXPECT_THAT(BindShop("segment(\"typo\")", options),
              HasSubstr("in the segment \"typo\" at 1:1: unknown column `tagz` of customers"));
}

TEST(BindValues, AsOf) {
  EXPECT_EQ(BindShop("(any orders) as of 30 days ago"), "(any(orders)) as of as_of-30 day");
  EXPECT_EQ(GroundShop("(any orders where at in last 1 day) as of 1 day ago", "1970-01-03"),
            "(any(orders: orders.at in {[0..86399999999]})) as of 1970-01-02T00:00:00+00:00");
  // The same window twice, at two moments.
  EXPECT_EQ(
      GroundShop("age > 1 and joined in last 1 day and (joined in last 1 day) as of 1 day ago",
                 "1970-01-03"),
      "and(customers.age in {[2..]}, customers.joined in {[86400000000..172799999999]}, "
      "(customers.joined in {[0..86399999999]}) as of 1970-01-02T00:00:00+00:00)");
}

}  // namespace
}  // namespace seine::testing
