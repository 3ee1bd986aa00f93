// The outer rows of a batch made of some rows of another.
#ifndef SEINE_QUERY_OUTER_ROWS_H_
#define SEINE_QUERY_OUTER_ROWS_H_

#include <cstdint>
#include <deque>

#include "query/row_batch.h"

namespace seine {

// Owns what a batch's `outer` points to.
class GatheredOuter {
 public:
  // Row i of the new batch has the outer rows of row index[i] of the old one.
  GatheredOuter(const OuterRows* outer, const uint32_t* index, uint32_t count, RowArena& arena)
      : arena_(arena), index_(index), count_(count) {
    for (; outer != nullptr; outer = outer->next) Add(outer->scope, outer->rows);
  }
  GatheredOuter(const GatheredOuter&) = delete;
  GatheredOuter& operator=(const GatheredOuter&) = delete;

  // And, under `scope`, the row rows[index[i]] (null: that row number itself is `first` + index).
  void Add(int scope, const uint32_t* rows, uint32_t first = 0) {
    auto& own = buffers_.emplace_back(arena_.Take<uint32_t>(count_ == 0 ? 1 : count_));
    for (uint32_t i = 0; i < count_; ++i)
      own[i] = rows == nullptr ? first + index_[i] : rows[index_[i]];
    chain_.push_back({scope, own.data(), chain_.empty() ? nullptr : &chain_.back()});
  }
  const OuterRows* chain() const { return chain_.empty() ? nullptr : &chain_.back(); }

 private:
  RowArena& arena_;
  const uint32_t* index_;
  uint32_t count_;
  std::deque<RowArena::Buffer<uint32_t>> buffers_;
  std::deque<OuterRows> chain_;
};

}  // namespace seine

#endif  // SEINE_QUERY_OUTER_ROWS_H_
