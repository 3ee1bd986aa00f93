#include "query/time_pieces.h"

#include <algorithm>

namespace seine {
namespace {

std::vector<int64_t> CutsOf(const std::vector<bound::Range>& periods) {
  std::vector<int64_t> cuts;
  for (const bound::Range& period : periods) {
    if (period.first > period.last) continue;
    cuts.push_back(period.first);
    if (period.last != INT64_MAX) cuts.push_back(period.last + 1);
  }
  std::ranges::sort(cuts);
  const auto repeated = std::ranges::unique(cuts);
  cuts.erase(repeated.begin(), repeated.end());
  return cuts;
}

// Whether any of the bits [first, end) is set.
bool AnyBit(const uint64_t* bits, size_t first, size_t end) {
  for (size_t w = first / 64; w * 64 < end; ++w) {
    uint64_t word = bits[w];
    if (w == first / 64) word &= ~uint64_t{0} << (first % 64);
    if (end < (w + 1) * 64) word &= (uint64_t{1} << (end % 64)) - 1;
    if (word != 0) return true;
  }
  return false;
}

}  // namespace

TimePieces::TimePieces(const std::vector<bound::Range>& periods)
    : cuts_(CutsOf(periods)), these_(words()) {
  for (const bound::Range& period : periods) {
    Part part{0, 0};
    if (period.first <= period.last) part = {PieceOf(period.first), PieceOf(period.last) + 1};
    disjoint_ = disjoint_ && part.end == part.first + 1;
    these_[part.first / 64] |= uint64_t{1} << (part.first % 64);
    periods_.push_back(part);
  }
}

bool TimePieces::EachHasSome(const uint64_t* pieces) const {
  if (disjoint_) {
    for (size_t w = 0; w < these_.size(); ++w) {
      if ((these_[w] & ~pieces[w]) != 0) return false;
    }
    return true;
  }
  return std::ranges::all_of(
      periods_, [pieces](const Part& part) { return AnyBit(pieces, part.first, part.end); });
}

}  // namespace seine
