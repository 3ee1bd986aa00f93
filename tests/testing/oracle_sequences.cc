#include "tests/testing/oracle_sequences.h"

#include <algorithm>
#include <optional>

namespace seine::oracle {

bool SequenceMatcher::Continue(size_t first, const Context& at) {
  size_t positive = first;
  while (positive < steps_.size() && steps_[positive].negative) ++positive;
  auto abstain = [&](const Match* next) {
    for (size_t step = first; step < positive; ++step) {
      if (!Abstains(step, at, next)) return false;
    }
    return true;
  };
  if (positive == steps_.size()) return abstain(nullptr);
  for (const Match& row : Candidates(positive, at)) {
    if (!evaluator_.MayLookAt(1)) return false;
    if (!Follows(steps_[positive], row)) continue;
    chosen_.push_back(row);
    Context after = at;  // the step's name holds in later steps, too
    if (const auto& alias = steps_[positive].rows.alias)
      after.aliases.emplace_back(alias->text, row.row);
    const bool found = abstain(&row) && Continue(positive + 1, after);
    chosen_.pop_back();
    if (found) return true;
  }
  return false;
}

bool SequenceMatcher::Follows(const Step& step, const Match& row) {
  if (chosen_.empty()) return true;
  for (const Match& earlier : chosen_) {
    if (earlier.row == row.row) return false;
  }
  const int64_t previous = chosen_.back().time;
  if (row.time < previous || (row.time == previous && !step.at_or_after)) return false;
  return !step.within || row.time <= Deadline(step);
}

int64_t SequenceMatcher::Deadline(const Step& step) const {
  const Match& from = step.of_start ? chosen_.front() : chosen_.back();
  return evaluator_.zone().Plus(from.time, evaluator_.CountOf(step.within->count),
                                step.within->unit);
}

bool SequenceMatcher::Abstains(size_t index, const Context& at, const Match* next) {
  const Step& step = steps_[index];
  const std::vector<Match>& rows = Candidates(index, at);
  // `chosen_` ends with the next row while one is tried; what is before it is asked for.
  std::optional<Match> ahead;
  if (next != nullptr) {
    ahead = chosen_.back();
    chosen_.pop_back();
  }
  const bool waits = next == nullptr && step.within && Deadline(step) >= at.as_of;
  const bool none = std::none_of(rows.begin(), rows.end(), [&](const Match& row) {
    const bool taken = std::any_of(chosen_.begin(), chosen_.end(),
                                   [&](const Match& match) { return match.row == row.row; });
    return !taken && !(ahead && ahead->row == row.row) && Forbids(step, row.time, next);
  });
  if (ahead) chosen_.push_back(*ahead);
  return none && !waits;
}

bool SequenceMatcher::Forbids(const Step& step, int64_t time, const Match* next) {
  if (chosen_.empty()) {  // before the first positive step
    if (time > next->time || (time == next->time && !step.at_or_after)) return false;
    if (!step.within) return true;
    return time >= evaluator_.zone().Plus(next->time, -evaluator_.CountOf(step.within->count),
                                          step.within->unit);
  }
  const int64_t previous = chosen_.back().time;
  if (time < previous || (time == previous && !step.at_or_after)) return false;
  if (next != nullptr && time >= next->time) return false;
  return !step.within || time <= Deadline(step);
}

const std::vector<SequenceMatcher::Match>& SequenceMatcher::Candidates(size_t step,
                                                                       const Context& at) {
  std::vector<std::pair<int, size_t>> named;
  for (const auto& [name, row] : at.aliases) {
    if (texts_[step].find(name) != std::string::npos) named.emplace_back(row.table, row.row);
  }
  auto [found, is_new] = candidates_.try_emplace({step, std::move(named)});
  if (!is_new) return found->second;
  size_t rest = 0;
  const filter::Rows& rows = steps_[step].rows;
  std::vector<Match> matches;
  for (const Context& row : evaluator_.RowsOf(rows, at, &rest)) {
    const std::optional<int64_t> time = evaluator_.TimeOf(row.row);
    if (!time) {
      evaluator_.Fail("a step of rows without time");
      break;
    }
    matches.push_back({row.row, *time});
  }
  return found->second = std::move(matches);
}

}  // namespace seine::oracle
