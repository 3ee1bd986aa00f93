// Masks of any number of rows, with rubbish behind them.

#include "query/row_batch.h"

#include <cstdint>
#include <vector>

#include "gtest/gtest.h"

namespace seine {
namespace {

constexpr uint64_t kRubbish = 0xdeadbeefdeadbeef;

class RowMaskTest : public ::testing::TestWithParam<uint32_t> {
 protected:
  std::vector<uint64_t> Words() const {
    return std::vector<uint64_t>(MaskWords(rows()) + 64, kRubbish);
  }
  uint32_t rows() const { return GetParam(); }
  // Whether everything behind the mask is as it was.
  bool Untouched(const std::vector<uint64_t>& words) const {
    for (size_t w = MaskWords(rows()); w < words.size(); ++w) {
      if (words[w] != kRubbish) return false;
    }
    return true;
  }
};

INSTANTIATE_TEST_SUITE_P(Rows, RowMaskTest,
                         ::testing::Values(0, 1, 63, 64, 65, 1'000, 1'023, 1'024, 1'025, 1'664,
                                           2'047, 2'048, 2'049, 3'072, 5'000, 65'535, 65'536));

TEST_P(RowMaskTest, FillCountInvert) {
  std::vector<uint64_t> mask = Words();
  FillMask(mask.data(), rows(), true);
  EXPECT_EQ(CountMask(mask.data(), rows()), rows());
  InvertMask(mask.data(), rows());
  EXPECT_EQ(CountMask(mask.data(), rows()), 0u);
  for (uint32_t i = 0; i < rows(); i += 3) SetMaskBit(mask.data(), i);
  EXPECT_EQ(CountMask(mask.data(), rows()), (rows() + 2) / 3);
  uint32_t expected = 0;
  ForEachBit(mask.data(), rows(), [&](uint32_t i) {
    EXPECT_EQ(i, expected);
    expected += 3;
  });
  EXPECT_TRUE(Untouched(mask));
}

TEST_P(RowMaskTest, CopyAndNarrow) {
  for (const uint64_t begin : {0u, 1u, 63u, 64u, 777u}) {
    std::vector<uint64_t> bits((begin + rows()) / 64 + 1);
    for (uint64_t i = begin; i < begin + rows(); i += 5) bits[i / 64] |= uint64_t{1} << (i % 64);
    std::vector<uint64_t> mask = Words();
    CopyBits(bits.data(), begin, rows(), mask.data());
    EXPECT_EQ(CountMask(mask.data(), rows()), (rows() + 4) / 5) << begin;
    FillMask(mask.data(), rows(), true);
    AndBits(bits.data(), begin, rows(), mask.data());
    EXPECT_EQ(CountMask(mask.data(), rows()), (rows() + 4) / 5) << begin;
    for (uint32_t i = 0; i < rows(); i += 5) EXPECT_TRUE(MaskBit(mask.data(), i));
    EXPECT_TRUE(Untouched(mask));
  }
}

}  // namespace
}  // namespace seine
