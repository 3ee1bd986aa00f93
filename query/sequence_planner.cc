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

// Whether no step is joined, or all are to the first, each by one value, which must equal the same
// value of that step; then also their keys.
bool HasKeys(const bound::Sequence& sequence, row::Sequence* planned) {
  std::vector<row::Sequence::Key> keys(sequence.steps.size());
  const bound::ValuePtr* theirs = nullptr;
  for (size_t s = 0; s < sequence.steps.size(); ++s) {
    const auto& joins = sequence.steps[s].joins;
    if (joins.empty()) {
      if (s > 0 && theirs != nullptr) return false;
      continue;
    }
    const row::StepJoin& join = planned->steps[s].joins[0];
    if (joins.size() > 1 || joins[0].own.value == nullptr || joins[0].theirs.value == nullptr ||
        joins[0].step != 0)
      return false;
    if (theirs == nullptr) {
      if (s > 1) return false;
      theirs = &joins[0].theirs.value;
      planned->coded = join.coded;
      keys[0].value = join.theirs.value.get();
    } else if (join.coded != planned->coded || !bound::Equal(*joins[0].theirs.value, **theirs)) {
      return false;
    }
    keys[s] = {join.own.value.get(), bound::Equal(*joins[0].own.value, **theirs)};
  }
  planned->keys = std::move(keys);
  return true;
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

void RowPlanner::ShapeSequence(const bound::Sequence& sequence, row::Sequence* planned) {
  std::vector<SequenceMatcher::Step> steps;
  for (const row::SequenceStep& step : planned->steps) {
    if (step.rows.grain != sequence.grain || step.rows.correlated()) return;
    steps.push_back(step.match);
  }
  if (!SequenceAutomaton::Takes(steps) || !HasKeys(sequence, planned)) return;
  planned->shape = row::SequenceShape::kGathered;
  const row::Descent& first = planned->steps[0].rows;
  const bool one_table = std::ranges::all_of(planned->steps, [&](const row::SequenceStep& step) {
    return step.rows.table == first.table && step.joins.empty();
  });
  if (!one_table || !InOrderOfTime(first.table, first.path[0])) return;
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
