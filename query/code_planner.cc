// RowPlanner: what is told by codes instead of texts, of one dictionary or of two.

#include <algorithm>
#include <utility>
#include <vector>

#include "query/row_planner.h"

namespace seine {
namespace {

using PlannedTest = absl::StatusOr<row::FilterPtr>;
using PlannedResult = absl::StatusOr<row::ValuePtr>;

constexpr double kCodeCost = 3.0;
constexpr double kPickedCost = 30.0;
constexpr double kCompareCodesCost = 4.0;
constexpr double kSetCost = 30.0;
// Finding a text in a dictionary takes as long as comparing so many texts of rows; so many do not
// matter.
constexpr uint64_t kRowsOfSearch = 16;
constexpr uint64_t kFewTexts = 64;

// Codes are 32 bits wide.
constexpr absl::int128 kMostCode = UINT32_MAX;

row::ValuePtr MakeCode(decltype(row::Value::node) node, int grain, double cost) {
  return std::make_unique<const row::Value>(
      row::Value{std::move(node), {}, grain, cost, kMostCode});
}

}  // namespace

const Dictionary* RowPlanner::DictionaryOf(const bound::ValueNode& value) const {
  if (value.type.kind != bound::ValueKind::kText) return nullptr;
  if (const auto* outer = std::get_if<bound::OuterValue>(&value.node))
    return DictionaryOf(*outer->value);
  if (const auto* picked = std::get_if<bound::PickedValue>(&value.node))
    return DictionaryOf(*picked->value);
  const Snapshot& snapshot = *shard_.snapshot;
  if (const auto* column = std::get_if<bound::ColumnValue>(&value.node))
    return snapshot.dictionary(column->column.table, column->column.column);
  const auto* described = std::get_if<bound::LookupValue>(&value.node);
  if (described == nullptr) return nullptr;
  const bound::LookupStep& last = described->steps.back();
  return snapshot.lookup_dictionary(last.lookup, last.column);
}

PlannedResult RowPlanner::PlanCode(const bound::ValueNode& value, const Dictionary** dictionary) {
  *dictionary = DictionaryOf(value);
  return *dictionary == nullptr ? PlanValue(value) : PlanNumber(value, nullptr);
}

PlannedResult RowPlanner::PlanNumber(const bound::ValueNode& value, const CodeNumbers& numbers) {
  if (const auto* outer = std::get_if<bound::OuterValue>(&value.node)) {
    PlannedResult of = PlanNumber(*outer->value, numbers);
    if (!of.ok()) return of.status();
    const double cost = (*of)->cost + kCodeCost;
    return MakeCode(row::OuterValue{outer->scope, outer->table, *std::move(of)}, outer->at, cost);
  }
  if (const auto* picked = std::get_if<bound::PickedValue>(&value.node)) {
    absl::StatusOr<row::Picks> picks = PlanPicks(picked->choice);
    if (!picks.ok()) return picks.status();
    PlannedResult of = PlanNumber(*picked->value, numbers);
    if (!of.ok()) return of.status();
    const double cost = (*of)->cost + kPickedCost;
    return MakeCode(row::PickedValue{*std::move(picks), *std::move(of)},
                    picked->choice.rows.asked(), cost);
  }
  const auto* column = std::get_if<bound::ColumnValue>(&value.node);
  const auto* described = std::get_if<bound::LookupValue>(&value.node);
  const bound::ColumnRef from = column != nullptr ? column->column : described->column;
  absl::StatusOr<row::ColumnReader> reader =
      Reader(from, column != nullptr ? std::vector<bound::LookupStep>() : described->steps);
  if (!reader.ok()) return reader.status();
  return MakeCode(row::CodeValue{*std::move(reader), numbers}, from.table, kCodeCost);
}

std::optional<CodeMaps::Pair> RowPlanner::NumbersToCompare(const bound::Compare& test) {
  if (test.op != bound::CompareOp::kEqual && test.op != bound::CompareOp::kNotEqual)
    return std::nullopt;
  const Dictionary* const left = DictionaryOf(*test.left);
  const Dictionary* const right = DictionaryOf(*test.right);
  if (left == nullptr || right == nullptr) return std::nullopt;
  if (left == right && !test.ignoring_case) return CodeMaps::Pair{};
  // A map that costs more than the rows that it is for is not worth it.
  uint64_t rows = shard_.snapshot->member_count();
  for (size_t t = 1; t < shard_.snapshot->schema().tables.size(); ++t)
    rows = std::max(rows, shard_.snapshot->row_count(static_cast<int>(t)));
  const uint64_t searched = test.ignoring_case ? uint64_t{left->size()} + right->size()
                                               : std::min(left->size(), right->size());
  if (searched > rows / kRowsOfSearch + kFewTexts) return std::nullopt;
  return maps_->Of(*left, *right, test.ignoring_case);
}

PlannedTest RowPlanner::PlanCompare(const bound::Compare& test, const CodeMaps::Pair& numbers) {
  PlannedResult left = PlanNumber(*test.left, numbers.left);
  if (!left.ok()) return left.status();
  PlannedResult right = PlanNumber(*test.right, numbers.right);
  if (!right.ok()) return right.status();
  const int grain = std::max((*left)->grain, (*right)->grain);
  const double cost = kCompareCodesCost + (*left)->cost + (*right)->cost;
  return MakeRow(row::Compare{test.op, *std::move(left), *std::move(right), false}, grain, cost,
                 0.3);
}

PlannedTest RowPlanner::PlanSetRelation(const bound::SetRelation& test) {
  row::SetRelation planned{test.mode, {}, {}, nullptr, {}, nullptr};
  absl::StatusOr<row::SetReader> set = PlanSetReader(test.set);
  if (!set.ok()) return set.status();
  int grain = set->grain;
  const Dictionary& texts = *set->from.dictionary;
  planned.set = *std::move(set);
  if (test.element == nullptr) {
    absl::StatusOr<row::SetReader> other = PlanSetReader(test.other);
    if (!other.ok()) return other.status();
    grain = std::max(grain, other->grain);
    planned.numbers = maps_->Of(texts, *other->from.dictionary, test.ignoring_case);
    planned.other = *std::move(other);
    return MakeRow(std::move(planned), grain, 2 * kSetCost, 0.2);
  }
  const Dictionary* const own = DictionaryOf(*test.element);
  if (own != nullptr) {
    planned.numbers = maps_->Of(texts, *own, test.ignoring_case);
  } else {
    planned.texts = maps_->Of(texts, test.ignoring_case);
    planned.numbers.left = planned.texts->codes();
  }
  PlannedResult element =
      own != nullptr ? PlanNumber(*test.element, planned.numbers.right) : PlanValue(*test.element);
  if (!element.ok()) return element.status();
  grain = std::max(grain, (*element)->grain);
  planned.element = *std::move(element);
  return MakeRow(std::move(planned), grain, kSetCost, 0.2);
}

}  // namespace seine
