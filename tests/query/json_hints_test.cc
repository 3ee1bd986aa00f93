#include "query/json_hints.h"

#include <string>

#include "gtest/gtest.h"

#include "tests/testing/bind_shop.h"

namespace seine {
namespace {

TEST(JsonHints, WhatIsWrittenBecomesJson) {
  const std::pair<const char*, const char*> cases[] = {
      {"write `tags has \"vip\"`", R"(write `{"has":[{"col":"tags"},"vip"]}`)"},
      {"write times without quotes: 2011-09-11", R"(write times: {"day":"2011-09-11"})"},
      {"write `2011-09-11`, without blanks", R"(write `{"day":"2011-09-11"}`)"},
      {"write a time: 2011-09-11, 30 days ago",
       R"(write a time: {"day":"2011-09-11"}, {"ago":[30,"days"]})"},
      {"text goes in quotes: \"F\"", R"(text goes in quotes: "F")"},
      {"a column is written `gender`, without quotes", R"(a column is written `{"col":"gender"}`)"},
      {"did you mean `gender`?", "did you mean `gender`?"},
      {"write `any orders where at …`", "write `any orders where at …`"},
      {"write a number", "write a number"},
      {"an odd ` one", "an odd ` one"},
  };
  for (const auto& [text, json] : cases) EXPECT_EQ(HintAsJson(text), json);
}

TEST(JsonHints, TextInsideJsonStaysText) {
  const std::string source = R"({"and": ["age > \"3\"", {"col": "a"}]})";
  EXPECT_FALSE(IsJsonAt("age > 3", 0));
  EXPECT_TRUE(IsJsonAt(source, source.find("\"age")));
  EXPECT_FALSE(IsJsonAt(source, source.find('3')));
  EXPECT_TRUE(IsJsonAt(source, source.find("{\"col\"")));
}

TEST(JsonHints, OfABoundFilter) {
  const std::pair<const char*, const char*> cases[] = {
      {R"({"=": [{"col": "birthday"}, "1980-01-01"]})",
       "error: `birthday` is a date and this is the text \"1980-01-01\", at 1:29; write times: "
       R"({"day":"1980-01-01"})"},
      {R"({"=": [{"part": ["weekday", {"col": "joined"}]}, "sat"]})",
       "error: this value is a number and this is the text \"sat\", at 1:50; write it: "
       R"({"weekday":"sat"})"},
      {R"({"=": ["gender", "F"]})",
       "error: both sides are constants, at 1:7; a column is written `{\"col\":\"gender\"}`"},
      {R"({"and": ["joined > \"2011-01-01\""]})",
       "error: `joined` is a timestamp and this is the text \"2011-01-01\", at 1:20; write times "
       "without quotes: 2011-01-01"},
      {R"({"in": [{"col": "age"}, {"bottom": {"holding": 20}}]})",
       "error: `holding` goes with `top`: the fewest members that hold so much, at 1:8; write "
       R"(`{"not in":[{"col":"age"},{"top":{"holding":80}}]}`)"},
      {R"({"=": [{"col": "gendr"}, "F"]})",
       "error: unknown column `gendr` of customers, at 1:16; did you mean `gender`?"},
      {R"({">": [{"col": "joined"}, {"-": [2025, 1, 1]}]})",
       "error: `joined` is a timestamp, which does not compare with arithmetic between values, at "
       R"(1:33; write `{"day":"2025-01-01"}`)"},
  };
  for (const auto& [json, error] : cases) EXPECT_EQ(testing::BindShop(json), error) << json;
}

}  // namespace
}  // namespace seine
