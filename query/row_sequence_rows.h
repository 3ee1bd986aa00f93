// The rows of a step, parent by parent in order of time, and what joins them, in flat arrays. For
// one evaluation, on one thread.
#ifndef SEINE_QUERY_ROW_SEQUENCE_ROWS_H_
#define SEINE_QUERY_ROW_SEQUENCE_ROWS_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "query/sequence_timing.h"

namespace seine {

// What each row has in one condition: ids (row_sequence_ids.h), ascending, none of them twice.
class RowIds {
 public:
  void Push(int64_t id) { ids_.push_back(id); }
  // Of the row at hand, ids in any order.
  void SortRow();
  // Those pushed since the row before are the row's.
  void EndRow();
  std::span<const int64_t> Of(size_t row) const {
    if (ends_.empty()) return std::span(ids_).subspan(row, 1);
    const size_t begin = row == 0 ? 0 : ends_[row - 1];
    return std::span(ids_).subspan(begin, ends_[row] - begin);
  }

 private:
  std::vector<int64_t> ids_;
  size_t rows_ = 0;
  size_t ended_ = 0;          // ids of the rows so far
  std::vector<size_t> ends_;  // per row; empty while each has one
};

class StepRows {
 public:
  explicit StepRows(size_t conditions) : ids_(conditions) {}

  void Add(uint32_t parent, SequenceEvent event);
  // Of each row in the order of Add.
  RowIds& Ids(size_t condition) { return ids_[condition]; }
  // Once, after the last Add: rows by parent and time.
  void Group(uint32_t parents);

  SequenceEvents EventsOf(uint32_t parent) const {
    return std::span(events_).subspan(begin_[parent], begin_[parent + 1] - begin_[parent]);
  }
  // Of the parent's row at that place of EventsOf.
  std::span<const int64_t> IdsOf(size_t condition, uint32_t parent, size_t place) const {
    const size_t row = begin_[parent] + place;
    return ids_[condition].Of(order_.empty() ? row : order_[row]);
  }

 private:
  std::vector<SequenceEvent> events_;
  std::vector<uint32_t> parents_;  // of each event, until they are grouped
  bool in_order_ = true;           // as Group is to leave them
  std::vector<size_t> begin_;      // of each parent's rows
  std::vector<uint32_t> order_;    // the row that stands there, in the order of Add; empty: itself
  std::vector<RowIds> ids_;        // by condition
};

}  // namespace seine

#endif  // SEINE_QUERY_ROW_SEQUENCE_ROWS_H_
