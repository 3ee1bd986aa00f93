// The filter by hash against the sets that it stands for.
#include "query/open_keys.h"

#include <map>
#include <utility>
#include <vector>

#include "gtest/gtest.h"

#include "tests/testing/dice.h"

namespace seine {
namespace {

using oracle::Dice;

TEST(OpenKeys, KeepsWhatMeetsAndLittleElse) {
  Dice dice(21);
  constexpr uint32_t kParents = 50;
  const auto key = [&] { return static_cast<int64_t>(dice.Below(5'000)); };
  std::map<std::pair<uint32_t, int64_t>, int> first;
  std::vector<uint32_t> count(kParents);
  std::vector<std::pair<uint32_t, int64_t>> rows;
  for (uint32_t p = 0; p < kParents; ++p) {
    count[p] = static_cast<uint32_t>(dice.Below(p % 10 == 0 ? 3'000 : 8));
    for (uint32_t r = 0; r < count[p]; ++r) rows.emplace_back(p, key());
  }
  OpenKeys open(count);
  for (const auto& row : rows) {
    open.Add(row.first, row.second);
    ++first[row];
  }
  size_t absent = 0;
  size_t let_through = 0;
  for (int i = 0; i < 20'000; ++i) {
    const std::pair row(static_cast<uint32_t>(dice.Below(kParents)), key());
    const auto found = first.find(row);
    const bool has = open.Has(row.first, row.second);
    if (found == first.end()) {
      ++absent;
      let_through += has ? 1 : 0;
      continue;
    }
    ASSERT_TRUE(has);
    ASSERT_TRUE(found->second == 1 || open.HasSeveral(row.first, row.second));
  }
  EXPECT_LT(let_through, absent / 6);
  const auto [parent, met] = rows.front();
  open.Meet(parent, met);
  open.KeepMet();
  size_t left = 0;
  for (const auto& row : rows) left += open.Has(row.first, row.second) ? 1 : 0;
  EXPECT_TRUE(open.Has(parent, met));
  for (uint32_t p = 0; p < kParents; ++p) EXPECT_EQ(open.HasAny(p), p == parent);
  EXPECT_LT(left, rows.size() / 2);
}

}  // namespace
}  // namespace seine
