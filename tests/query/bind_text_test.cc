// Text tests on dictionaries and text columns, sets, and warnings for values that no row has.
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "tests/testing/bind_shop.h"

namespace seine::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(BindText, Dictionaries) {
  EXPECT_EQ(BindShop("city = \"Taipei\""), "customers.city in {\"Taipei\"}");
  EXPECT_EQ(BindShop("city != \"Taipei\""), "customers.city in all but {\"Taipei\"}");
  EXPECT_EQ(BindShop("city = \"taipei\" ignoring case"),
            "customers.city in {\"TAIPEI\", \"Taipei\", \"taipei\"}");
  EXPECT_EQ(BindShop("city in (\"新北市\", \"New York\")"),
            "customers.city in {\"New York\", \"新北市\"}");
  EXPECT_EQ(BindShop("city not in (\"新北市\")"), "customers.city in all but {\"新北市\"}");
  EXPECT_EQ(BindShop("city like \"New%\""), "customers.city in {\"New York\"}");
  EXPECT_EQ(BindShop("city like \"新__\""), "customers.city in {\"新北市\"}");
  EXPECT_EQ(BindShop("city not contains \"ai\""),
            "customers.city in all but {\"Taipei\", \"taipei\"}");
  EXPECT_EQ(BindShop("city matches \"^T.*i$\""), "customers.city in {\"Taipei\"}");
  EXPECT_EQ(BindShop("city matches \"^t.*I$\" ignoring case"),
            "customers.city in {\"TAIPEI\", \"Taipei\", \"taipei\"}");
  EXPECT_EQ(BindShop("city < \"T\""), "customers.city in {\"New York\"}");
  EXPECT_EQ(BindShop("city between \"N\" and \"TAIPEI\""),
            "and(customers.city in {\"New York\", \"TAIPEI\", \"Taipei\", \"taipei\", \"新北市\"}, "
            "customers.city in "
            "{\"New York\", \"TAIPEI\"})");
}

TEST(BindText, TextColumnsKeepThePredicate) {
  EXPECT_EQ(BindShop("email ends with \"@x.com\""), "customers.email searched");
  EXPECT_EQ(BindShop("email not contains \"@x.com\" ignoring case"),
            "customers.email not searched ignoring case");
  EXPECT_EQ(BindShop("email in (\"a\", \"b\")"), "customers.email one of 2 values");
}

TEST(BindText, Sets) {
  EXPECT_EQ(BindShop("tags has \"vip\""), "customers.tags any {\"vip\"}");
  EXPECT_EQ(BindShop("tags has any (\"vip\", \"new\")"), "customers.tags any {\"new\", \"vip\"}");
  EXPECT_EQ(BindShop("tags has all (\"vip\", \"nope\")"), "customers.tags all {\"vip\"} and more");
  EXPECT_EQ(BindShop("tags has none (\"vip\")"), "customers.tags none {\"vip\"}");
  EXPECT_EQ(BindShop("tags has only (\"vip\")"), "customers.tags only {\"vip\"}");
  EXPECT_EQ(BindShop("size(tags) >= 3"), "size(customers.tags) >= 3");
  EXPECT_EQ(BindShop("tags is missing"), "not(customers.tags exists)");
}

TEST(BindText, Lists) {
  CompileOptions options;
  options.lists["cities"] = {"Taipei", "Tokyo!"};
  EXPECT_EQ(BindShop("city in list(\"cities\")", options), "customers.city in {\"Taipei\"}");
  EXPECT_THAT(BindWarnings("city in list(\"cities\")", options),
              ElementsAre("no row of customers.city has the value \"Tokyo!\""));
  EXPECT_EQ(BindShop("city in list(\"citys\")", options),
            "error: unknown list \"citys\", at 1:9; did you mean `cities`?");
  options.lists["ages"] = {"30", "29.5"};
  EXPECT_EQ(BindShop("age in list(\"ages\")", options), "customers.age in {[30..30]}");
}

TEST(BindText, WarnsOfMoreConditionsThanThereAre) {
  EXPECT_THAT(BindWarnings("at least 3 of (city = \"Taipei\", any orders)"),
              ElementsAre("`at least 3 of` never holds: it has only 2 conditions"));
  EXPECT_THAT(BindWarnings("exactly 2 of (any orders)"),
              ElementsAre("`exactly 2 of` never holds: it has only 1 condition"));
  EXPECT_THAT(BindWarnings("at most 3 of (city = \"Taipei\", any orders)"), IsEmpty());
  EXPECT_THAT(BindWarnings("exactly 0 of (any orders)"), IsEmpty());
}

TEST(BindText, WarnsOfValuesThatAComputedTextNeverIs) {
  EXPECT_THAT(BindWarnings("mode(orders.channel) = \"wbe\""),
              ElementsAre("no row of orders.channel has the value \"wbe\"; did you mean \"web\"?"));
  EXPECT_THAT(BindWarnings("latest(orders).channel = \"wbe\""),
              ElementsAre("no row of orders.channel has the value \"wbe\"; did you mean \"web\"?"));
  EXPECT_THAT(BindWarnings("city else shipping_city = \"Taipeh\""),
              ElementsAre("no row of customers.city or customers.shipping_city has the value "
                          "\"Taipeh\"; did you mean \"Taipei\"?"));
  EXPECT_THAT(BindWarnings("city else \"none\" in (\"none\", \"Nowhere\")"),
              ElementsAre("no row of customers.city has the value \"Nowhere\""));
  EXPECT_THAT(BindWarnings("mode(orders.items.product.category) != \"whine\""),
              ElementsAre("no row of products.category has the value \"whine\"; did you mean "
                          "\"wine\"?"));
  // One that is known, in other letters, or of a text without dictionary.
  EXPECT_THAT(BindWarnings("mode(orders.channel) = \"WEB\" ignoring case"), IsEmpty());
  EXPECT_THAT(BindWarnings("city else shipping_city = \"Tokyo\""), IsEmpty());
  EXPECT_THAT(BindWarnings("city else email = \"nobody\""), IsEmpty());
}

TEST(BindText, Warnings) {
  EXPECT_THAT(
      BindWarnings("city = \"Tapei\""),
      ElementsAre("no row of customers.city has the value \"Tapei\"; did you mean \"Taipei\"?"));
  EXPECT_THAT(BindWarnings("city in (\"p1\", \"p2\", \"p3\", \"p4\", \"p5\")").back(),
              "2 more values of the list that no row of customers.city has");
  std::string many = "city = \"q0\"";
  for (int i = 1; i < 30; ++i) many += " or city = \"q" + std::to_string(i) + "\"";
  EXPECT_EQ(BindWarnings(many).size(), 20U);
}

TEST(BindText, Refused) {
  EXPECT_EQ(BindShop("city = 5"),
            "error: `city` is a category (text) and this is the number 5, at 1:8; write it in "
            "quotes: \"5\"");
  EXPECT_EQ(
      BindShop("age = \"5\""),
      "error: `age` is an integer and this is the text \"5\", at 1:7; write it without quotes: 5");
  EXPECT_EQ(BindShop("tags = \"vip\""),
            "error: `tags` is a set, which holds many values, at 1:1; write `tags has \"vip\"`");
  EXPECT_EQ(BindShop("tags in (\"vip\", \"new\")"),
            "error: `tags` is a set, which holds many values, at 1:1; write `tags has any (…)`");
  EXPECT_EQ(BindShop("city has \"x\""),
            "error: `has` tests sets, and `city` is a category (text), at 1:1; write `city = …` or "
            "`city in (…)`");
  EXPECT_EQ(BindShop("age contains \"x\""),
            "error: `contains` tests text, and `age` is an integer, at 1:1");
  EXPECT_EQ(BindShop("age = 5 ignoring case"),
            "error: `ignoring case` is for text, and `age` is an integer, at 1:1");
  EXPECT_EQ(BindShop("size(city) = 1"),
            "error: `size` counts the values of a set, and `city` is a category (text), at 1:6");
  EXPECT_EQ(BindShop("city matches \"(\""),
            "error: RE2 refuses this pattern: missing ): (, at 1:14");
  EXPECT_NE(BindShop("city matches \"(((a{100}){100}){100})\"").find("RE2 refuses"),
            std::string::npos);
}

}  // namespace
}  // namespace seine::testing
