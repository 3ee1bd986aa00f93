#include "query/row_sequence_rows.h"

#include <algorithm>

namespace seine {

void RowIds::SortRow() {
  const auto first = ids_.begin() + static_cast<std::ptrdiff_t>(ended_);
  std::sort(first, ids_.end());
  ids_.erase(std::unique(first, ids_.end()), ids_.end());
}

void RowIds::EndRow() {
  if (ends_.empty() && ids_.size() != ended_ + 1) {
    for (size_t row = 0; row < rows_; ++row) ends_.push_back(row + 1);
    ends_.push_back(ids_.size());
  } else if (!ends_.empty()) {
    ends_.push_back(ids_.size());
  }
  ++rows_;
  ended_ = ids_.size();
}

void StepRows::Add(uint32_t parent, SequenceEvent event) {
  if (!events_.empty()) {
    in_order_ = in_order_ && (parents_.back() < parent ||
                              (parents_.back() == parent && events_.back().time <= event.time));
  }
  parents_.push_back(parent);
  events_.push_back(event);
}

void StepRows::Group(uint32_t parents) {
  begin_.assign(size_t{parents} + 1, 0);
  for (const uint32_t parent : parents_) ++begin_[parent + 1];
  for (size_t p = 1; p < begin_.size(); ++p) begin_[p] += begin_[p - 1];
  if (!in_order_) {
    order_.resize(events_.size());
    std::vector<size_t> next(begin_.begin(), begin_.end() - 1);
    for (uint32_t i = 0; i < events_.size(); ++i) order_[next[parents_[i]]++] = i;
    const auto earlier = [this](uint32_t a, uint32_t b) {
      return events_[a].time < events_[b].time;
    };
    for (uint32_t p = 0; p < parents; ++p) {
      const auto first = order_.begin() + static_cast<std::ptrdiff_t>(begin_[p]);
      const auto last = order_.begin() + static_cast<std::ptrdiff_t>(begin_[p + 1]);
      if (!std::is_sorted(first, last, earlier)) std::stable_sort(first, last, earlier);
    }
    std::vector<SequenceEvent> events(events_.size());
    for (size_t i = 0; i < events.size(); ++i) events[i] = events_[order_[i]];
    events_ = std::move(events);
  }
  parents_ = {};
}

}  // namespace seine
