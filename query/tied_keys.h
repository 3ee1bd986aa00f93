// Members whose keys are the same: who has them, and which of them comes at some position.
#ifndef SEINE_QUERY_TIED_KEYS_H_
#define SEINE_QUERY_TIED_KEYS_H_

#include <compare>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "absl/status/status.h"

#include "engine/kernels.h"
#include "engine/snapshot.h"
#include "query/executor.h"
#include "query/ranked_keys.h"
#include "query/row_batch.h"

namespace seine {

struct GroupKey {
  uint32_t group = 0;
  int64_t key = 0;
  auto operator<=>(const GroupKey&) const = default;
};

// Some keys of some groups, numbered.
class TiedKeys {
 public:
  // In any order, with repeats.
  TiedKeys(std::vector<GroupKey> keys, uint32_t group_count);

  size_t size() const { return keys_.size(); }
  static constexpr size_t kNone = SIZE_MAX;
  size_t NumberOf(const GroupKey& key) const;  // or kNone

  // Calls visit(number, offset in the block) for the block's members that have one of the keys, in
  // order.
  template <typename Visit>
  void VisitBlock(const RankedBlock& block, Visit&& visit) const {
    if (block.groups == nullptr && !MayHave(block)) return;
    size_t i = 0;
    ForEachBit(block.members, kBlockSize, [&](uint32_t offset) {
      const GroupKey key{block.Group(i), block.keys[i]};
      ++i;
      if (!MayHave(key)) return;
      if (const size_t number = NumberOf(key); number != kNone) visit(number, offset);
    });
  }
  // counts[number] += how many of the block have it.
  void CountBlock(const RankedBlock& block, uint32_t* counts) const;

 private:
  // A few bits of a hash.
  uint64_t FilterBit(const GroupKey& key) const {
    const uint64_t mixed = static_cast<uint64_t>(key.key) + key.group * 0xbf58476d1ce4e5b9ULL;
    return (mixed * 0x9e3779b97f4a7c15ULL) >> filter_shift_;
  }
  bool MayHave(const GroupKey& key) const {
    const uint64_t bit = FilterBit(key);
    return ((filter_[bit >> 6] >> (bit & 63)) & 1) != 0;
  }
  bool MayHave(const RankedBlock& block) const;

  std::vector<GroupKey> keys_;    // ascending, distinct
  std::vector<uint32_t> first_;   // of group g, the keys [first_[g], first_[g + 1])
  std::vector<uint64_t> filter_;  // a bit for each that may be one of them: few others
  int filter_shift_ = 0;
  int64_t least_ = INT64_MAX;
  int64_t greatest_ = INT64_MIN;
};

// One of those who have the key, in the order of their places: `before` others come before it.
struct Tie {
  GroupKey key;
  uint64_t same = 0;  // so many have it
  uint64_t before = 0;
};
// (*places)[i] = its place (query/ranked_keys.h) of ties[i]. Errors: Cancelled, DeadlineExceeded.
absl::Status FindPlaces(const Snapshot& snapshot, const RankedKeys& keys, std::span<const Tie> ties,
                        const RunLimits& limits, std::vector<uint32_t>* places);

}  // namespace seine

#endif  // SEINE_QUERY_TIED_KEYS_H_
