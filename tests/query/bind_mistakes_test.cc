// Mistakes that the schema shows: each one's hint, and the filter that comes of following it.

#include "query/bind_mistakes.h"

#include <optional>
#include <string>

#include "gtest/gtest.h"

#include "query/bind.h"
#include "query/definition.h"
#include "query/filter_error.h"
#include "tests/testing/bind_shop.h"
#include "tests/testing/hint_repair.h"

namespace seine::testing {
namespace {

struct Mistaken {
  const char* text;
  const char* hint;
  const char* repaired;
};

absl::Status BoundOf(const std::string& text) {
  const absl::StatusOr<Definition> definition = ReadDefinition(text);
  if (!definition.ok()) return definition.status();
  return Bind(*ShopSnapshot(), *definition, {}).status();
}

void ExpectRepaired(const Mistaken& c) {
  const absl::Status wrong = BoundOf(c.text);
  ASSERT_FALSE(wrong.ok()) << c.text;
  const std::optional<FilterErrorInfo> error = GetFilterError(wrong);
  ASSERT_TRUE(error.has_value()) << c.text;
  EXPECT_EQ(error->hint, c.hint) << c.text << "\n" << wrong;
  EXPECT_TRUE(Repairs(c.text, *error, c.repaired)) << RenderFilterError(wrong, c.text);
  EXPECT_TRUE(BoundOf(c.repaired).ok()) << BoundOf(c.repaired);
}

// clang-format off
TEST(BindMistakes, TextWithoutQuotes) {
  const Mistaken cases[] = {
      {"city = Taipei", "text goes in quotes: \"Taipei\"", "city = \"Taipei\""},
      {"city = 新北市", "text goes in quotes: \"新北市\"", "city = \"新北市\""},
      {"Taipei = city", "text goes in quotes: \"Taipei\"", "\"Taipei\" = city"},
      {"gender = F", "text goes in quotes: \"F\"", "gender = \"F\""},
      {"gender != X", "text goes in quotes: \"X\"", "gender != \"X\""},
      {"city in (Taipei, \"London\")", "text goes in quotes: \"Taipei\"", "city in (\"Taipei\", \"London\")"},
      {"city contains Tai", "text goes in quotes: \"Tai\"", "city contains \"Tai\""},
      {"city between A and \"B\"", "text goes in quotes: \"A\"", "city between \"A\" and \"B\""},
      {"tags has vip", "text goes in quotes: \"vip\"", "tags has \"vip\""},
      {"tags has any (vip)", "text goes in quotes: \"vip\"", "tags has any (\"vip\")"},
      {"member = a", "text goes in quotes: \"a\"", "member = \"a\""},
      {"nes(orders) = S1", "text goes in quotes: \"S1\"", "nes(orders) = \"S1\""},
      {"mode(orders.channel) = web", "text goes in quotes: \"web\"", "mode(orders.channel) = \"web\""},
      {"any orders where channel = web", "text goes in quotes: \"web\"", "any orders where channel = \"web\""},
      // A column near it, when no row has that value.
      {"city = shiping_city", "did you mean `shipping_city`?", "city = shipping_city"},
      {"subscribed = yes", "write `true`", "subscribed = true"},
  };
  for (const Mistaken& c : cases) ExpectRepaired(c);
}

TEST(BindMistakes, PeriodsAndMoments) {
  const Mistaken cases[] = {
      {"joined = today", "write `joined in today`", "joined in today"},
      {"joined != yesterday", "write `joined not in yesterday`", "joined not in yesterday"},
      {"joined > yesterday", "write `1 days ago`, or `in yesterday` for that day", "joined > 1 days ago"},
      {"joined > now", "write `0 days ago`", "joined > 0 days ago"},
      {"joined > 30 days", "write `30 days ago`", "joined > 30 days ago"},
      {"joined = last month", "write `joined in previous month`", "joined in previous month"},
      {"joined = this year", "write `joined in this year`", "joined in this year"},
      {"joined > last month", "write `1 months ago`", "joined > 1 months ago"},
      {"joined since 30 days", "write `30 days ago`", "joined since 30 days ago"},
      {"joined before yesterday", "write `1 days ago`, or `in yesterday` for that day", "joined before 1 days ago"},
      {"joined since last month", "write `1 months ago`", "joined since 1 months ago"},
      {"(any orders) as of yesterday", "write `1 days ago`", "(any orders) as of 1 days ago"},
      {"(any orders) as of last month", "write `1 months ago`", "(any orders) as of 1 months ago"},
      {"(any orders) as of 30 days", "write `30 days ago`", "(any orders) as of 30 days ago"},
      {"joined > 2025 - 01 - 01", "write `2025-01-01`, without blanks", "joined > 2025-01-01"},
      {"joined in (2025 - 01 - 01)", "write `2025-01-01`, without blanks", "joined in (2025-01-01)"},
      {"joined between 2025 - 1 - 1 and 2026", "write `2025-01-01`, without blanks", "joined between 2025-01-01 and 2026"},
      {"joined > 1980/01/01", "write `1980-01-01`, without blanks", "joined > 1980-01-01"},
      {"joined > \"2025-01-01\"", "write times without quotes: 2025-01-01", "joined > 2025-01-01"},
      {"any orders where at in calendar(\"double-11\", 25)", "write `calendar(\"double-11\", 2025)`", "any orders where at in calendar(\"double-11\", 2025)"},
      {"birthday weekday = \"sat\"", "write it without quotes: sat", "birthday weekday = sat"},
      {"birthday weekday in (sat, sunn)", "did you mean `sun`?", "birthday weekday in (sat, sun)"},
      {"birthday.month = 12", "write `birthday month`", "birthday month = 12"},
      {"birthday.day = 12", "write `birthday day of month`", "birthday day of month = 12"},
  };
  for (const Mistaken& c : cases) ExpectRepaired(c);
}

TEST(BindMistakes, MissingValuesAndNames) {
  const Mistaken cases[] = {
      {"city = null", "write `city is missing`", "city is missing"},
      {"latest(orders).amount != null", "write `latest(orders).amount exists`", "latest(orders).amount exists"},
      {"everybody", "write `everyone`", "everyone"},
      {"subscribed or nothing", "write `nobody`", "subscribed or nobody"},
      {"\"gender\" = \"F\"", "a column is written `gender`, without quotes", "gender = \"F\""},
      {"any orders where orders.amnt > 3", "did you mean `amount`?", "any orders where orders.amount > 3"},
      {"orders.count > 3", "write `count(orders)`", "count(orders) > 3"},
      {"sum(amount) > 3", "write `orders.amount`", "sum(orders.amount) > 3"},
      {"city = \"Taipei\" or \"Tokyo\"", "write `city = \"Tokyo\"`", "city = \"Taipei\" or city = \"Tokyo\""},
      {"age > 30 and subscribed or age = 5 or 6", "write `age = 6`", "age > 30 and subscribed or age = 5 or age = 6"},
      {"tags has \"vip\" and \"new\"", "write `tags has \"new\"`", "tags has \"vip\" and tags has \"new\""},
      {"email contains \"x\" or \"y\"", "write `email contains \"y\"`", "email contains \"x\" or email contains \"y\""},
  };
  for (const Mistaken& c : cases) ExpectRepaired(c);
}

TEST(BindMistakes, SetsAndPopulations) {
  const Mistaken cases[] = {
      {"tags > 3", "write `size(tags)` for how many", "size(tags) > 3"},
      {"tags = 3", "write `size(tags)` for how many", "size(tags) = 3"},
      {"count(tags) >= 3", "write `size(tags)`", "size(tags) >= 3"},
      {"any orders.items where product.colours = \"red\"", "write `product.colours has \"red\"`",
       "any orders.items where product.colours has \"red\""},
      {"tags contains \"vip\"", "write `tags has \"vip\"`", "tags has \"vip\""},
      {"age > avg(age)", "over all members write `mean(age)`", "age > mean(age)"},
      {"balance > sum(balance)", "over all members write `total(balance)`", "balance > total(balance)"},
      {"mean(orders.amount) > 5", "write `avg(orders.amount)` for each member's own", "avg(orders.amount) > 5"},
      {"total(orders.amount) > 5", "write `sum(orders.amount)` for each member's own", "sum(orders.amount) > 5"},
      {"age in bottom holding 20%", "write `age not in top holding 80%`", "age not in top holding 80%"},
      {"age not in bottom holding 12.5% per city", "write `age in top holding 87.5% per city`", "age in top holding 87.5% per city"},
  };
  for (const Mistaken& c : cases) ExpectRepaired(c);
}

TEST(BindMistakes, WithoutAReplacement) {
  const std::pair<const char*, const char*> cases[] = {
      {"joined > 10000-01-01",
       "error: `joined` is a timestamp, which does not compare with arithmetic between values, at 1:10; a day is "
       "written 2011-09-11, with four digits for the year"},
      {"joined > 2020 + 5",
       "error: `joined` is a timestamp, which does not compare with arithmetic between values, at 1:10"},
      {"age > 30 days", "error: expected a column or another value here, found a duration, at 1:7"},
      {"joined month = january", "error: unknown column `january` of customers, at 1:16; months are written 1 to 12"},
      {"product.colours = \"red\"",
       "error: unknown column `product` of customers, at 1:1; rows of orders.items have it: `any orders.items where "
       "product.colours …`, or an aggregate such as `distinct(orders.items.product.colours)`"},
      {"orders.channel = \"web\"",
       "error: one row of customers has many orders, so `channel` is not one value, at 1:1; write `any orders where "
       "channel …`, or an aggregate such as `mode(orders.channel)`"},
      {"(any orders) as of first(orders).at",
       "error: `as of` takes one moment for everybody, and this is a value of each row, at 1:20; compare times with it "
       "instead, as in `… < first(orders).at`"},
      {"(any orders) as of nosuch", "error: unknown column `nosuch` of customers, at 1:20"},
      {"rfm(orders, nosuch, 5).recency = 5", "error: unknown column `nosuch` of orders, at 1:13"},
      {"rfm(orders, amnt, (30, 90), (2, 5), (100, 500)).frequency = 2",
       "error: unknown column `amnt` of orders, at 1:13; did you mean `amount`?"},
      {"orders.id = 3", "error: unknown column `id` of orders, at 1:8"},
      {"orders.items.product.category = \"wine\"",
       "error: one row of customers has many items, so `product.category` is not one value, at 1:1; write `any "
       "orders.items where product.category …`, or an aggregate such as `mode(orders.items.product.category)`"},
      {"member > 5", "error: `member` is compared by `=`, `!=` and `in` only, at 1:1; write `member = …` or `member in (…)`"},
      {"member is missing", "error: `member` is compared by `=`, `!=` and `in` only, at 1:1; write `member = …` or `member in (…)`"},
      {"first(orders) > 5", "error: this is a row of orders, not a value, at 1:1; name one of its columns: `first(…).COLUMN`"},
      {"age > -city",
       "error: arithmetic takes numbers, and `city` is a category (text), at 1:8; texts are compared as they are, each by itself"},
      {"joined - joined > 3",
       "error: arithmetic takes numbers, and `joined` is a timestamp, at 1:1; for times write `days from … to …`, "
       "`days since …` or `… + 30 days`"},
      {"age in bottom holding 100%",
       "error: `holding` goes with `top`: the fewest members that hold so much, at 1:1; write `in top holding 80%`"},
  };
  for (const auto& [text, error] : cases) EXPECT_EQ(BindShop(text), error);
}
// clang-format on

// Arithmetic is no year, but it is a number wherever numbers stand.
TEST(BindMistakes, ArithmeticStaysANumber) {
  EXPECT_EQ(BindShop("age > 2 * 10"), BindShop("age > 20"));
  EXPECT_EQ(BindShop("age between 2 + 3 and 10 - 1"), BindShop("age between 5 and 9"));
  EXPECT_EQ(BindShop("age + (2 - 1) > 3"), BindShop("age + 1 > 3"));
  EXPECT_EQ(BindShop("joined year > 2000 + 11"), BindShop("joined year > 2011"));
  EXPECT_EQ(BindShop("joined > 2011 and age = 2011"),
            "and(customers.joined in {[2012-01-01, )}, customers.age in {[2011..2011]})");
}

}  // namespace
}  // namespace seine::testing
