// DescentPlanner: how the rows below are found that go with each outer row. Of the tests that speak
// of it, those that rows can be found by become a join; the rest are asked of each pair.

#include <utility>

#include "query/bound_fields.h"
#include "query/descent_planner.h"
#include "query/mirrored.h"

namespace seine {
namespace {

using bound::ValueKind;
using bound::ValuePtr;

// Makes a value that speaks of the outer row of `scope`, and of none below it, one of that row
// itself, which lies in table `asked`.
class ValueOfOuterRow {
 public:
  ValueOfOuterRow(int scope, int asked) : scope_(scope), asked_(asked) {}

  // False: it speaks of the row below, too.
  bool fits() const { return fits_; }
  ValuePtr operator()(const ValuePtr& value) {
    if (const auto* outer = std::get_if<bound::OuterValue>(&value->node)) {
      if (outer->scope == scope_) return outer->value;
      bound::OuterValue other = *outer;
      other.at = asked_;
      return bound::MakeValue(std::move(other), value->type, value->span, value->text);
    }
    if (std::holds_alternative<bound::ConstantValue>(value->node)) return value;
    fits_ = fits_ && (std::holds_alternative<bound::ShiftedTime>(value->node) ||
                      std::holds_alternative<bound::MidnightOf>(value->node) ||
                      std::holds_alternative<bound::DatePart>(value->node) ||
                      std::holds_alternative<bound::Arithmetic>(value->node) ||
                      std::holds_alternative<bound::FirstOf>(value->node));
    return fits_ ? bound::WithChildren(value, *this) : value;
  }
  bound::FilterPtr operator()(const bound::FilterPtr& filter) {
    fits_ = false;
    return filter;
  }

 private:
  const int scope_;
  const int asked_;
  bool fits_ = true;
};

bool IsLimit(bound::CompareOp op) {
  return op != bound::CompareOp::kEqual && op != bound::CompareOp::kNotEqual;
}

// Values that are equal when their 64 bits, or their texts, are.
bool Joinable(const row::Value& a, const row::Value& b) {
  if (a.type != b.type || a.type.kind == ValueKind::kReal) return false;
  return a.type.kind != ValueKind::kNumber || (a.bound && b.bound && !a.type.fraction);
}

}  // namespace

// The test with the row below on its left; absent: both sides speak of it, or neither as it must.
std::optional<bound::Compare> DescentPlanner::BelowAgainstOuter(const bound::FilterNode& test,
                                                                const bound::Rows& rows) const {
  const auto* compare = std::get_if<bound::Compare>(&test.node);
  if (compare == nullptr) return std::nullopt;
  for (const bool mirrored : {false, true}) {
    const ValuePtr& below = mirrored ? compare->right : compare->left;
    if (below->facts.outermost != bound::kNoScope) continue;
    ValueOfOuterRow of_outer(rows.outer, rows.asked());
    ValuePtr outer = of_outer(mirrored ? compare->left : compare->right);
    if (!of_outer.fits()) continue;
    return bound::Compare{mirrored ? Mirrored(compare->op) : compare->op, below, std::move(outer),
                          compare->ignoring_case};
  }
  return std::nullopt;
}

absl::StatusOr<bool> DescentPlanner::JoinByKey(const bound::Compare& test, row::PairJoin* join) {
  if (test.op != bound::CompareOp::kEqual) return false;
  const std::optional<CodeMaps::Pair> numbers = planner_.NumbersToCompare(test);
  if (!numbers && test.ignoring_case) return false;
  auto below =
      numbers ? planner_.PlanNumber(*test.left, numbers->left) : planner_.PlanValue(*test.left);
  if (!below.ok()) return below.status();
  auto outer =
      numbers ? planner_.PlanNumber(*test.right, numbers->right) : planner_.PlanValue(*test.right);
  if (!outer.ok()) return outer.status();
  if (!Joinable(**below, **outer)) return false;
  join->key = *std::move(below);
  join->asked_key = *std::move(outer);
  return true;
}

absl::StatusOr<bool> DescentPlanner::JoinByTime(const bound::Compare& test,
                                                const row::Descent& descent, row::PairJoin* join) {
  const auto* below = std::get_if<bound::ColumnValue>(&test.left->node);
  if (below == nullptr || !IsLimit(test.op) || test.left->type != test.right->type) return false;
  const Schema& schema = shard_.snapshot->schema();
  const int timed = schema.TimeTable(descent.table);
  if (timed < 0 || below->column.table != timed) return false;
  const TableSchema& table = schema.tables[static_cast<size_t>(timed)];
  if (below->column.column != table.FindColumn(table.time) ||
      !planner_.InOrderOfTime(descent.table, descent.path[0]))
    return false;
  auto outer = planner_.PlanValue(*test.right);
  if (!outer.ok()) return outer.status();
  if (join->time == nullptr) {
    auto time = planner_.PlanValue(*test.left);
    if (!time.ok()) return time.status();
    join->time = *std::move(time);
  }
  join->limits.push_back({test.op, *std::move(outer)});
  return true;
}

absl::StatusOr<bool> DescentPlanner::Join(const bound::FilterNode& test, const bound::Rows& rows,
                                          row::Descent* descent) {
  row::PairJoin& join = descent->join;
  const bool keyed = join.key != nullptr || join.belongs_to >= 0;
  if (const auto* belongs = std::get_if<bound::BelongsTo>(&test.node)) {
    if (keyed) return false;
    join.belongs_to = belongs->of;
    join.asked_scope = belongs->scope;
    join.asked_table = belongs->table;
    return true;
  }
  const std::optional<bound::Compare> compare = BelowAgainstOuter(test, rows);
  if (!compare) return false;
  if (IsLimit(compare->op)) return JoinByTime(*compare, *descent, &join);
  return keyed ? absl::StatusOr<bool>(false) : JoinByKey(*compare, &join);
}

absl::Status DescentPlanner::PlanPairs(const bound::Rows& rows, row::Descent* descent) {
  std::vector<bound::FilterPtr> rest;
  for (const bound::FilterPtr& test : pairs_) {
    absl::StatusOr<bool> joined = Join(*test, rows, descent);
    if (!joined.ok()) return joined.status();
    if (!*joined) rest.push_back(test);
  }
  if (rest.empty()) return absl::OkStatus();
  absl::StatusOr<row::FilterPtr> match =
      planner_.Plan(*bound::MakeFilter(bound::And{std::move(rest)}));
  if (!match.ok()) return match.status();
  descent->match = *std::move(match);
  return absl::OkStatus();
}

}  // namespace seine
