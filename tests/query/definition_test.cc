#include "query/definition.h"

#include <gtest/gtest.h>

#include <string>

#include "query/filter_error.h"
#include "query/json.h"
#include "query/printer.h"

namespace seine {
namespace {

constexpr char kText[] =
    "include: gender = \"F\" and any orders where at in last 90 days\n"
    "exclude \"blocked\": tags has \"blocked\"\n"
    "exclude \"got it\": any messages where campaign = \"double-11\"";

TEST(Definition, TextAndJsonAgree) {
  const absl::StatusOr<Definition> text = ReadDefinition(kText);
  ASSERT_TRUE(text.ok()) << text.status();
  ASSERT_EQ(text->excludes.size(), 2u);
  EXPECT_EQ(text->excludes[1].name, "got it");
  EXPECT_EQ(PrintDefinition(*text),
            "include: gender = \"F\" and any orders where (at in last 90 days)\n"
            "exclude \"blocked\": tags has \"blocked\"\n"
            "exclude \"got it\": any messages where campaign = \"double-11\"");
  const absl::StatusOr<Definition> again = ReadDefinition(PrintDefinition(*text));
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(*again, *text);
  const absl::StatusOr<Definition> json = ReadDefinition(WriteDefinitionJson(*text));
  ASSERT_TRUE(json.ok()) << json.status();
  EXPECT_EQ(*json, *text);
  EXPECT_EQ(DefinitionHash(*json), DefinitionHash(*text));
}

TEST(Definition, WhatMayBeRead) {
  const std::pair<const char*, const char*> cases[] = {
      {"age > 3", "age > 3"},
      {"INCLUDE: age > 3", "age > 3"},
      {"\"age > 3\"", "age > 3"},
      {"\"include: a exclude \\\"b\\\": c\"", "include: a\nexclude \"b\": c"},
      {"\"x\" = name", "\"x\" = name"},
      {" {\"include\": \"a\", \"exclude\": {\"b\": \"c\", \"d\": {\"col\": \"e\"}}}",
       "include: a\nexclude \"b\": c\nexclude \"d\": e"},
      {"{\"exclude\": {}, \"include\": {\"col\": \"a\"}}", "a"},
      {"include: a exclude blocked: b", "include: a\nexclude \"blocked\": b"},
      {"include = 1 and exclude = 2", "include = 1 and exclude = 2"},
  };
  for (const auto& [source, printed] : cases) {
    const absl::StatusOr<Definition> definition = ReadDefinition(source);
    ASSERT_TRUE(definition.ok()) << source << "\n" << definition.status();
    EXPECT_EQ(PrintDefinition(*definition), printed);
  }
}

TEST(Definition, Errors) {
  const std::pair<const char*, const char*> cases[] = {
      {"", "the filter is empty, at 1:1; `everyone` selects all members"},
      {"include:", "the filter is empty, at 1:9; `everyone` selects all members"},
      {"exclude \"a\": b",
       "expected `include: FILTER` before the exclusions, found `exclude`, at 1:1; `include: "
       "everyone` includes all members"},
      {"include: a\nexclude \"b\": c\nexclude \"b\": d",
       "there are two exclusions called `b`, at 3:9"},
      {"include: a\nexclude \"b\": c ==", "`==` is not part of the language, at 2:16; write `=`"},
      {"include: a\nexclude \"b\":", "expected a filter or a value, found the end, at 2:13"},
      {"{\"exclude\": {}}",
       "this definition lacks `include`, at 1:1 (the whole document); {\"everyone\": true} "
       "includes all members"},
      {"{\"include\": \"a =\"}", "expected a filter or a value, found the end, at 1:17 (/include)"},
      {"{\"include\": \"a\", \"exclude\": {\"b/c\": {\"nope\": 1}}}",
       "unknown operator `nope`, at 1:38 (/exclude/b~1c)"},
      {"{\"include\": \"a\", \"exclued\": {}}",
       "unexpected key `exclued`, at 1:18 (the whole document); a definition has `include` and "
       "`exclude`, once each"},
  };
  for (const auto& [source, message] : cases) {
    const absl::StatusOr<Definition> definition = ReadDefinition(source);
    ASSERT_FALSE(definition.ok()) << source;
    EXPECT_EQ(std::string(definition.status().message()), message) << source;
  }
}

TEST(Definition, AddExclude) {
  absl::StatusOr<Definition> definition = ReadDefinition("a");
  ASSERT_TRUE(definition.ok());
  ASSERT_TRUE(AddExclude("blocked: tags has \"blocked\"", *definition).ok());
  ASSERT_TRUE(AddExclude("\"got it\": b", *definition).ok());
  EXPECT_EQ(PrintDefinition(*definition),
            "include: a\nexclude \"blocked\": tags has \"blocked\"\nexclude \"got it\": b");
  EXPECT_EQ(*definition->excludes[1].filter.source, "\"got it\": b");
  EXPECT_FALSE(AddExclude("blocked: c", *definition).ok());
  EXPECT_FALSE(AddExclude("tags has \"x\"", *definition).ok());
  EXPECT_EQ(definition->excludes.size(), 2u);
}

TEST(Definition, HashIsOfTheMeaningfulText) {
  const auto hash = [](const char* text) { return DefinitionHash(*ReadDefinition(text)); };
  EXPECT_EQ(hash("a=1   and b"), hash("include: (a = 1) AND (b) # note"));
  EXPECT_NE(hash("a = 1"), hash("a = 2"));
  EXPECT_NE(hash("include: a exclude \"x\": b"), hash("include: a exclude \"y\": b"));
  EXPECT_EQ(hash("everyone").size(), 32u);
  // Fixed for ever: stored results carry it.
  EXPECT_EQ(hash("everyone"), "47c7b73335a1861bf857c4ef5463b49e");
}

}  // namespace
}  // namespace seine
