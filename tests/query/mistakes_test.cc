// What a person meant: each mistake's hint, word for word, and the filter that comes of following
// it.

#include "query/mistakes.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>

#include "query/filter_error.h"
#include "query/parser.h"
#include "tests/testing/hint_repair.h"

namespace seine {
namespace {

struct Mistaken {
  const char* text;
  const char* hint;
  const char* repaired;
};

void ExpectRepaired(const Mistaken& c) {
  const absl::StatusOr<Filter> wrong = ParseFilter(c.text);
  ASSERT_FALSE(wrong.ok()) << c.text;
  const std::optional<FilterErrorInfo> error = GetFilterError(wrong.status());
  ASSERT_TRUE(error.has_value()) << c.text;
  EXPECT_EQ(error->hint, c.hint) << c.text << "\n" << wrong.status();
  EXPECT_TRUE(testing::Repairs(c.text, *error, c.repaired))
      << c.text << "\n"
      << RenderFilterError(wrong.status(), c.text);
  const absl::StatusOr<Filter> right = ParseFilter(c.repaired);
  EXPECT_TRUE(right.ok()) << c.repaired << "\n" << right.status();
}

// clang-format off
TEST(Mistakes, WordsForSigns) {
  const Mistaken cases[] = {
      {"age over 5", "write `>`", "age > 5"},
      {"age is greater than 5", "write `>`", "age > 5"},
      {"age is greater than or equal to 5", "write `>=`", "age >= 5"},
      {"age at least 5", "write `>=`", "age >= 5"},
      {"age less than 5 and b", "write `<`", "age < 5 and b"},
      {"age equals 5", "write `=`", "age = 5"},
      {"age is not equal to 5", "write `!=`", "age != 5"},
      {"age not equal to 5", "write `!=`", "age != 5"},
      {"age is between 1 and 5", "write `between`", "age between 1 and 5"},
      {"city is in (\"Taipei\")", "write `in`", "city in (\"Taipei\")"},
      {"city is not one of (\"Taipei\")", "write `not in`", "city not in (\"Taipei\")"},
      {"age > = 5", "write `>=`", "age >= 5"},
      {"age = > 5", "write `>=`", "age >= 5"},
      {"age ≧ 5", "write the plain >=", "age >= 5"},
      {"a = 1 unless b", "write `and not`", "a = 1 and not b"},
  };
  for (const Mistaken& c : cases) ExpectRepaired(c);
}

TEST(Mistakes, WordsOfTexts) {
  const Mistaken cases[] = {
      {"city begins with \"T\"", "write `starts with`", "city starts with \"T\""},
      {"city startswith \"T\"", "write `starts with`", "city starts with \"T\""},
      {"city endswith \"T\"", "write `ends with`", "city ends with \"T\""},
      {"city does not contain \"T\"", "write `not contains`", "city not contains \"T\""},
      {"city = \"t\" ignore case", "write `ignoring case`", "city = \"t\" ignoring case"},
      {"tags include \"vip\"", "write `has`", "tags has \"vip\""},
      {"tags does not include \"vip\"", "write `not has`", "tags not has \"vip\""},
      {"tags contains any (\"vip\")", "write `has any`", "tags has any (\"vip\")"},
      {"tags has any of (\"vip\")", "write `has any`", "tags has any (\"vip\")"},
      {"tags has any \"vip\"", "write `has any (\"vip\")`", "tags has any (\"vip\")"},
      {"tags has all \"vip\"", "write `has all (\"vip\")`", "tags has all (\"vip\")"},
      {"city is blank", "write `is missing`", "city is missing"},
      {"city isnull", "write `is missing`", "city is missing"},
  };
  for (const Mistaken& c : cases) ExpectRepaired(c);
}

TEST(Mistakes, QuotesMissing) {
  const Mistaken cases[] = {
      {"city = New York City", "text goes in quotes: \"New York City\"", "city = \"New York City\""},
      {"city = Stratford on Avon and a", "text goes in quotes: \"Stratford on Avon\"", "city = \"Stratford on Avon\" and a"},
      {"city != wine lover", "text goes in quotes: \"wine lover\"", "city != \"wine lover\""},
      {"city = New York ignoring case", "text goes in quotes: \"New York\"", "city = \"New York\" ignoring case"},
      {"city in (New York, \"London\")", "text goes in quotes: \"New York\"", "city in (\"New York\", \"London\")"},
      {"tags has wine lover", "text goes in quotes: \"wine lover\"", "tags has \"wine lover\""},
      {"name contains O Dell", "text goes in quotes: \"O Dell\"", "name contains \"O Dell\""},
      {"product = 85123A", "text goes in quotes: \"85123A\"", "product = \"85123A\""},
  };
  for (const Mistaken& c : cases) ExpectRepaired(c);
}

TEST(Mistakes, Periods) {
  const Mistaken cases[] = {
      {"at last 7 days", "write `in last`", "at in last 7 days"},
      {"at within 7 days", "write `in last`", "at in last 7 days"},
      {"at within the last 7 days", "write `in last`", "at in last 7 days"},
      {"at in the last 7 days", "write `in last`", "at in last 7 days"},
      {"at in past 7 days", "write `last`", "at in last 7 days"},
      {"at > 2011-09-11  08:00", "write `2011-09-11 08:00`", "at > 2011-09-11 08:00"},
      {"at > 2011-09-11\t08:00:30", "write `2011-09-11 08:00`", "at > 2011-09-11 08:00:30"},
      {"at today", "write `in today`", "at in today"},
      {"at in today()", "write `today`", "at in today"},
      {"at in last thirty days", "write 30", "at in last 30 days"},
      {"at in last 7d", "write 7 days", "at in last 7 days"},
      {"at in last 7 d", "write `days`", "at in last 7 days"},
      {"at in last 7 天", "write `days`", "at in last 7 days"},
      {"at in last 1.5 days", "write `36 hours`", "at in last 36 hours"},
      {"at in last month", "write `last 1 month` or `previous month`", "at in last 1 month"},
      {"at = last 7 days", "write `in last 7 days`", "at in last 7 days"},
      {"at != last 7 days", "write `not in last 7 days`", "at not in last 7 days"},
      {"at > last 7 days", "write `> 7 days ago`", "at > 7 days ago"},
      {"at = previous 2 months", "write `in previous 2 months`", "at in previous 2 months"},
      {"at in 30 days ago", "compare it: `>= 30 days ago` or `< 30 days ago`", "at >= 30 days ago"},
      {"days between a and b > 5", "write `days from a to b`", "days from a to b > 5"},
      {"days until due < 5", "write `days from 0 days ago to due`; of a yearly day, `due anniversary in next 7 days`", "days from 0 days ago to due < 5"},
      {"wk since a > 5", "write `weeks`", "weeks since a > 5"},
      {"birthday day = 3", "write `day of month`; the parts of a date are `date`, `day of month`, `weekday`, `hour`, `week`, `month`, `quarter` and `year`", "birthday day of month = 3"},
      {"at > 2011-9-1", "write `2011-09-01`; to subtract, put blanks around the `-`", "at > 2011-09-01"},
      {"at > 11.09.2011", "write 2011-09-11", "at > 2011-09-11"},
      {"at > 2011-09-11T08:00+0800", "write `2011-09-11T08:00+08:00`", "at > 2011-09-11T08:00+08:00"},
  };
  for (const Mistaken& c : cases) ExpectRepaired(c);
  EXPECT_EQ(GetFilterError(ParseFilter("seconds since a > 5").status())->hint,
            "units are minutes, hours, days, weeks, months, quarters and years");
}

TEST(Mistakes, RowsAndRanks) {
  const Mistaken cases[] = {
      {"some orders", "write `any`", "any orders"},
      {"every orders where a", "write `all`", "all orders where a"},
      {"a and without orders", "write `no`", "a and no orders"},
      {"any the orders", "write `orders`", "any orders"},
      {"any(orders)", "write `any orders`", "any orders"},
      {"no(orders where a)", "write `no orders where (a)`", "no orders where (a)"},
      {"no any orders", "write `no`", "no orders"},
      {"any orders with channel = \"web\"", "write `where`", "any orders where channel = \"web\""},
      {"any orders o where o.a", "write `as o`", "any orders as o where o.a"},
      {"any orders.amount > 5", "write `any orders where amount`", "any orders where amount > 5"},
      {"any orders > 5", "write `count(orders)`, or name the column: `any orders where amount > …`", "count(orders) > 5"},
      {"orders where channel = \"web\"", "write `any orders where`, `no orders where` or `all orders where`", "any orders where channel = \"web\""},
      {"a in the top 20%", "write `top`", "a in top 20%"},
      {"a in top 20 percent", "write `%`", "a in top 20%"},
      {"a in top 20% by city", "write `per`", "a in top 20% per city"},
      {"a top 20%", "write `in top`", "a in top 20%"},
      {"a in top 20% of (b)", "write `among`", "a in top 20% among (b)"},
      {"any orders at in last 30 days", "write `where at`", "any orders where at in last 30 days"},
      {"no orders channel = \"web\"", "write `where channel`", "no orders where channel = \"web\""},
      {"a in top 5 among (b) per city", "write `per city among (b)`", "a in top 5 per city among (b)"},
      {"at least two of (a, b)", "write 2", "at least 2 of (a, b)"},
      {"sequence (a) then not (b) within 3 days", "write `no`", "sequence (a) then no (b) within 3 days"},
      {"sequence (a) then no b within 3 days", "write `(b)`", "sequence (a) then no (b) within 3 days"},
      {"sequence a where b = 1 then (c)", "write `(a where b = 1)`", "sequence (a where b = 1) then (c)"},
      {"sequence (a) followed by (b)", "write `then`", "sequence (a) then (b)"},
  };
  for (const Mistaken& c : cases) ExpectRepaired(c);
}

TEST(Mistakes, Calls) {
  const Mistaken cases[] = {
      {"sum orders.amount > 3", "write `sum(orders.amount)`", "sum(orders.amount) > 3"},
      {"latest orders.amount > 3", "write `latest(orders).amount`", "latest(orders).amount > 3"},
      {"avg gap orders > 3", "write `avg gap(orders)`", "avg gap(orders) > 3"},
      {"gap orders > 3", "write `avg gap(orders)`", "avg gap(orders) > 3"},
      {"segment \"vip\"", "write `segment(\"vip\")`", "segment(\"vip\")"},
      {"count distinct(a.b) > 3", "write `distinct`", "distinct(a.b) > 3"},
      {"count(distinct a.b) > 3", "write `distinct(a.b)`", "distinct(a.b) > 3"},
      {"average(orders.amount) > 3", "write `avg(orders.amount)`", "avg(orders.amount) > 3"},
      {"len(tags) > 3", "write `size(tags)`", "size(tags) > 3"},
      {"last(orders).a > 3", "write `latest(orders)`", "latest(orders).a > 3"},
      {"orders.amount.sum() > 3", "write `sum(orders.amount)`", "sum(orders.amount) > 3"},
      {"name.contains(\"x\")", "write `name contains \"x\"`", "name contains \"x\""},
      {"lower(city) = \"taipei\"", "write `city = \"taipei\" ignoring case`", "city = \"taipei\" ignoring case"},
      {"coalesce(a, b, c) = 1", "write `(a else b else c)`", "(a else b else c) = 1"},
      {"isnull(city)", "write `city is missing`", "city is missing"},
      {"at > now()", "write `0 days ago`", "at > 0 days ago"},
      {"month(birthday) = 3", "write `birthday month`", "birthday month = 3"},
      {"day(birthday) = 3", "write `birthday day of month`", "birthday day of month = 3"},
      {"at > date(\"2011-09-11\")", "write `2011-09-11`", "at > 2011-09-11"},
      {"days_between(a, b) > 3", "write `days from a to b`", "days from a to b > 3"},
      {"exists(orders)", "write `any orders`", "any orders"},
      {"score (2: a) > 1", "write `score of`", "score of (2: a) > 1"},
      {"first(orders, 2).a > 3", "write `nth(orders, 2)`", "nth(orders, 2).a > 3"},
      {"latest(orders, 2).a > 3", "write `nth(orders, -2)`", "nth(orders, -2).a > 3"},
      {"sum(a.b, a.c) * 2 > 3", "write `(sum(a.b) + sum(a.c))`", "(sum(a.b) + sum(a.c)) * 2 > 3"},
      {"not segment(\"a\", \"b\")", "write `(segment(\"a\") or segment(\"b\"))`", "not (segment(\"a\") or segment(\"b\"))"},
      {"at in calendar(\"x\", 2024, 2025)", "write `(calendar(\"x\", 2024), calendar(\"x\", 2025))`", "at in (calendar(\"x\", 2024), calendar(\"x\", 2025))"},
  };
  for (const Mistaken& c : cases) ExpectRepaired(c);
}

TEST(Mistakes, CommasAndNumbers) {
  const Mistaken cases[] = {
      {"age > 1,000", "write `1000`", "age > 1000"},
      {"age > 1,234,567.5", "write `1234567.5`", "age > 1234567.5"},
      {"age > 5, age < 10", "write `and` or `or`", "age > 5 and age < 10"},
      {"age between (5, 10)", "write `5 and 10`", "age between 5 and 10"},
      {"age in (30 and 40)", "write `between 30 and 40`", "age between 30 and 40"},
      {"age in 5 to 10", "write `between 5 and 10`", "age between 5 and 10"},
      {"age between 5 to 10", "write `and`", "age between 5 and 10"},
      {"tags has (\"a\", \"b\")", "write `has any` or `has all`", "tags has any (\"a\", \"b\")"},
      {"segment(vip)", "text goes in quotes: \"vip\"", "segment(\"vip\")"},
      {"city in (\"a\" or \"b\")", "write `,`", "city in (\"a\", \"b\")"},
      {"city = (\"a\", \"b\")", "write `in`", "city in (\"a\", \"b\")"},
      {"city != (\"a\", \"b\")", "write `not in`", "city not in (\"a\", \"b\")"},
      {"age > 1e3", "write 1000", "age > 1000"},
      {"age > 5k", "write 5000", "age > 5000"},
      {"age > 1_000", "write 1000", "age > 1000"},
      {"age > 0x10", "write 16", "age > 16"},
      {"at hour = 8pm", "write 20", "at hour = 20"},
      {"age>5and age<7", "write 5 and", "age>5 and age<7"},
      {"age > .5", "write 0.5", "age > 0.5"},
      {"age > 12.", "write 12", "age > 12"},
      {"age > +5", "write `5`", "age > 5"},
      {"age > 10%", "write `0.1`", "age > 0.1"},
      {"age > 12.5%", "write `0.125`", "age > 0.125"},
      {"age = ３０", "write the plain 30", "age = 30"},
      {"age > 5；b", "write `and`", "age > 5 and b"},
  };
  for (const Mistaken& c : cases) ExpectRepaired(c);
}

struct Said {
  const char* text;
  const char* error;
};

// Where no one thing can be put in the place of what is wrong.
TEST(Mistakes, WithoutAReplacement) {
  const Said cases[] = {
      {"any orders where not channel = \"web\" and amount > 5",
       "this `and` could go on with the rows' condition or begin the next one, at 1:38; write `any orders where "
       "(not channel = \"web\" and …)` or `any orders where (not channel = \"web\") and …`"},
      {"count(orders) where a > 3", "unexpected `where`, at 1:15; the condition stands inside the parentheses: `count(orders where …)`"},
      {"sum(o.a where b) where c > 3", "unexpected `where`, at 1:18; the condition stands inside the parentheses: `sum(o.a where b and …)`"},
      {"case when a then 1 end = 1", "unexpected `case when`, at 1:1; there are no cases; write them as filters: `(a and b) or (not a and c)`"},
      {"if(a, 1, 2) = 1", "`if` cannot be called, at 1:1; there are no cases; write them as filters: `(a and b) or (not a and c)`"},
      {"round(a, 2) = 1", "`round` cannot be called, at 1:1; arithmetic is + - * / and parentheses"},
      {"datediff(a, b) > 3", "`datediff` cannot be called, at 1:1; write `days from … to …`, or `days since …`"},
      {"max(a, b) > 3", "`max(` takes one thing, at 1:6; compare each by itself: `max(a)`, `max(b)`"},
      {"age ^ 2 > 3", "`^` is not part of the language, at 1:5; there are no powers: multiply, as in `age * age`"},
      {"age > 30。", "`。` is not part of the language, at 1:9; leave it out"},
      {"age > 3；", "`；` is not part of the language, at 1:8; leave it out"},
      {"a in last few days", "expected a number, found `few`, at 1:11; a number stands here: `last 30 days`"},
      {"a = 1 not b", "unexpected `not`, at 1:7; is an `and` or an `or` missing?"},
      {"all", "expected rows after `all`, found the end, at 1:4; `everyone` selects all members"},
      {"{age > 5}", "`{` is not part of the language, at 1:1; write `(`"},
      {"in last 1.5 months", "expected a filter or a value, found `in`, at 1:1; name what is tested, before `in`"},
      {"any orders where in last 30 days", "expected a filter or a value, found `in`, at 1:18; name what is tested, before `in`"},
      {"age > 5 and < 10", "expected a filter or a value, found `<`, at 1:13; name what is tested, before `<`"},
      {"age > 5 and or b", "expected a filter or a value, found `or`, at 1:13; a filter is missing before `or`"},
      {"count(orders.amount > 3) > 2", "expected `)` to close `count(`, found `>`, at 1:21; a condition on the rows stands after `where`"},
      {"at in last 2 weeks ago", "unexpected `ago`, at 1:20; leave it out: the period ends now"},
      {"at > 2011-09-11  8:00", "unexpected `8`, at 1:18; is an operator missing, such as `=` or `in`?"},
      {"age than 5", "unexpected `than`, at 1:5; is an `and` or an `or` missing?"},
      {"age amount 5", "unexpected `amount`, at 1:5; is an `and` or an `or` missing?"},
      {"nth(orders, on 2).at > 2011", "expected which row, a whole number, found `on`, at 1:13"},
      {"any orders in each last 4 quarters", "expected `of` after `in each`, found `last`, at 1:20"},
      // A year is no length of time.
      {"at within 2025", "unexpected `within`, at 1:4; is an `and` or an `or` missing?"},
      {"at in last 1.5 months", "expected a whole number, found `1.5`, at 1:12"},
      {"at in last 1.5", "expected a whole number, found `1.5`, at 1:12"},
  };
  for (const Said& c : cases) {
    const absl::StatusOr<Filter> filter = ParseFilter(c.text);
    ASSERT_FALSE(filter.ok()) << c.text;
    EXPECT_EQ(std::string(filter.status().message()), c.error) << c.text;
  }
}
// clang-format on

// Several mistakes are said one after the other.
TEST(Mistakes, FollowedToTheEnd) {
  std::string text = "sequence orders with amount over 1,000 then not returns within 7d";
  int steps = 0;
  for (absl::StatusOr<Filter> filter = ParseFilter(text); !filter.ok();
       filter = ParseFilter(text)) {
    ASSERT_LT(++steps, 10) << text;
    const FilterErrorInfo error = *GetFilterError(filter.status());
    text.replace(error.span.begin, error.span.end - error.span.begin,
                 testing::Proposal(error.hint));
  }
  EXPECT_EQ(text, "sequence (orders where amount > 1000) then no (returns) within 7 days");
}

// What is far back is not looked at, and nothing is made up of it.
TEST(Mistakes, LongFilters) {
  std::string list = "city in (\"a\"";
  for (int i = 0; i < 1000; ++i) list += ", \"a\"";
  const absl::StatusOr<Filter> filter = ParseFilter(list + " or \"b\")");
  ASSERT_FALSE(filter.ok());
  EXPECT_EQ(GetFilterError(filter.status())->message.rfind("expected `,` or `)`", 0), 0u)
      << filter.status();
}

}  // namespace
}  // namespace seine
