// Filters that say a great deal in few words: bound and planned for what they name, not for what
// they come to, and refused above the limit of query/filter_limits.h.
#include <atomic>
#include <chrono>
#include <map>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "query/filter_error.h"
#include "query/query.h"
#include "tests/testing/bind_shop.h"

namespace seine::testing {
namespace {

using ::testing::AnyOf;
using ::testing::HasSubstr;

absl::Status Asked(std::string_view text, const CompileOptions& options = {}) {
  absl::StatusOr<Definition> definition = ReadDefinition(text);
  if (!definition.ok()) return definition.status();
  const auto query = Compile(ShopSnapshot(), *std::move(definition), options);
  if (!query.ok()) return query.status();
  QueryOptions at;
  at.as_of = 1356998400000000;  // 2013-01-01
  return (*query)->Count(at).status();
}

// The filter put into the form so many times.
std::string Nested(const std::string& form, std::string filter, int levels) {
  for (int level = 0; level < levels; ++level)
    filter = absl::StrReplaceAll(form, {{"FILTER", filter}});
  return filter;
}

struct Form {
  const char* text;
  const char* innermost;
};

constexpr Form kForms[] = {
    {"nes(orders where (FILTER)) = \"N\"", "amount > 1"},
    {"nes(orders where (FILTER)) != city", "amount > 1"},
    {"napl(orders where (FILTER), 3) = \"first\"", "amount > 1"},
    {"napl(orders, 3) among (FILTER) = \"first\"", "age > 1"},
    {"lifecycle(orders where (FILTER), 30 days, 90 days) != city", "amount > 1"},
    {"sum(orders.amount) in top 20% among (FILTER)", "age > 1"},
    {"rfm(orders where (FILTER), amount, (1, 2), (1, 2), (1, 2)).monetary = 3", "amount > 1"},
    {"score of (1: FILTER) between age - 80 and age", "age > 3"},
    {"score of (1: FILTER) not between age and 100", "age > 3"},
    {"score of (1: FILTER) in (age, 3, 4)", "age > 3"},
    {"score of (1: FILTER) not in (age, 3, 4)", "age > 3"},
    {"exactly 1 of (FILTER, age > 4)", "age > 3"},
    {"latest(orders where (FILTER)).at not in (last 3 days, from joined to 2030-01-01)",
     "amount > 3"},
    {"all latest(orders where (FILTER)).items where quantity > 1", "amount > 1"},
};

TEST(WrittenOut, AtAnyDepthAFilterIsAnsweredOrRefused) {
  for (const Form& form : kForms) {
    for (int levels = 1; levels <= 40; ++levels) {
      const absl::Status status = Asked(Nested(form.text, form.innermost, levels));
      if (status.ok()) continue;
      EXPECT_EQ(status.code(), absl::StatusCode::kResourceExhausted) << form.text;
      EXPECT_THAT(
          std::string(status.message()),
          AnyOf(HasSubstr("conditions and values once its segments"), HasSubstr("nested too deep")))
          << form.text;
    }
  }
}

std::map<std::string, std::string> Doubling(int count) {
  std::map<std::string, std::string> segments{{"s0", "age > 3"}};
  for (int k = 1; k <= count; ++k) {
    const std::string below = absl::StrCat("segment(\"s", k - 1, "\")");
    segments[absl::StrCat("s", k)] = absl::StrCat(below, " or (", below, " and age = ", k, ")");
  }
  return segments;
}

TEST(WrittenOut, Segments) {
  CompileOptions options;
  options.segments = Doubling(30);
  EXPECT_EQ(Asked("segment(\"s10\")", options), absl::OkStatus());
  const absl::Status status = Asked("segment(\"s30\")", options);
  const auto info = GetFilterError(status);
  ASSERT_TRUE(info.has_value()) << status;
  EXPECT_EQ(status.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_THAT(info->message, HasSubstr("in the segment \"s30\" at 1:1"));
  EXPECT_THAT(info->message,
              HasSubstr("131069 conditions and values once its segments, models and repeated "
                        "values are written out; the limit is 100000"));
  EXPECT_THAT(info->hint, HasSubstr("nest fewer segments"));
  EXPECT_EQ(info->line, 1u);
}

TEST(WrittenOut, Depth) {
  CompileOptions options;
  options.segments["s0"] = "age > 3";
  for (int k = 1; k < 32; ++k) {
    options.segments[absl::StrCat("s", k)] =
        Nested("score of (1: FILTER) > 0", absl::StrCat("segment(\"s", k - 1, "\")"), 25);
  }
  EXPECT_EQ(Asked("segment(\"s9\")", options), absl::OkStatus());
  const absl::Status status = Asked("segment(\"s31\")", options);
  EXPECT_THAT(std::string(status.message()),
              HasSubstr("filters within each other are more than 250 deep"));
}

TEST(WrittenOut, NestedSegmentsCountWhereverTheyWereBoundFirst) {
  CompileOptions options;
  options.segments["s0"] = "age > 3";
  for (int k = 1; k <= 32; ++k)
    options.segments[absl::StrCat("s", k)] = absl::StrCat("segment(\"s", k - 1, "\")");
  EXPECT_EQ(Asked("segment(\"s31\")", options), absl::OkStatus());
  for (const char* text : {"segment(\"s32\")", "segment(\"s20\") and segment(\"s32\")"}) {
    EXPECT_THAT(std::string(Asked(text, options).message()),
                HasSubstr("segments refer to segments more than 32 deep"));
  }
}

TEST(WrittenOut, OfIncludeAndExclusionsTogether) {
  CompileOptions options;
  options.segments = Doubling(14);
  std::string text = "include: segment(\"s14\")";
  EXPECT_EQ(Asked(text, options), absl::OkStatus());
  absl::StrAppend(&text, "\nexclude \"again\": segment(\"s14\")");
  const absl::Status status = Asked(text, options);
  EXPECT_THAT(std::string(status.message()), HasSubstr("131066 conditions and values"));
  EXPECT_THAT(std::string(status.message()), HasSubstr("at 2:18"));
}

TEST(Compile, EndsWhenItIsAskedTo) {
  const std::atomic<bool> cancel{true};
  const auto definition = ReadDefinition("age > 3");
  ASSERT_TRUE(definition.ok());
  EXPECT_EQ(Compile(ShopSnapshot(), *definition, {}, {&cancel, {}}).status().code(),
            absl::StatusCode::kCancelled);
  StopSignal late;
  late.deadline = std::chrono::steady_clock::now();
  EXPECT_EQ(Compile(ShopSnapshot(), *definition, {}, late).status().code(),
            absl::StatusCode::kDeadlineExceeded);
}

}  // namespace
}  // namespace seine::testing
