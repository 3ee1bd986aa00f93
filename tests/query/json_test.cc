#include "query/json.h"

#include <gtest/gtest.h>

#include <fstream>
#include <set>
#include <string>

#include <nlohmann/json.hpp>

#include "query/filter_error.h"
#include "query/json_filter_reader.h"
#include "query/parser.h"
#include "query/printer.h"
#include "tests/query/language_examples.h"
#include "tests/query/random_filter_tree.h"

namespace seine {
namespace {

TEST(Json, EveryExampleSurvives) {
  for (const std::string& example : testing::LanguageExamples()) {
    const absl::StatusOr<Filter> filter = ParseFilter(example);
    ASSERT_TRUE(filter.ok()) << example;
    const std::string json = WriteFilterJson(filter->root);
    const absl::StatusOr<Filter> read = ReadFilterJson(json);
    ASSERT_TRUE(read.ok()) << json << "\n" << read.status();
    EXPECT_EQ(read->root, filter->root) << json << "\n" << PrintFilter(read->root);
    EXPECT_EQ(WriteFilterJson(read->root), json);
  }
}

TEST(Json, EveryTreeSurvives) {
  const FilterLimits limits;
  for (uint64_t seed = 0; seed < 20'000; ++seed) {
    testing::RandomFilterTree random(seed + 1'000'000);
    const filter::Expr tree = random.Any(2 + static_cast<int>(seed % 4));
    if (tree.size() > limits.nodes) continue;
    const std::string json = WriteFilterJson(tree);
    const absl::StatusOr<Filter> read = ReadFilterJson(json, limits);
    ASSERT_TRUE(read.ok()) << "seed " << seed << "\n" << json << "\n" << read.status();
    ASSERT_EQ(read->root, tree) << "seed " << seed << "\n" << json;
    // As a string inside JSON, too.
    const std::string quoted = nlohmann::json(PrintFilter(tree)).dump();
    const absl::StatusOr<Filter> text = ReadFilterJson(quoted, limits);
    ASSERT_TRUE(text.ok()) << quoted << "\n" << text.status();
    ASSERT_EQ(text->root, tree) << quoted;
  }
}

TEST(Json, WrittenForm) {
  const std::pair<const char*, const char*> cases[] = {
      {"gender = \"F\"", R"({"=":[{"col":"gender"},"F"]})"},
      {"name not contains \"x\" ignoring case",
       R"({"not contains ignoring case":[{"col":"name"},"x"]})"},
      {"x in (1, 12.50, 2011-09, last 90 days)",
       R"({"in":[{"col":"x"},[1,{"decimal":"12.50"},{"month":"2011-09"},{"last":[90,"days"]}]]})"},
      {"any orders as o where (a and at in last 90 days)",
       R"({"any":{"rows":"orders","as":"o","where":{"and":[{"col":"a"},{"in":[{"col":"at"},{"last":[90,"days"]}]}]}}})"},
      {"x > $minimum", R"({">":[{"col":"x"},{"param":"minimum"}]})"},
      {"latest(orders).`a.b` = 1", R"({"=":[{"col":[{"latest":"orders"},"a.b"]},1]})"},
      {"`a.b`.c = 1", R"({"=":[{"col":"`a.b`.c"},1]})"},
      {"x = 12345678901234567890", R"({"=":[{"col":"x"},{"integer":"12345678901234567890"}]})"},
      {"x in top 20% per y", R"({"in":[{"col":"x"},{"top":{"percent":20,"per":"y"}}]})"},
  };
  for (const auto& [text, json] : cases) {
    EXPECT_EQ(WriteFilterJson(ParseFilter(text)->root), json);
  }
}

// What a backend may send beside the canonical form.
TEST(Json, OtherSpellings) {
  const std::pair<const char*, const char*> cases[] = {
      {R"("gender = \"F\"")", "gender = \"F\""},
      {R"({"and": [{"filter": "a = 1 or b"}, {"col": "c"}]})", "(a = 1 or b) and c"},
      {R"({"and": [{"col": "a"}]})", "a"},
      {R"({"+": [1, 2, 3]})", "1 + 2 + 3"},
      {R"({"=": [{"col": "a"}, 1.50]})", "a = 1.50"},
      {R"({"=": [{"col": "a"}, 15e-1]})", "a = 1.5"},
      {R"({"=": [{"col": "a"}, 2E3]})", "a = 2000"},
      {R"({"=": [{"col": "a"}, 123456789012345678901234567890]})",
       "a = 123456789012345678901234567890"},
      {R"({"in": [{"col": "a"}, {"top": 10}]})", "a in top 10"},
      {R"({"any": "orders.items"})", "any orders.items"},
      {R"({"col": ["odd.name", "b"]})", "`odd.name`.b"},
      {R"({"col": "with space.in"})", "`with space`.`in`"},
      {"\"\\u0065\\u0301t = '\\uD83D\\uDE00'\"", "\xC3\xA9t = \"\xF0\x9F\x98\x80\""},
  };
  for (const auto& [json, text] : cases) {
    const absl::StatusOr<Filter> filter = ReadFilterJson(json);
    ASSERT_TRUE(filter.ok()) << json << "\n" << filter.status();
    EXPECT_EQ(PrintFilter(filter->root), text) << json;
  }
}

TEST(Json, ErrorsNameThePlace) {
  const std::pair<const char*, const char*> cases[] = {
      {R"({"and": [{"=": [{"col": "a"}, 1]}, {"eq": [1, 2]}]})",
       "unknown operator `eq`, at 1:37 (/and/1); write \"=\""},
      {R"({"==": [{"col": "a"}, 1]})",
       "unknown operator `==`, at 1:2 (the whole document); write \"=\""},
      {R"({"not_equal": [{"col": "a"}, 1]})",
       "unknown operator `not_equal`, at 1:2 (the whole document); write \"!=\""},
      {R"({"=": [{"column": "a"}, {"date": "2011-09-11"}]})",
       "unknown operator `column`, at 1:9 (/=/0); write \"col\""},
      {R"({"=": [{"col": "a"}, {"date": "2011-09-11"}]})",
       "unknown operator `date`, at 1:23 (/=/1); write \"day\""},
      {R"({"includ": {"col": "a"}})",
       "unknown operator `includ`, at 1:2 (the whole document); did you mean `include`?"},
      {R"({"contain": [{"col": "a"}, "x"]})",
       "unknown operator `contain`, at 1:2 (the whole document); did you mean `contains`?"},
      {R"({"=": [{"col": "a"}, null]})",
       "null is no value, at 1:22 (/=/1); write {\"is missing\": …} or {\"exists\": …}"},
      {R"({"=": [{"weekday": {"col": "a"}}, "sat"]})",
       "the weekday of a time is its `part`, at 1:20 (/=/0/weekday); write {\"part\": "
       "[\"weekday\", "
       "{\"col\": \"at\"}]}"},
      {R"({"=": [{"day": {"col": "a"}}, 3]})",
       "the day of month of a time is its `part`, at 1:16 (/=/0/day); write {\"part\": [\"day of "
       "month\", {\"col\": \"at\"}]}"},
      {R"({"=": [{"col": "a"}, {"decimal": "10"}]})",
       "a decimal has a point, at 1:34 (/=/1/decimal); write {\"integer\": \"10\"} or "
       "{\"decimal\": \"10.0\"}"},
      {R"({"=": [{"col": "a"}, {"decimal": 10.5}]})",
       "digits stand in a string here, at 1:34 (/=/1/decimal); write {\"decimal\": \"12.50\"}"},
      {R"({"=": [{"col": "a"}]})",
       "expected an array of 2 here, found 1, at 1:7 (/=); write {\"=\": [{\"col\": \"a\"}, …]}"},
      {R"({"between": [{"col": "a"}, 1, 2, 3]})",
       "expected an array of 2 to 3 here, found 4, at 1:13 (/between); write {\"between\": "
       "[{\"col\": \"age\"}, 29, 50]}"},
      {R"({"else": {"col": "a"}})",
       "expected an array of 2 or more here, found an object, at 1:10 (/else); write […, …]"},
      {R"({})",
       "an empty object is no filter, at 1:1 (the whole document); {\"everyone\": true} selects "
       "all members"},
      {R"({"not": {"col": "a", "where": 1}})",
       "one object holds one operator, but here are `col` and `where`, at 1:22 (/not); join "
       "filters with {\"and\": […]}"},
      {R"({"any": {"rows": "orders", "were": true}})",
       "unknown key `were`, at 1:36 (/any); did you mean `where`?"},
      {R"({"in": [{"col": "a"}, []]})",
       "a list cannot be empty, at 1:23 (/in/1); {\"nobody\": true} is the filter that selects no "
       "member"},
      {R"({"in": [{"col": "a"}, "x"]})",
       "expected an array of values here, at 1:23 (/in/1); write [\"x\"]"},
      {R"({"=": [{"col": "a"}, {"last": [3, "dyas"]}]})",
       "unknown unit of time, at 1:35 (/=/1/last); did you mean `days`?"},
      {R"({"=": [{"col": "a"}, {"today": true}]})",
       "a period cannot stand here, at 1:32; a period stands after `in`"},
      {R"({"not": "age > > 3"})", "expected a filter or a value, found `>`, at 1:16 (/not)"},
      {R"({"and": [1,)", nullptr},
      {"[1, 2]",
       "expected a filter here, at 1:1 (the whole document); a filter is an object, or a string "
       "that holds filter text"},
      {"\"a = \\\"x\\\" b\"",
       "unexpected `b`, at 1:12 (the whole document); is an `and` or an `or` missing?"},
      {"\"\\uD800\"", nullptr},
      {"{\"col\": \"a\\u0000b\"}", "a NUL character cannot stand in a filter, at 1:9"},
  };
  for (const auto& [json, message] : cases) {
    const absl::StatusOr<Filter> filter = ReadFilterJson(json);
    ASSERT_FALSE(filter.ok()) << json;
    ASSERT_TRUE(GetFilterError(filter.status()).has_value()) << filter.status();
    if (message != nullptr) {
      EXPECT_EQ(std::string(filter.status().message()), message) << json;
    } else {
      EXPECT_EQ(GetFilterError(filter.status())->message, "this is not valid JSON") << json;
    }
  }
}

// The published schema and the reader know the same operators.
TEST(Json, SchemaListsEveryOperator) {
  std::ifstream file("docs/filter.schema.json");
  ASSERT_TRUE(file.is_open()) << "run from the project's root";
  const nlohmann::json schema = nlohmann::json::parse(file);
  std::set<std::string> listed;
  for (const auto& [name, definition] : schema["$defs"].items()) {
    if (!definition.contains("x-operators")) continue;
    for (const auto& [key, value] : definition["properties"].items()) listed.insert(key);
  }
  const std::vector<std::string> known = JsonFilterReader::Operators();
  EXPECT_EQ(listed, std::set<std::string>(known.begin(), known.end()));
}

}  // namespace
}  // namespace seine
