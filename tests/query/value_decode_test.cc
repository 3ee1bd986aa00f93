// Numbers of many rows at once against one at a time, at every width.
#include "query/value_decode.h"

#include <vector>

#include "gtest/gtest.h"

#include "engine/numeric_planes.h"
#include "tests/testing/dice.h"

namespace seine {
namespace {

using oracle::Dice;

TEST(ValueDecode, EveryWidthDenseAndListed) {
  Dice dice(3);
  constexpr uint32_t kRows = 3'000;
  for (int bits = 0; bits <= 64; ++bits) {
    NumericView view;
    view.min = -12'345;
    view.gcd = bits < 40 && dice.Chance(0.5) ? 1'000 : 1;
    view.max_raw = bits == 0 ? 0 : (~uint64_t{0} >> (64 - bits));
    // The bytes may be any: what they mean is asked of the view itself.
    std::vector<std::vector<uint8_t>> held;
    const auto random = [&](size_t bytes) {
      auto& out = held.emplace_back(bytes + 64);
      for (uint8_t& byte : out) byte = static_cast<uint8_t>(dice.Bits());
      return out.data();
    };
    held.reserve(8);
    for (const int width : PlaneWidths(view.max_raw))
      view.planes[view.plane_count++] = {random(kRows * static_cast<size_t>(width)), width};
    view.low_bits = LowBits(view.max_raw);
    if (view.low_bits != 0) view.low = random(LowBytes(kRows, view.low_bits));
    for (int round = 0; round < 10; ++round) {
      const auto begin = static_cast<uint32_t>(dice.Below(kRows - 1));
      const auto count = static_cast<uint32_t>(1 + dice.Below(kRows - begin));
      std::vector<int64_t> out(count);
      DecodeValues(view, {0, 0, count, begin, nullptr}, out.data());
      for (uint32_t i = 0; i < count; ++i) ASSERT_EQ(out[i], view.Value(begin + i)) << bits;
      std::vector<uint32_t> rows;
      for (uint32_t row = begin; row < begin + count;
           row += 1 + static_cast<uint32_t>(dice.Below(9)))
        rows.push_back(row);
      DecodeValues(view, {0, 0, static_cast<uint32_t>(rows.size()), 0, rows.data()}, out.data());
      for (size_t i = 0; i < rows.size(); ++i) ASSERT_EQ(out[i], view.Value(rows[i])) << bits;
    }
  }
}

}  // namespace
}  // namespace seine
