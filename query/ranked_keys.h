// What a rank of one group needs of members whose values are numbers of 64 bits, times or reals: a
// key each, in the order of the members, and who they are.
#ifndef SEINE_QUERY_RANKED_KEYS_H_
#define SEINE_QUERY_RANKED_KEYS_H_

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "absl/status/statusor.h"

#include "engine/aligned_vector.h"
#include "query/population_scan.h"
#include "query/rank_select.h"
#include "query/ranked_members.h"
#include "query/row_arena.h"

namespace seine {

// The members of one block.
struct RankedBlock {
  uint32_t shard = 0;
  uint32_t block = 0;
  std::span<const int64_t> keys;      // in rank order: the least is the first that a rank takes
  const uint64_t* members = nullptr;  // whose they are: a bit a member, kBlockWords words
  bool all() const;                   // of the block: key i is member i's

  // Bit i of `picked` is of key i: the same of the members, into kBlockWords words.
  void ToMembers(const uint64_t* picked, uint64_t* out) const;
};

// Before it are those whose key is less, and those of the same key whose place in the order of the
// members' keys is less.
struct KeyBorder {
  int64_t key = 0;
  uint64_t place = 0;
};

class RankedKeys {
 public:
  uint64_t count() const { return count_; }
  const std::vector<RankedBlock>& blocks() const { return blocks_; }  // those with keys

  // The borders at some positions of the rank order, ascending and below count().
  std::vector<KeyBorder> BordersAt(const Snapshot& snapshot, std::span<const uint64_t> positions,
                                   int threads) const;
  // The values there.
  std::vector<int64_t> ValuesAt(std::span<const uint64_t> positions, int threads) const;

 private:
  friend absl::StatusOr<std::unique_ptr<RankedKeys>> CollectKeys(const PopulationScan& scan,
                                                                 const CollectOptions& options);
  std::vector<KeyAt> Select(std::span<const uint64_t> positions, int threads) const;

  bool top_ = false;
  uint64_t count_ = 0;
  std::vector<RankedBlock> blocks_;
  std::unique_ptr<int64_t[]> keys_;
  AlignedVector<uint64_t> members_;
};

// Null: some number does not fit into 64 bits. `scan` has no groups. Errors: as CollectMembers.
absl::StatusOr<std::unique_ptr<RankedKeys>> CollectKeys(const PopulationScan& scan,
                                                        const CollectOptions& options);

// A number a slot of the batch, in the order of its values: the vector's own, or made in `room`.
// Unspecified where the mask has no bit. Null: some does not fit into 64 bits.
const int64_t* OrderedNumbers(const BlockValues& values, bool rounded,
                              RowArena::Buffer<int64_t>* room);

}  // namespace seine

#endif  // SEINE_QUERY_RANKED_KEYS_H_
