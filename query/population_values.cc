#include "query/population_values.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>
#include <vector>

#include "query/exact_sum.h"
#include "query/rank_positions.h"
#include "query/rank_select.h"
#include "query/ranked_keys.h"
#include "query/ranked_members.h"

namespace seine {
namespace {

using absl::int128;
using bound::ConstantValue;
using filter::PopulationFunction;
using PopulationResult = absl::StatusOr<ConstantValue>;

struct PopulationTally {
  uint64_t count = 0;
  ExactIntegerSum number;
  ExactRealSum real;
};

absl::StatusOr<PopulationTally> SumOfMembers(const PopulationScan& scan, bool real) {
  std::vector<PopulationTally> each(scan.workers());
  absl::Status status = scan.Run([&](int worker, const BlockValues& values) {
    PopulationTally& tally = each[static_cast<size_t>(worker)];
    const ValueVector& value = *values.value;
    ForEachBit(values.mask, values.batch.count, [&](uint32_t i) {
      ++tally.count;
      int128 number = 0;
      if (real) {
        tally.real.Add(value.real[value.Slot(i)]);
      } else if (RoundedNumber(value, i, &number)) {
        tally.number.Add(number);
      } else {
        *values.too_large = true;
      }
    });
    return true;
  });
  if (!status.ok()) return status;
  PopulationTally all;
  for (const PopulationTally& tally : each) {
    all.count += tally.count;
    all.number.Add(tally.number);
    all.real.Add(tally.real);
  }
  return all;
}

ConstantValue MissingConstant() {
  ConstantValue missing;
  missing.missing = true;
  return missing;
}

ConstantValue RealConstantOf(double real) {
  if (std::isnan(real)) return MissingConstant();  // infinite both ways
  ConstantValue constant;
  constant.real = real + 0.0;  // no -0
  return constant;
}

PopulationResult TotalOrMean(const PopulationScan& scan, bool real, bool mean) {
  absl::StatusOr<PopulationTally> tally = SumOfMembers(scan, real);
  if (!tally.ok()) return tally.status();
  if (mean && tally->count == 0) return MissingConstant();
  if (real) {
    const double total = tally->real.Rounded();
    return RealConstantOf(mean ? total / static_cast<double>(tally->count) : total);
  }
  ConstantValue constant;
  if (!tally->number.Get(&constant.number)) return scan.TooLarge();
  if (mean) constant.denominator = int128(tally->count);
  return constant;
}

// The positions of a median or percentile among n, the same twice unless the median is between.
std::array<uint64_t, 2> PositionsOf(const bound::PopulationValue& node, uint64_t n) {
  if (node.function == PopulationFunction::kMedian) return {(n - 1) / 2, n / 2};
  const uint64_t at = std::max<uint64_t>(ShareOf(node.percent, n), 1) - 1;
  return {at, at};
}

// The mean of two numbers, of equal ones without a fraction.
PopulationResult MiddleOf(const PopulationScan& scan, const int128& low, const int128& high,
                          bool between) {
  ConstantValue constant;
  constant.number = low;
  if (!between) return constant;
  ExactIntegerSum sum;
  sum.Add(low);
  sum.Add(high);
  if (!sum.Get(&constant.number)) return scan.TooLarge();
  constant.denominator = 2;
  return constant;
}

PopulationResult AtPositions(const PopulationScan& scan, const RankedKeys& keys,
                             const bound::PopulationValue& node, bool real) {
  if (keys.count() == 0) return MissingConstant();
  const auto at = PositionsOf(node, keys.count());
  const std::vector<int64_t> found = keys.ValuesAt(at, scan.limits().threads);
  const bool between = at[0] != at[1];
  if (!real) return MiddleOf(scan, found[0], found[1], between);
  const double low = FromOrderedBits(found[0]);
  if (!between) return RealConstantOf(low);
  const double high = FromOrderedBits(found[1]);
  const double sum = low + high;
  // Of two large ones the sum alone may be infinite.
  return RealConstantOf(std::isinf(sum) ? low / 2 + high / 2 : sum / 2);
}

PopulationResult AtPositions(const PopulationScan& scan, const RankedMembers<WideEntry>& members,
                             const bound::PopulationValue& node) {
  if (members.count == 0) return MissingConstant();
  const auto at = PositionsOf(node, members.count);
  std::vector<WideEntry> all = members.All();
  std::array<WideEntry, 2> found;
  SelectAt(std::span(all), at, RankOrder{}, found.data());
  return MiddleOf(scan, found[0].numerator, found[1].numerator, at[0] != at[1]);
}

}  // namespace

PopulationResult ValueOfPopulation(const PopulationScan& scan, const bound::PopulationValue& node) {
  const bool real = node.value->type.kind == bound::ValueKind::kReal;
  if (node.function == PopulationFunction::kMean || node.function == PopulationFunction::kTotal)
    return TotalOrMean(scan, real, node.function == PopulationFunction::kMean);
  auto keys = CollectKeys(scan, {false, true});
  if (!keys.ok()) return keys.status();
  if (*keys != nullptr) return AtPositions(scan, **keys, node, real);
  auto wide = CollectMembers<WideEntry>(scan, {false, true});
  if (!wide.ok()) return wide.status();
  return AtPositions(scan, **wide, node);
}

}  // namespace seine
