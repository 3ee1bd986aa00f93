// Lists and segments that the host gives: what of them a definition's hash holds, and tests of one
// list in many definitions, which are bound once.
#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "query/batch.h"
#include "query/bind.h"
#include "query/list_tests.h"
#include "tests/testing/bind_shop.h"

namespace seine::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

QueryOptions Later() {
  QueryOptions options;
  options.as_of = 1356998400000000;  // 2013-01-01
  return options;
}

ResultInfo Asked(const std::string& text, const CompileOptions& options) {
  const auto query = Compile(ShopSnapshot(), *ReadDefinition(text), options);
  EXPECT_TRUE(query.ok()) << query.status();
  return *(*query)->Count(Later());
}

std::string HashOf(const std::string& text, const CompileOptions& options) {
  return Asked(text, options).definition;
}

TEST(DefinitionHash, HoldsTheListsAndSegmentsThatAreNamed) {
  CompileOptions none;
  CompileOptions lists;
  lists.lists = {{"u", {"a", "b"}}, {"v", {"a"}}};
  lists.segments = {{"s", "age > 3"}, {"t", "member in list(\"u\")"}};
  EXPECT_EQ(HashOf("age > 3", lists), HashOf("age > 3", none));
  for (const char* text : {"member in list(\"u\")", "segment(\"t\")",
                           "include: everyone\nexclude \"u\": member in list(\"u\")"}) {
    CompileOptions other = lists;
    other.lists["v"] = {"b"};
    other.segments["s"] = "age > 4";
    EXPECT_EQ(HashOf(text, other), HashOf(text, lists)) << text;
    other.lists["u"] = {"ab"};
    EXPECT_NE(HashOf(text, other), HashOf(text, lists)) << text;
  }
  CompileOptions other = lists;
  other.segments["s"] = "age > 4";
  EXPECT_NE(HashOf("segment(\"s\")", other), HashOf("segment(\"s\")", lists));
  EXPECT_NE(HashOf("segment(\"s\")", lists), HashOf("age > 3", lists));
}

TEST(DefinitionHash, OfParametersToo) {
  CompileOptions lists;
  lists.lists = {{"u", {"a"}}};
  const auto hash = [&](const CompileOptions& options) {
    const auto query =
        Compile(ShopSnapshot(), *ReadDefinition("age > $x and member in list(\"u\")"), options);
    QueryOptions with = Later();
    with.parameters["x"] = filter::LiteralValue(filter::Integer{"3"});
    return (*query)->Count(with)->definition;
  };
  CompileOptions other = lists;
  other.lists["u"] = {"b"};
  EXPECT_EQ(hash(lists), hash(lists));
  EXPECT_NE(hash(lists), hash(other));
}

TEST(NamedLists, ATestIsBoundOnceForManyDefinitions) {
  CompileOptions options;
  options.lists = {{"u", {"a", "c", "nobody at all"}}, {"n", {"30", "41"}}, {"c", {"Taipei", "x"}}};
  binding::ListTests tests;
  const auto bind = [&](const std::string& text) {
    const auto bound = Bind(*ShopSnapshot(), *ReadDefinition(text), options, {}, &tests);
    EXPECT_TRUE(bound.ok()) << bound.status();
    return *bound;
  };
  const auto first = bind("member in list(\"u\")");
  const auto second = bind("member in list(\"u\")");
  EXPECT_EQ(std::get<bound::MemberIn>(first.include->node).ordinals,
            std::get<bound::MemberIn>(second.include->node).ordinals);
  EXPECT_THAT(second.warnings, ElementsAre(HasSubstr("\"nobody at all\"")));
  EXPECT_EQ(first.warnings, second.warnings);
  EXPECT_EQ(tests.size(), 1u);
  // Each is another test.
  for (const char* text :
       {"not member in list(\"u\")", "member not in list(\"u\")", "age in list(\"n\")",
        "age not in list(\"n\")", "balance in list(\"n\")", "city in list(\"c\")",
        "city in list(\"c\") ignoring case", "email in list(\"c\")", "tags has any list(\"c\")",
        "tags has all list(\"c\")", "any orders where channel in list(\"c\")",
        "any orders.items where product.category in list(\"c\")"}) {
    const std::string alone = BindShop(text, options);
    EXPECT_EQ(ShopText(bind(text).include), alone);
    EXPECT_EQ(ShopText(bind(text).include), alone);
  }
  EXPECT_EQ(tests.size(), 12u);  // `not member in` is the first one's opposite
}

TEST(NamedLists, OfPickedRows) {
  CompileOptions options;
  options.lists = {{"c", {"web"}}};
  std::vector<NamedDefinition> both;
  for (const char* text : {"first(orders).channel in list(\"c\")",
                           "latest(orders).channel in list(\"c\")", "everyone"})
    both.push_back({"", *ReadDefinition(text)});
  const auto batch = CompileBatch(ShopSnapshot(), both, options);
  ASSERT_TRUE(batch.ok()) << batch.status();
  const auto counts = (*batch)->Count(Later());
  ASSERT_TRUE(counts.ok()) << counts.status();
  for (size_t i = 0; i < both.size(); ++i) {
    const auto alone = Compile(ShopSnapshot(), both[i].definition, options);
    EXPECT_EQ((*counts)[i].count, (*alone)->Count(Later())->count);
  }
}

TEST(NamedLists, AnUnknownOneIsNamed) {
  CompileOptions options;
  options.lists = {{"uploaded", {"a"}}};
  EXPECT_THAT(BindShop("member in list(\"uploadd\")", options),
              HasSubstr("unknown list \"uploadd\""));
  EXPECT_THAT(BindShop("member in list(\"uploadd\")", options), HasSubstr("`uploaded`"));
}

}  // namespace
}  // namespace seine::testing
