#include "query/sequence_levels.h"

#include <algorithm>

namespace seine {

SequenceLevels::SequenceLevels(std::span<const StepTiming> steps, int64_t as_of, const Zone& zone)
    : steps_(steps.begin(), steps.end()), as_of_(as_of), zone_(zone) {
  for (size_t s = 0; s < steps_.size(); ++s) {
    const StepTiming& step = steps_[s];
    windows_.emplace_back(step.within, step.unit, zone);
    const bool limited = step.within >= 0 && !levels_.empty();
    if (limited && step.of_start) of_start_.push_back(s);
    if (!step.negative) {
      const bool perhaps_same = step.at_or_after && !levels_.empty();
      levels_.push_back({.step = s,
                         .table = step.table,
                         .link = perhaps_same ? Link::kNotBefore : Link::kAfter,
                         .tied_from = levels_.size(),
                         .within_previous = limited && !step.of_start,
                         .within_start = limited && step.of_start,
                         .absent = {},
                         .clear = {},
                         .clear_of_start = {}});
      within_start_ = within_start_ || levels_.back().within_start;
    } else if (levels_.empty()) {
      opening_.push_back(s);
    } else {
      const bool of_start = limited && step.of_start;
      Level& level = levels_.back();
      level.absent.push_back(s);
      if (step.at_or_after) (of_start ? level.clear_of_start : level.clear).push_back(s);
      absent_of_start_ = absent_of_start_ || of_start;
    }
  }
  for (size_t first = 0, last = 0; first < levels_.size(); first = ++last) {
    while (last + 1 < levels_.size() && levels_[last + 1].link != Link::kAfter) ++last;
    if (!IsTied(first, last)) continue;
    for (size_t l = first + 1; l <= last; ++l) {
      levels_[l].link = Link::kTied;
      levels_[l].tied_from = first;
    }
  }
}

// Of levels `at or after`, from the first, which need not be, to the last.
bool SequenceLevels::IsTied(size_t first, size_t last) const {
  const auto taken_before = [&](size_t end, int table) {
    return std::any_of(levels_.begin() + static_cast<std::ptrdiff_t>(first),
                       levels_.begin() + static_cast<std::ptrdiff_t>(end),
                       [&](const Level& level) { return level.table == table; });
  };
  for (size_t l = first; l <= last; ++l) {
    if (taken_before(l, levels_[l].table)) return true;
    if (first == last) continue;
    for (const std::vector<size_t>& clear : {levels_[l].clear, levels_[l].clear_of_start}) {
      for (const size_t s : clear) {
        if (taken_before(l + 1, steps_[s].table)) return true;
      }
    }
  }
  return false;
}

}  // namespace seine
