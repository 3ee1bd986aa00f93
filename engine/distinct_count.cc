#include "engine/distinct_count.h"

#include <algorithm>
#include <bit>
#include <limits>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_set.h"

#include "engine/common_step.h"
#include "xxhash.h"

namespace seine {
namespace {

constexpr uint64_t kRowsAtOnce = uint64_t{1} << 14;
// A bit for each value there could be is the quickest, where these are not many more than the rows.
constexpr uint64_t kBitsPerRow = 8;
constexpr uint64_t kFewBits = uint64_t{1} << 20;
// Otherwise the values are counted in passes, each of the hashes of one range, so that a set holds
// no more than one in this many rows, once they are many.
constexpr uint64_t kMostPasses = 16;
constexpr uint64_t kTextPasses = 8;  // a text's bytes are read in each
constexpr uint64_t kFewRows = uint64_t{1} << 16;

template <typename Fn>
void ForEachValue(const RawColumn& column, Fn&& fn) {
  std::vector<int64_t> values;
  for (uint64_t begin = 0; begin < column.rows(); begin += kRowsAtOnce) {
    values.clear();
    column.AppendPresent(begin, std::min(begin + kRowsAtOnce, column.rows()), &values);
    for (const int64_t value : values) fn(value);
  }
}

// The values are min + i * step, 0 <= i <= last.
struct Grid {
  uint64_t count = 0;  // values, repeats too
  uint64_t min = 0;
  uint64_t step = 1;
  uint64_t last = 0;
};

Grid GridOf(const RawColumn& column) {
  Grid grid;
  int64_t min = std::numeric_limits<int64_t>::max();
  int64_t max = std::numeric_limits<int64_t>::min();
  uint64_t origin = 0;
  uint64_t step = 0;
  ForEachValue(column, [&](int64_t value) {
    if (grid.count++ == 0) origin = static_cast<uint64_t>(value);
    min = std::min(min, value);
    max = std::max(max, value);
    // Either difference is a multiple of the step, or neither.
    const uint64_t apart = value >= static_cast<int64_t>(origin)
                               ? static_cast<uint64_t>(value) - origin
                               : origin - static_cast<uint64_t>(value);
    step = CommonStep(step, apart);
  });
  if (grid.count == 0) return grid;
  grid.min = static_cast<uint64_t>(min);
  grid.step = std::max<uint64_t>(step, 1);
  grid.last = (static_cast<uint64_t>(max) - grid.min) / grid.step;
  return grid;
}

uint64_t CountOnGrid(const RawColumn& column, const Grid& grid) {
  std::vector<uint64_t> seen(grid.last / 64 + 1);
  ForEachValue(column, [&](int64_t value) {
    uint64_t i = static_cast<uint64_t>(value) - grid.min;
    if (grid.step != 1) i /= grid.step;
    seen[i / 64] |= uint64_t{1} << (i % 64);
  });
  uint64_t distinct = 0;
  for (const uint64_t word : seen) distinct += static_cast<uint64_t>(std::popcount(word));
  return distinct;
}

uint64_t PassesFor(uint64_t rows, uint64_t most) { return std::min(most, rows / kFewRows + 1); }

// Which of `passes` ranges a hash is in.
uint64_t PassOf(uint64_t hash, uint64_t passes) { return ((hash >> 32) * passes) >> 32; }

uint64_t CountScattered(const RawColumn& column, uint64_t values) {
  const uint64_t passes = PassesFor(values, kMostPasses);
  uint64_t distinct = 0;
  absl::flat_hash_set<int64_t> seen;
  for (uint64_t pass = 0; pass < passes; ++pass) {
    ForEachValue(column, [&](int64_t value) {
      if (PassOf(XXH3_64bits(&value, sizeof(value)), passes) == pass) seen.insert(value);
    });
    distinct += seen.size();
    seen.clear();
  }
  return distinct;
}

uint64_t CountTexts(const RawColumn& column) {
  const uint64_t passes = PassesFor(column.rows(), kTextPasses);
  uint64_t distinct = 0;
  absl::flat_hash_set<std::pair<uint64_t, uint64_t>> seen;
  for (uint64_t pass = 0; pass < passes; ++pass) {
    for (uint64_t row = 0; row < column.rows(); ++row) {
      if (column.Missing(row)) continue;
      const std::string_view text = column.Text(row);
      const XXH128_hash_t hash = XXH3_128bits(text.data(), text.size());
      if (PassOf(hash.high64, passes) == pass) seen.emplace(hash.low64, hash.high64);
    }
    distinct += seen.size();
    seen.clear();
  }
  return distinct;
}

}  // namespace

uint64_t CountDistinct(const RawColumn& column) {
  if (column.type() == ColumnType::kText) return CountTexts(column);
  const Grid grid = GridOf(column);
  if (grid.count == 0) return 0;
  if (grid.last / kBitsPerRow < std::max(grid.count, kFewBits / kBitsPerRow)) {
    return CountOnGrid(column, grid);
  }
  return CountScattered(column, grid.count);
}

}  // namespace seine
