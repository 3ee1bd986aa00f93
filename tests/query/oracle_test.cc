// The oracle against answers worked out by hand, line by line of docs/language.md, Meaning.

#include "tests/testing/oracle.h"

#include <vector>

#include "absl/strings/str_join.h"
#include "gtest/gtest.h"

#include "query/parser.h"
#include "tests/query/oracle_fixture.h"
#include "tests/testing/oracle_number.h"
#include "tests/testing/oracle_time.h"
#include "tests/testing/shop_world.h"

namespace seine::oracle {
namespace {

TEST_F(OracleTest, ComparisonsAndMissing) {
  Expect({
      {"everyone", "a b c d e f g"},
      {"nobody", ""},
      {"gender = \"F\"", "a c g"},
      {"gender != \"F\"", "b e f"},
      {"not gender = \"F\"", "b d e f"},
      {"age = 30", "a"},
      {"age != 30", "b c e f g"},
      {"not age = 30", "b c d e f g"},
      {"30 < age", "c g"},
      {"age >= 9223372036854775807", "g"},
      {"age < 99999999999999999999999", "a b c e f g"},
      {"age < 29.5", "b e f"},
      {"age between 29 and 51", "a b c"},
      {"age not between 29 and 51", "e f g"},
      {"not age between 29 and 51", "d e f g"},
      {"balance = 10.5", "a"},
      {"balance > 0.000001", "a d f g"},
      {"balance < 0.015", "b c f"},
      {"score = 0.1", "g"},
      {"score < age", "a b c g"},
      {"subscribed", "a d f"},
      {"not subscribed", "b c e g"},
      {"subscribed = false", "b e"},
      {"age is missing", "d"},
      {"age exists and city is missing", "f"},
      {"city = shipping_city", "a c"},
      {"city != shipping_city", "b e"},
      {"city < \"T\"", "d"},
      {"city in (\"Taipei\", \"nowhere\")", "a b"},
      {"city not in (\"Taipei\", \"nowhere\")", "c d e g"},
      {"city = \"taipei\" ignoring case", "a b e g"},
      {"city in (\"TAIPEI\") ignoring case", "a b e g"},
      {"city in visited", "a d"},
      {"city not in visited", "b c e g"},
  });
}

TEST_F(OracleTest, Text) {
  Expect({
      {"email contains \"x.c\"", "a e"},
      {"email not contains \"x.c\"", "b c f g"},
      {"email ends with \"@x.com\" ignoring case", "a b e"},
      {"email starts with \"e\"", "e"},
      {"email like \"%@x.com\"", "a e"},
      {"email like \"_nn@x.com\"", "a"},
      {"email like \"%100%\"", "c"},
      {"email not like \"%\"", ""},
      {"email matches \"^[a-c].*\\.(com|org)$\"", "a c"},
      {"email matches \"^bob\" ignoring case", "b"},
      {"email = \"strasse\" ignoring case", "f g"},
      {"city like \"新__\"", "c"},
      {"city like \"New%\"", "d"},
  });
}

TEST_F(OracleTest, Sets) {
  Expect({
      {"tags has \"vip\"", "a b f"},
      {"tags not has \"vip\"", "c d e g"},
      {"tags has any (\"new\", \"blocked\")", "c e f"},
      {"tags has all (\"vip\", \"wine lover\")", "a f"},
      {"tags has none (\"vip\", \"new\")", "c d g"},
      {"tags has only (\"vip\", \"new\")", "b e"},
      {"tags has \"VIP\" ignoring case", "a b f"},
      {"size(tags) = 0", "d g"},
      {"size(tags) >= 2", "a c f"},
      {"tags is missing", "d g"},
      {"tags exists", "a b c e f"},
  });
}

TEST_F(OracleTest, TimesArePeriods) {
  Expect({
      {"joined = 2011-08-31", "b"},
      {"joined <= 2011-08-31", "a b g"},
      {"joined < 2011-08-31", "a g"},
      {"joined > 2011-08-31", "c d f"},
      {"joined >= 2011-08-31", "b c d f"},
      {"joined != 2011-08-31", "a c d f g"},
      {"2011-09 = joined", "c d"},
      {"2011-09 < joined", "f"},
      {"joined = 2011-Q3", "b c d"},
      {"joined in (2011-01, 2012)", "a f"},
      {"joined = 2011", "a b c d"},
      {"joined between 2011-01-31 and 2011-08-31", "a b"},
      {"joined in from 2011-01-31 to 2011-09-01", "a b"},
      {"joined since 2011-09-30", "d f"},
      {"joined before 2011-01-31", "g"},
      {"joined >= 2011-08-31 23:59:59", "b c d f"},
      {"joined < 2011-09-01T00:00Z", "a b g"},
      {"birthday = 1980-02-29", "a"},
      {"birthday < 1980-03", "a f"},
      {"birthday = 9999", "g"},
      {"birthday < joined", "a b c d f"},
  });
}

TEST_F(OracleTest, WindowsEndAtAsOf) {
  options_.as_of = Utc(2011, 12, 10, 12);
  Expect({
      {"any orders where at in last 1 days", "a c e"},
      {"any orders where at in today", "c"},
      {"any orders where at in yesterday", "a e"},
      {"any orders where at in this week", "a c e"},
      {"any orders where at in previous month", "d"},
      {"any orders where at in previous 2 quarters", "a b"},
      {"any orders where at in this year", "a b c d e"},
      {"any orders where at in day 30 days ago", "d"},
      {"any orders where at in last 36 hours", "a c e"},
      {"any orders where at in between 24 months ago and 4 months ago", "a"},
      {"any orders where at < 30 days ago", "a b d"},
      {"joined in next 3 months", "f"},
  });
  options_.as_of = Utc(2011, 12, 10);
  Expect({
      {"any orders where at in last 12 hours", "a e"},
      {"any orders where at in today", ""},
      {"no orders", "c f g"},
      {"any orders where at in this month", "a e"},
  });
}

TEST_F(OracleTest, Zones) {
  options_.timezone = "Asia/Taipei";  // UTC+8
  Expect({
      {"joined = 2011-09-01", "b c"},
      {"joined = 2011-10-01", "d"},
      {"joined < 2011-09-01 07:59:59", "a g"},
      {"joined = 1970", "g"},
      {"birthday = 1970", "f"},
      {"birthday > joined", "g"},
  });
  // Summer time began in New York on 2011-03-13 at 2:00.
  options_.timezone = "America/New_York";
  options_.as_of = Utc(2011, 3, 13, 23) + kDayMicros / 48;  // 19:30 there
  Expect({
      {"joined in last 42 days", ""},  // from 2011-01-30 19:30, which is 00:30 UTC
      {"joined in last 1008 hours", "a"},
      {"joined in last 43 days", "a"},
  });
}

TEST_F(OracleTest, LiftsAndScope) {
  Expect({
      {"any orders", "a b d e"},
      {"any orders where channel = \"web\"", "a b"},
      {"no orders where channel = \"web\"", "c d e f g"},
      {"all orders where channel = \"web\"", ""},
      {"all orders where amount > 4", "a d"},
      {"any orders.items where (product = \"A\" and channel = \"web\")", "a b"},
      {"any orders.items where (product = \"A\" and orders.channel = \"line\")", "a"},
      {"any orders where ((any items where product = \"A\") and (any items where product = \"B\"))",
       "a"},
      {"any orders.items where city = \"Taipei\"", "a b"},
      {"any orders where (any orders.items where quantity = 10)", "a"},
      {"any orders.items where (product = \"B\" and (any items where product = \"A\"))", "a"},
      {"any orders as o where (any orders where (amount = 5 and at > o.at))", "a"},
      {"any orders as o where (any messages where channel = o.channel)", "a"},
      {"any orders where not channel = \"web\"", "a b d e"},
      {"any orders where amount is missing", "b"},
      {"any notes where kind = \"call\"", "a f"},
      {"all notes where kind = \"call\"", "a"},
      {"any messages where kind = \"sent\"", "a b"},
  });
}

TEST_F(OracleTest, Lookups) {
  Expect({
      {"any orders.items where product.category = \"wine\"", "a b"},
      {"any orders.items where product.price > 1000", "a"},
      {"any orders.items where product.price is missing", "b d e"},
      {"any orders.items where product.colours has \"white\"", "a b"},
      {"any orders.items where product.colours has none (\"red\")", "b d e"},
      {"any orders.items where product.maker.country = \"JP\"", "a"},
      {"any orders.items where not product.category = \"wine\"", "b d e"},
      {"sum(orders.items.product.price) = 2024.02", "a"},
  });
}

TEST_F(OracleTest, Aggregates) {
  Expect({
      {"count(orders) = 2", "b e"},
      {"count(orders) = 0", "c f g"},
      {"count(orders.amount) = 1", "b d"},
      {"count(orders where channel in (\"web\", \"line\")) >= 2", "a"},
      {"sum(orders.amount) = 155.5", "a"},
      {"sum(orders.amount) = 0", "c e f g"},
      {"avg(orders.amount) > 51.83", "a"},
      {"avg(orders.amount) < 51.84", "a b d e"},
      {"avg(orders.amount) is missing", "c f g"},
      {"min(orders.amount) < 0", "e"},
      {"max(orders.at) = 2011-12-09", "a e"},
      {"min(orders.at) in last 3 months", "d e"},
      {"sum(orders.items.quantity) between 2 and 4", "b d"},
      {"count(orders.items) = 4", "a"},
      {"sum(orders.items.amount) = 255.5", "a"},
      {"any orders where count(items) = 2", "a"},
      {"any orders where amount > avg(orders.amount)", "a e"},
      {"any orders where amount = max(orders.amount)", "a b d e"},
      {"count(orders where at = max(orders.at)) = 2", "e"},
      {"sum(orders.amount) > count(orders)", "a b d"},
      {"count(orders) in (1, 3)", "a d"},
      {"max(birthday of orders) exists", "a b d"},
  });
}

TEST_F(OracleTest, JoinsParametersAndLists) {
  options_.parameters["low"] = filter::LiteralValue(filter::Integer{"30"});
  options_.parameters["cities"] = std::vector<filter::LiteralValue>{filter::Text{"Taipei"}};
  options_.parameters["n"] = filter::LiteralValue(filter::Integer{"1"});
  options_.lists["uploaded"] = {"a", "g", "zzz"};
  options_.lists["ages"] = {"30", "51.0"};
  Expect({
      {"age > $low", "c g"},
      {"city in $cities", "a b"},
      {"any orders where at in last $n days", "a e"},
      {"at least $n of (age = 30, subscribed)", "a d f"},
      {"at least 2 of (gender = \"F\", age > 29, tags has \"vip\")", "a c g"},
      {"exactly 1 of (gender = \"F\", age > 29, tags has \"vip\")", "b f"},
      {"at most 1 of (gender = \"F\", age > 29, tags has \"vip\")", "b d e f"},
      {"exactly 2 of (subscribed, subscribed)", "a d f"},
      {"member in (\"a\", \"zzz\")", "a"},
      {"member not in list(\"uploaded\")", "b c d e f"},
      {"member = \"b\"", "b"},
      {"age in list(\"ages\")", "a c"},
      {"gender = \"F\" or (subscribed and not age = 30)", "a c d f g"},
  });
}

TEST_F(OracleTest, AsOfHidesRowsAndTheirChildren) {
  options_.as_of = Utc(2011, 12, 10);
  EXPECT_EQ(Ask("any orders.items where quantity = 5"), "");
  EXPECT_EQ(Ask("any messages where sent_at >= 2012"), "");
  options_.as_of += 1;
  EXPECT_EQ(Ask("any orders.items where quantity = 5"), "c");
  EXPECT_EQ(data_.DataEnd(OracleZone("UTC")), Utc(2012, 1, 1) + 1);

  TextWorld world = ShopWorld();
  world.schema.tables[0].time = "joined";
  for (TextRow& row : world.table("customers").rows) {
    if (!row.cells[7]) row.cells[7] = "2013-01-01";
  }
  const OracleData data = ReadAsOracle(world);
  const RowTree tree(data);
  options_.as_of = Utc(2011, 9, 1);
  const auto found = AskOracle(tree, {ParseFilter("not gender = \"F\"")->root, {}}, options_);
  ASSERT_TRUE(found.ok());
  EXPECT_EQ(absl::StrJoin(found->keys, " "), "b");
  EXPECT_EQ(found->population, 3u);
}

TEST_F(OracleTest, ExclusionsAreCounted) {
  OracleDefinition definition = {ParseFilter("age exists")->root,
                                 {{"vip", ParseFilter("tags has \"vip\"")->root},
                                  {"women", ParseFilter("gender = \"F\"")->root},
                                  {"d", ParseFilter("member = \"d\"")->root}}};
  const auto found = AskOracle(tree_, definition, options_);
  ASSERT_TRUE(found.ok());
  EXPECT_EQ(absl::StrJoin(found->keys, " "), "e");
  const std::vector<OracleExcluded> expected = {{"vip", 3, 3}, {"women", 3, 2}, {"d", 0, 0}};
  EXPECT_EQ(found->excluded, expected);
}

TEST(OracleTimeTest, CivilTime) {
  EXPECT_EQ(DayNumberOf({1970, 1, 1}), 0);
  EXPECT_EQ(DayNumberOf({2000, 3, 1}), 11017);
  EXPECT_EQ(DayNumberOf({1, 1, 1}), -719162);
  EXPECT_EQ(IsoWeekday(0), 4);  // a Thursday
  EXPECT_EQ(IsoWeek(DayNumberOf({2021, 1, 3})), 53);
  EXPECT_EQ(IsoWeek(DayNumberOf({2018, 12, 31})), 1);
  EXPECT_EQ(DayPlusMonths(DayNumberOf({2011, 3, 31}), -1), DayNumberOf({2011, 2, 28}));
  EXPECT_EQ(DayPlusMonths(DayNumberOf({2012, 3, 31}), -1), DayNumberOf({2012, 2, 29}));
  EXPECT_EQ(DayPlusMonths(DayNumberOf({2012, 2, 29}), -12), DayNumberOf({2011, 2, 28}));
  const OracleZone london("Europe/London");
  // Skipped on 2011-03-27 between 1:00 and 2:00, doubled on 2011-10-30.
  EXPECT_EQ(london.InstantAt(DayNumberOf({2011, 3, 27}), kDayMicros / 16), Utc(2011, 3, 27, 1));
  EXPECT_EQ(london.InstantAt(DayNumberOf({2011, 10, 30}), kDayMicros / 24), Utc(2011, 10, 30, 0));
  EXPECT_EQ(london.WallAt(Utc(2011, 7, 1, 23)).day, DayNumberOf({2011, 7, 2}));
}

TEST(OracleNumberTest, ExactAndNearest) {
  const auto big = BigInt::FromDigits("123456789012345678901234567890");
  EXPECT_EQ((big * big - big * big).Compare(BigInt(0)), 0);
  EXPECT_EQ((big + BigInt(1)).Compare(big), 1);
  EXPECT_EQ((-big).Compare(BigInt(INT64_MIN)), -1);
  BigInt rest;
  EXPECT_EQ((big * BigInt(1000) + BigInt(7)).DivideMagnitude(big, &rest), BigInt(1000));
  EXPECT_EQ(rest, BigInt(7));
  EXPECT_EQ(Fraction(1, 3).Compare(Fraction(2, 6)), 0);
  EXPECT_EQ(Fraction(1, 10).ToDouble(), 0.1);
  EXPECT_EQ(Fraction(-1, 3).ToDouble(), -1.0 / 3);
  EXPECT_EQ(Fraction(BigInt(9007199254740993)).ToDouble(), 9007199254740992.0);
  EXPECT_EQ(Fraction(BigInt(9007199254740995)).ToDouble(), 9007199254740996.0);
  EXPECT_EQ(Fraction(BigInt::FromDigits("12345678901234567890123")).ToDouble(),
            12345678901234567890123.0);
}

}  // namespace
}  // namespace seine::oracle
