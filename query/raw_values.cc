// Values of filters as raw values of a column's planes: bounds are translated once, never the
// column's values.

#include <algorithm>

#include "query/row_planner.h"

namespace seine {
namespace {

// Distance from the view's minimum; `value` is not below it.
uint64_t Above(const NumericView& view, int64_t value) {
  return static_cast<uint64_t>(value) - static_cast<uint64_t>(view.min);
}

void SetBit(AlignedVector<uint64_t>* bits, uint64_t i, bool value) {
  const uint64_t bit = uint64_t{1} << (i & 63);
  if (value) {
    (*bits)[i >> 6] |= bit;
  } else {
    (*bits)[i >> 6] &= ~bit;
  }
}

}  // namespace

AlignedVector<uint64_t> RawBits(const NumericView& view, const bound::CodeSet& codes) {
  size_t words = view.max_raw / 64 + 1;
  if (view.bits() <= 16) words = view.bits() <= 8 ? 4 : kBlockWords;
  AlignedVector<uint64_t> bits(words, codes.complement ? ~uint64_t{0} : 0);
  for (uint32_t code : codes.codes) {
    if (code < view.min) continue;
    const uint64_t above = Above(view, code);
    if (above % view.gcd == 0 && above / view.gcd <= view.max_raw)
      SetBit(&bits, above / view.gcd, !codes.complement);
  }
  return bits;
}

std::vector<std::pair<uint64_t, uint64_t>> RawRangesOf(const NumericView& view,
                                                       const std::vector<bound::Range>& ranges) {
  std::vector<std::pair<uint64_t, uint64_t>> raw;
  for (const bound::Range& range : ranges) {
    if (range.first > range.last || range.last < view.min) continue;
    uint64_t first = 0;
    if (range.first > view.min) {
      const uint64_t above = Above(view, range.first);
      first = above / view.gcd + (above % view.gcd != 0 ? 1 : 0);
    }
    const uint64_t last = std::min(Above(view, range.last) / view.gcd, view.max_raw);
    if (first > last) continue;
    if (!raw.empty() && first <= raw.back().second + 1) {
      raw.back().second = std::max(raw.back().second, last);
    } else {
      raw.emplace_back(first, last);
    }
  }
  return raw;
}

}  // namespace seine
