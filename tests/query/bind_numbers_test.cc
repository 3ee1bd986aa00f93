// What comparisons with numbers mean in the units of integer, decimal and real columns and of
// aggregates.
#include "query/bind_numbers.h"

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "gtest/gtest.h"

#include "engine/column_view.h"
#include "tests/testing/bind_shop.h"

namespace seine::testing {
namespace {

TEST(BindNumbers, IntegersAgainstExactFractions) {
  EXPECT_EQ(BindShop("age = 30"), "customers.age in {[30..30]}");
  EXPECT_EQ(BindShop("age != 30"), "customers.age not in {[30..30]}");
  EXPECT_EQ(BindShop("age > 30"), "customers.age in {[31..]}");
  EXPECT_EQ(BindShop("age >= 29.5"), "customers.age in {[30..]}");
  EXPECT_EQ(BindShop("age > 29.5"), "customers.age in {[30..]}");
  EXPECT_EQ(BindShop("age < 29.5"), "customers.age in {[..29]}");
  EXPECT_EQ(BindShop("age <= -0.5"), "customers.age in {[..-1]}");
  EXPECT_EQ(BindShop("age = 29.5"), "customers.age in {}");
  EXPECT_EQ(BindShop("age != 29.5"), "customers.age not in {}");
  EXPECT_EQ(BindShop("age = 30.00"), "customers.age in {[30..30]}");
  EXPECT_EQ(BindShop("5 < age"), "customers.age in {[6..]}");
}

TEST(BindNumbers, DecimalsInMinorUnits) {
  EXPECT_EQ(BindShop("balance = 10.5"), "customers.balance in {[1050..1050]}");
  EXPECT_EQ(BindShop("balance >= 10.505"), "customers.balance in {[1051..]}");
  EXPECT_EQ(BindShop("balance <= -10.505"), "customers.balance in {[..-1051]}");
  EXPECT_EQ(BindShop("balance in (1, 2.5, 2.51, 2.505)"),
            "customers.balance in {[100..100], [250..251]}");
}

TEST(BindNumbers, MoreDigitsThanAnyColumn) {
  const std::string huge(60, '9');
  EXPECT_EQ(BindShop("age > " + huge), "customers.age in {}");
  EXPECT_EQ(BindShop("age < " + huge), "customers.age in {[..]}");
  EXPECT_EQ(BindShop("age > -" + huge), "customers.age in {[..]}");
  EXPECT_EQ(BindShop("age = " + huge), "customers.age in {}");
  EXPECT_EQ(BindShop("age = 9223372036854775808"), "customers.age in {}");
  EXPECT_EQ(BindShop("age > 9223372036854775807"), "customers.age in {}");
  EXPECT_EQ(BindShop("age > 0." + std::string(50, '0') + "1"), "customers.age in {[1..]}");
}

TEST(BindNumbers, BetweenAndLists) {
  EXPECT_EQ(BindShop("age between 29 and 50"), "customers.age in {[29..50]}");
  EXPECT_EQ(BindShop("age not between 29 and 50"), "customers.age not in {[29..50]}");
  EXPECT_EQ(BindShop("age between 50 and 29"), "customers.age in {}");
  EXPECT_EQ(BindShop("age in (3, 1, 2, 7, 7)"), "customers.age in {[1..3], [7..7]}");
  EXPECT_EQ(BindShop("age not in (3)"), "customers.age not in {[3..3]}");
}

TEST(BindNumbers, RealsAreComparedAsTheNearestDouble) {
  const auto range = [](std::string_view filter) {
    return std::get<bound::InRanges>(BoundShop(filter)->node).ranges.at(0);
  };
  EXPECT_EQ(range("score = 0.1").first, OrderedBits(0.1));
  EXPECT_EQ(range("score = 0.1").last, OrderedBits(0.1));
  EXPECT_EQ(range("score > 0.1").first, OrderedBits(0.1) + 1);
  EXPECT_EQ(range("score < -0.0").last, OrderedBits(0.0) - 1);
  EXPECT_EQ(range("score <= 0").last, OrderedBits(0.0));
  const std::string beyond = "1" + std::string(400, '0');
  EXPECT_EQ(range("score < " + beyond).last, OrderedBits(std::numeric_limits<double>::max()));
  EXPECT_EQ(range("score > " + beyond).first, OrderedBits(std::numeric_limits<double>::infinity()));
  EXPECT_EQ(range("score > -" + beyond).first, OrderedBits(std::numeric_limits<double>::lowest()));
}

TEST(BindNumbers, Aggregates) {
  EXPECT_EQ(BindShop("count(orders) >= 3"), "count(orders) >= 3");
  EXPECT_EQ(BindShop("3 <= count(orders)"), "count(orders) >= 3");
  EXPECT_EQ(BindShop("sum(orders.amount) > 5000"), "sum(orders orders.amount) > 500000e-2");
  EXPECT_EQ(BindShop("sum(orders.amount) > 12.345"), "sum(orders orders.amount) > 1234e-2");
  EXPECT_EQ(BindShop("sum(orders.amount) < 12.345"), "sum(orders orders.amount) <= 1234e-2");
  EXPECT_EQ(BindShop("sum(orders.amount) >= -12.345"), "sum(orders orders.amount) > -1235e-2");
  EXPECT_EQ(BindShop("sum(orders.amount) = 12.345"), "false");
  EXPECT_EQ(BindShop("sum(orders.amount) != 12.345"), "sum(orders orders.amount) exists");
  EXPECT_EQ(BindShop("avg(orders.amount) >= 12.3450"), "avg(orders orders.amount) >= 12345e-3");
  EXPECT_EQ(BindShop("count(orders) between 1 and 3"), "count(orders) in {[1..3]}");
  EXPECT_EQ(BindShop("count(orders) in (1, 3)"), "count(orders) in {[1..1], [3..3]}");
  EXPECT_EQ(BindShop("count(orders) not in (1)"), "count(orders) not in {[1..1]}");
  EXPECT_EQ(BindShop("avg(orders.amount) > 0." + std::string(50, '3')),
            "error: an average is compared with at most 38 digits, at 1:1");
}

// A sum may be beyond 64 bits, where a column never is.
TEST(BindNumbers, AggregatesBeyond64Bits) {
  EXPECT_EQ(BindShop("sum(orders.amount) between 1 and 92233720368547758.07"),
            "and(sum(orders orders.amount) >= 100e-2, sum(orders orders.amount) <= "
            "9223372036854775807e-2)");
  EXPECT_EQ(BindShop("sum(orders.amount) in (1, 92233720368547758.07)"),
            "or(sum(orders orders.amount) = 9223372036854775807e-2, sum(orders orders.amount) in "
            "{[100..100]})");
}

TEST(BindNumbers, RangesAreNormalised) {
  std::vector<bound::Range> ranges = {{5, 9}, {3, 1}, {1, 4}, {20, 30}, {25, INT64_MAX}, {40, 50}};
  binding::NormalizeRanges(ranges);
  ASSERT_EQ(ranges.size(), 2U);
  EXPECT_EQ(ranges[0].first, 1);
  EXPECT_EQ(ranges[0].last, 9);
  EXPECT_EQ(ranges[1].first, 20);
  EXPECT_EQ(ranges[1].last, INT64_MAX);
}

}  // namespace
}  // namespace seine::testing
