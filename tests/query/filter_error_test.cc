#include "query/filter_error.h"

#include <gtest/gtest.h>

#include <string>

namespace seine {
namespace {

TEST(FilterError, LocatesInCharacters) {
  const std::string source = "a = 1 and\n城市 = \"F\" and gendr = 2";
  const auto at = static_cast<uint32_t>(source.find("gendr"));
  const absl::Status error =
      FilterError({at, at + 5}, "unknown column `gendr` of members", "did you mean `gender`?");
  EXPECT_EQ(std::string(error.message()),
            "unknown column `gendr` of members; did you mean `gender`?");
  const absl::Status located = LocateFilterError(error, source);
  EXPECT_EQ(std::string(located.message()),
            "unknown column `gendr` of members, at 2:14; did you mean `gender`?");
  EXPECT_EQ(LocateFilterError(located, "something else"), located);
  const auto info = GetFilterError(located);
  ASSERT_TRUE(info.has_value());
  EXPECT_EQ(info->line, 2u);
  EXPECT_EQ(info->column, 14u);
  EXPECT_EQ(info->hint, "did you mean `gender`?");
  EXPECT_EQ(info->span.begin, at);
}

TEST(FilterError, RendersACaretUnderThePlace) {
  const std::string source = "a = 1 and\r\n城市 = \"F\"\tand gendr = 2\r\nx";
  const auto at = static_cast<uint32_t>(source.find("gendr"));
  EXPECT_EQ(RenderFilterError(FilterError({at, at + 5}, "unknown"), source),
            "unknown, at 2:14\n"
            "  城市 = \"F\" and gendr = 2\n"
            "                 ^^^^^");
}

// An emoji of several code points is one character of the terminal, two cells wide.
TEST(FilterError, PutsTheCaretBehindEmoji) {
  for (const std::string emoji : {"\U0001F600", "\U0001F468\u200D\U0001F469\u200D\U0001F467",
                                  "\U0001F1F9\U0001F1FC", "\U0001F44D\U0001F3FD", "\u2764\uFE0F"}) {
    const std::string source = "a = \"" + emoji + "\" and gendr = 2";
    const auto at = static_cast<uint32_t>(source.find("gendr"));
    const std::string rendered = RenderFilterError(FilterError({at, at + 5}, "unknown"), source);
    EXPECT_EQ(rendered.substr(rendered.rfind('\n') + 1), std::string(2 + 13, ' ') + "^^^^^")
        << emoji;
  }
}

TEST(FilterError, MarksACombinedCharacterWhole) {
  const std::string source = "e\u0301\u0302 b";
  EXPECT_EQ(RenderFilterError(FilterError({0, 5}, "x"), source),
            "x, at 1:1\n  " + source + "\n  ^");
  EXPECT_EQ(RenderFilterError(FilterError({6, 7}, "x"), source),
            "x, at 1:5\n  " + source + "\n    ^");
}

TEST(FilterError, AnotherHint) {
  const absl::Status error = FilterError({1, 2}, "wrong", "one");
  EXPECT_EQ(std::string(WithHint(error, WriteHint("b")).message()), "wrong; write `b`");
  EXPECT_EQ(GetFilterError(WithHint(error, "two"))->span.end, 2u);
  EXPECT_EQ(WithHint(absl::DataLossError("damaged"), "two"), absl::DataLossError("damaged"));
}

TEST(FilterError, RendersAWindowOfALongLine) {
  const std::string source = std::string(1000, 'a') + " ! " + std::string(1000, 'b');
  const std::string rendered = RenderFilterError(FilterError({1001, 1002}, "what"), source);
  EXPECT_LT(rendered.size(), 400u);
  EXPECT_NE(rendered.find("…" + std::string(59, 'a') + " ! "), std::string::npos) << rendered;
}

TEST(FilterError, AnyPlaceIsSafe) {
  for (const std::string source : {"", "\n", "a\n", "新北市"}) {
    for (uint32_t begin = 0; begin < 12; ++begin) {
      EXPECT_FALSE(RenderFilterError(FilterError({begin, begin + 3}, "x"), source).empty());
    }
  }
}

TEST(FilterError, OthersPassThrough) {
  const absl::Status other = absl::DataLossError("damaged");
  EXPECT_FALSE(GetFilterError(other).has_value());
  EXPECT_EQ(LocateFilterError(other, "a"), other);
  EXPECT_EQ(RenderFilterError(other, "a"), "damaged");
  EXPECT_TRUE(LocateFilterError(absl::OkStatus(), "a").ok());
}

}  // namespace
}  // namespace seine
