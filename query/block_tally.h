// Counts the members of one block after the other by value, each member once for each value.
//
// Rows come clustered by member, tile after tile of the block, so a member comes again in every
// tile. Within a tile it is enough to remember by whom each value was last had; the pairs that are
// left are put in order of member before they are counted, where there is more than one tile.
// One thread.
#ifndef SEINE_QUERY_BLOCK_TALLY_H_
#define SEINE_QUERY_BLOCK_TALLY_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/block.h"
#include "query/value_counts.h"

namespace seine {

using BlockBits = std::array<uint64_t, kBlockWords>;

class BlockTally {
 public:
  explicit BlockTally(size_t values);

  // Who is counted; set before Finish.
  BlockBits& audience() { return audience_; }
  BlockBits& population() { return population_; }
  bool InPopulation(uint32_t place) const { return Has(population_, place); }

  // The member at `place` of the block has the value. Places that descend begin another tile.
  void Add(uint32_t place, uint32_t code) {
    tiles_ += place < last_place_ ? 1 : 0;
    last_place_ = place;
    const uint64_t now = Stamp(place);
    if (last_[code] == now) return;
    last_[code] = now;
    pairs_.push_back({place, code});
  }
  // Counts what was added, and begins the next block.
  void Finish();

  const ValueCounts& counts() const { return counts_; }

 private:
  struct Pair {
    uint32_t place;
    uint32_t code;
  };
  static bool Has(const BlockBits& bits, uint32_t place) {
    return ((bits[place >> 6] >> (place & 63)) & 1) != 0;
  }
  // Of a member in one tile of one block; never 0.
  uint64_t Stamp(uint32_t place) const { return tiles_ * kBlockSize + place; }
  void SortByPlace();

  BlockBits audience_{};
  BlockBits population_{};
  uint64_t tiles_ = 1;  // of all blocks
  uint64_t first_tile_ = 1;
  uint32_t last_place_ = 0;
  std::vector<uint64_t> last_;  // by code: the stamp of who had it last
  std::vector<Pair> pairs_;
  std::vector<Pair> sorted_;
  ValueCounts counts_;
};

}  // namespace seine

#endif  // SEINE_QUERY_BLOCK_TALLY_H_
