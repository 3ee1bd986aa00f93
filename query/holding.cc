#include "query/holding.h"

#include <algorithm>
#include <vector>

#include "query/exact_sum.h"
#include "query/fraction.h"

namespace seine {
namespace {

using absl::int128;

constexpr size_t kHoldingStep = 1024;

int128 WholePercent(const bound::ExactCount& percent) { return 100 * PowerOfTen(percent.scale); }

// AmountOf(i, &amount): false when it takes more than 128 bits.
template <typename AmountOf>
std::optional<uint64_t> CountExact(size_t n, const bound::ExactCount& percent,
                                   AmountOf&& amount_of) {
  ExactIntegerSum sum;
  int128 amount = 0;
  for (size_t i = 0; i < n; ++i) {
    if (!amount_of(i, &amount)) return std::nullopt;
    sum.Add(amount);
  }
  int128 total = 0;
  if (!sum.Get(&total)) return std::nullopt;
  if (total <= 0) return 0;
  ExactIntegerSum held;
  int128 part = 0;
  for (size_t i = 0; i < n; ++i) {
    if (!amount_of(i, &amount)) return std::nullopt;
    held.Add(amount);
    if (!held.Get(&part)) return std::nullopt;
    // part / percent >= total / 100
    if (CompareFractions(part, percent.number, 0, total, WholePercent(percent), 0) >= 0)
      return i + 1;
  }
  return n;
}

// Values fall, so the part held rises to its peak, which is at least the total, and the share lies
// on the way up: steps that end below it are skipped whole.
uint64_t CountReals(std::span<const SmallEntry> entries, const bound::ExactCount& percent) {
  const auto value = [&](size_t i) { return FromOrderedBits(entries[i].value(true)); };
  ExactRealSum total;
  for (size_t i = 0; i < entries.size(); ++i) total.Add(value(i));
  const double rounded = total.Rounded();
  if (!(rounded > 0)) return 0;
  if (!total.finite()) return 1;
  const auto share = static_cast<absl::uint128>(percent.number);
  const auto whole = static_cast<absl::uint128>(WholePercent(percent));
  const auto reached = [&](const ExactRealSum& held) {
    return ExactRealSum::Compare(held, whole, total, share) >= 0;
  };
  ExactRealSum before;
  for (size_t first = 0; first < entries.size(); first += kHoldingStep) {
    const size_t end = std::min(first + kHoldingStep, entries.size());
    ExactRealSum after = before;
    for (size_t i = first; i < end; ++i) {
      if (value(i) > 0) after.Add(value(i));
    }
    if (reached(after)) {
      for (size_t i = first; i < end; ++i) {
        before.Add(value(i));
        if (reached(before)) return i + 1;
      }
    }
    before = after;
  }
  return entries.size();
}

}  // namespace

std::optional<uint64_t> CountHolding(std::span<SmallEntry> entries, const bound::ValueType& type,
                                     const bound::ExactCount& percent) {
  std::sort(entries.begin(), entries.end(), RankOrder{true});
  if (type.kind == bound::ValueKind::kReal) return CountReals(entries, percent);
  return CountExact(entries.size(), percent, [&](size_t i, int128* amount) {
    *amount = entries[i].value(true);
    return true;
  });
}

std::optional<uint64_t> CountHolding(std::span<WideEntry> entries, const bound::ValueType& type,
                                     const bound::ExactCount& percent) {
  std::sort(entries.begin(), entries.end(), RankOrder{true});
  return CountExact(entries.size(), percent, [&](size_t i, int128* amount) {
    *amount = entries[i].numerator;
    return !type.fraction ||
           RoundToTwelve({entries[i].numerator, entries[i].denominator}, type.scale, amount);
  });
}

}  // namespace seine
