// Runs of rows of one owner against rows walked one by one.
#include "query/owner_runs.h"

#include <utility>
#include <vector>

#include "gtest/gtest.h"

#include "query/row_batch.h"
#include "tests/testing/dice.h"

namespace seine {
namespace {

using oracle::Dice;
using Runs = std::vector<std::pair<uint32_t, uint32_t>>;

// Few rows, whole words, whole cache lines and a row more or less of each; a full batch.
constexpr uint32_t kSizes[] = {1, 2, 63, 64, 65, 128, 700, 2'047, 2'048, 2'049, kBatchRows};

TEST(OwnerRuns, AsRowByRow) {
  Dice dice(5);
  RowArena arena;
  for (const uint32_t rows : kSizes) {
    for (const double passing : {0.0, 0.02, 0.5, 0.98, 1.0}) {
      const double next_owner = dice.Chance(0.5) ? 0.2 : 0.002;
      std::vector<uint16_t> places;
      std::vector<uint32_t> index;
      std::vector<uint64_t> mask(MaskWords(rows));
      Runs expected;
      uint16_t owner = 7;
      for (uint32_t i = 0; i < rows; ++i) {
        const bool changes = dice.Chance(next_owner);
        owner = static_cast<uint16_t>(owner + (changes ? 1 : 0));
        places.push_back(owner);
        index.push_back(owner);
        if (!dice.Chance(passing)) continue;
        SetMaskBit(mask.data(), i);
        if (!expected.empty() && expected.back().second + 1 == i && places[i - 1] == owner) {
          expected.back().second = i;
        } else {
          expected.emplace_back(i, i);
        }
      }
      for (const Owners& owners :
           {Owners{places.data(), 0, nullptr}, Owners{nullptr, 0, index.data()}}) {
        const OwnerRuns runs = FindRuns(owners, mask.data(), rows, arena);
        Runs found;
        for (uint32_t r = 0; r < runs.count; ++r) {
          found.emplace_back(runs.first[r], runs.last[r]);
          EXPECT_EQ(runs.Length(r), runs.last[r] - runs.first[r] + 1u);
        }
        EXPECT_EQ(found, expected) << rows << " rows, " << passing << " pass";
      }
    }
  }
}

}  // namespace
}  // namespace seine
