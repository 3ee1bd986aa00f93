// merge_tests: tests of one column side by side become one; a missing value still fails it.
#include <algorithm>
#include <cstdint>
#include <random>
#include <vector>

#include "gtest/gtest.h"

#include "query/rewrite.h"
#include "tests/testing/bind_shop.h"

namespace seine::testing {
namespace {

std::string Merged(std::string_view filter) { return ShopText(MergeTests(BoundShop(filter))); }

TEST(MergeTests, RangesUnderAnd) {
  EXPECT_EQ(Merged("age >= 10 and age < 20"), "customers.age in {[10..19]}");
  EXPECT_EQ(Merged("age >= 10 and age != 15 and age < 20"),
            "customers.age in {[10..14], [16..19]}");
  EXPECT_EQ(Merged("age != 1 and age != 2"), "customers.age not in {[1..2]}");
  EXPECT_EQ(Merged("age > 10 and age < 5"), "customers.age in {}");
}

TEST(MergeTests, RangesUnderOr) {
  EXPECT_EQ(Merged("age = 1 or age = 2 or age > 9"), "customers.age in {[1..2], [10..]}");
  EXPECT_EQ(Merged("age != 1 or age = 1"), "customers.age not in {}");
  EXPECT_EQ(Merged("age != 1 or age != 2"), "customers.age not in {}");
  EXPECT_EQ(Merged("age != 5 or age between 5 and 6"), "customers.age not in {}");
}

TEST(MergeTests, Codes) {
  EXPECT_EQ(Merged("city = \"Taipei\" or city = \"新北市\""),
            "customers.city in {\"Taipei\", \"新北市\"}");
  EXPECT_EQ(Merged("city = \"Taipei\" and city = \"新北市\""), "customers.city in {}");
  EXPECT_EQ(Merged("city != \"Taipei\" and city like \"%a%i\""), "customers.city in {\"taipei\"}");
  EXPECT_EQ(Merged("city != \"Taipei\" or city = \"Taipei\""), "customers.city in all but {}");
}

TEST(MergeTests, Sets) {
  EXPECT_EQ(Merged("tags has \"vip\" or tags has \"new\""),
            "customers.tags any {\"new\", \"vip\"}");
  EXPECT_EQ(Merged("tags has none (\"vip\") and tags has none (\"new\")"),
            "customers.tags none {\"new\", \"vip\"}");
  EXPECT_EQ(Merged("tags has all (\"vip\") and tags has all (\"new\")"),
            "customers.tags all {\"new\", \"vip\"}");
  // Not one element that is both, but both there.
  EXPECT_EQ(Merged("tags has \"vip\" and tags has \"new\""),
            "and(customers.tags any {\"vip\"}, customers.tags any {\"new\"})");
}

TEST(MergeTests, Members) {
  EXPECT_EQ(Merged("member in (\"a\", \"b\") and member in (\"b\", \"c\")"), "member in {1}");
  EXPECT_EQ(Merged("member in (\"a\") or member in (\"c\")"), "member in {0, 2}");
}

TEST(MergeTests, TermsAreListedNotCompared) {
  EXPECT_EQ(Merged("joined in last 7 days or joined in 2011-09"),
            "customers.joined in {[as_of-7 day, as_of), [2011-09-01, 2011-10-01)}");
  EXPECT_EQ(Merged("joined in last 7 days and joined in 2011-09"),
            "and(customers.joined in {[as_of-7 day, as_of)}, customers.joined in {[2011-09-01, "
            "2011-10-01)})");
}

TEST(MergeTests, DifferentColumnsAndNotsStay) {
  const bound::FilterPtr filter = BoundShop("age = 1 and balance = 1 and not age = 2");
  EXPECT_EQ(MergeTests(filter), filter);
}

bool Passes(const bound::FilterPtr& filter, int64_t value) {
  if (const auto* test = std::get_if<bound::InRanges>(&filter->node)) {
    bool inside = false;
    for (const bound::Range& r : test->ranges)
      inside = inside || (r.first <= value && value <= r.last);
    return inside != test->complement;
  }
  if (const auto* all = std::get_if<bound::And>(&filter->node)) {
    bool result = true;
    for (const bound::FilterPtr& f : all->operands) result = result && Passes(f, value);
    return result;
  }
  bool result = false;
  for (const bound::FilterPtr& f : std::get<bound::Or>(filter->node).operands)
    result = result || Passes(f, value);
  return result;
}

TEST(MergeTests, RandomRangesKeepTheirMeaning) {
  std::mt19937_64 random(7);
  const std::vector<int64_t> points = {INT64_MIN, INT64_MIN + 1, -2,       -1, 0, 1, 2, 3, 4,
                                       5,         INT64_MAX - 1, INT64_MAX};
  const auto point = [&] { return points[random() % points.size()]; };
  for (int round = 0; round < 20'000; ++round) {
    std::vector<bound::FilterPtr> operands;
    for (int i = 0; i < 3; ++i) {
      bound::InRanges test{{0, 3}, {}, {}, random() % 2 == 0};
      const int64_t a = point();
      const int64_t b = point();
      if (random() % 4 != 0) test.ranges.push_back({std::min(a, b), std::max(a, b)});
      operands.push_back(bound::MakeFilter(std::move(test)));
    }
    const bound::FilterPtr joined = random() % 2 == 0 ? bound::MakeFilter(bound::And{operands})
                                                      : bound::MakeFilter(bound::Or{operands});
    const bound::FilterPtr merged = MergeTests(joined);
    ASSERT_TRUE(std::holds_alternative<bound::InRanges>(merged->node));
    for (const int64_t value : points)
      ASSERT_EQ(Passes(merged, value), Passes(joined, value)) << ShopText(joined) << value;
  }
}

}  // namespace
}  // namespace seine::testing
