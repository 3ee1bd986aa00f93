// RowPlanner: sequences.

#include <algorithm>
#include <utility>
#include <vector>

#include "query/bound_equal.h"
#include "query/descent_planner.h"
#include "query/row_planner.h"
#include "query/sequence_automaton.h"

namespace seine {
namespace {

// The step that all others are joined to, each by one value, which must equal the same value of
// that step; -1: no step is joined; absent: anything else.
std::optional<int> JoinedTo(const row::Sequence& planned, const bound::Sequence& sequence) {
  const bound::StepJoin* first = nullptr;
  bool coded = false;
  size_t joined = 0;
  for (size_t s = 0; s < sequence.steps.size(); ++s) {
    const auto& joins = sequence.steps[s].joins;
    if (joins.empty()) continue;
    if (joins.size() > 1 || joins[0].own.value == nullptr || joins[0].theirs.value == nullptr)
      return std::nullopt;
    if (first == nullptr) {
      first = &joins[0];
      coded = planned.steps[s].joins[0].coded;
    }
    if (joins[0].step != first->step || planned.steps[s].joins[0].coded != coded ||
        !bound::Equal(*joins[0].theirs.value, *first->theirs.value))
      return std::nullopt;
    ++joined;
  }
  if (first == nullptr) return -1;
  if (joined + 1 != sequence.steps.size()) return std::nullopt;
  return first->step;
}

// Whether postings list every row of the steps.
bool Listed(const row::Sequence& planned, const std::vector<row::ScannedStep>& steps) {
  return std::ranges::none_of(steps, [&](const row::ScannedStep& each) {
    return planned.steps[each.step].rows.postings.empty();
  });
}

// Of the step that others are joined to, the value that the first of them speaks of: the others
// say the same.
row::ScannedStep Scanned(const row::Sequence& planned, size_t s, int joined_to) {
  const auto& joins = planned.steps[s].joins;
  if (!joins.empty()) return {s, joins[0].own.value.get(), joins[0].coded, false};
  if (joined_to < 0) return {s};
  const auto other = std::ranges::find_if(
      planned.steps, [](const row::SequenceStep& each) { return !each.joins.empty(); });
  return {s, other->joins[0].theirs.value.get(), other->joins[0].coded, true};
}

}  // namespace

absl::StatusOr<row::JoinSide> RowPlanner::PlanSide(const bound::JoinSide& side, bool coded,
                                                   const Dictionary** dictionary) {
  row::JoinSide planned;
  *dictionary = nullptr;
  if (side.value == nullptr) {
    absl::StatusOr<row::SetReader> set = PlanSetReader(side.set);
    if (!set.ok()) return set.status();
    *dictionary = set->from.dictionary;
    planned.set = *std::move(set);
    return planned;
  }
  absl::StatusOr<row::ValuePtr> value =
      coded ? PlanCode(*side.value, dictionary) : PlanValue(*side.value);
  if (!value.ok()) return value.status();
  planned.value = *std::move(value);
  return planned;
}

absl::StatusOr<row::SequenceStep> RowPlanner::PlanStep(const bound::SequenceStep& step) {
  row::SequenceStep planned;
  planned.match = {step.negative, step.at_or_after, step.of_start,
                   step.within,   step.unit,        step.rows.table};
  absl::StatusOr<row::Descent> rows = DescentPlanner(*this).Plan(step.rows);
  if (!rows.ok()) return rows.status();
  planned.rows = *std::move(rows);
  absl::StatusOr<row::ValuePtr> time = PlanValue(*step.time);
  if (!time.ok()) return time.status();
  planned.time = *std::move(time);
  for (const bound::StepJoin& join : step.joins) {
    row::StepJoin& out = planned.joins.emplace_back();
    out.step = join.step;
    // Codes of one dictionary first; texts where the sides have two.
    for (const bool coded : {true, false}) {
      const Dictionary* own_codes = nullptr;
      const Dictionary* their_codes = nullptr;
      absl::StatusOr<row::JoinSide> own = PlanSide(join.own, coded, &own_codes);
      if (!own.ok()) return own.status();
      absl::StatusOr<row::JoinSide> theirs = PlanSide(join.theirs, coded, &their_codes);
      if (!theirs.ok()) return theirs.status();
      out.coded = coded && own_codes != nullptr && own_codes == their_codes;
      out.own = *std::move(own);
      out.theirs = *std::move(theirs);
      if (out.coded) break;
    }
  }
  return planned;
}

absl::Status RowPlanner::PlanScans(const bound::Sequence& sequence, row::Sequence* planned) {
  std::vector<SequenceMatcher::Step> steps;
  for (const row::SequenceStep& step : planned->steps) {
    if (step.rows.grain != sequence.grain || step.rows.correlated()) return absl::OkStatus();
    steps.push_back(step.match);
  }
  const std::optional<int> joined_to = JoinedTo(*planned, sequence);
  if (!joined_to || !SequenceAutomaton::Takes(steps)) return absl::OkStatus();
  planned->joined = *joined_to >= 0;
  for (size_t s = 0; s < steps.size(); ++s) {
    const row::Descent& rows = planned->steps[s].rows;
    auto scan = std::ranges::find(planned->scans, rows.table,
                                  [](const row::SequenceScan& each) { return each.rows.table; });
    if (scan == planned->scans.end()) {
      absl::StatusOr<row::ValuePtr> time = PlanValue(*sequence.steps[s].time);
      if (!time.ok()) return time.status();
      row::Descent all;
      all.grain = rows.grain;
      all.table = rows.table;
      all.path = rows.path;
      all.first = rows.first;
      all.last = rows.last;
      planned->scans.push_back(
          {std::move(all), *std::move(time), InOrderOfTime(rows.table, rows.path[0]), {}});
      scan = std::prev(planned->scans.end());
    }
    scan->rows.first = std::min(scan->rows.first, rows.first);
    scan->rows.last = std::max(scan->rows.last, rows.last);
    scan->steps.push_back(Scanned(*planned, s, *joined_to));
  }
  for (row::SequenceScan& scan : planned->scans) {
    if (!Listed(*planned, scan.steps)) continue;
    for (const row::ScannedStep& each : scan.steps) {
      const auto& postings = planned->steps[each.step].rows.postings;
      scan.rows.postings.insert(scan.rows.postings.end(), postings.begin(), postings.end());
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<row::FilterPtr> RowPlanner::PlanSequence(const bound::Sequence& sequence) {
  constexpr double kStepCost = 60.0;
  row::Sequence planned;
  planned.as_of = sequence.as_of;
  for (const bound::SequenceStep& step : sequence.steps) {
    absl::StatusOr<row::SequenceStep> one = PlanStep(step);
    if (!one.ok()) return one.status();
    planned.steps.push_back(*std::move(one));
  }
  if (absl::Status status = PlanScans(sequence, &planned); !status.ok()) return status;
  const double cost = kStepCost * static_cast<double>(planned.steps.size());
  return MakeRow(std::move(planned), sequence.grain, cost, 0.1);
}

}  // namespace seine
