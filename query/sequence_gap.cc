#include "query/sequence_gap.h"

#include <algorithm>

namespace seine {

void SequenceGap::Begin(size_t level, std::span<const SequenceEvents> rows) {
  last_ = level + 1 == levels_.size();
  window_ = nullptr;
  if (!last_ && levels_[level + 1].within_previous)
    window_ = &levels_.window(levels_[level + 1].step);
  absent_.clear();
  of_start_.clear();
  for (const size_t s : levels_[level].absent) {
    const bool of_start = levels_.step(s).of_start && levels_.window(s).limited();
    (of_start ? of_start_ : absent_).push_back({s, SequenceCursor(rows[s])});
  }
}

int64_t SequenceGap::LimitAfter(int64_t time) {
  int64_t limit = window_ == nullptr ? SequenceLevels::kForever : window_->EndOf(time);
  for (Absent& absent : absent_) {
    const SequenceWindow& window = levels_.window(absent.step);
    const int64_t end = window.limited() ? window.EndOf(time) : SequenceLevels::kForever;
    // A wait that is not over yet has not been in vain.
    if (last_ && window.limited() && end >= levels_.as_of()) return kClosed;
    const int64_t next = NextAfter(absent, time);
    if (next == SequenceLevels::kForever || next > end) continue;
    if (last_) return kClosed;
    limit = std::min(limit, next);
  }
  return limit;
}

}  // namespace seine
