// rfm, lifecycle, napl and nes, on a shop worked out by hand: what they bind to, whom they select,
// what is refused.
//
// Latest orders before 2011-12-20: a and e 10.5 days ago (3 and 2 orders), b 110 days (2), c 10
// days (1), d 39.7 days (1); f and g have none. Average gaps: a 141.5 days, b a microsecond, e 0.
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "query/query.h"
#include "tests/testing/bind_shop.h"

namespace seine::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

// The keys of the members, all letters, or the error.
std::string Modelled(std::string_view text, std::string_view as_of = "2011-12-20") {
  absl::StatusOr<Definition> definition = ReadDefinition(text);
  if (!definition.ok()) return std::string(definition.status().message());
  auto query = Compile(ShopSnapshot(), *std::move(definition), {});
  if (!query.ok()) return std::string(query.status().message());
  QueryOptions options;
  options.as_of = ParseAsOf(*ShopSnapshot(), as_of, "", 0).value_or(0);
  auto audience = (*query)->Select(options);
  if (!audience.ok()) return std::string(audience.status().message());
  EXPECT_TRUE(ShopSnapshot()->EnsureKeys(0).ok());
  std::string keys;
  for (uint32_t ordinal : (*audience)->Ordinals())
    keys += std::get<std::string>(ShopSnapshot()->Key(ordinal));
  return keys;
}

TEST(ModelsTest, Lifecycle) {
  EXPECT_EQ(Modelled("lifecycle(orders, 15 days, 60 days) = \"prospect\""), "fg");
  EXPECT_EQ(Modelled("lifecycle(orders, 15 days, 60 days) = \"first\""), "c");
  EXPECT_EQ(Modelled("lifecycle(orders, 15 days, 60 days) = \"repeat\""), "ae");
  EXPECT_EQ(Modelled("lifecycle(orders, 15 days, 60 days) = \"at risk\""), "d");
  EXPECT_EQ(Modelled("lifecycle(orders, 15 days, 60 days) = \"lapsed\""), "b");
  // To the microsecond: c's order is 10 days old.
  EXPECT_EQ(Modelled("lifecycle(orders, 10 days, 60 days) = \"first\""), "c");
  EXPECT_EQ(Modelled("lifecycle(orders where amount > 20, 15 days, 60 days) = \"prospect\""),
            "bdefg");
}

TEST(ModelsTest, Napl) {
  EXPECT_EQ(Modelled("napl(orders, 1) = \"lapsed\""), "b");
  EXPECT_EQ(Modelled("napl(orders, 0.5) = \"lapsed\""), "bd");
  EXPECT_EQ(Modelled("napl(orders, 1) = \"first\""), "cd");
  EXPECT_EQ(Modelled("napl(orders, 1) = \"repeat\""), "ae");
  EXPECT_EQ(Modelled("napl(orders, 1) = \"prospect\""), "fg");
  EXPECT_EQ(Modelled("napl(orders, 1) among (member = \"a\") = \"lapsed\""), "");
  EXPECT_EQ(Modelled("napl(orders, 0) among (nobody) = \"lapsed\""), "");
}

TEST(ModelsTest, Nes) {
  EXPECT_EQ(Modelled("nes(orders) = \"N\""), "cd");
  EXPECT_EQ(Modelled("nes(orders) = \"E0\""), "a");
  EXPECT_EQ(Modelled("nes(orders) = \"S3\""), "be");
  EXPECT_EQ(Modelled("nes(orders) = \"S1\"", "2012-08-01"), "a");
  EXPECT_EQ(Modelled("nes(orders) is missing"), "fg");
}

TEST(ModelsTest, Rfm) {
  EXPECT_EQ(Modelled("rfm(orders, amount, 2).recency = 2"), "ace");
  EXPECT_EQ(Modelled("rfm(orders, amount, 2).frequency = 2"), "abe");
  EXPECT_EQ(Modelled("rfm(orders, amount, 2).monetary = 2"), "abc");
  EXPECT_EQ(Modelled("rfm(orders, amount, 2).monetary = 1"), "de");
  EXPECT_EQ(Modelled("rfm(orders, amount, 2).monetary among (gender = \"F\") = 1"), "a");
  EXPECT_EQ(Modelled("rfm(orders, amount, (15, 60), (2, 3), (20, 1000)).recency = 3"), "ace");
  EXPECT_EQ(Modelled("rfm(orders, amount, (15, 60), (2, 3), (20, 1000)).frequency = 2"), "be");
  EXPECT_EQ(Modelled("rfm(orders, amount, (15, 60), (2, 3), (20, 1000)).monetary >= 2"), "abc");
  EXPECT_EQ(Modelled("rfm(orders, amount, (15, 60), (2, 3), (20, 1000)).monetary is missing"),
            "fg");
  EXPECT_EQ(Modelled("rfm(orders, amount, (15), (2), (20)).frequency = 2"), "abe");
}

TEST(ModelsTest, ClassesAreDecidedByName) {
  EXPECT_EQ(BindShop("lifecycle(orders, 30 days, 180 days) = \"prospect\""), "not(any(orders))");
  EXPECT_EQ(BindShop("nes(orders) = \"N\""), "count(orders) = 1");
  EXPECT_EQ(BindShop("nes(orders) = \"E0\""),
            "days(orders.at of row -1 of (orders), as_of) <= avg gap(orders orders.at)");
  EXPECT_EQ(Modelled("nes(orders) != \"N\""), "abe");
  EXPECT_EQ(Modelled("nes(orders) starts with \"s\" ignoring case"), "be");
  EXPECT_EQ(Modelled("lifecycle(orders, 15 days, 60 days) in (\"first\", \"at risk\")"), "cd");
  EXPECT_EQ(Modelled("nes(orders) else \"none\" = \"none\""), "fg");
  EXPECT_THAT(BindWarnings("nes(orders) in (\"S1\", \"S9\")"),
              ElementsAre("no class of this model is \"S9\"; did you mean `S1`?"));
}

std::vector<ExplainedModel> Explained(std::string_view text) {
  auto query = Compile(ShopSnapshot(), *ReadDefinition(text), {});
  QueryOptions options;
  options.as_of = *ParseAsOf(*ShopSnapshot(), "2011-12-20", "", 0);
  auto explanation = (*query)->Explain(options);
  return explanation.ok() ? explanation->models : std::vector<ExplainedModel>();
}

// What explain says of a model can be typed in its place.
TEST(ModelsTest, ClassesAreFiltersOfTheLanguage) {
  for (const std::string model : {"lifecycle(orders, 15 days, 60 days)",
                                  "lifecycle(orders where amount > 20, 1 month, 1 year)",
                                  "napl(orders, 1)", "napl(orders, 0.5) among (gender = \"F\")",
                                  "nes(orders)", "nes(orders.items where quantity > 1)"}) {
    const auto models = Explained(model + " exists");
    ASSERT_EQ(models.size(), 1u) << model;
    EXPECT_EQ(models[0].text, model);
    EXPECT_EQ(models[0].value, "");
    ASSERT_GE(models[0].classes.size(), 4u) << model;
    for (const auto& [name, filter] : models[0].classes)
      EXPECT_EQ(Modelled(filter), Modelled(model + " = \"" + name + "\"")) << filter;
  }
}

TEST(ModelsTest, ScoresAreValuesOfTheLanguage) {
  for (const std::string model :
       {"rfm(orders, amount, 2).recency", "rfm(orders, amount, 3).monetary per city",
        "rfm(orders, amount, 2).frequency among (gender = \"F\")",
        "rfm(orders, amount, (15, 60), (2, 3), (20, 1000)).recency",
        "rfm(orders where amount > 20, amount, (15, 60), (2, 3), 20).monetary"}) {
    const auto models = Explained(model + " exists");
    ASSERT_EQ(models.size(), 1u) << model;
    EXPECT_EQ(models[0].text, model);
    EXPECT_TRUE(models[0].classes.empty());
    for (const char* test : {" = 1", " = 2", " >= 3"}) {
      std::string spelled = models[0].value + test;
      if (!models[0].only.empty()) spelled = "(" + models[0].only + ") and " + spelled;
      EXPECT_EQ(Modelled(spelled), Modelled(model + test)) << spelled;
    }
  }
}

TEST(ModelsTest, EachIsExplainedOnce) {
  EXPECT_EQ(
      Explained("nes(orders) = \"N\" or nes(orders) = \"S1\" or nes(orders.items) = \"N\"").size(),
      2u);
  EXPECT_TRUE(Explained("any orders").empty());
}

TEST(ModelsTest, Refused) {
  EXPECT_EQ(BindShop("lifecycle(orders, 30, 180) = \"first\""),
            "error: `lifecycle` takes other arguments, at 1:1; write `lifecycle(orders, 30 days, "
            "180 days)`");
  EXPECT_THAT(BindShop("rfm(orders, amount, 5).value = 5"), HasSubstr("`rfm` has no `value`"));
  EXPECT_THAT(BindShop("rfm(orders, amount, 5) = 5"), HasSubstr("`.monetary`"));
  EXPECT_THAT(BindShop("rfm(orders, amount, (60, 30), (1), (2)).recency = 1"),
              HasSubstr("thresholds ascend"));
  EXPECT_THAT(BindShop("rfm(orders, amount, 11).recency = 1"),
              HasSubstr("`rfm` makes 1 to 10 classes, at 1:21"));
  EXPECT_THAT(BindShop("rfm(orders, amount, 0).recency = 1"), HasSubstr("makes 1 to 10 classes"));
  EXPECT_THAT(
      BindShop("rfm(orders, amount, (1, 2, 3, 4, 5, 6, 7, 8, 9, 10), (1), (2)).recency = 1"),
      HasSubstr("makes 1 to 10 classes"));
  EXPECT_THAT(BindShop("napl(orders) = \"first\""), HasSubstr("write `napl(orders, 3)`"));
  EXPECT_THAT(BindShop("nes(notes) = \"N\""), HasSubstr("needs rows with a time"));
  EXPECT_THAT(BindShop("nes(orders.amount) = \"N\""), HasSubstr("`amount` is a column"));
  EXPECT_THAT(BindShop("nes(orders) per city = \"N\""), HasSubstr("takes no `per`"));
}

}  // namespace
}  // namespace seine::testing
