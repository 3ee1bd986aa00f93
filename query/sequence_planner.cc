// RowPlanner: sequences.

#include <algorithm>
#include <utility>
#include <vector>

#include "query/descent_planner.h"
#include "query/row_planner.h"
#include "query/sequence_automaton.h"
#include "query/sequence_keys.h"
#include "query/sequence_levels.h"

namespace seine {

absl::StatusOr<row::JoinSide> RowPlanner::PlanSide(const bound::JoinSide& side) {
  row::JoinSide planned;
  if (side.value == nullptr) {
    absl::StatusOr<row::SetReader> set = PlanSetReader(side.set);
    if (!set.ok()) return set.status();
    planned.dictionary = set->from.dictionary;
    planned.set = *std::move(set);
    return planned;
  }
  absl::StatusOr<row::ValuePtr> value = PlanCode(*side.value, &planned.dictionary);
  if (!value.ok()) return value.status();
  planned.value = *std::move(value);
  return planned;
}

absl::StatusOr<row::SequenceStep> RowPlanner::PlanStep(const bound::SequenceStep& step) {
  row::SequenceStep planned;
  planned.timing = {step.negative, step.at_or_after, step.of_start,
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
    absl::StatusOr<row::JoinSide> own = PlanSide(join.own);
    if (!own.ok()) return own.status();
    absl::StatusOr<row::JoinSide> theirs = PlanSide(join.theirs);
    if (!theirs.ok()) return theirs.status();
    out.form = row::JoinForm::kValues;
    if (own->dictionary != nullptr && theirs->dictionary != nullptr) {
      out.form =
          own->dictionary == theirs->dictionary ? row::JoinForm::kCodes : row::JoinForm::kBridged;
    }
    if (out.form == row::JoinForm::kBridged)
      own->bridge = std::make_shared<CodeBridge>(*own->dictionary, *theirs->dictionary);
    out.own = *std::move(own);
    out.theirs = *std::move(theirs);
  }
  return planned;
}

void RowPlanner::ShapeSequence(const bound::Sequence& sequence, row::Sequence* planned) {
  std::vector<StepTiming> steps;
  for (const row::SequenceStep& step : planned->steps) {
    if (step.rows.grain != sequence.grain || step.rows.correlated()) return;
    steps.push_back(step.timing);
  }
  if (!FindKeys(sequence, planned)) return;
  planned->shape = row::SequenceShape::kGathered;
  const SequenceLevels levels(steps, planned->as_of, *shard_.zone);
  planned->by_automaton = SequenceAutomaton::Takes(levels, true) &&
                          std::ranges::none_of(planned->keys, &row::Sequence::Key::every);
  const row::Descent& first = planned->steps[0].rows;
  const bool one_table = std::ranges::all_of(planned->steps, [&](const row::SequenceStep& step) {
    return step.rows.table == first.table && step.joins.empty();
  });
  if (!one_table || !InOrderOfTime(first.table, first.path[0]) ||
      !SequenceAutomaton::Takes(levels, false))
    return;
  planned->shape = row::SequenceShape::kInOrder;
  row::Descent& all = planned->rows;
  all.grain = first.grain;
  all.table = first.table;
  all.path = first.path;
  all.first = INT64_MAX;
  all.last = INT64_MIN;
  // Postings, where they list the rows of every step.
  bool listed = true;
  for (const row::SequenceStep& step : planned->steps) {
    all.first = std::min(all.first, step.rows.first);
    all.last = std::max(all.last, step.rows.last);
    listed = listed && !step.rows.postings.empty();
    all.postings.insert(all.postings.end(), step.rows.postings.begin(), step.rows.postings.end());
  }
  if (!listed) all.postings.clear();
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
  ShapeSequence(sequence, &planned);
  const double cost = kStepCost * static_cast<double>(planned.steps.size());
  return MakeRow(std::move(planned), sequence.grain, cost, 0.1);
}

}  // namespace seine
