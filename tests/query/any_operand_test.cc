// Values and constants in every place of a test: in lists, as bounds, to the left.

#include "tests/query/agreement_fixture.h"

namespace seine::oracle {
namespace {

using ::testing::HasSubstr;

TEST_F(AgreementTest, ValuesInLists) {
  Expect({
      {"age in (20 + 10, 50 + 1)", "a c"},
      {"age in (20 / 2 * 3, 51)", "a c"},
      {"age in (count(orders) * 10, 29)", "a b"},
      {"age in (-age, 51)", "c e"},
      {"size(tags) in (count(orders), 3)", "f g"},
      {"age in (size(tags), 29)", "b"},
      {"age not in (size(tags), 29)", "a c e f g"},
      {"age not in (balance, 29)", "a c f g"},
      {"joined in (max(orders.at), 2012)", "f"},
      {"joined in (joined + 0 days, 2020)", "a b c d f g"},
      {"joined in (joined date, 1999)", "a c"},
      {"birthday in (joined date, birthday else 2000-01-01)", "a b c d f g"},
      {"city in (shipping_city else \"x\", \"TAIPEI\")", "a c g"},
      {"city in (\"x\", mode(orders.channel) else \"Taipei\") ignoring case", "g"},
      {"mode(orders.channel) in (city, \"pos\")", "b"},
      {"subscribed in (subscribed, true)", "a b d e f"},
      {"score in (age / 2 - 14.5, 3)", "a c"},
      {"count(orders) in (1 + 1, size(tags) - 1)", "b e"},
      {"latest(orders).at in (2011-12-09, first(orders).at)", "a d e"},
      {"any orders where amount in (5, first(orders).amount)", "a d e"},
  });
}

TEST_F(AgreementTest, AnyBounds) {
  Expect({
      {"age between 20 + 9 and 50", "a b"},
      {"age between -(5) and 20 / 2", "e f"},
      {"age between age - 1 and 50", "a b e f"},
      {"age not between 20 + 9 and 50", "c e f g"},
      {"city between \"T\" and \"Taipei\"", "a b g"},
      {"city between \"t\" and \"TAIPEI\" ignoring case", "a b e g"},
      {"city not between \"t\" and \"taipei\" ignoring case", "c d"},
      {"city between shipping_city and \"z\" ignoring case", "a e"},
      {"first(orders).channel between \"LINE\" and \"pos\" ignoring case", "b e"},
  });
  EXPECT_THAT(Refusal("age between 1 and 2 ignoring case"),
              HasSubstr("`ignoring case` is for text"));
}

TEST_F(AgreementTest, ConstantsToTheLeft) {
  Expect({
      {"30 between size(tags) and age", "a c g"},
      {"0 not between age and size(tags)", "a b c g"},
      {"2011-09-01 between joined and latest(orders).at", "a b"},
      {"2011-09 between joined and 2012", "a b c d g"},
      {"2011-09-01 between 2011-08 and joined", "c d f"},
      {"2011-Q4 between 1 day ago and joined", "f"},
      {"2011-Q4 between joined and 100 days ago", ""},
      {"100 days ago between joined and latest(orders).at", "a b"},
      {"2011-09-10 08:00 not between joined and first(orders).at", "a b d"},
      {"2011 between joined and latest(orders).at", "a b d"},
      {"\"b\" between \"a\" and city", "c e"},
      {"\"TOKYO\" between city and shipping_city ignoring case", "b"},
      {"\"vip\" in tags", "a b f"},
      {"\"vip\" not in tags", "c d e g"},
      {"\"VIP\" in tags ignoring case", "a b f"},
      {"\"Taipei\" in (city, shipping_city)", "a b f"},
      {"\"Taipei\" not in (city, shipping_city)", "c e"},
      {"\"vip\" in (city, tags)", "a b f"},
      {"\"red\" in first(orders.items).product.colours", "a"},
      {"30 in (age, size(tags), 12)", "a"},
      {"2011-09 in (joined, 2010)", "c d"},
      {"2011-09 in (joined, 2011-09-11 08:00)", "a b c d e f g"},
      {"2011-09-05 in from joined to latest(orders).at", "a"},
      {"2011-09-05 since joined", "a b c g"},
      {"2011-09-05 not in from joined to latest(orders).at", "b d"},
      {"true in (subscribed)", "a d f"},
      {"\"Taipei, Taiwan\" starts with city", "a b"},
      {"\"taipei, Taiwan\" contains city ignoring case", "a b e g"},
      {"\"Taipei\" like city", "a b"},
      {"\"Taipei\" not like city", "c d e g"},
      {"any orders where \"web\" in (channel, city)", "a b"},
  });
}

TEST_F(AgreementTest, ConstantsAlone) {
  for (const char* filter :
       {"30 between 1 and 50", "30 in (30, 40)", "\"a\" like \"a%\"", "2011-09-01 in 2011-09"}) {
    EXPECT_THAT(Refusal(filter), HasSubstr("found a constant")) << filter;
  }
  EXPECT_THAT(Refusal("1 = 1"), HasSubstr("both sides are constants"));
  EXPECT_THAT(Refusal("3 in tags"), HasSubstr("sets hold text"));
  EXPECT_THAT(Refusal("\"a\" in city"), HasSubstr("`in` needs a list or a set"));
}

TEST_F(AgreementTest, ValuesThatDoNotFit) {
  EXPECT_THAT(Refusal("age in (30, mode(orders.channel))"), HasSubstr("do not compare"));
  EXPECT_THAT(Refusal("joined in (2011, age)"), HasSubstr("do not compare"));
  EXPECT_THAT(Refusal("member = \"a\" ignoring case"), HasSubstr("leave out `ignoring case`"));
  EXPECT_THAT(Refusal("member in (\"a\") ignoring case"), HasSubstr("leave out `ignoring case`"));
}

}  // namespace
}  // namespace seine::oracle
