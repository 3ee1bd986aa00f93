#include "tests/testing/sequence_trial.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"

#include "tests/testing/oracle_time.h"

namespace seine::oracle {
namespace {

using filter::TimeUnit;

bool Meet(const std::vector<int64_t>& a, const std::vector<int64_t>& b) {
  return std::ranges::any_of(a, [&](int64_t id) { return std::ranges::find(b, id) != b.end(); });
}

class BruteForce {
 public:
  explicit BruteForce(const SequenceTrial& trial)
      : trial_(trial), zone_(trial.zone), chosen_(trial.steps.size()) {}

  // Rows for the positive steps from `step` on.
  bool Choose(size_t step) {
    if (step == trial_.steps.size()) return NothingForbidden();
    if (trial_.steps[step].negative) return Choose(step + 1);
    for (size_t row = 0; row < trial_.rows[step].size(); ++row) {
      if (!Follows(step, row)) continue;
      chosen_[step] = row;
      const bool found = Choose(step + 1);
      chosen_[step].reset();
      if (found) return true;
    }
    return false;
  }

 private:
  static constexpr size_t kNone = SIZE_MAX;

  const SequenceEvent& Row(size_t step, size_t row) const { return trial_.rows[step][row]; }
  int64_t TimeOf(size_t step) const { return Row(step, *chosen_[step]).time; }
  bool IsChosen(size_t step, size_t row) const {
    for (size_t s = 0; s < chosen_.size(); ++s) {
      if (chosen_[s] && IsSame(step, row, s, *chosen_[s])) return true;
    }
    return false;
  }
  bool IsSame(size_t step, size_t row, size_t other, size_t other_row) const {
    return trial_.steps[step].table == trial_.steps[other].table &&
           Row(step, row).row == Row(other, other_row).row;
  }
  // The nearest positive step before, or after, the step; kNone: there is none.
  size_t PositiveBefore(size_t step) const {
    while (step-- > 0) {
      if (!trial_.steps[step].negative) return step;
    }
    return kNone;
  }
  size_t PositiveAfter(size_t step) const {
    while (++step < trial_.steps.size()) {
      if (!trial_.steps[step].negative) return step;
    }
    return kNone;
  }
  int64_t Plus(size_t step, int64_t time, int64_t sign) const {
    return zone_.Plus(time, sign * trial_.steps[step].within, trial_.steps[step].unit);
  }
  int64_t Deadline(size_t step, size_t previous) const {
    const size_t first = trial_.steps[0].negative ? PositiveAfter(0) : 0;
    const size_t from = trial_.steps[step].of_start ? first : previous;
    return Plus(step, TimeOf(from), 1);
  }
  bool Joins(size_t step, size_t row) const {
    return std::ranges::all_of(trial_.joins, [&](const TrialJoin& join) {
      return join.step != step || Meet(join.own[row], join.theirs[*chosen_[join.to]]);
    });
  }

  bool Follows(size_t step, size_t row) const {
    if (!Joins(step, row) || IsChosen(step, row)) return false;
    const size_t previous = PositiveBefore(step);
    if (previous == kNone) return true;
    const int64_t time = Row(step, row).time;
    const int64_t before = TimeOf(previous);
    if (time < before || (time == before && !trial_.steps[step].at_or_after)) return false;
    return trial_.steps[step].within < 0 || time <= Deadline(step, previous);
  }

  bool NothingForbidden() const {
    for (size_t step = 0; step < trial_.steps.size(); ++step) {
      if (!trial_.steps[step].negative) continue;
      const size_t previous = PositiveBefore(step);
      const size_t next = PositiveAfter(step);
      const bool waits = previous != kNone && next == kNone && trial_.steps[step].within >= 0;
      if (waits && Deadline(step, previous) >= trial_.as_of) return false;
      for (size_t row = 0; row < trial_.rows[step].size(); ++row) {
        const bool forbidden =
            previous == kNone ? IsBefore(step, row, next) : IsBetween(step, row, previous, next);
        if (forbidden && Joins(step, row)) return false;
      }
    }
    return true;
  }

  bool IsBefore(size_t step, size_t row, size_t next) const {
    const StepTiming& timing = trial_.steps[step];
    const int64_t time = Row(step, row).time;
    const int64_t first = TimeOf(next);
    if (IsSame(step, row, next, *chosen_[next])) return false;
    if (time > first || (time == first && !timing.at_or_after)) return false;
    return timing.within < 0 || time >= Plus(step, first, -1);
  }

  bool IsBetween(size_t step, size_t row, size_t previous, size_t next) const {
    const StepTiming& timing = trial_.steps[step];
    const int64_t time = Row(step, row).time;
    const int64_t from = TimeOf(previous);
    if (IsChosen(step, row)) return false;
    if (time < from || (time == from && !timing.at_or_after)) return false;
    if (next != kNone && time >= TimeOf(next)) return false;
    return timing.within < 0 || time <= Deadline(step, previous);
  }

  const SequenceTrial& trial_;
  const OracleZone zone_;
  std::vector<std::optional<size_t>> chosen_;  // a row of each positive step
};

StepTiming RandomStep(Dice& dice, const TrialShape& shape) {
  StepTiming step;
  step.negative = dice.Chance(shape.negative);
  step.at_or_after = dice.Chance(shape.at_or_after);
  step.table = static_cast<int>(dice.Below(static_cast<size_t>(shape.tables)));
  step.unit = TimeUnit::kHour;
  if (dice.Chance(0.6)) step.within = dice.Between(0, shape.within);
  if (shape.civil) {
    const TimeUnit units[] = {TimeUnit::kHour, TimeUnit::kDay, TimeUnit::kWeek, TimeUnit::kMonth,
                              TimeUnit::kQuarter};
    step.unit = units[dice.Below(5)];
    if (step.within > 2 && step.unit != TimeUnit::kHour) step.within = 1;
  }
  step.of_start = step.within >= 0 && dice.Chance(shape.of_start);
  return step;
}

// Few different times, so that many are equal.
int64_t RandomTime(Dice& dice, const TrialShape& shape) {
  constexpr int64_t kHour = kDayMicros / 24;
  if (!shape.civil) return 1'700'000'000'000'000 + dice.Between(0, shape.hours) * kHour;
  // Clocks of Berlin change on 30 March and 26 October 2025.
  const int64_t days[] = {
      DayNumberOf({2025, 1, 28}), DayNumberOf({2025, 1, 30}),  DayNumberOf({2025, 1, 31}),
      DayNumberOf({2025, 2, 28}), DayNumberOf({2025, 3, 29}),  DayNumberOf({2025, 3, 30}),
      DayNumberOf({2025, 9, 26}), DayNumberOf({2025, 10, 26}), DayNumberOf({2025, 10, 27})};
  const int64_t hours[] = {-1, 0, 1, 2, 12, 22, 23};
  return days[dice.Below(9)] * kDayMicros + hours[dice.Below(7)] * kHour +
         (dice.Chance(0.3) ? kHour / 2 : 0);
}

std::vector<std::vector<int64_t>> RandomValues(Dice& dice, size_t rows, bool sets) {
  std::vector<std::vector<int64_t>> values(rows);
  for (auto& own : values) {
    const size_t n = sets ? dice.Below(3) : dice.Chance(0.9) ? 1 : 0;
    for (size_t k = 0; k < n; ++k) own.push_back(dice.Between(0, 2));
    std::ranges::sort(own);
    own.erase(std::unique(own.begin(), own.end()), own.end());
  }
  return values;
}

void AddJoins(Dice& dice, const TrialShape& shape, SequenceTrial* trial) {
  for (size_t s = 1; s < trial->steps.size(); ++s) {
    std::vector<size_t> earlier;
    for (size_t to = 0; to < s; ++to) {
      if (!trial->steps[to].negative) earlier.push_back(to);
    }
    if (earlier.empty() || !dice.Chance(shape.joined)) continue;
    const size_t to = dice.Pick(earlier);
    for (size_t n = dice.Chance(0.2) ? 2 : 1; n > 0; --n) {
      trial->joins.push_back({s, to, RandomValues(dice, trial->rows[s].size(), dice.Chance(0.3)),
                              RandomValues(dice, trial->rows[to].size(), dice.Chance(0.3))});
    }
  }
}

}  // namespace

std::string SequenceTrial::Describe() const {
  std::string out = absl::StrCat("as_of ", as_of, " zone ", zone);
  for (size_t s = 0; s < steps.size(); ++s) {
    const StepTiming& step = steps[s];
    absl::StrAppend(&out, "\n  ", step.negative ? "no " : "",
                    step.at_or_after ? "at or after " : "", "t", step.table);
    if (step.within >= 0)
      absl::StrAppend(&out, " within ", step.within, " unit ", static_cast<int>(step.unit),
                      step.of_start ? " of start" : "");
    for (const SequenceEvent& event : rows[s])
      absl::StrAppend(&out, "  ", event.row, "@", event.time - rows[s].front().time, "/",
                      event.time);
  }
  for (const TrialJoin& join : joins) {
    absl::StrAppend(&out, "\n  join ", join.step, " to ", join.to, ":");
    for (const auto* side : {&join.own, &join.theirs}) {
      for (const auto& values : *side) {
        absl::StrAppend(&out, " {");
        for (const int64_t value : values) absl::StrAppend(&out, value, " ");
        absl::StrAppend(&out, "}");
      }
      absl::StrAppend(&out, " |");
    }
  }
  return out;
}

bool MatchesByBruteForce(const SequenceTrial& trial) { return BruteForce(trial).Choose(0); }

// Of each row, which steps of its table want it.
std::vector<std::vector<SequenceEvent>> RandomRows(Dice& dice, const TrialShape& shape,
                                                   const std::vector<StepTiming>& steps) {
  std::vector<std::vector<SequenceEvent>> out(steps.size());
  const size_t rows = dice.Below(shape.most_rows + 1);
  const bool packed = dice.Chance(0.3);
  int64_t time = RandomTime(dice, shape);
  for (uint32_t row = 0; row < rows; ++row) {
    if (!packed || dice.Chance(0.4)) time = RandomTime(dice, shape);
    const int table = static_cast<int>(dice.Below(static_cast<size_t>(shape.tables)));
    for (size_t s = 0; s < steps.size(); ++s) {
      const double wanted = steps[s].negative ? 0.25 : 0.6;
      if (steps[s].table == table && dice.Chance(wanted)) out[s].push_back({time, row});
    }
  }
  for (auto& own : out) std::ranges::stable_sort(own, {}, &SequenceEvent::time);
  return out;
}

SequenceTrial RandomTrial(Dice& dice, const TrialShape& shape) {
  SequenceTrial trial;
  const size_t steps = 1 + dice.Below(shape.most_steps);
  bool positive = false;
  for (size_t s = 0; s < steps; ++s) {
    trial.steps.push_back(RandomStep(dice, shape));
    positive = positive || !trial.steps.back().negative;
  }
  if (!positive) trial.steps[dice.Below(steps)].negative = false;
  trial.rows = RandomRows(dice, shape, trial.steps);
  AddJoins(dice, shape, &trial);
  trial.as_of = RandomTime(dice, shape) + (dice.Chance(0.7) ? kDayMicros : 0);
  if (shape.civil) trial.zone = dice.Chance(0.5) ? "Europe/Berlin" : "UTC";
  return trial;
}

}  // namespace seine::oracle
