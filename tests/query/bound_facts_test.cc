// What bound nodes know of themselves, and passes over trees whose nodes are shared: they cost the
// nodes, not the places.
#include "query/bound_facts.h"

#include <cstdint>

#include "gtest/gtest.h"

#include "query/bind.h"
#include "query/bound_equal.h"
#include "query/rewrite.h"
#include "tests/testing/bind_shop.h"

namespace seine::testing {
namespace {

using bound::FilterPtr;

bound::NodeFacts FactsOf(std::string_view filter) { return BoundShop(filter)->facts; }

TEST(BoundFacts, WeightAndDepth) {
  EXPECT_EQ(FactsOf("age = 3").weight, 1u);
  EXPECT_EQ(FactsOf("age = 3 and subscribed").weight, 3u);
  EXPECT_EQ(FactsOf("age = 3 and subscribed").depth, 2u);
  EXPECT_EQ(FactsOf("not (age = 3 and subscribed)").depth, 3u);
  EXPECT_EQ(FactsOf("any orders where amount > 5").weight, 2u);
  // Both ends of `exactly` look at the operands.
  EXPECT_EQ(FactsOf("at least 1 of (subscribed, age = 3)").weight, 3u);
  EXPECT_EQ(FactsOf("exactly 1 of (subscribed, age = 3)").weight, 5u);
  EXPECT_EQ(FactsOf("exactly 2 of (subscribed, age = 3)").weight, 3u);
  EXPECT_EQ(FactsOf("any orders in each of last 7 days").weight, 9u);
}

TEST(BoundFacts, WhatIsSharedWeighsAtEachPlace) {
  const bound::NodeFacts once = FactsOf("score of (1: subscribed) > age");
  const bound::NodeFacts twice = FactsOf("score of (1: subscribed) between age and age");
  EXPECT_EQ(once.weight, 4u);
  EXPECT_EQ(twice.weight, 9u);
}

TEST(BoundFacts, Slots) {
  EXPECT_FALSE(FactsOf("age > 3").has_slots);
  EXPECT_TRUE(FactsOf("joined > 2011-01-01").has_slots);
  EXPECT_TRUE(FactsOf("subscribed or not (any orders where at in last 3 days)").has_slots);
  EXPECT_TRUE(FactsOf("birthday < joined").has_slots);
  EXPECT_FALSE(FactsOf("birthday < 2011-01-01").has_slots);
}

TEST(BoundFacts, OuterScopes) {
  EXPECT_EQ(FactsOf("any orders where amount > 5").outermost, bound::kNoScope);
  const FilterPtr filter =
      BoundShop("any orders as o where (any orders as p where p.amount > o.amount)");
  const auto& inner = std::get<bound::Lift>(filter->node).rows.where;
  EXPECT_EQ(inner->facts.outermost, 1);
  EXPECT_EQ(std::get<bound::Lift>(inner->node).rows.where->facts.outermost, 1);
}

// A node under 200 joins, with two places each for the one below: 2^200 places.
FilterPtr Shared(FilterPtr node, int levels) {
  for (int level = 0; level < levels; ++level) {
    FilterPtr other = bound::MakeFilter(bound::Not{node});
    std::vector<FilterPtr> both{std::move(node), std::move(other)};
    node = level % 2 == 0 ? bound::MakeFilter(bound::And{std::move(both)})
                          : bound::MakeFilter(bound::Or{std::move(both)});
  }
  return node;
}

TEST(SharedNodes, EachPassGoesToThemOnce) {
  const FilterPtr leaf = BoundShop("joined in last 3 days");
  const FilterPtr filter = Shared(leaf, 200);
  EXPECT_EQ(filter->facts.weight, UINT32_MAX);
  EXPECT_EQ(filter->facts.depth, 401u);
  EXPECT_TRUE(filter->facts.has_slots);
  EXPECT_EQ(Flatten(filter), filter);
  EXPECT_EQ(MergeTests(filter), filter);
  EXPECT_EQ(FoldConstants(filter), filter);
  EXPECT_EQ(Share(filter), filter);
  EXPECT_NE(PushNot(filter), filter);
  EXPECT_NE(Rewrite(filter), nullptr);
  bound::BoundDefinition definition;
  definition.include = filter;
  definition.has_slots = true;
  const auto grounded = Ground(definition, *ShopSnapshot(), 0, Zone::Utc());
  ASSERT_TRUE(grounded.ok()) << grounded.status();
  EXPECT_FALSE(grounded->include->facts.has_slots);
}

TEST(SharedNodes, ValuesToo) {
  bound::ValuePtr value =
      std::get<bound::Compare>(BoundShop("count(orders where not not subscribed) = 1")->node).left;
  for (int level = 0; level < 200; ++level) {
    value =
        bound::MakeValue(bound::Arithmetic{filter::ArithmeticOp::kAdd, value, value}, value->type);
  }
  const FilterPtr filter = bound::MakeFilter(bound::ValueExists{value});
  EXPECT_EQ(filter->facts.weight, UINT32_MAX);
  const FilterPtr pushed = PushNot(filter);
  EXPECT_NE(pushed, filter);
  EXPECT_EQ(Share(pushed), pushed);
}

// Two trees of their own nodes that have as many places are equal after sharing only.
TEST(SharedNodes, EqualOnesBecomeOne) {
  const FilterPtr a = Shared(BoundShop("age = 3"), 200);
  const FilterPtr b = Shared(BoundShop("age = 3"), 200);
  EXPECT_EQ(bound::Hash(*a), bound::Hash(*b));
  const FilterPtr both = Share(bound::MakeFilter(bound::Or{{a, b}}));
  const auto& operands = std::get<bound::Or>(both->node).operands;
  EXPECT_EQ(operands[0], operands[1]);
}

}  // namespace
}  // namespace seine::testing
