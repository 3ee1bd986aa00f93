#include "engine/distinct_count.h"

#include <cstdint>
#include <limits>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "gtest/gtest.h"

namespace seine {
namespace {

// Enough for several passes over scattered values, and for several chunks.
constexpr uint64_t kManyRows = 5'000'000;

uint64_t Counted(ColumnType type, const std::vector<int64_t>& values) {
  RawColumn column(type);
  column.AppendValues(values);
  column.Seal();
  return CountDistinct(column);
}

TEST(DistinctCountTest, NoRowsAndMissingOnes) {
  RawColumn column(ColumnType::kInteger);
  EXPECT_EQ(CountDistinct(column), 0u);
  for (int i = 0; i < 3; ++i) column.AppendMissing();
  column.Seal();
  EXPECT_EQ(CountDistinct(column), 0u);
}

TEST(DistinctCountTest, MissingIsNoValue) {
  RawColumn column(ColumnType::kInteger);
  for (const int64_t value : {5, 7, 5, -9}) {
    column.AppendMissing();
    column.AppendValue(value);
  }
  column.Seal();
  EXPECT_EQ(CountDistinct(column), 3u);
}

TEST(DistinctCountTest, Extremes) {
  constexpr int64_t kLeast = std::numeric_limits<int64_t>::min();
  constexpr int64_t kGreatest = std::numeric_limits<int64_t>::max();
  EXPECT_EQ(Counted(ColumnType::kInteger, {kLeast}), 1u);
  EXPECT_EQ(Counted(ColumnType::kInteger, {kGreatest, kLeast, kGreatest}), 2u);
  EXPECT_EQ(Counted(ColumnType::kReal, {kLeast, -1, 0, 1, kGreatest, 0, -1}), 5u);
}

TEST(DistinctCountTest, WholeSecondsOfYears) {
  std::vector<int64_t> times;
  for (int64_t i = 0; i < 1000; ++i) times.push_back((i * i % 701) * 86'400'000'000 + 3'000'000);
  EXPECT_EQ(Counted(ColumnType::kTimestamp, times),
            std::set<int64_t>(times.begin(), times.end()).size());
}

TEST(DistinctCountTest, ManyScatteredValues) {
  std::mt19937_64 random(7);
  RawColumn column(ColumnType::kInteger);
  // Half of the rows repeat a value of the first tenth, half are new.
  std::vector<int64_t> first;
  uint64_t fresh = 0;
  for (uint64_t row = 0; row < kManyRows; ++row) {
    if (first.size() < kManyRows / 10 || row % 2 == 0) {
      // Odd times a counter: a permutation of the 64-bit integers.
      const auto value = static_cast<int64_t>(++fresh * 0x9E3779B97F4A7C15ULL);
      column.AppendValue(value);
      if (first.size() < kManyRows / 10) first.push_back(value);
    } else {
      column.AppendValue(first[random() % first.size()]);
    }
  }
  column.Seal();
  EXPECT_EQ(CountDistinct(column), fresh);
}

TEST(DistinctCountTest, TextsInSeveralPasses) {
  RawColumn column(ColumnType::kText);
  for (uint64_t row = 0; row < 2'200'000; ++row) {
    if (row % 11 == 3) {
      column.AppendMissing();
    } else {
      column.AppendText("m" + std::to_string(row % 900'001) + "@example.com");
    }
  }
  column.Seal();
  EXPECT_EQ(CountDistinct(column), 900'001u);
}

TEST(DistinctCountTest, ElementsOfSets) {
  RawColumn column(ColumnType::kSet);
  const std::vector<std::vector<uint32_t>> sets = {{3, 1}, {}, {1, 9}, {70'000}};
  for (const std::vector<uint32_t>& set : sets) column.AppendSet(set);
  column.AppendMissing();
  column.Seal();
  EXPECT_EQ(CountDistinct(column), 4u);
}

// AppendPresent against row by row, over ranges that begin and end inside chunks.
TEST(DistinctCountTest, RangesOfPresentValues) {
  for (const bool sealed : {false, true}) {
    RawColumn column(ColumnType::kInteger);
    for (int64_t row = 0; row < 150'000; ++row) {
      if (row % 3 == 1 && row > 70'000) {
        column.AppendMissing();
      } else {
        column.AppendValue(row * 7);
      }
    }
    if (sealed) column.Seal();
    for (const auto& [begin, end] : std::vector<std::pair<uint64_t, uint64_t>>{
             {0, 150'000}, {65'535, 65'537}, {65'536, 131'072}, {131'071, 140'001}, {9, 9}}) {
      std::vector<int64_t> expected;
      for (uint64_t row = begin; row < end; ++row) {
        if (!column.Missing(row)) expected.push_back(column.Value(row));
      }
      std::vector<int64_t> values;
      column.AppendPresent(begin, end, &values);
      EXPECT_EQ(values, expected) << begin << " " << end;
    }
  }
}

}  // namespace
}  // namespace seine
