// Ranks of each group, shares that are held, fractions and numbers of 128 bits, against a plain
// sort.
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

#include "tests/query/ranking_fixture.h"

namespace seine::testing {
namespace {

using absl::int128;

INSTANTIATE_TEST_SUITE_P(Layouts, RankingTest, kRankingLayouts);

uint64_t First(uint64_t) { return 0; }
uint64_t Last(uint64_t n) { return n; }

TEST_P(RankingTest, PerGroup) {
  for (const char* per : {"city", "city_number", "city_text"}) {
    for (const char* value : {"wide", "few", "one", "gaps", "real"}) {
      for (const bool top : {true, false}) {
        const auto groups = Ranking{Column(value), top, {}, true}.Groups();
        const std::string in = absl::StrCat(value, " in ", top ? "top " : "bottom ");
        const std::string of = absl::StrCat(" per ", per);
        Expect(absl::StrCat(in, "10", of), groups, First, [](uint64_t) { return 10; });
        Expect(absl::StrCat(in, "11000", of), groups, First, [](uint64_t) { return 11'000; });
        Expect(absl::StrCat(in, "20%", of), groups, First, [](uint64_t n) { return Share(20, n); });
      }
      const auto groups = Ranking{Column(value), true, {}, true}.Groups();
      Expect(
          absl::StrCat(value, " not in top 3 per ", per), groups, [](uint64_t) { return 3; }, Last);
      Expect(
          absl::StrCat("ntile(3, ", value, ") per ", per, " = 2"), groups,
          [](uint64_t n) { return (n + 2) / 3; },
          [](uint64_t n) { return (n + 2) / 3 + (n + 1) / 3; });
    }
  }
}

// Of so many groups that hardly two members share one.
TEST_P(RankingTest, PerManyGroups) {
  std::map<int64_t, Ranking::Keys> groups;
  for (const int64_t key : Ranking{Column("few"), true, {}}.All()) groups[key / 3].push_back(key);
  std::vector<Ranking::Keys> orders;
  for (auto& [rising, keys] : groups) orders.push_back(std::move(keys));
  Expect("few in top 1 per rising", orders, First, [](uint64_t) { return 1; });
  Expect("few in top 50% per rising", orders, First, [](uint64_t n) { return (n + 1) / 2; });
  Expect("ntile(2, few) per rising = 1", orders, [](uint64_t n) { return (n + 1) / 2; }, Last);
}

// How many of an order hold 80 % of the total.
uint64_t Holding(const Ranking::Keys& order, const std::map<int64_t, int128>& amounts) {
  int128 total = 0;
  for (const int64_t key : order) total += amounts.at(key);
  int128 held = 0;
  uint64_t length = 0;
  while (total > 0 && held * 100 < total * 80) held += amounts.at(order[length++]);
  return length;
}

std::map<int64_t, int128> AmountsOf(const Ranked& value, int scale) {
  std::map<int64_t, int128> amounts;
  for (const RankedMember& member : RankedMembers()) {
    const std::optional<Fraction> own = value(member);
    int128 rounded = 0;
    if (!own) continue;
    EXPECT_TRUE(RoundToTwelve(*own, scale, &rounded));
    amounts[member.key] = rounded;
  }
  return amounts;
}

TEST_P(RankingTest, Holding) {
  const std::vector<std::pair<std::string, Ranked>> values = {
      {"few", Column("few")},
      {"gaps", Column("gaps")},
      {"one", Column("one")},
      {"real", Column("real")},
      {"rising / few", Quotient("rising", "few")},
      {"gaps else 0", Column("gaps")}};
  for (const auto& [text, value] : values) {
    const auto amounts = AmountsOf(value, 0);
    for (const bool per_city : {false, true}) {
      auto groups = Ranking{value, true, {}, per_city}.Groups();
      for (Ranking::Keys& order : groups) order.resize(Holding(order, amounts));
      Expect(absl::StrCat("(", text, ") in top holding 80%", per_city ? " per city" : ""), groups,
             First, Last);
    }
  }
}

TEST_P(RankingTest, Fractions) {
  const std::pair<const char*, const char*> pairs[] = {
      {"rising", "few"}, {"gaps", "gaps"}, {"wide", "few"}, {"few", "wide"}, {"one", "gaps"}};
  for (const auto& [above, below] : pairs) {
    const std::string text = absl::StrCat(above, " / ", below);
    for (const bool top : {true, false}) {
      const auto order = Ranking{Quotient(above, below), top, {}}.All();
      const uint64_t n = order.size();
      const std::string in = absl::StrCat(text, " in ", top ? "top " : "bottom ");
      Expect(absl::StrCat(in, "777"), order, 0, 777);
      Expect(absl::StrCat(in, "33%"), order, 0, Share(33, n));
    }
    const auto groups = Ranking{Quotient(above, below), true, {}, true}.Groups();
    Expect(absl::StrCat("ntile(4, ", text, ") per city = 4"), groups, First,
           [](uint64_t n) { return (n + 3) / 4; });
    Expect(
        absl::StrCat(text, " not in top 20% per city"), groups,
        [](uint64_t n) { return Share(20, n); }, Last);
  }
}

// A percentile is reached by the member whose value it is.
TEST_P(RankingTest, PercentilesOfFractions) {
  for (const char* below : {"few", "gaps"}) {
    const Ranked value = Quotient("rising", below);
    const auto order = Ranking{value, false, {}}.All();
    std::map<int64_t, Fraction> values;
    for (const RankedMember& member : RankedMembers()) {
      if (const auto own = value(member)) values[member.key] = *own;
    }
    const std::string text = absl::StrCat("rising / ", below);
    for (const uint64_t percent : {1, 37, 50, 100}) {
      const Fraction at = values[order[Share(percent, order.size()) - 1]];
      std::vector<int64_t> reached;
      for (const auto& [key, own] : values) {
        if (CompareFractions(own.numerator, own.denominator, 0, at.numerator, at.denominator, 0) >=
            0)
          reached.push_back(key);
      }
      const std::string filter = absl::StrCat(text, " >= percentile(", text, ", ", percent, ")");
      EXPECT_TRUE(Ask(filter) == reached) << filter;
    }
    const Fraction low = values[order[(order.size() - 1) / 2]];
    const Fraction high = values[order[order.size() / 2]];
    Fraction middle;
    ASSERT_TRUE(MeanOf(low, high, &middle));
    const auto above = static_cast<int64_t>(middle.numerator);
    const auto below_line = static_cast<int64_t>(middle.denominator);
    EXPECT_EQ(Ask(absl::StrCat("median(", text, ") * ", below_line, " = ", above)).size(),
              RankedMembers().size());
  }
}

// Most of them beyond 64 bits, where all keys are the same.
TEST_P(RankingTest, NumbersOf128Bits) {
  const Ranked square = [](const RankedMember& member) -> std::optional<Fraction> {
    const int128 wide = *member.values.at("wide");
    return Fraction{wide * wide, 1};
  };
  for (const bool top : {true, false}) {
    const auto order = Ranking{square, top, {}}.All();
    const uint64_t n = order.size();
    const std::string in = absl::StrCat("wide * wide in ", top ? "top " : "bottom ");
    for (const uint64_t length : {3, 1000}) Expect(absl::StrCat(in, length), order, 0, length);
    Expect(absl::StrCat(in, "60%"), order, 0, Share(60, n));
  }
  const auto order = Ranking{square, true, {}}.All();
  const uint64_t n = order.size();
  Expect("ntile(5, wide * wide) = 4", order, n / 5, 2 * (n / 5));
  Expect("wide * wide > median(wide * wide)", order, 0, n / 2);
}

}  // namespace
}  // namespace seine::testing
