#include "query/holding.h"

#include <algorithm>
#include <functional>
#include <utility>
#include <vector>

#include "engine/column_view.h"
#include "engine/planted_bug.h"
#include "engine/status_macros.h"
#include "query/exact_sum.h"
#include "query/fraction.h"
#include "query/number_overflow.h"
#include "query/workers.h"

namespace seine {
namespace {

using absl::int128;
using absl::uint128;

constexpr size_t kStep = 128;  // values between looks at what is held
constexpr size_t kFewAmounts = 1024;

int128 WholePercent(const bound::ExactCount& percent) { return 100 * PowerOfTen(percent.scale); }

// Whether a part of the total is a share of it, exactly: part / percent >= total / 100.
bool Holds(const int128& part, const int128& total, const bound::ExactCount& percent) {
  const int order = CompareFractions(part, percent.number, 0, total, WholePercent(percent), 0);
  return Planted("holding-border") ? order > 0 : order >= 0;
}

// ---- sums of keys, of which those above 0 stand for values above 0

// 2^64 of them fit.
struct WholeSum {
  int128 sum = 0;
  void Add(int64_t key) { sum += key; }
  void Add(const WholeSum& other) { sum += other.sum; }
  bool positive() const { return sum > 0; }
  static bool finite() { return true; }
  bool Holds(const WholeSum& total, const bound::ExactCount& percent) const {
    return seine::Holds(sum, total.sum, percent);
  }
};

struct RealSum {
  ExactRealSum sum;
  void Add(int64_t key) { sum.Add(FromOrderedBits(key)); }
  void Add(const RealSum& other) { sum.Add(other.sum); }
  bool positive() const { return sum.Rounded() > 0; }
  bool finite() const { return sum.finite(); }
  bool Holds(const RealSum& total, const bound::ExactCount& percent) const {
    return ExactRealSum::Compare(sum, static_cast<uint128>(WholePercent(percent)), total.sum,
                                 static_cast<uint128>(percent.number)) >= 0;
  }
};

template <typename Sum>
class HoldingCount {
 public:
  HoldingCount(const bound::ExactCount& percent, const RunLimits& limits)
      : percent_(percent), limits_(limits) {}

  absl::Status Count(const KeyPieces& keys, uint64_t* length) {
    SEINE_RETURN_IF_ERROR(AddUp(keys));
    *length = total_.positive() ? 1 : 0;
    if (*length == 0 || !total_.finite()) return absl::OkStatus();
    SEINE_RETURN_IF_ERROR(Narrow(keys));
    *length = length_;
    return absl::OkStatus();
  }

 private:
  static void AddAll(std::span<const int64_t> keys, Sum* sum) {
    for (const int64_t key : keys) sum->Add(key);
  }
  bool Reached(const Sum& more) const {
    Sum held = held_;
    held.Add(more);
    return held.Holds(total_, percent_);
  }
  void Take(const Sum& more, uint64_t n) {
    held_.Add(more);
    length_ += n;
  }

  absl::Status AddUp(const KeyPieces& keys) {
    if (CountKeys(keys) <= kFewKeys) {
      for (const auto& piece : keys) AddAll(piece, &total_);
      return absl::OkStatus();
    }
    std::vector<Sum> each(static_cast<size_t>(WorkerCount(limits_.threads)));
    absl::Status status = limits_.Run(keys.size(), [&](int worker, uint64_t p) {
      AddAll(keys[p], &each[static_cast<size_t>(worker)]);
    });
    for (const Sum& sum : each) total_.Add(sum);
    return status;
  }

  // The border lies among the keys, further and further in.
  absl::Status Narrow(KeyPieces keys) {
    GatheredKeys near;
    while (CountKeys(keys) > kFewKeys) {
      KeyRange range;
      SEINE_RETURN_IF_ERROR(FindRange(keys, limits_, &range));
      if (range.first == range.last) {
        TakeEqual(range.first);
        return absl::OkStatus();
      }
      const KeyBins bins(range);
      KeyCounts counts;
      std::vector<Sum> sums;
      SEINE_RETURN_IF_ERROR(CountBins(keys, bins, limits_, &counts));
      SEINE_RETURN_IF_ERROR(SumBins(keys, bins, &sums));
      size_t bin = kKeyBins - 1;
      for (; bin > 0 && !Reached(sums[bin]); --bin) Take(sums[bin], counts[bin]);
      if (bins.of_one_key()) {
        TakeEqual(bins.first + static_cast<int64_t>(bin));
        return absl::OkStatus();
      }
      GatheredKeys nearer;
      SEINE_RETURN_IF_ERROR(nearer.Gather(keys, bins, counts, std::span(&bin, 1), limits_));
      near = std::move(nearer);
      keys = near.Pieces(0);
    }
    Walk(keys);
    return absl::OkStatus();
  }

  // Of each bin, what is above 0.
  absl::Status SumBins(const KeyPieces& keys, const KeyBins& bins, std::vector<Sum>* sums) {
    std::vector<std::vector<Sum>> each(static_cast<size_t>(WorkerCount(limits_.threads)));
    SEINE_RETURN_IF_ERROR(limits_.Run(keys.size(), [&](int worker, uint64_t p) {
      std::vector<Sum>& mine = each[static_cast<size_t>(worker)];
      mine.resize(kKeyBins);
      for (const int64_t key : keys[p]) {
        if (key > 0) mine[bins.Of(key)].Add(key);
      }
    }));
    sums->resize(kKeyBins);
    for (const std::vector<Sum>& other : each) {
      for (size_t b = 0; b < other.size(); ++b) (*sums)[b].Add(other[b]);
    }
    return absl::OkStatus();
  }

  // Of few keys, from the highest on.
  void Walk(const KeyPieces& pieces) {
    std::vector<int64_t> keys;
    AppendKeys(pieces, &keys);
    std::erase_if(keys, [](int64_t key) { return key <= 0; });
    std::sort(keys.begin(), keys.end(), std::greater<>());
    for (size_t first = 0; first < keys.size(); first += kStep) {
      const auto step = std::span(keys).subspan(first, std::min(kStep, keys.size() - first));
      Sum sum;
      AddAll(step, &sum);
      if (!Reached(sum)) {
        Take(sum, step.size());
        continue;
      }
      for (const int64_t key : step) {
        Sum one;
        one.Add(key);
        Take(one, 1);
        if (held_.Holds(total_, percent_)) return;
      }
    }
  }

  // As many of one value as it takes: the powers of two that do not suffice, and one more.
  void TakeEqual(int64_t key) {
    std::vector<Sum> powers(1);
    powers[0].Add(key);
    while (!Reached(powers.back())) {
      Sum twice = powers.back();
      twice.Add(powers.back());
      powers.push_back(twice);
    }
    for (size_t i = powers.size(); i-- > 0;) {
      if (!Reached(powers[i])) Take(powers[i], uint64_t{1} << i);
    }
    Take(powers[0], 1);
  }

  const bound::ExactCount& percent_;
  const RunLimits& limits_;
  Sum total_;
  Sum held_;
  uint64_t length_ = 0;
};

// False: more than 128 bits.
bool SumOf(std::span<const int128> amounts, const int128& held, int128* sum) {
  ExactIntegerSum all;
  all.Add(held);
  for (const int128& amount : amounts) all.Add(amount);
  return all.Get(sum);
}

}  // namespace

absl::Status CountHolding(const KeyPieces& keys, bool real, const bound::ExactCount& percent,
                          const RunLimits& limits, uint64_t* length) {
  if (real) return HoldingCount<RealSum>(percent, limits).Count(keys, length);
  return HoldingCount<WholeSum>(percent, limits).Count(keys, length);
}

// Halves what is left, the higher numbers first, until it is little enough to be sorted.
absl::Status CountHolding(std::span<int128> amounts, const bound::ExactCount& percent,
                          const RunLimits& limits, uint64_t* length, std::string_view text) {
  *length = 0;
  int128 total = 0;
  int128 held = 0;
  if (!SumOf(amounts, 0, &total)) return NumberTooLarge(text);
  if (total <= 0) return absl::OkStatus();
  std::span<int128> left = amounts.first(static_cast<size_t>(
      std::partition(amounts.begin(), amounts.end(), [](int128 a) { return a > 0; }) -
      amounts.begin()));
  while (left.size() > kFewAmounts) {
    SEINE_RETURN_IF_ERROR(limits.Check());
    const size_t half = left.size() / 2;
    std::nth_element(left.begin(), left.begin() + static_cast<ptrdiff_t>(half), left.end(),
                     std::greater<>());
    int128 more = 0;
    if (!SumOf(left.first(half), held, &more)) return NumberTooLarge(text);
    if (Holds(more, total, percent)) {
      left = left.first(half);
    } else {
      held = more;
      *length += half;
      left = left.subspan(half);
    }
  }
  std::sort(left.begin(), left.end(), std::greater<>());
  for (const int128& amount : left) {
    if (!SumOf({&amount, 1}, held, &held)) return NumberTooLarge(text);
    ++*length;
    if (Holds(held, total, percent)) break;
  }
  return absl::OkStatus();
}

}  // namespace seine
