#include "query/pair_candidates.h"

#include <algorithm>

namespace seine {

void PairCandidates::Group(uint32_t parents) {
  groups_.Group();
  for (uint32_t p = 0; p < parents; ++p) {
    const std::span<PairCandidate> own = groups_.Of(p);
    if (!std::ranges::is_sorted(own, {}, &PairCandidate::key))
      std::ranges::stable_sort(own, {}, &PairCandidate::key);
  }
}

std::span<const PairCandidate> PairCandidates::Of(uint32_t parent, const PairWanted& wanted) {
  if (wanted.first > wanted.last) return {};
  const std::span<PairCandidate> own = groups_.Of(parent);
  const auto same = std::ranges::equal_range(own, wanted.key, {}, &PairCandidate::key);
  const auto first = std::ranges::lower_bound(same, wanted.first, {}, &PairCandidate::time);
  const auto end =
      std::ranges::upper_bound(first, same.end(), wanted.last, {}, &PairCandidate::time);
  return {first, end};
}

}  // namespace seine
