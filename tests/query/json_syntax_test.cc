#include "query/json_syntax.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>

#include <nlohmann/json.hpp>

#include "query/filter_error.h"
#include "query/json.h"

namespace seine {
namespace {

struct Wrong {
  const char* json;
  uint32_t at;
  const char* hint;
};

TEST(JsonSyntax, SaysWhatIsExpected) {
  const Wrong cases[] = {
      {"{a", 1, "expected a key in double quotes, found `a`"},
      {"{'a': 1}", 1, "expected a key in double quotes, found `'`"},
      {R"({"a": 1,})", 8, "leave out the `,` before it"},
      {R"({"a": [1,]})", 9, "leave out the `,` before it"},
      {R"({"a" 1})", 5, "expected `:` after the key, found `1`"},
      {R"({"a": })", 6, "a value is missing before it"},
      {R"({"a": 1 "b": 2})", 8, "expected `,` or `}`, found `\"`"},
      {R"({"a": [1 2]})", 9, "expected `,` or `]`, found `2`"},
      {R"({"a": True})", 6, "write `true`"},
      {R"({"a": None})", 6, "write `null`"},
      {R"({"a": web})", 6, "text goes in double quotes: \"web\""},
      {R"({"a": 'web'})", 6, "text goes in double quotes"},
      {R"({"a": "x)", 6, "this text has no end"},
      {"{\"a\": \"x\ny\"}", 8, "inside text a line break is written \\n, a tab \\t"},
      {R"({"a": "\d"})", 7, "a backslash in text is written \\\\"},
      {R"({"a": "\u12"})", 7, "four hexadecimal digits follow \\u"},
      {R"({"a": 012})", 6, "numbers are written 12, -3, 12.50 or 1e3"},
      {R"({"a": 1.})", 6, "numbers are written 12, -3, 12.50 or 1e3"},
      {R"({"a": [1, 2)", 11, "the JSON ends too early; a `]` is missing"},
      {R"({"a": 1)", 7, "the JSON ends too early; a `}` is missing"},
      {R"({"a": 新})", 6, "expected a value, found `新`"},
      {R"({} {})", 3, "nothing may follow the end of the JSON"},
  };
  for (const Wrong& c : cases) {
    const std::optional<JsonSyntaxError> error = FindJsonSyntaxError(c.json);
    ASSERT_TRUE(error.has_value()) << c.json;
    EXPECT_EQ(error->hint, c.hint) << c.json;
    EXPECT_EQ(error->span.begin, c.at) << c.json;
    EXPECT_FALSE(nlohmann::json::accept(c.json)) << c.json;
  }
}

// What the reader refuses is refused here, cut or changed anywhere, and what it takes is not.
TEST(JsonSyntax, AgreesWithTheReader) {
  const std::string json =
      R"({"include": {"and": [{"=": [{"col": "a"}, -1.5e+3]}, {"in": ["x\n", [true, null, "\u00e9"]]}]}})";
  ASSERT_TRUE(nlohmann::json::accept(json));
  for (size_t at = 0; at < json.size(); ++at) {
    for (const char* other :
         {"", "{", "}", "[", "]", ",", ":", "\"", "1", "t", " ", "-", ".", "\\"}) {
      std::string changed = json;
      changed.replace(at, 1, other);
      EXPECT_EQ(!FindJsonSyntaxError(changed).has_value(), nlohmann::json::accept(changed))
          << changed;
    }
    EXPECT_TRUE(FindJsonSyntaxError(json.substr(0, at)).has_value()) << at;
  }
  EXPECT_FALSE(FindJsonSyntaxError(json).has_value());
}

// Nothing of the library's own messages is said.
TEST(JsonSyntax, InOurOwnWords) {
  for (const std::string& json : {std::string("{\"=\":[{\"col\":\"age\"},1e999]}"),
                                  "{\"=\":[{\"col\":\"age\"},1" + std::string(400, '0') + "]}"}) {
    const absl::Status status = ReadFilterJson(json).status();
    const std::optional<FilterErrorInfo> error = GetFilterError(status);
    ASSERT_TRUE(error.has_value()) << status;
    EXPECT_EQ(error->message, "this number is too large");
    EXPECT_EQ(error->column, 21u);
    EXPECT_EQ(error->hint,
              "write its digits as text: {\"integer\": \"…\"} or {\"decimal\": \"…\"}");
  }
  for (const char* json : {"{a", "{\"a\": nul}", "{\"a\": \"\\uD800\"}", "{\"a\"", "[", ""}) {
    const absl::Status status = ReadFilterJson(json).status();
    EXPECT_EQ(std::string(status.message()).find("json.exception"), std::string::npos) << status;
    EXPECT_EQ(std::string(status.message()).find("syntax error"), std::string::npos) << status;
    EXPECT_EQ(GetFilterError(status)->message, "this is not valid JSON") << status;
  }
}

}  // namespace
}  // namespace seine
