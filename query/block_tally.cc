#include "query/block_tally.h"

#include <bit>
#include <utility>

namespace seine {
BlockTally::BlockTally(size_t values) : last_(values) {
  counts_.audience.having.resize(values);
  counts_.population.having.resize(values);
}

void BlockTally::SortByPlace() {
  std::vector<uint32_t> begin(kBlockSize + 1);
  for (const Pair& pair : pairs_) ++begin[pair.place + 1];
  for (uint32_t place = 0; place < kBlockSize; ++place) begin[place + 1] += begin[place];
  sorted_.resize(pairs_.size());
  for (const Pair& pair : pairs_) sorted_[begin[pair.place]++] = pair;
  std::swap(pairs_, sorted_);
}

void BlockTally::Finish() {
  BlockBits having{};
  const bool several = tiles_ != first_tile_;
  if (several) SortByPlace();
  ++tiles_;
  for (const auto [place, code] : pairs_) {
    having[place >> 6] |= uint64_t{1} << (place & 63);
    if (several) {
      if (last_[code] == Stamp(place)) continue;
      last_[code] = Stamp(place);
    }
    counts_.audience.having[code] += Has(audience_, place) ? 1 : 0;
    counts_.population.having[code] += Has(population_, place) ? 1 : 0;
  }
  const auto without = [&](const BlockBits& members) {
    uint64_t count = 0;
    for (size_t w = 0; w < kBlockWords; ++w)
      count += static_cast<uint64_t>(std::popcount(members[w] & ~having[w]));
    return count;
  };
  counts_.audience.without += without(audience_);
  counts_.population.without += without(population_);
  pairs_.clear();
  last_place_ = 0;
  first_tile_ = ++tiles_;
}

}  // namespace seine
