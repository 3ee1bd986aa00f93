// Hostile input is refused early, cheaply and without using up the stack.

#include <gtest/gtest.h>

#include <ctime>
#include <string>

#include "query/definition.h"
#include "query/filter_error.h"
#include "query/json.h"
#include "query/parser.h"
#include "query/printer.h"

namespace seine {
namespace {

std::string Repeat(const std::string& part, size_t times) {
  std::string text;
  text.reserve(part.size() * times);
  for (size_t i = 0; i < times; ++i) text += part;
  return text;
}

// Refused, at little cost. The bound is on the processor's time, and loose, because sanitizers are
// slow.
void ExpectRefused(const std::string& source, const std::string& what, double most_seconds = 2.0) {
  const std::clock_t start = std::clock();
  const absl::StatusOr<Definition> definition = ReadDefinition(source);
  const double seconds = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
  ASSERT_FALSE(definition.ok()) << what;
  EXPECT_TRUE(GetFilterError(definition.status()).has_value()) << what << definition.status();
  EXPECT_LT(definition.status().message().size(), 1000u) << what;
  EXPECT_LT(seconds, most_seconds) << what;
}

TEST(FilterLimits, DeepNesting) {
  constexpr size_t kMany = 1'000'000;
  for (const char* opening : {"(",
                              "not ",
                              "-",
                              "- ",
                              "a in (",
                              "any a where ",
                              "any a where (",
                              "latest(",
                              "sum(",
                              "count(a where ",
                              "1 + (",
                              "sequence (a where ",
                              "at least 1 of (",
                              "score of (1: ",
                              "days since ",
                              "a else (",
                              "rfm(a, (",
                              "mean(",
                              "segment(",
                              "a in top 5 among (",
                              "a.",
                              "(a) as of ("}) {
    ExpectRefused(
        Repeat(opening, std::min<size_t>(kMany, (size_t{15} << 20) / std::string(opening).size())),
        opening);
  }
  for (const char* opening :
       {"[", "{\"not\":", "{\"and\":[", "{\"any\":{\"rows\":", "{\"col\":[{\"latest\":"}) {
    ExpectRefused(
        "{\"not\":" + Repeat(opening, std::min<size_t>(
                                          kMany, (size_t{15} << 20) / std::string(opening).size())),
        opening);
  }
}

TEST(FilterLimits, DepthIsCountedInNodes) {
  EXPECT_TRUE(ParseFilter(Repeat("not ", 63) + "a").ok());
  const absl::StatusOr<Filter> deep = ParseFilter(Repeat("not ", 64) + "a");
  ASSERT_FALSE(deep.ok());
  EXPECT_EQ(deep.status().code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(std::string(deep.status().message()),
            "the filter is nested too deep, at 1:1; at most 64 are allowed");
  EXPECT_TRUE(ReadFilterJson(Repeat("{\"not\":", 63) + "{\"col\":\"a\"}" + Repeat("}", 63)).ok());
  EXPECT_FALSE(ReadFilterJson(Repeat("{\"not\":", 64) + "{\"col\":\"a\"}" + Repeat("}", 64)).ok());
  // A long conjunction is not deep.
  EXPECT_TRUE(ParseFilter("a" + Repeat(" and a", 5'000)).ok());
}

TEST(FilterLimits, Nodes) {
  EXPECT_TRUE(ParseFilter("a" + Repeat(" or a", 9'998)).ok());
  EXPECT_FALSE(ParseFilter("a" + Repeat(" or a", 9'999)).ok());
  ExpectRefused("a" + Repeat(" or a", 2'000'000), "or");
  ExpectRefused("{\"or\":[true" + Repeat(",true", 2'000'000) + "]}", "json or");
  ExpectRefused("a" + Repeat(" + a", 1'000'000), "+");
}

TEST(FilterLimits, ListValues) {
  const std::string million = "a in (1" + Repeat(",1", 999'999) + ")";
  const absl::StatusOr<Filter> filter = ParseFilter(million);
  ASSERT_TRUE(filter.ok()) << filter.status();
  EXPECT_EQ(filter->root.size(), 3u);
  const absl::StatusOr<Filter> json = ReadFilterJson(WriteFilterJson(filter->root));
  ASSERT_TRUE(json.ok()) << json.status();
  EXPECT_EQ(json->root, filter->root);
  // One value too many is refused before the list is read: reading it would take several times
  // this.
  ExpectRefused("a in (1" + Repeat(",1", 1'000'000) + ")", "text list", 0.2);
  ExpectRefused("(a in (1" + Repeat(",1", 600'000) + ") or b in (1" + Repeat(",1", 600'000) + "))",
                "two text lists", 0.2);
  ExpectRefused("a in (1" + Repeat(",1", 7'000'000) + ")", "text list, far too long", 0.2);
  ExpectRefused("{\"in\":[{\"col\":\"a\"},[1" + Repeat(",1", 1'000'000) + "]]}", "json list", 0.2);
  ExpectRefused("{\"in\":[{\"col\":\"a\"},[1" + Repeat(",1", 7'000'000) + "]]}",
                "json list, far too long", 0.2);
  ExpectRefused("a in (1" + Repeat(",1", 10'000'000) + ")", "too many bytes");
}

TEST(FilterLimits, Bytes) {
  ExpectRefused(std::string((size_t{16} << 20) + 1, ' '), "blanks");
  ExpectRefused(std::string(size_t{16} << 20, ' '), "only blanks");
  ExpectRefused("\"" + std::string(size_t{15} << 20, 'a'), "text without end");
  ExpectRefused("x = " + std::string(size_t{15} << 20, '9'), "digits");
  ExpectRefused("{\"=\":[1," + std::string(size_t{15} << 20, '9') + "]}", "json digits");
  ExpectRefused("{\"=\":[1,1e999999999]}", "json exponent");
  ExpectRefused(std::string(size_t{15} << 20, 'a') + " b", "a long name");
  ExpectRefused(std::string(size_t{15} << 20, 'a') + "(b)", "a long name that is called");
  ExpectRefused("1" + std::string(size_t{15} << 20, 'a'), "a long word that begins with a digit");
  ExpectRefused("{\"" + std::string(size_t{15} << 20, 'a') + "\": 1}", "a long operator");
}

TEST(FilterLimits, BytesThatAreNoText) {
  const std::string bad[] = {std::string("a = \"\0\"", 7), "a = \"\xFF\"",
                             "a = \"\xC0\xAF\"",           "a = \"\xED\xA0\x80\"",
                             "a = \"\xF4\x90\x80\x80\"",   "\xE6\x96",
                             "{\"col\":\"\xFF\"}",         std::string("{\"col\":\"\0\"}", 11)};
  for (const std::string& source : bad) ExpectRefused(source, source);
  ExpectRefused("{\"col\":\"\\uD800\"}", "lone surrogate");
  ExpectRefused("{\"col\":\"\\uDC00\\uD800\"}", "surrogates in the wrong order");
}

TEST(FilterLimits, ExtremeNumbersAreRead) {
  for (const char* text :
       {"x = 9223372036854775807", "x = -9223372036854775808", "x = 18446744073709551616",
        "at = 0001-01-01", "at = 9999-12-31", "at in last 9223372036854775807 days"}) {
    const absl::StatusOr<Filter> filter = ParseFilter(text);
    ASSERT_TRUE(filter.ok()) << text << filter.status();
    EXPECT_EQ(PrintFilter(filter->root), text);
    EXPECT_EQ(ReadFilterJson(WriteFilterJson(filter->root))->root, filter->root);
  }
  for (const char* text : {"at = 0000-01-01", "at in last 9223372036854775808 days",
                           "at = 0001-01-01T00:00+01:00", "at = 9999-12-31T23:59-01:00"}) {
    EXPECT_FALSE(ParseFilter(text).ok()) << text;
  }
}

}  // namespace
}  // namespace seine
