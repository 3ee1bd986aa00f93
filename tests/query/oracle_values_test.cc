// The oracle's values, periods and moments against answers worked out by hand.

#include <xxhash.h>

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "query/parser.h"
#include "tests/query/oracle_fixture.h"

namespace seine::oracle {
namespace {

TEST_F(OracleTest, Arithmetic) {
  Expect({
      {"age + 1 = 31", "a"},
      {"age * 2 > 59", "a c g"},
      {"60 / age = 2", "a"},
      {"age / 7 = 30 / 7", "a"},
      {"age / 3 * 3 = age", "a b c e f g"},
      {"age / 0 is missing", "a b c d e f g"},
      {"1 / age is missing", "d e"},
      {"-age < -29", "a c g"},
      {"score * 2 = 1", "a"},
      {"score + age = 54", "c"},
      {"sum(orders.amount) / count(orders) >= 50", "a"},
      {"joined + 1 month < 2011-03", "a g"},
      {"joined - 1 day = 2011-08-31", "c"},
      {"city else shipping_city = \"Taipei\"", "a b f"},
      {"age else 1 = 1", "d"},
      {"subscribed else true", "a c d f g"},
      {"balance else score else 3 = 3", ""},
      {"score else balance > 99.98", "d e"},
  });
}

TEST_F(OracleTest, PartsOfDates) {
  Expect({
      {"birthday month = 12", "b g"},
      {"birthday weekday in (sat, sun)", "c d"},
      {"birthday weekday = mon", "b"},
      {"any orders where at hour = 12", "a e"},
      {"birthday day of month = 31", "b g"},
      {"birthday quarter = 1", "a d f"},
      {"birthday year < 1985", "a f"},
      {"birthday week = 1", "b f"},
      {"joined date = 2011-08-31", "b"},
      {"joined date > birthday", "a b c d f"},
      {"latest(orders).at hour = 12", "a e"},
  });
  options_.timezone = "Asia/Taipei";
  EXPECT_EQ(Ask("joined date = 2011-09-01"), "b c");
  EXPECT_EQ(Ask("birthday hour = 0"), "a b c d f g");
}

TEST_F(OracleTest, TimeThatHasPassed) {
  Expect({
      {"days since latest(orders).at >= 29", "b d"},
      {"days since latest(orders).at = 29", "d"},
      {"months since birthday >= 300", "a c f"},
      {"years since birthday = 20", "b"},
      {"hours since joined < 0", "f"},
      {"days from first(orders).at to latest(orders).at = 0", "b d e"},
      {"days since latest(orders).at is missing", "c f g"},
      {"minutes from joined to (joined + 90 minutes) = 90", "a b c d f g"},
  });
}

TEST_F(OracleTest, PickedRows) {
  Expect({
      {"latest(orders).channel = \"pos\"", "e"},
      {"first(orders).channel = \"line\"", "e"},
      {"nth(orders, 2).amount = 5", "e"},
      {"nth(orders, -3).amount = 100", "a"},
      {"latest(orders).channel is missing", "c d f g"},
      {"latest(orders where channel = \"web\").amount = 20", "b"},
      {"any latest(orders).items where product = \"B\"", "a"},
      {"any first(orders).items where product = \"A\"", "a"},
      {"no latest(orders).items", "c e f g"},
      {"count(latest(orders).items) = 0", "c e f g"},
      {"first(orders.items).product = \"A\"", "a"},
      {"latest(orders.items).quantity is missing", "a c f g"},
      {"latest(orders).tags has \"vip\"", "a b"},
      {"latest(orders).tags has none (\"vip\")", "c d e f g"},
      {"any orders where latest(items).product = \"B\"", "a"},
      {"any messages where sent_at > latest(orders).at", "b"},
      {"count(orders where at <= first(orders).at + 90 days) = 1", "a d"},
      {"any orders where amount < first(orders).amount", "a"},
  });
}

TEST_F(OracleTest, AggregatesOfRowValues) {
  Expect({
      {"sum(quantity * amount of orders.items) = 805", "a"},
      {"max(quantity * 2 of orders.items) = 8", "d"},
      {"sum(quantity / 3 of orders.items) = 0.666666666667", "b"},  // 1 - 0.333333333333
      {"avg(quantity / 3 of orders.items) = 0.3333333333335", "b"},
      {"count(amount / 0 of orders) = 0", "a b c d e f g"},
      {"max(at + 1 day of orders) >= 2011-12-10", "a e"},
  });
}

TEST_F(OracleTest, DistinctAndMode) {
  Expect({
      {"distinct(orders.channel) = 2", "a b e"},
      {"distinct(orders.channel) = 0", "c d f g"},
      {"distinct(orders.amount) = 1", "b d"},
      {"distinct(orders.items.product) = 2", "a b"},
      {"distinct(orders.items.product.colours) = 2", "a b"},  // red, white
      {"distinct(tags of orders) = 2", "a"},
      {"distinct(quantity * 2 of orders.items) = 3", "a"},
      {"distinct(amount / 3 of orders) = 2", "e"},
      {"distinct days(orders.at) = 2", "b"},
      {"distinct days(orders.at) = 1", "d e"},
      {"distinct weeks(orders.at) = 1", "b d e"},
      {"distinct months(orders.at) = 3", "a"},
      {"distinct quarters(orders.at) = 1", "b d e"},
      {"distinct years(orders.at) = 1", "a b d e"},
      {"distinct years(orders.birthday) = 1", "a b d"},
      {"mode(orders.channel) = \"web\"", "a"},
      {"mode(orders.channel) = \"pos\"", "b"},  // of two the smaller
      {"mode(orders.channel) = \"line\"", "e"},
      {"mode(orders.amount) = 5", "a"},
      {"mode(orders.amount) is missing", "c f g"},
      {"mode(orders.items.product) = \"B\"", ""},
      {"mode(orders.items.product) = \"A\"", "a b"},
      {"mode(orders.at) = 2011-12-09", "e"},
  });
  options_.timezone = "Asia/Taipei";
  EXPECT_EQ(Ask("distinct days(orders.at) = 1"), "b d e");
}

TEST_F(OracleTest, Gaps) {
  // a: 183 days 13 hours, then 99 days 13 hours; b: a microsecond; e: none at all.
  Expect({
      {"avg gap(orders) > 141.541666", "a"},
      {"avg gap(orders) * 24 = 3397", "a"},
      {"min gap(orders) * 24 = 2389", "a"},
      {"max gap(orders) * 24 = 4405", "a"},
      {"median gap(orders) * 24 = 3397", "a"},
      {"max gap(orders) = 0", "e"},
      {"max gap(orders) * 86400000000 = 1", "b"},
      {"avg gap(orders) is missing", "c d f g"},
      {"avg gap(orders where amount > 5) * 24 = 4405", "a"},
      {"min gap(orders.items) = 0", "a"},
      {"days since latest(orders).at > 3 * avg gap(orders)", "b"},
      {"max(avg gap(orders) of orders) = 141.541666666667", "a"},
  });
}

TEST_F(OracleTest, PeriodsThatValuesBound) {
  Expect({
      {"count(orders where at from first(orders).at to first(orders).at + 30 days) = 2", "b e"},
      {"any orders where at not in from joined to joined + 1 day", "a d"},
      {"any orders where at in (since joined, 2011-12-09)", "a b d e"},
      {"joined between birthday and birthday + 15 years", "d"},
      {"birthday between birthday and joined", "a b c d f"},
  });
}

TEST_F(OracleTest, SegmentsAndOtherMoments) {
  options_.segments["web"] = {ParseFilter("any orders where channel = \"web\"")->root, {}};
  Expect({
      {"segment(\"web\")", "a b"},
      {"segment(\"web\") as of 2011-06-01", "a"},
      {"segment(\"web\") and not (segment(\"web\") as of 6 months ago)", "b"},
      {"any orders where segment(\"web\")", "a b"},
      {"(any orders) as of 2011-09-01", "a b"},
      {"any orders where ((channel exists) as of 2011-09-01)", "a b"},
      {"(count(orders) = 1) as of 2011-12-09 12:00", "d"},
      {"(any orders where at in last 1 days) as of 2011-09-01", "a b"},
      {"((any orders) as of 9 months ago) as of 2012-01-01", "a"},
  });
}

TEST_F(OracleTest, ColumnsOnTheRight) {
  Expect({
      {"visited has city", "a d"},
      {"visited has city ignoring case", "a d e"},
      {"visited not has city", "b c e g"},
      {"visited has all tags", "d g"},
      {"visited has any tags", ""},
      {"city contains shipping_city", "a c"},
      {"city not contains shipping_city", "b e"},
      {"city = shipping_city ignoring case", "a c"},
      {"city in (shipping_city, \"New York\")", "a c d"},
      {"city not in (shipping_city, \"New York\")", "b e"},
  });
}

TEST_F(OracleTest, Scores) {
  Expect({
      {"score of (2: gender = \"F\", 1: age > 29, -0.5: subscribed) >= 2.5", "a c g"},
      {"score of (2: gender = \"F\", 1: age > 29, -0.5: subscribed) = 0", "b e"},
  });
}

TEST_F(OracleTest, Buckets) {
  for (const std::string key : {"a", "b", "c", "d", "e", "f", "g"}) {
    const std::string salted = "spring test\x1F" + key;
    const uint64_t hash = XXH3_64bits(salted.data(), salted.size());
    // 100 * hash / 2^64, in halves.
    const uint64_t bucket = ((hash >> 32) * 100 + ((hash & 0xffffffff) * 100 >> 32)) >> 32;
    const std::string filter = "bucket(100, \"spring test\") = " + std::to_string(bucket);
    EXPECT_THAT(Ask(filter), testing::HasSubstr(key)) << filter;
  }
  EXPECT_EQ(Ask("bucket(1, \"x\") = 0"), "a b c d e f g");
  EXPECT_EQ(Ask("any orders where bucket(7, \"x\") < 7"), "a b d e");
}

TEST_F(OracleTest, Anniversaries) {
  Expect({
      {"birthday anniversary in next 21 days", ""},
      {"birthday anniversary in next 22 days", "b g"},
      {"birthday anniversary in next 23 days", "b d f g"},
      {"birthday not anniversary in next 22 days", "a c d f"},
      {"birthday anniversary in 2012-02", "a"},
      {"birthday anniversary in 2011-03-01", "a"},
      {"birthday anniversary in 2012-03-01", ""},
      {"birthday anniversary in 2011", "a b c d f g"},
      {"birthday anniversary in from 1900-06-15 to 1900-06-16", "c"},
      {"joined anniversary in last 100 days", "d"},
      {"joined anniversary in last 101 days", "c d"},
      {"joined anniversary in this year", "a b c d f g"},
      {"joined anniversary in previous 10 years", "a b c d f g"},
      {"birthday anniversary in next 528 hours", "b g"},
      {"birthday anniversary in next 504 hours", ""},
  });
  options_.timezone = "Asia/Taipei";
  EXPECT_EQ(Ask("joined anniversary in 2005-09-01"), "b c");
}

TEST_F(OracleTest, InEachOfSeveralPeriods) {
  Expect({
      {"any orders in each of the last 2 quarters", "a"},
      {"any orders in each of the last 0 quarters", "a b c d e f g"},
      {"no orders in each of the last 0 quarters", ""},
      {"any orders in each of the next 1 day", ""},
      {"any orders in each of the previous month", "d"},
      {"any orders in each of the this 2 months", ""},
      {"any orders in each of the this month", "a e"},
      {"any orders in each of (2011-08, 2011-09)", "b"},
      {"no orders in each of (2011-08, 2011-09)", "a c d e f g"},
      {"any orders in each of (2011, 2011-Q4)", "a d e"},
      {"any orders in each of (2011-08, last 1 day)", "a"},
      {"any orders in each of (2011-08-31, last 2 quarters)", "a"},
      {"any orders in each of (2011-Q3) where channel = \"web\"", "b"},
      {"all orders in each of (2011-Q3) where channel = \"web\"", ""},
      {"all orders in each of (2011-Q3, 2011-Q4) where amount > 4", "a"},
      {"any orders.items in each of (2011-Q3) where product = \"A\"", "a b"},
      {"any orders in each of from joined to joined + 1 day", "b"},
  });
}

TEST_F(OracleTest, RetailWindows) {
  options_.calendars[{"double-11", 2011}] = {{{2011, 11, 10}, {2011, 11, 11}},
                                             {{2011, 12, 9}, {2011, 12, 9}}};
  options_.calendars[{"double-12", 2011}] = {{{2011, 12, 9}, {2011, 12, 9}}};
  Expect({
      {"any orders where at in calendar(\"double-11\", 2011)", "a d e"},
      {"any orders where at not in calendar(\"double-11\", 2011)", "a b"},
      {"any orders in each of calendar(\"double-11\", 2011)", ""},  // each window
      {"any orders in each of (calendar(\"double-12\", 2011), 2011-Q3)", "a"},
      {"birthday anniversary in calendar(\"double-11\", 2011)", ""},
  });
}

}  // namespace
}  // namespace seine::oracle
