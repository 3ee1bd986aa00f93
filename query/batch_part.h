// Consecutive rows of a batch as a batch of their own, with the outer rows that they have.
#ifndef SEINE_QUERY_BATCH_PART_H_
#define SEINE_QUERY_BATCH_PART_H_

#include <cstdint>
#include <deque>

#include "query/row_batch.h"

namespace seine {

// Owns what the part's `outer` points to; the rows are the batch's, which outlives it.
class BatchPart {
 public:
  BatchPart(const RowBatch& all, uint32_t first, uint32_t count) : batch_(all) {
    batch_.count = count;
    if (all.rows != nullptr) {
      batch_.rows = all.rows + first;
    } else {
      batch_.begin = all.begin + first;
    }
    batch_.outer = nullptr;
    for (const OuterRows* outer = all.outer; outer != nullptr; outer = outer->next) {
      chain_.push_back({outer->scope, outer->rows + first, batch_.outer});
      batch_.outer = &chain_.back();
    }
  }
  BatchPart(const BatchPart&) = delete;
  BatchPart& operator=(const BatchPart&) = delete;

  const RowBatch& batch() const { return batch_; }

 private:
  RowBatch batch_;
  std::deque<OuterRows> chain_;
};

}  // namespace seine

#endif  // SEINE_QUERY_BATCH_PART_H_
