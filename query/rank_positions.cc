#include "query/rank_positions.h"

#include "engine/planted_bug.h"
#include "engine/value_parser.h"  // PowerOfTen

namespace seine {

using absl::int128;

uint64_t ShareOf(const bound::ExactCount& percent, uint64_t n) {
  const int128 whole = 100 * PowerOfTen(percent.scale);
  const int128 up = Planted("percent-floor") ? int128(0) : whole - 1;
  return static_cast<uint64_t>((percent.number * int128(n) + up) / whole);
}

uint64_t LengthOf(const bound::Rank& rank, uint64_t n) {
  if (rank.measure == filter::Rank::Measure::kPercent) return ShareOf(rank.n, n);
  return rank.n.number < int128(n) ? static_cast<uint64_t>(rank.n.number) : n;
}

std::vector<uint64_t> TileBegins(uint64_t k, uint64_t n) {
  std::vector<uint64_t> positions;
  uint64_t at = 0;
  for (uint64_t t = 0; t < k; ++t) {
    const uint64_t larger = Planted("tile-sizes") ? k - 1 - t : t;
    at += n / k + (larger < n % k ? 1 : 0);
    if (at >= n) break;
    positions.push_back(at);
  }
  return positions;
}

}  // namespace seine
