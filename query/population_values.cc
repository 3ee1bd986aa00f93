#include "query/population_values.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "query/exact_sum.h"
#include "query/rank_select.h"
#include "query/ranked_members.h"
#include "query/ranking.h"

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
        *values.overflow = true;
      }
    });
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
  if (real != real) return MissingConstant();  // infinite both ways
  ConstantValue constant;
  constant.real = real;
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
  if (!tally->number.Get(&constant.number)) return NumberTooLarge();
  if (mean) constant.denominator = int128(tally->count);
  return constant;
}

// Both are at one position or at neighbouring ones.
PopulationResult MiddleOf(const SmallEntry& a, const SmallEntry& b, bool real, bool halves) {
  if (real) {
    const double low = FromOrderedBits(a.value(false));
    return RealConstantOf(halves ? (low + FromOrderedBits(b.value(false))) / 2 : low);
  }
  ConstantValue constant;
  constant.number = int128(a.value(false)) + (halves ? int128(b.value(false)) : int128(0));
  if (halves) constant.denominator = 2;
  return constant;
}
PopulationResult MiddleOf(const WideEntry& a, const WideEntry& b, bool, bool halves) {
  ConstantValue constant;
  constant.number = a.numerator;
  if (!halves) return constant;
  ExactIntegerSum sum;
  sum.Add(a.numerator);
  sum.Add(b.numerator);
  if (!sum.Get(&constant.number)) return NumberTooLarge();
  constant.denominator = 2;
  return constant;
}

void SelectMembers(const RankedMembers<SmallEntry>& members, std::span<const uint64_t> positions,
                   int threads, SmallEntry* out) {
  SelectAt(members.Pieces(), positions, threads, out);
}
void SelectMembers(const RankedMembers<WideEntry>& members, std::span<const uint64_t> positions,
                   int, WideEntry* out) {
  std::vector<WideEntry> all = members.All();
  SelectAt(std::span(all), positions, RankOrder{}, out);
}

template <typename Entry>
PopulationResult AtPosition(const PopulationScan& scan, const RankedMembers<Entry>& members,
                            const bound::PopulationValue& node, bool real) {
  const uint64_t n = members.count;
  if (n == 0) return MissingConstant();
  const bool median = node.function == PopulationFunction::kMedian;
  uint64_t positions[2] = {(n - 1) / 2, n / 2};
  if (!median) positions[0] = positions[1] = std::max<uint64_t>(ShareOf(node.percent, n), 1) - 1;
  Entry found[2];
  SelectMembers(members, positions, scan.limits().threads, found);
  return MiddleOf(found[0], found[1], real, median && n % 2 == 0);
}

}  // namespace

PopulationResult ValueOfPopulation(const PopulationScan& scan, const bound::PopulationValue& node) {
  const bool real = node.value->type.kind == bound::ValueKind::kReal;
  if (node.function == PopulationFunction::kMean || node.function == PopulationFunction::kTotal)
    return TotalOrMean(scan, real, node.function == PopulationFunction::kMean);
  return WithMembers<ConstantValue>(scan, {false, true}, [&](const auto& members) {
    return AtPosition(scan, members, node, real);
  });
}

}  // namespace seine
