// 80,000 members whose numbers are ranked, more than a block, a shard or a histogram's bin has: one
// value or few for most, values far apart, clustered and not; and their ranks by a plain sort.
#ifndef SEINE_TESTS_QUERY_RANKING_FIXTURE_H_
#define SEINE_TESTS_QUERY_RANKING_FIXTURE_H_

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "gtest/gtest.h"

#include "query/fraction.h"
#include "query/query.h"

namespace seine::testing {

// The numbers that ranks are of, in units of the column ("real": in quarters).
struct RankedMember {
  int64_t key = 0;
  std::map<std::string, std::optional<int64_t>> values;
  int city = 0;  // -1: none
};
const std::vector<RankedMember>& RankedMembers();

using Ranked = std::function<std::optional<Fraction>(const RankedMember&)>;
Ranked Column(const std::string& name);
Ranked Quotient(const std::string& above, const std::string& below);

// Who is ranked, in order.
struct Ranking {
  Ranked value;
  bool top = true;
  std::function<bool(const RankedMember&)> among;
  bool per_city = false;

  using Keys = std::vector<int64_t>;
  std::vector<Keys> Groups() const;
  Keys All() const { return Groups().front(); }
};
// ceil(percent / 100 * n).
uint64_t Share(uint64_t percent, uint64_t n);

// Whether members lie by city, and how many a shard has.
class RankingTest : public ::testing::TestWithParam<std::pair<bool, uint32_t>> {
 protected:
  RankingTest();

  // The keys of the members, ascending; the same on one thread and on two.
  std::vector<int64_t> Ask(const std::string& filter) const;
  // Selects those of each group's order from a position to another.
  using Position = std::function<uint64_t(uint64_t n)>;
  void Expect(const std::string& filter, const std::vector<Ranking::Keys>& groups,
              const Position& begin, const Position& end) const;
  void Expect(const std::string& filter, const Ranking::Keys& order, uint64_t begin,
              uint64_t end) const;

  std::shared_ptr<const Snapshot> snapshot_;
};

inline const auto kRankingLayouts =
    ::testing::Values(std::pair{false, uint32_t{1} << 20}, std::pair{false, uint32_t{1} << 16},
                      std::pair{true, uint32_t{1} << 20}, std::pair{true, uint32_t{1} << 16});

}  // namespace seine::testing

#endif  // SEINE_TESTS_QUERY_RANKING_FIXTURE_H_
