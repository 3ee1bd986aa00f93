// Warnings of tests that never hold, or always.

#include "query/decided_tests.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "tests/testing/bind_shop.h"

namespace seine::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

void ExpectWarning(const char* filter, const char* warning) {
  EXPECT_THAT(BindWarnings(filter), ElementsAre(warning)) << filter;
}

// clang-format off
TEST(DecidedTests, BoundsInTheWrongOrder) {
  ExpectWarning("age between 10 and 5", "`age between 10 and 5` never holds: 10 comes after 5; write `age between 5 and 10`");
  ExpectWarning("age not between 10 and 5",
                "`age not between 10 and 5` always holds where its value exists: 10 comes after 5; write `age not between 5 and 10`");
  ExpectWarning("city between \"T\" and \"A\"",
                "`city between \"T\" and \"A\"` never holds: \"T\" comes after \"A\"; write `city between \"A\" and \"T\"`");
  ExpectWarning("joined between 2025-03-01 and 2025-01-01",
                "`joined between 2025-03-01 and 2025-01-01` never holds: 2025-03-01 comes after 2025-01-01; write `joined between "
                "2025-01-01 and 2025-03-01`");
  ExpectWarning("joined between 6 months ago and 12 months ago",
                "`joined between 6 months ago and 12 months ago` never holds: 6 months ago comes after 12 months ago; write `joined "
                "between 12 months ago and 6 months ago`");
  ExpectWarning("joined between 6 months ago and 6 months ago",
                "`joined between 6 months ago and 6 months ago` never holds: it ends when it begins");
  ExpectWarning("joined from 2025-03-01 to 2025-01-01",
                "no time is in `from 2025-03-01 to 2025-01-01`, which ends before it begins; write `from 2025-01-01 to 2025-03-01`");
  ExpectWarning("joined in (2025, from 2025-03 to 2025-01)",
                "no time is in `from 2025-03 to 2025-01`, which ends before it begins; write `from 2025-01 to 2025-03`");
  ExpectWarning("joined in last 0 days", "no time is in `last 0 days`");
  ExpectWarning("birthday anniversary in next 0 days", "no time is in `next 0 days`");
}

TEST(DecidedTests, OverTheEndOfACircle) {
  ExpectWarning("joined hour between 22 and 2",
                "`joined hour between 22 and 2` never holds: 22 comes after 2; write `joined hour >= 22 or joined hour <= 2`");
  ExpectWarning("joined weekday between sat and mon",
                "`joined weekday between sat and mon` never holds: sat comes after mon; write `joined weekday >= sat or joined weekday "
                "<= mon`");
}

TEST(DecidedTests, OutOfRange) {
  ExpectWarning("joined weekday = 0", "`joined weekday = 0` never holds: weekdays go from 1 (mon) to 7 (sun)");
  ExpectWarning("joined weekday = 8", "`joined weekday = 8` never holds: weekdays go from 1 (mon) to 7 (sun)");
  ExpectWarning("joined month = 13", "`joined month = 13` never holds: months go from 1 to 12");
  ExpectWarning("24 = joined hour", "`24 = joined hour` never holds: hours go from 0 to 23");
  ExpectWarning("joined day of month > 31", "`joined day of month > 31` never holds: days of a month go from 1 to 31");
  ExpectWarning("joined quarter in (4, 5)", "`joined quarter` is never 5: quarters go from 1 to 4");
  ExpectWarning("joined hour between 24 and 30", "`joined hour between 24 and 30` never holds: hours go from 0 to 23");
  ExpectWarning("ntile(5, age) = 6", "`ntile(5, age) = 6` never holds: these n-tiles go from 1 to 5");
  ExpectWarning("rfm(orders, amount, 5).recency = 6", "`rfm(orders, amount, 5).recency = 6` never holds: these classes go from 1 to 5");
  ExpectWarning("bucket(100, \"a\") = 100", "`bucket(100, \"a\") = 100` never holds: these buckets go from 0 to 99");
  ExpectWarning("score of (2: subscribed, -0.5: any orders) >= 10",
                "`score of (2: subscribed, -0.5: any orders) >= 10` never holds: this score is from -0.5 to 2.0");
  ExpectWarning("count(orders) < 0", "`count(orders) < 0` never holds: a count is never below 0");
  ExpectWarning("age in top 0", "`age in top 0` never holds: nobody is among the first 0");
}

TEST(DecidedTests, AlwaysTrue) {
  ExpectWarning("count(orders) >= 0", "`count(orders) >= 0` always holds where its value exists: a count is never below 0");
  ExpectWarning("joined hour between 0 and 23", "`joined hour between 0 and 23` always holds where its value exists: hours go from 0 to 23");
  ExpectWarning("joined weekday != 8", "`joined weekday != 8` always holds where its value exists: weekdays go from 1 (mon) to 7 (sun)");
  ExpectWarning("age not in top 0", "`age not in top 0` always holds where its value exists: nobody is among the first 0");
}
// clang-format on

TEST(DecidedTests, WhatDependsOnTheDataIsNotWarnedOf) {
  for (const char* filter :
       {"age between 5 and 10", "age between 5 and 5", "joined hour between 2 and 22",
        "joined between 12 months ago and 6 months ago", "joined between 2025-01-01 and 2025-01-01",
        "joined between 30 days ago and 2025-01-01", "joined from 2 months ago to 30 days ago",
        "joined in last 1 day", "joined weekday in (sat, sun)", "ntile(5, age) >= 5",
        "bucket(100, \"a\") < 99", "score of (2: subscribed) >= 2", "count(orders) > 0",
        "size(tags) = 0", "joined year = 3000", "age in top 1", "days since joined < 0",
        "at most 2 of (subscribed, age > 3)"}) {
    EXPECT_THAT(BindWarnings(filter), IsEmpty()) << filter;
  }
}

TEST(DecidedTests, EachOnce) {
  EXPECT_THAT(BindWarnings("joined hour = 24 or not joined hour = 24"), ::testing::SizeIs(1));
}

}  // namespace
}  // namespace seine::testing
