#include "query/sequence_ties.h"

#include <algorithm>

namespace seine {

void SequenceTies::Begin(size_t last, int64_t time, std::span<const SequenceEvents> rows) {
  last_ = last;
  time_ = time;
  rows_ = rows;
  own_.clear();
  choices_.clear();
  choices_end_.clear();
  candidates_.clear();
  taker_.clear();
}

bool SequenceTies::Add() {
  const size_t level = last_ - own_.size();
  const SequenceEvents rows = RowsAt(levels_[level].step);
  // Of as many rows as there are levels, the others always leave one.
  const size_t enough = std::min(rows.size(), last_ - levels_[last_].tied_from + 1);
  for (const SequenceEvent& event : rows.first(enough)) {
    const Row row{levels_[level].table, event.row};
    const auto known = std::ranges::find(candidates_, row);
    choices_.push_back(static_cast<size_t>(known - candidates_.begin()));
    if (known != candidates_.end()) continue;
    candidates_.push_back(row);
    taker_.push_back(kNobody);
  }
  own_.push_back(rows);
  choices_end_.push_back(choices_.size());
  tried_.assign(candidates_.size(), false);
  return TakeRow(own_.size() - 1);
}

// Each in turn takes one of the other side, and those before it make room (Kuhn 1955).
bool SequenceTies::TakeRow(size_t taker) {
  const size_t begin = taker == 0 ? 0 : choices_end_[taker - 1];
  for (size_t c = begin; c < choices_end_[taker]; ++c) {
    const size_t choice = choices_[c];
    if (tried_[choice]) continue;
    tried_[choice] = true;
    if (taker_[choice] != kNobody && !TakeRow(taker_[choice])) continue;
    taker_[choice] = taker;
    return true;
  }
  return false;
}

// Gathers the rows that the steps find. False: more of them than levels are taken.
bool SequenceTies::FindAbsent(std::span<const size_t> steps) {
  found_.clear();
  for (const size_t s : steps) {
    const StepTiming& step = levels_.step(s);
    if (!step.of_start && levels_.window(s).limited() && levels_.window(s).EndOf(time_) < time_)
      continue;
    for (const SequenceEvent& event : RowsAt(s)) {
      const Row row{step.table, event.row};
      if (std::ranges::find(found_, row) == found_.end()) found_.push_back(row);
      if (found_.size() > own_.size()) return false;
    }
  }
  return true;
}

bool SequenceTies::Covers(std::span<const size_t> steps) {
  if (!FindAbsent(steps)) return false;
  coverer_.assign(own_.size(), kNobody);
  for (size_t f = 0; f < found_.size(); ++f) {
    tried_.assign(own_.size(), false);
    if (!TakeLevel(f)) return false;
  }
  return true;
}

bool SequenceTies::TakeLevel(size_t found) {
  for (size_t taker = 0; taker < own_.size(); ++taker) {
    if (tried_[taker] || !Matches(taker, found_[found])) continue;
    tried_[taker] = true;
    if (coverer_[taker] != kNobody && !TakeLevel(coverer_[taker])) continue;
    coverer_[taker] = found;
    return true;
  }
  return false;
}

bool SequenceTies::Matches(size_t taker, const Row& row) const {
  return levels_[last_ - taker].table == row.table &&
         std::ranges::find(own_[taker], row.row, &SequenceEvent::row) != own_[taker].end();
}

}  // namespace seine
