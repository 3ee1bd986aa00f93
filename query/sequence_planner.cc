// RowPlanner: sequences.

#include <utility>

#include "query/descent_planner.h"
#include "query/row_planner.h"

namespace seine {

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

absl::StatusOr<row::FilterPtr> RowPlanner::PlanSequence(const bound::Sequence& sequence) {
  constexpr double kStepCost = 60.0;
  row::Sequence planned;
  planned.as_of = sequence.as_of;
  for (const bound::SequenceStep& step : sequence.steps) {
    absl::StatusOr<row::SequenceStep> one = PlanStep(step);
    if (!one.ok()) return one.status();
    planned.steps.push_back(*std::move(one));
  }
  const double cost = kStepCost * static_cast<double>(planned.steps.size());
  return MakeRow(std::move(planned), sequence.grain, cost, 0.1);
}

}  // namespace seine
