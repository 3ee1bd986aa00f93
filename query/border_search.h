// The borders that members of one block are not before, member by member: a search among keys
// without a branch, in which only members at a border in the block itself compare places.
#ifndef SEINE_QUERY_BORDER_SEARCH_H_
#define SEINE_QUERY_BORDER_SEARCH_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "query/rank_borders.h"
#include "query/ranked_keys.h"
#include "query/row_batch.h"

namespace seine {

class BorderSearch {
 public:
  // All outlive it.
  BorderSearch(const RankBorders& borders, uint32_t group_count, const RankedBlock& block,
               const ShardView& shard);

  // Calls put(offset in the block, borders it is not before) for each member of the block.
  template <typename Put>
  void ForEach(Put&& put) const {
    const Table table{keys_.data(), counts_.data(), width_};  // which no put can reach
    if (keys_.empty()) {
      Visit([&](uint32_t offset, uint32_t group, int64_t key) {
        put(offset, PassedOf(group, offset, key));
      });
    } else if (decided_) {
      Visit([&](uint32_t offset, uint32_t group, int64_t key) {
        put(offset, table.Passed(group, key));
      });
    } else {
      Visit([&](uint32_t offset, uint32_t group, int64_t key) {
        size_t passed = table.Passed(group, key);
        const size_t last = group * width_ + passed - 1;
        if (passed > 0 && keys_[last] == key && undecided_[last])
          passed = PassedOf(group, offset, key);
        put(offset, passed);
      });
    }
  }

 private:
  struct Table {
    const int64_t* keys;
    const uint32_t* counts;
    size_t width;
    // How many of the group's keys are at or below it.
    size_t Passed(uint32_t group, int64_t key) const {
      const int64_t* const own = keys + group * width;
      size_t passed = 0;
      for (size_t half = (width + 1) / 2; half > 0; half /= 2)
        passed += own[passed + half - 1] <= key ? half : 0;
      return std::min<size_t>(passed, counts[group]);
    }
  };

  // visit(offset, group, key in rank order).
  template <typename Member>
  void Visit(Member&& visit) const {
    const RankedBlock block = block_;
    const int64_t flip = borders_.InRankOrder(0);
    size_t i = 0;
    ForEachBit(block.members, kBlockSize, [&](uint32_t offset) {
      visit(offset, block.Group(i), block.keys[i] ^ flip);
      ++i;
    });
  }
  // The same by borders themselves.
  size_t PassedOf(uint32_t group, uint32_t offset, int64_t key) const;
  void Decide(uint32_t group);

  const RankBorders& borders_;
  const RankedBlock& block_;
  const ShardView& shard_;
  uint64_t first_place_;  // of the block's members, and where they end
  uint64_t end_place_;
  size_t width_ = 1;  // 2^n - 1, at least as many as any group's borders
  // By group, `width_` each: the key at which, and behind which, members are behind the border.
  // Where it is the border's own and some of these are before it, it is undecided. Empty: too many.
  std::vector<int64_t> keys_;
  std::vector<uint8_t> undecided_;
  std::vector<uint32_t> counts_;
  bool decided_ = true;
};

}  // namespace seine

#endif  // SEINE_QUERY_BORDER_SEARCH_H_
