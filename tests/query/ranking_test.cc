// Ranks and n-tiles of all members, and medians and percentiles, against a plain sort.
#include "query/ranking.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

#include "tests/query/ranking_fixture.h"

namespace seine::testing {
namespace {

INSTANTIATE_TEST_SUITE_P(Layouts, RankingTest, kRankingLayouts);

TEST_P(RankingTest, TheFirstAndTheLast) {
  for (const char* value : {"wide", "few", "rising", "one", "real"}) {
    for (const bool top : {true, false}) {
      const auto order = Ranking{Column(value), top, {}}.All();
      const uint64_t n = order.size();
      const std::string in = absl::StrCat(value, " in ", top ? "top " : "bottom ");
      for (const uint64_t length : {uint64_t{5000}, uint64_t{70'000}})
        Expect(absl::StrCat(in, length), order, 0, length);
      Expect(absl::StrCat(in, "12.5%"), order, 0, (n + 7) / 8);
      Expect(absl::StrCat(value, " not in ", top ? "top" : "bottom", " 300"), order, 300, n);
    }
  }
}

TEST_P(RankingTest, Tiles) {
  for (const char* value : {"wide", "few", "halves", "one", "gaps", "real"}) {
    const auto order = Ranking{Column(value), true, {}}.All();
    const uint64_t n = order.size();
    for (const uint64_t k : {1, 4, 10, 128, 129, 300, 70'000}) {
      const uint64_t tile = std::max<uint64_t>(k / 2, 1);  // from the top: k, k - 1 ...
      uint64_t end = 0;
      uint64_t begin = 0;
      for (uint64_t t = k; t >= tile; --t) {
        begin = end;
        end += n / k + (k - t < n % k ? 1 : 0);
      }
      Expect(absl::StrCat("ntile(", k, ", ", value, ") = ", tile), order, begin, end);
    }
  }
}

TEST_P(RankingTest, Among) {
  for (const int city_count : {1, 4}) {
    const auto among = [&](const RankedMember& member) {
      return member.city >= 0 && member.city < city_count && *member.values.at("few") > 0;
    };
    std::string cities = "city = \"c0\"";
    for (int c = 1; c < city_count; ++c) absl::StrAppend(&cities, " or city = \"c", c, "\"");
    const std::string filter = absl::StrCat(" among (few > 0 and (", cities, "))");
    for (const char* value : {"wide", "one", "gaps"}) {
      const auto order = Ranking{Column(value), true, among}.All();
      const uint64_t n = order.size();
      Expect(absl::StrCat(value, " in top 100", filter), order, 0, 100);
      Expect(absl::StrCat(value, " in top 50%", filter), order, 0, (n + 1) / 2);
      Expect(absl::StrCat("ntile(2, ", value, ")", filter, " = 2"), order, 0, (n + 1) / 2);
    }
  }
}

TEST_P(RankingTest, Percentiles) {
  for (const char* value : {"wide", "few", "rising", "one", "gaps"}) {
    const auto order = Ranking{Column(value), false, {}}.All();
    std::map<int64_t, int64_t> number;
    for (const RankedMember& member : RankedMembers()) {
      const auto found = member.values.find(value);
      if (found != member.values.end()) number[member.key] = *found->second;
    }
    const size_t all = RankedMembers().size();
    const int64_t ninth = number[order[(order.size() * 9 + 9) / 10 - 1]];
    EXPECT_EQ(Ask(absl::StrCat("percentile(", value, ", 90) = ", ninth)).size(), all);
    const int64_t low = number[order[(order.size() - 1) / 2]];
    const int64_t high = number[order[order.size() / 2]];
    EXPECT_EQ(Ask(absl::StrCat("2 * median(", value, ") = ", low, " + ", high)).size(), all);
  }
}

// All that is asked of one value is answered together.
TEST_P(RankingTest, ManyQuestionsOfOneValue) {
  for (const char* value : {"wide", "few", "one", "real"}) {
    const auto order = Ranking{Column(value), true, {}}.All();
    const uint64_t n = order.size();
    const auto ask = [&](const char* text) { return absl::StrCat(value, " ", text); };
    Expect(absl::StrCat(ask("in top 30%"), " and ", ask("not in top 10%"), " and ntile(10, ", value,
                        ") != 8 and ", ask("in top 1000000")),
           order, n / 10, 2 * (n / 10));
    Expect(absl::StrCat(ask("in top 100"), " or ", ask("in top 300"), " or ", ask("in top 7")),
           order, 0, 300);
  }
}

}  // namespace
}  // namespace seine::testing
