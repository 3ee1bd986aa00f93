#include "query/sequence_hulls.h"

#include <algorithm>
#include <map>

namespace seine {
namespace {

// Twice a level is the arrival at it, and one more what lies behind it.
struct Stretch {
  size_t begin;
  size_t end;
  std::vector<size_t> referred;
};

// The level that is step s, or, for a negative one, the level that it stands behind.
size_t LevelOf(const SequenceLevels& levels, size_t s) {
  size_t level = levels.size();
  while (level-- > 0 && levels[level].step > s) {
  }
  return level;
}

// Tied levels are matched together.
void TakeTies(const SequenceLevels& levels, Stretch* stretch) {
  stretch->begin = 2 * levels[stretch->begin / 2].tied_from;
  size_t last = stretch->end / 2;
  const bool tied = levels[last].link == SequenceLevels::Link::kTied || !levels.EndsTie(last);
  while (!levels.EndsTie(last)) ++last;
  if (tied) stretch->end = 2 * last + 1;
}

std::vector<Stretch> StretchesOf(const SequenceLevels& levels,
                                 std::span<const StepReference> references) {
  std::map<size_t, Stretch> by_step;  // of each step that others refer to
  for (const StepReference& reference : references) {
    const size_t begin = 2 * LevelOf(levels, reference.to);
    Stretch& stretch =
        by_step.try_emplace(reference.to, Stretch{begin, begin, {reference.to}}).first->second;
    const size_t level = LevelOf(levels, reference.step);
    const bool positive = levels[level].step == reference.step;
    stretch.end = std::max(stretch.end, 2 * level + (positive ? 0 : 1));
  }
  std::vector<Stretch> stretches;
  for (auto& [step, stretch] : by_step) {
    TakeTies(levels, &stretch);
    // Starts are told apart until the end.
    if (levels.absent_of_start()) {
      stretch.begin = 0;
      stretch.end = 2 * levels.size() - 1;
    }
    stretches.push_back(std::move(stretch));
  }
  return stretches;
}

}  // namespace

std::vector<SequenceHull> HullsOf(const SequenceLevels& levels,
                                  std::span<const StepReference> references) {
  std::vector<Stretch> stretches = StretchesOf(levels, references);
  std::ranges::stable_sort(stretches, {}, &Stretch::begin);
  std::vector<Stretch> merged;
  for (Stretch& stretch : stretches) {
    if (merged.empty() || stretch.begin >= merged.back().end) {
      merged.push_back(std::move(stretch));
      continue;
    }
    Stretch& before = merged.back();
    before.end = std::max(before.end, stretch.end);
    before.referred.insert(before.referred.end(), stretch.referred.begin(), stretch.referred.end());
  }
  std::vector<SequenceHull> hulls;
  for (Stretch& stretch : merged) {
    std::ranges::sort(stretch.referred);
    hulls.push_back(
        {stretch.begin / 2, stretch.end / 2, stretch.end % 2 == 0, std::move(stretch.referred)});
  }
  return hulls;
}

}  // namespace seine
