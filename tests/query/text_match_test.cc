// Tests of one text.
#include "query/text_match.h"

#include "gtest/gtest.h"

namespace seine {
namespace {

using filter::TextOp;

bool Matches(TextOp op, std::string pattern, std::string_view text, bool ignoring_case = false) {
  const auto predicate = MatchPattern(op, std::move(pattern), ignoring_case);
  EXPECT_TRUE(predicate.ok()) << predicate.status();
  return predicate.ok() && (*predicate)->Matches(text);
}

TEST(TextMatch, Like) {
  EXPECT_TRUE(Matches(TextOp::kLike, "New%", "New York"));
  EXPECT_FALSE(Matches(TextOp::kLike, "New%", "A New York"));
  EXPECT_TRUE(Matches(TextOp::kLike, "%a%b%", "xxaxxbxx"));
  EXPECT_FALSE(Matches(TextOp::kLike, "%a%b", "xxaxxbxx"));
  EXPECT_TRUE(Matches(TextOp::kLike, "新_市", "新北市"));
  EXPECT_FALSE(Matches(TextOp::kLike, "新__市", "新北市"));
  EXPECT_TRUE(Matches(TextOp::kLike, "", ""));
  EXPECT_TRUE(Matches(TextOp::kLike, "%", ""));
  EXPECT_FALSE(Matches(TextOp::kLike, "_", ""));
  EXPECT_FALSE(Matches(TextOp::kLike, "a", "ab"));
  EXPECT_TRUE(Matches(TextOp::kLike, "100.%", "100.5"));
}

TEST(TextMatch, LikeTakesTimeProportionalToBothLengths) {
  std::string pattern;
  for (int i = 0; i < 200; ++i) pattern += "a%";
  EXPECT_FALSE(Matches(TextOp::kLike, pattern + "b", std::string(20'000, 'a')));
}

TEST(TextMatch, EqualOnesAreEqual) {
  const auto all = [] {
    std::vector<TextPredicatePtr> made;
    for (const bool ignoring_case : {false, true}) {
      for (const char* pattern : {"a", "b"}) {
        for (const TextOp op : {TextOp::kContains, TextOp::kStartsWith, TextOp::kEndsWith,
                                TextOp::kLike, TextOp::kMatches})
          made.push_back(*MatchPattern(op, pattern, ignoring_case));
        made.push_back(MatchOrder(bound::CompareOp::kLess, pattern, ignoring_case));
        made.push_back(MatchOrder(bound::CompareOp::kGreater, pattern, ignoring_case));
        made.push_back(MatchAnyOf({pattern}, ignoring_case));
        made.push_back(MatchAnyOf({pattern, "c", "d"}, ignoring_case));
      }
    }
    for (size_t i = 0, n = made.size(); i < n; ++i) made.push_back(MatchNot(made[i]));
    return made;
  };
  const std::vector<TextPredicatePtr> left = all();
  const std::vector<TextPredicatePtr> right = all();
  for (size_t i = 0; i < left.size(); ++i) {
    for (size_t j = 0; j < right.size(); ++j) {
      EXPECT_EQ(left[i]->Equals(*right[j]), i == j) << i << " " << j;
      EXPECT_EQ(left[i]->Hash() == right[j]->Hash(), i == j) << i << " " << j;
    }
  }
  EXPECT_TRUE(MatchAnyOf({"b", "a", "a"}, false)->Equals(*MatchAnyOf({"a", "b"}, false)));
  EXPECT_TRUE(MatchAnyOf({"A"}, true)->Equals(*MatchAnyOf({"a"}, true)));
}

TEST(TextMatch, CaseFolding) {
  EXPECT_TRUE(Matches(TextOp::kContains, "STRASSE", "Hauptstraße 5", true));
  EXPECT_TRUE(Matches(TextOp::kStartsWith, "éc", "ÉCOLE", true));
  EXPECT_FALSE(Matches(TextOp::kStartsWith, "éc", "ÉCOLE"));
  EXPECT_TRUE(MatchAnyOf({"Taipei", "x"}, true)->Matches("TAIPEI"));
  EXPECT_FALSE(MatchAnyOf({"Taipei", "x"}, false)->Matches("TAIPEI"));
  EXPECT_TRUE(Matches(TextOp::kMatches, "^t.*i$", "TAIPEI", true));
}

TEST(TextMatch, OrderIsByBytes) {
  EXPECT_TRUE(MatchOrder(bound::CompareOp::kLess, "a", false)->Matches("Z"));
  EXPECT_TRUE(MatchOrder(bound::CompareOp::kGreater, "z", false)->Matches("新"));
  EXPECT_TRUE(MatchOrder(bound::CompareOp::kGreaterEqual, "a", false)->Matches("a"));
  EXPECT_FALSE(MatchOrder(bound::CompareOp::kLess, "a", true)->Matches("Z"));
}

TEST(TextMatch, HostileRegexesAreRefusedOrQuick) {
  EXPECT_FALSE(MatchPattern(TextOp::kMatches, "(", false).ok());
  EXPECT_FALSE(MatchPattern(TextOp::kMatches, "((a{100}){100}){100}", false).ok());
  EXPECT_FALSE(MatchPattern(TextOp::kMatches, std::string(1 << 20, 'a'), false).ok());
  EXPECT_FALSE(Matches(TextOp::kMatches, "(a*)*b", std::string(20'000, 'a')));
}

}  // namespace
}  // namespace seine
