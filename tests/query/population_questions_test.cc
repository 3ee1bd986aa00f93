// What is asked of the population together: by equal nodes, of one value, at one moment.
#include "query/population_questions.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "gtest/gtest.h"

#include "query/rewrite.h"
#include "tests/testing/bind_shop.h"

namespace seine::testing {
namespace {

constexpr int64_t kNow = 7;

std::vector<PopulationPass> PassesOf(const bound::FilterPtr& filter) {
  bound::BoundDefinition definition;
  definition.include = Share(filter);
  return ReadyPasses(std::span(&definition, 1), kNow);
}
std::vector<PopulationPass> PassesOf(std::string_view text) { return PassesOf(BoundShop(text)); }

TEST(PopulationQuestionsTest, AllThatIsAskedOfOneValueIsOneQuestion) {
  const auto passes = PassesOf(
      "age in top 20% and age not in bottom 3 and ntile(5, age) = 5 and age > median(age) and "
      "age < mean(age)");
  ASSERT_EQ(passes.size(), 1u);
  EXPECT_EQ(passes[0].as_of, kNow);
  ASSERT_EQ(passes[0].questions.size(), 1u);
  EXPECT_EQ(passes[0].questions[0].ranks.size(), 2u);
  EXPECT_EQ(passes[0].questions[0].tiles.size(), 1u);
  EXPECT_EQ(passes[0].questions[0].wholes.size(), 2u);
}

TEST(PopulationQuestionsTest, EqualNodesAreAskedOnce) {
  const auto passes = PassesOf(
      "(age in top 20% and subscribed) or (age in top 20% and any orders where "
      "(amount > mean(balance) and amount < 3 * mean(balance)))");
  ASSERT_EQ(passes.size(), 1u);
  ASSERT_EQ(passes[0].questions.size(), 2u);
  EXPECT_EQ(passes[0].questions[0].ranks.size(), 1u);
  EXPECT_EQ(passes[0].questions[1].wholes.size(), 1u);
}

TEST(PopulationQuestionsTest, GroupsAreQuestionsAndAmongIsAPass) {
  const auto passes = PassesOf(
      "age in top 2 and age in top 2 per city and balance in top 2 among (any orders) and "
      "age in top 3 among (any orders) and ntile(2, age) per city = 1");
  ASSERT_EQ(passes.size(), 2u);
  ASSERT_EQ(passes[0].questions.size(), 2u);
  EXPECT_EQ(passes[0].questions[0].per, nullptr);
  EXPECT_NE(passes[0].questions[1].per, nullptr);
  EXPECT_EQ(passes[0].questions[1].tiles.size(), 1u);
  EXPECT_NE(passes[1].among, nullptr);
  EXPECT_EQ(passes[1].questions.size(), 2u);
}

TEST(PopulationQuestionsTest, WhatWaitsForAnAnswerIsNotReady) {
  const auto passes =
      PassesOf("ntile(2, age) > mean(ntile(2, age)) and balance in top 1 among (age in top 3)");
  ASSERT_EQ(passes.size(), 1u);
  ASSERT_EQ(passes[0].questions.size(), 1u);
  EXPECT_EQ(passes[0].questions[0].tiles.size(), 1u);
  EXPECT_EQ(passes[0].questions[0].ranks.size(), 1u);
  EXPECT_TRUE(passes[0].questions[0].wholes.empty());
  EXPECT_TRUE(PassesOf("age > 3 and any orders").empty());
}

TEST(PopulationQuestionsTest, TheSameNodeIsAskedAtEachMoment) {
  const bound::FilterPtr rank = BoundShop("age in top 2");
  const bound::FilterPtr then = bound::MakeFilter(bound::AsOf{rank, nullptr, 0, 3});
  const auto passes = PassesOf(bound::Both(rank, then, {}));
  ASSERT_EQ(passes.size(), 2u);
  EXPECT_EQ(passes[0].as_of, kNow);
  EXPECT_EQ(passes[1].as_of, 3);
  for (const PopulationPass& pass : passes) EXPECT_EQ(pass.questions[0].ranks[0], rank);
}

TEST(PopulationQuestionsTest, AQuestionIsOfTheFirstDefinitionThatAsks) {
  std::vector<bound::BoundDefinition> definitions(3);
  definitions[0].include = BoundShop("everyone");
  definitions[1].include = BoundShop("everyone");
  definitions[1].excludes.emplace_back("old", BoundShop("age in top 2"));
  definitions[2].include = BoundShop("age in top 2 and balance in top 2");
  ShareAcross(definitions);
  const auto passes = ReadyPasses(definitions, kNow);
  ASSERT_EQ(passes.size(), 1u);
  ASSERT_EQ(passes[0].questions.size(), 2u);
  EXPECT_EQ(passes[0].questions[0].definition, 1u);
  EXPECT_EQ(passes[0].questions[1].definition, 2u);
}

}  // namespace
}  // namespace seine::testing
