#include "engine/raw_table.h"

#include <limits>
#include <optional>
#include <random>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "engine/packed_integers.h"

namespace seine {
namespace {

using ::testing::ElementsAreArray;

TEST(PackedIntegersTest, HoldsEveryWidth) {
  std::mt19937_64 random(1);
  for (int bits = 0; bits <= 64; ++bits) {
    std::vector<int64_t> values;
    const uint64_t mask = bits == 64 ? ~uint64_t{0} : (uint64_t{1} << bits) - 1;
    for (int i = 0; i < 300; ++i) {
      values.push_back(static_cast<int64_t>((random() & mask) - (bits < 60 ? 1000 : 0)));
    }
    const PackedIntegers packed = PackedIntegers::Pack(values);
    for (size_t i = 0; i < values.size(); ++i) ASSERT_EQ(packed.At(i), values[i]) << bits;
  }
}

TEST(PackedIntegersTest, HoldsTheExtremes) {
  const std::vector<int64_t> values = {std::numeric_limits<int64_t>::min(), 0,
                                       std::numeric_limits<int64_t>::max()};
  const PackedIntegers packed = PackedIntegers::Pack(values);
  for (size_t i = 0; i < values.size(); ++i) EXPECT_EQ(packed.At(i), values[i]);
}

// Rows around the border of a chunk, read while it is open and when it is sealed.
class RawColumnTest : public ::testing::TestWithParam<uint64_t> {};

TEST_P(RawColumnTest, KeepsNumbers) {
  std::mt19937_64 random(2);
  RawColumn column(ColumnType::kInteger);
  std::vector<std::optional<int64_t>> expected;
  for (uint64_t row = 0; row < GetParam(); ++row) {
    if (random() % 7 == 0) {
      expected.push_back(std::nullopt);
      column.AppendMissing();
    } else {
      expected.push_back(static_cast<int64_t>(random() % 100000) - 50000);
      column.AppendValue(*expected.back());
    }
  }
  for (int pass = 0; pass < 2; ++pass) {
    ASSERT_EQ(column.rows(), expected.size());
    for (uint64_t row = 0; row < expected.size(); ++row) {
      ASSERT_EQ(column.Missing(row), !expected[row].has_value());
      if (expected[row]) {
        ASSERT_EQ(column.Value(row), *expected[row]);
      }
    }
    column.Seal();
  }
}

TEST_P(RawColumnTest, KeepsTextAndSets) {
  std::mt19937_64 random(3);
  RawColumn texts(ColumnType::kText);
  RawColumn sets(ColumnType::kSet);
  std::vector<std::optional<std::string>> expected_texts;
  std::vector<std::optional<std::vector<uint32_t>>> expected_sets;
  for (uint64_t row = 0; row < GetParam(); ++row) {
    if (random() % 5 == 0) {
      expected_texts.push_back(std::nullopt);
      expected_sets.push_back(std::nullopt);
      texts.AppendMissing();
      sets.AppendMissing();
      continue;
    }
    expected_texts.push_back(std::string(random() % 9, 'x') + std::to_string(row));
    texts.AppendText(*expected_texts.back());
    std::vector<uint32_t> codes(random() % 4);
    for (uint32_t& code : codes) code = static_cast<uint32_t>(random() % 1000);
    sets.AppendSet(codes);
    expected_sets.push_back(codes);
  }
  std::vector<uint32_t> room;
  for (int pass = 0; pass < 2; ++pass) {
    for (uint64_t row = 0; row < GetParam(); ++row) {
      ASSERT_EQ(texts.Missing(row), !expected_texts[row].has_value());
      ASSERT_EQ(sets.Missing(row), !expected_sets[row].has_value());
      if (!expected_texts[row]) continue;
      ASSERT_EQ(texts.Text(row), *expected_texts[row]);
      ASSERT_THAT(sets.Set(row, &room), ElementsAreArray(*expected_sets[row]));
    }
    texts.Seal();
    sets.Seal();
  }
}

INSTANTIATE_TEST_SUITE_P(Rows, RawColumnTest,
                         ::testing::Values(0, 1, 63, 64, 65, 65535, 65536, 65537, 200000));

TEST(RawColumnTest, TakesFewBytes) {
  RawColumn times(ColumnType::kTimestamp);
  times.AppendMissing();
  for (int64_t row = 0; row < 1'000'000; ++row)
    times.AppendValue(1'300'000'000'000'000 + row % 200);
  times.Seal();
  EXPECT_LT(times.MemoryBytes(), 1'100'000U);
  EXPECT_TRUE(times.Missing(0));

  RawColumn missing(ColumnType::kInteger);
  for (int64_t row = 0; row < 1'000'000; ++row) missing.AppendMissing();
  missing.Seal();
  EXPECT_LT(missing.MemoryBytes(), 150'000U);
}

TEST(RawDictionaryTest, CodesTextsInOrderOfAppearance) {
  RawDictionary dictionary;
  EXPECT_EQ(dictionary.Code("b"), 0U);
  EXPECT_EQ(dictionary.Code("a"), 1U);
  EXPECT_EQ(dictionary.Code(""), 2U);
  EXPECT_EQ(dictionary.Code("b"), 0U);
  for (uint32_t i = 0; i < 100'000; ++i) ASSERT_EQ(dictionary.Code(std::to_string(i)), i + 3);
  EXPECT_EQ(dictionary.size(), 100'003U);
  EXPECT_EQ(dictionary.Text(1), "a");
  EXPECT_EQ(dictionary.Text(2), "");
  EXPECT_EQ(dictionary.Text(100'002), "99999");
  EXPECT_EQ(dictionary.Code("99999"), 100'002U);
}

}  // namespace
}  // namespace seine
