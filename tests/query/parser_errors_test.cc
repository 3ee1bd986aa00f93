// What a person reads when a filter is wrong: message, place and hint, word for word.

#include <gtest/gtest.h>

#include <optional>
#include <string>

#include "query/filter_error.h"
#include "query/parser.h"

namespace seine {
namespace {

struct Case {
  const char* text;
  const char* error;  // the whole message
};

// clang-format off
const Case kCases[] = {
    // Nothing, or not enough.
    {"", "the filter is empty, at 1:1; `everyone` selects all members"},
    {"  # only a comment", "the filter is empty, at 1:19; `everyone` selects all members"},
    {"age >", "expected a filter or a value, found the end, at 1:6"},
    {"a or", "expected a filter or a value, found the end, at 1:5"},
    {"not", "expected a filter or a value, found the end, at 1:4"},
    {"any", "expected rows after `any`, found the end, at 1:4"},
    {"(age > 3", "this `(` is never closed, at 1:1; add a `)`"},
    {"city in (\"a\"", "this `(` is never closed, at 1:9; add a `)`"},
    {"()", "expected a filter or a value, found `)`, at 1:2"},
    {"age > 3)", "unexpected `)`, at 1:8; no `(` is open here"},
    {"a = 1\nand\n  b ==", "`==` is not part of the language, at 3:5; write `=`"},
    // Slips from other languages.
    {"gendr == \"F\"", "`==` is not part of the language, at 1:7; write `=`"},
    {"a && b", "`&&` is not part of the language, at 1:3; write `and`"},
    {"a || b", "`||` is not part of the language, at 1:3; write `or`"},
    {"!a", "`!` is not part of the language, at 1:1; write `not`"},
    {"a <> 1", "`<>` is not part of the language, at 1:3; write `!=`"},
    {"a => 1", "`=>` is not part of the language, at 1:3; write `>=`"},
    {"a in [1]", "`[` is not part of the language, at 1:6; write `(`"},
    {"name = \xE2\x80\x9Cx\xE2\x80\x9D", "`\xE2\x80\x9C` is not part of the language, at 1:8; write the plain \""},
    {"\xEF\xBC\x88" "a)", "`\xEF\xBC\x88` is not part of the language, at 1:1; write the plain ("},
    {"a \xEF\xBC\x9D 1", "`\xEF\xBC\x9D` is not part of the language, at 1:3; write the plain ="},
    {"a in (1\xEF\xBC\x8C" "2)", "`\xEF\xBC\x8C` is not part of the language, at 1:8; write the plain ,"},
    {"a = 1 \xE2\x80\x8B", "unexpected character (U+200B), at 1:7"},
    {"a is null", "expected `missing` after `is`, found `null`, at 1:6; write `is missing`"},
    {"a is not null", "expected `missing` after `is`, found `null`, at 1:10; write `exists`"},
    {"a is \"x\"", "expected `missing` after `is`, found `\"x\"`, at 1:6; to compare, write `=`"},
    // Text without quotes, and quotes without end.
    {"city = New York", "unexpected `York`, at 1:12; text goes in quotes: \"New York\""},
    {"product = 85123A", "`85123A` is neither a number nor a name, at 1:11; text goes in quotes: \"85123A\""},
    {"x = \"abc", "this text has no end, at 1:5; close it with \"; inside text, write \\\""},
    {"x = `abc", "this name has no end, at 1:5; close it with a backquote"},
    {"x = \"say \"\"hi\"\"\"", "unexpected `\"hi\"`, at 1:11; a quote inside text is written \\\""},
    {"x > $", "a parameter needs a name after `$`, at 1:5; for example $minimum"},
    // Chains and joins that could mean two things.
    {"age = 1 = 2", "tests do not chain, at 1:9; join two tests with `and`, as in `age = 1 and x < y`"},
    {"1 < age < 5", "tests do not chain, at 1:9; join two tests with `and`, as in `1 < age and x < y`"},
    {"a in (1) in (2)", "tests do not chain, at 1:10; join two tests with `and`, as in `a in (1) and x < y`"},
    {"any orders where channel = \"web\" and at in last 90 days",
     "this `and` could go on with the rows' condition or begin the next one, at 1:34; write "
     "`any orders where (channel = \"web\" and …)` or `any orders where (channel = \"web\") and …`"},
    {"no a where not b or c",
     "this `or` could go on with the rows' condition or begin the next one, at 1:18; write "
     "`no a where (not b or …)` or `no a where (not b) or …`"},
    {"any a where any b where (c) and d",
     "this `and` could go on with the rows' condition or begin the next one, at 1:29; write "
     "`any a where (any b where (c) and …)` or `any a where (any b where (c)) and …`"},
    {"any orders in last 3 days",
     "expected `where` before a test of the rows, found `in`, at 1:12; name the column: `any orders "
     "where at in …`"},
    {"any a where (b) as of 3 days ago",
     "`as of` could belong to two filters here, at 1:17; write `(any a where (b)) as of …`"},
    {"any orders as of 3 days ago", "`as of` follows a filter in parentheses, at 1:12; write `(FILTER) as of …`"},
    // Lists, sets and periods.
    {"city in ()", "a list cannot be empty, at 1:9; `nobody` is the filter that selects no member"},
    {"city in \"Taipei\"", "expected a list in parentheses, at 1:9; write `in (\"Taipei\")` or `= \"Taipei\"`"},
    {"tags has (\"a\", \"b\")", "`has` takes one value, at 1:6; write `has any` or `has all`"},
    {"tags has any last 3 days", "a set has values, not periods, at 1:14; list the values in parentheses"},
    {"at in 90 days", "a length of time is not a period, at 1:7; write `last 90 days` or `next 90 days`"},
    {"at in 2011-09-11 08:00", "a moment is not a period, at 1:7; compare it: `= 2011-09-11 08:00` or `>= 2011-09-11 08:00`"},
    {"at in last 90 dyas", "expected a unit of time, found `dyas`, at 1:15; did you mean `days`?"},
    {"at in last days", "expected how many days, found `days`, at 1:12; write `last 1 days`"},
    {"at in this day", "`this` goes with weeks, months, quarters and years, at 1:12; for days, write `today`, `yesterday` or `last 3 days`"},
    {"at between 1", "expected `and` and the upper bound of `between`, found the end, at 1:13; write `between 1 and 5`"},
    {"x in last 99999999999999999999 days", "this number is too large here, at 1:11"},
    {"x > 90days", "a unit stands apart from its number, at 1:5; write 90 days"},
    // Times.
    {"2011-13 = at", "there is no month 13, at 1:1; months go from 01 to 12; to subtract, put blanks around the `-`"},
    {"at > 2011-02-30", "there is no day 2011-02-30, at 1:6"},
    {"at > 2011-09-11 25:00", "there is no such time of day, at 1:6; times go from 00:00 to 23:59:59.999999"},
    {"at = 2011-Q5", "there is no such quarter, at 1:6; quarters are Q1, Q2, Q3 and Q4"},
    // Calls.
    {"cuont(orders) > 3", "`cuont` cannot be called, at 1:1; did you mean `count`?"},
    {"distinct dayz(orders.at) > 3", "unexpected `dayz`, at 1:10; did you mean `days`?"},
    {"sum(a * b) > 3", "`sum` must know the rows of this value, at 1:5; say which: sum(a * b of orders.items)"},
    {"count() > 3", "expected what to count, found `)`, at 1:7; write count(orders where …)"},
    {"total gap(orders) > 3", "`total` does not go with `gap`, at 1:1; write avg gap(…), min gap(…), max gap(…) or median gap(…)"},
    {"mean(orders.amount where a) > 3", "`mean` is over members, not over rows, at 1:20; aggregate the rows first: mean(sum(orders.amount where …))"},
    {"nth(orders, 0).x = 1", "there is no row 0, at 1:13; rows count from 1, or from -1 backwards"},
    {"nth(orders).x = 1", "expected `,` and which row, as in nth(orders, 2), found `)`, at 1:11"},
    {"any orders (channel = \"web\")", "expected `where` before a filter on the rows, at 1:12; write `any orders where (…)`"},
    {"any of (a, b)", "expected rows after `any`, found `of`, at 1:5; join filters with `or` and `and`, or write `at least 1 of (…)`"},
    {"a in top holding 80", "expected `%`, found the end, at 1:20; write `in top holding 80%`"},
    {"a in top 5 among b", "expected `(` after `among`, found `b`, at 1:18; the filter after `among` stands in parentheses"},
    {"calendar(\"x\", 2025)", "`calendar(…)` is not a value, at 1:1; it stands after `in`: … in calendar(…)"},
    // Sequences.
    {"sequence (orders)", "expected `then` and another step, found the end, at 1:18; for one kind of rows, write `any … where (…)`"},
    {"sequence no (a) then no (b)", "a sequence needs a step without `no`, at 1:1; for rows that must not exist, write `no … where (…)`"},
    {"sequence (a) within 3 days then (b)", "the first step has none before it to be within, at 1:23; say `within` after a later step"},
    // Words.
    {"x contain \"a\"", "unexpected `contain`, at 1:3; did you mean `contains`?"},
    {"age not = 3", "expected `in`, `between`, `has` or a text test after `not`, found `=`, at 1:9; in front of a whole filter, `not` comes first: not x = 1"},
    {"and", "expected a filter or a value, found `and`, at 1:1; a filter is missing before `and`"},
    {"x = any orders", "expected a value, found `any`, at 1:5; a filter on rows stands alone, or in parentheses"},
    {"x = 1 y = 2", "unexpected `y`, at 1:7; is an `and` or an `or` missing?"},
};
// clang-format on

TEST(ParserErrors, SayWhatWhereAndHow) {
  for (const Case& c : kCases) {
    const absl::StatusOr<Filter> filter = ParseFilter(c.text);
    ASSERT_FALSE(filter.ok()) << c.text;
    EXPECT_EQ(std::string(filter.status().message()), c.error) << c.text;
    EXPECT_EQ(filter.status().code(), absl::StatusCode::kInvalidArgument) << c.text;
    EXPECT_TRUE(GetFilterError(filter.status()).has_value()) << c.text;
  }
}

// Whatever the beginning of a filter, the error stands inside the text or at its end.
TEST(ParserErrors, EveryPrefixOfAFilterIsReadOrRefusedInPlace) {
  const std::string text =
      "not (a.b = 'x' or sum(o.c where d in (1, last 3 days)) in top 5% per e among (f)) and any "
      "latest(g).h as i in each of the last 4 weeks where (days since j > 2 * avg gap(k)) and "
      "sequence (l) then no (m) within 2 hours and score of (1: n) >= 2 and (p) as of 2011-09-11 "
      "08:00";
  ASSERT_TRUE(ParseFilter(text).ok()) << ParseFilter(text).status();
  for (size_t length = 0; length < text.size(); ++length) {
    const absl::StatusOr<Filter> filter = ParseFilter(text.substr(0, length));
    if (filter.ok()) continue;
    const std::optional<FilterErrorInfo> info = GetFilterError(filter.status());
    ASSERT_TRUE(info.has_value()) << filter.status();
    EXPECT_LE(info->span.begin, length);
    EXPECT_EQ(info->line, 1u);
    EXPECT_FALSE(info->message.empty());
  }
}

}  // namespace
}  // namespace seine
