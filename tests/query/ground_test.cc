// Ground: as_of and zone put into bound trees.
#include "gtest/gtest.h"

#include "query/bind.h"
#include "tests/testing/bind_shop.h"

namespace seine::testing {
namespace {

TEST(Ground, TimestampsBecomeRanges) {
  EXPECT_EQ(GroundShop("joined in 2011-08-31", "2011-12-10"),
            "customers.joined in {[1314748800000000..1314835199999999]}");
  EXPECT_EQ(GroundShop("joined in 2011-08-31", "2011-12-10", "Asia/Taipei"),
            "customers.joined in {[1314720000000000..1314806399999999]}");
  EXPECT_EQ(GroundShop("joined < 2011-08-31", "2011-12-10"),
            "customers.joined in {[..1314748799999999]}");
  EXPECT_EQ(GroundShop("joined in last 100000 years", "1970-01-01"),
            "customers.joined in {[-62135596800000000..-1]}");  // 0001-01-01
  EXPECT_EQ(GroundShop("joined in last 0 days", "1970-01-02"), "customers.joined in {}");
}

TEST(Ground, OverlappingPeriodsAreJoined) {
  EXPECT_EQ(GroundShop("joined in (1970-01-01, last 1 day)", "1970-01-02T12:00"),
            "customers.joined in {[0..129599999999]}");
}

TEST(Ground, DatesAreTheirMidnights) {
  // [as_of - 2 days, as_of) at noon holds the midnights of the two days after the first noon.
  EXPECT_EQ(GroundShop("birthday in last 2 days", "1970-01-11T12:00"),
            "customers.birthday in {[9..10]}");
  EXPECT_EQ(GroundShop("birthday in last 2 days", "1970-01-11"), "customers.birthday in {[8..9]}");
  EXPECT_EQ(GroundShop("birthday in last 2 days", "1970-01-11", "Asia/Taipei"),
            "customers.birthday in {[8..9]}");
  EXPECT_EQ(GroundShop("birthday in today", "1970-01-11T01:00", "America/New_York"),
            "customers.birthday in {[10..10]}");
  EXPECT_EQ(GroundShop("birthday >= 1970-01-11 00:00:00.000001", "1970-01-11"),
            "customers.birthday in {[11..]}");
}

TEST(Ground, ValuesAndMidnights) {
  EXPECT_EQ(GroundShop("max(orders.at) in last 1 day", "1970-01-02"),
            "max(orders orders.at) in {[0..86399999999]}");
  EXPECT_EQ(GroundShop("birthday < joined", "1970-01-02"),
            "midnight(customers.birthday) < customers.joined");
}

TEST(Ground, NoSlotsAreLeftAndTreesWithoutAreShared) {
  const auto definition = ReadDefinition(
      "include: subscribed and birthday < joined and (any orders where at in last 3 days)\nexclude "
      "\"x\": subscribed");
  ASSERT_TRUE(definition.ok()) << definition.status();
  const auto bound = Bind(*ShopSnapshot(), *definition, {});
  ASSERT_TRUE(bound.ok()) << bound.status();
  EXPECT_TRUE(bound->has_slots);
  const auto grounded = Ground(*bound, *ShopSnapshot(), 0, Zone::Utc());
  ASSERT_TRUE(grounded.ok()) << grounded.status();
  EXPECT_FALSE(grounded->has_slots);
  EXPECT_FALSE(grounded->include->facts.has_slots);
  EXPECT_EQ(grounded->excludes[0].second, bound->excludes[0].second);
  EXPECT_EQ(std::get<bound::And>(grounded->include->node).operands.size(),
            std::get<bound::And>(bound->include->node).operands.size());
}

}  // namespace
}  // namespace seine::testing
