#include "engine/nearest_name.h"

#include <vector>

#include "gtest/gtest.h"

namespace seine {
namespace {

const std::vector<std::string>& Known() {
  static const auto& known =
      *new std::vector<std::string>{"gender", "Age", "city", "cities", "新北市"};
  return known;
}

TEST(NearestNameTest, FindsSlips) {
  EXPECT_EQ(NearestName("gendr", Known()), "gender");
  EXPECT_EQ(NearestName("gedner", Known()), "gender");
  EXPECT_EQ(NearestName("GENDER", Known()), "gender");
  EXPECT_EQ(NearestName("age", Known()), "Age");
  EXPECT_EQ(NearestName("citi", Known()), "city");
  EXPECT_EQ(NearestName("citis", Known()), "cities");
  EXPECT_EQ(NearestName("新北", Known()), "新北市");
}

TEST(NearestNameTest, PrefersADifferenceOfCase) {
  const std::vector<std::string> known = {"CitY", "citz", "city"};
  EXPECT_EQ(NearestName("City", known), "CitY");
}

TEST(NearestNameTest, FindsWhatANameIsShortFor) {
  const std::vector<std::string> known = {"channel", "amount", "at"};
  EXPECT_EQ(NearestName("amnt", known), "amount");
  EXPECT_EQ(NearestName("chnl", known), "channel");
  EXPECT_EQ(NearestName("mount", known), "amount");  // a slip comes first
  EXPECT_EQ(NearestName("am", known), "at");
  EXPECT_EQ(NearestName("amx", known), std::nullopt);
  EXPECT_EQ(NearestName("cl", known), std::nullopt);
}

TEST(NearestNameTest, SaysNothingWhenNothingIsNear) {
  EXPECT_EQ(NearestName("", Known()), std::nullopt);
  EXPECT_EQ(NearestName("amount", Known()), std::nullopt);
  EXPECT_EQ(NearestName("x", Known()), std::nullopt);
  EXPECT_EQ(NearestName(std::string(1'000'000, 'g'), Known()), std::nullopt);
  EXPECT_EQ(NearestName("gender", {}), std::nullopt);
}

TEST(NearestNameTest, SpellsTheHint) {
  EXPECT_EQ(DidYouMean("gendr", Known()), "; did you mean `gender`?");
  EXPECT_EQ(DidYouMean("amount", Known()), "");
}

}  // namespace
}  // namespace seine
