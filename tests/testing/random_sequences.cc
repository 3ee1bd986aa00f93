// Sequences of random filters.

#include <utility>

#include "tests/testing/random_filter.h"

namespace seine::oracle {

using filter::Expr;

// A step's column beside one of an earlier step's row: equal, or a member of its set.
Expr FilterMaker::Join(const LiftChoice& lift, const std::string& alias, int alias_table) {
  std::vector<Expr> joins;
  for (const ColumnChoice& own : BareColumns(world_, lift.table)) {
    if (own.lookups > 1) continue;
    for (ColumnChoice& other : BareColumns(world_, alias_table)) {
      if (other.lookups > 1) continue;
      other.names.insert(other.names.begin(), alias);
      const Expr left = Expr::Make(MakePath(own.names));
      const Expr right = Expr::Make(MakePath(other.names));
      const Kind kind = KindOf(own.column->type);
      const Kind other_kind = KindOf(other.column->type);
      const bool same =
          own.column->type == other.column->type && own.column->scale == other.column->scale;
      if (kind == Kind::kSet && other_kind == Kind::kText) {
        joins.push_back(Expr::Make(filter::Has{filter::HasMode::kValue, left, right}));
        joins.push_back(Expr::Make(filter::In{right, left}));
      } else if (kind == Kind::kText && other_kind == Kind::kSet) {
        joins.push_back(Expr::Make(filter::In{left, right}));
        joins.push_back(Expr::Make(filter::Has{filter::HasMode::kValue, right, left}));
      } else if (kind != Kind::kSet && own.column->type != ColumnType::kReal &&
                 (same || (kind == Kind::kText && other_kind == Kind::kText))) {
        joins.push_back(Expr::Make(filter::Compare{filter::CompareOp::kEqual, left, right}));
        joins.push_back(Expr::Make(filter::Compare{filter::CompareOp::kEqual, right, left}));
      }
    }
  }
  return joins.empty() ? Expr() : dice_.Pick(joins);
}

filter::Sequence::Step FilterMaker::Step(const Scope& scope, int depth, const LiftChoice& lift) {
  filter::Sequence::Step out;
  Scope inner;
  out.rows = RandomRows(scope, lift, 0.6, depth, &inner);
  out.at_or_after = dice_.Chance(0.25);
  if (!dice_.Chance(0.5)) return out;
  out.within = RandomDuration();
  if (!out.within->count.parameter && dice_.Chance(0.5)) {
    out.within->count = RandomCount(0, 60);
    out.within->unit = filter::TimeUnit::kDay;
  }
  out.of_start = dice_.Chance(0.2);
  return out;
}

Expr FilterMaker::Sequence(const Scope& scope, int depth) {
  filter::Sequence out;
  std::vector<std::pair<size_t, int>> positive;  // step and its table
  const auto steps = static_cast<size_t>(dice_.Chance(0.6) ? 2 : dice_.Between(2, 4));
  for (size_t i = 0; i < steps; ++i) {
    LiftChoice lift = dice_.Pick(LiftsInScope(world_, scope.table));
    for (int attempt = 0; attempt < 20 && world_.schema.TimeTable(lift.table) < 0; ++attempt) {
      lift = dice_.Pick(LiftsInScope(world_, scope.table));
    }
    if (world_.schema.TimeTable(lift.table) < 0) return Quantifier(scope, depth);
    filter::Sequence::Step step = Step(scope, depth - 1, lift);
    // Only one that is negative stands before the first positive one.
    step.negative =
        dice_.Chance(0.3) && !(i == 1 && positive.empty()) && !(i + 1 == steps && positive.empty());
    if (positive.empty()) {
      step.at_or_after = false;
      step.of_start = false;
      if (!step.negative) step.within.reset();
    } else if (On(Construct::kSequenceJoins) && dice_.Chance(0.4)) {
      const auto& [earlier, table] = dice_.Pick(positive);
      std::optional<Name>& alias = out.steps[earlier].rows.alias;
      if (!alias) alias = Name{"r" + std::to_string(next_alias_++), {}};
      const Expr join = Join(lift, alias->text, table);
      Expr& where = step.rows.where;
      if (join) where = where ? Expr::Make(filter::And{{where, join}}) : join;
    }
    if (!step.negative) positive.emplace_back(i, lift.table);
    out.steps.push_back(std::move(step));
  }
  return Expr::Make(std::move(out));
}

}  // namespace seine::oracle
