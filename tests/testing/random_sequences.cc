// Sequences of random filters.

#include <utility>

#include "tests/testing/random_filter.h"

namespace seine::oracle {

using filter::Expr;

// A column of a step, or what is made of it: one side of a join.
Expr FilterMaker::JoinExpression(const ColumnChoice& column) {
  Expr value = Expr::Make(MakePath(column.names));
  const Kind kind = KindOf(column.column->type);
  if (kind == Kind::kSet || !dice_.Chance(0.25)) return value;
  if (kind == Kind::kTime)
    return Expr::Make(filter::DatePart{filter::DatePartKind::kDate, std::move(value)});
  if (kind == Kind::kNumber && column.column->type != ColumnType::kReal) {
    const filter::LiteralValue one = filter::Integer{"1"};
    return Expr::Make(filter::Arithmetic{filter::ArithmeticOp::kAdd, std::move(value),
                                         Expr::Make(filter::Literal{one, {}})});
  }
  Subject like;
  like.type = column.column->type;
  return Expr::Make(
      filter::Else{{std::move(value), Expr::Make(filter::Literal{ConstantFor(like), {}})}});
}

// Beside a column of an earlier step's row: equal, in its set, or a set that has it in common.
Expr FilterMaker::Join(const LiftChoice& lift, const std::string& alias, int alias_table) {
  std::vector<Expr> joins;
  auto has = [](filter::HasMode mode, const Expr& set, const Expr& value) {
    return Expr::Make(filter::Has{mode, set, value});
  };
  for (const ColumnChoice& own : BareColumns(world_, lift.table)) {
    if (own.lookups > 1) continue;
    for (ColumnChoice& other : BareColumns(world_, alias_table)) {
      if (other.lookups > 1) continue;
      other.names.insert(other.names.begin(), alias);
      const Expr left = JoinExpression(own);
      const Expr right = JoinExpression(other);
      const Kind kind = KindOf(own.column->type);
      const Kind other_kind = KindOf(other.column->type);
      if (kind == Kind::kSet && other_kind == Kind::kSet) {
        joins.push_back(has(filter::HasMode::kAny, left, right));
        joins.push_back(has(filter::HasMode::kAny, right, left));
      } else if (kind == Kind::kSet && other_kind == Kind::kText) {
        joins.push_back(has(filter::HasMode::kValue, left, right));
        if (right.Is<filter::Path>()) joins.push_back(Expr::Make(filter::In{right, left}));
      } else if (kind == Kind::kText && other_kind == Kind::kSet) {
        joins.push_back(has(filter::HasMode::kValue, right, left));
        if (left.Is<filter::Path>()) joins.push_back(Expr::Make(filter::In{left, right}));
      } else if (kind == other_kind) {
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
  const auto steps =
      static_cast<size_t>(dice_.Chance(0.6) ? 2 : dice_.Between(2, dice_.Chance(0.85) ? 4 : 6));
  for (size_t i = 0; i < steps; ++i) {
    const LiftChoice lift = Lift(scope, true, depth - 1);
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
      Expr& where = step.rows.where;
      for (int joins = dice_.Chance(0.2) ? 2 : 1; joins > 0; --joins) {
        const Expr join = Join(lift, alias->text, table);
        if (join) where = where ? Expr::Make(filter::And{{where, join}}) : join;
      }
    }
    if (!step.negative) positive.emplace_back(i, lift.table);
    out.steps.push_back(std::move(step));
  }
  return Expr::Make(std::move(out));
}

}  // namespace seine::oracle
