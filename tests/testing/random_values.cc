// Values of random filters: columns, and aggregates of the rows below.

#include <utility>

#include "tests/testing/random_filter.h"

namespace seine::oracle {

using filter::AggregateFunction;
using filter::Expr;

bool FilterMaker::Value(const FilterScope& scope, Kind kind, int depth, bool direct, Subject* out) {
  const bool aggregates = kind == Kind::kNumber || kind == Kind::kTime;
  if (aggregates && dice_.Chance(0.35)) return Aggregate(scope, kind, depth, out);
  return Column(scope, kind, direct, out);
}

bool FilterMaker::HasWindows(const ColumnChoice& choice) const {
  return choice.table <= 0 || world_.schema.TimeTable(choice.table) >= 0;
}

bool FilterMaker::Column(const FilterScope& scope, Kind kind, bool direct, Subject* out) {
  std::vector<ColumnChoice> fitting;
  for (ColumnChoice& choice : ColumnsInScope(world_, scope)) {
    // Two lookups deep, only a test may stand, not a value beside another one.
    if (direct && choice.lookups > 1) continue;
    if (KindOf(choice.column->type) == kind) fitting.push_back(std::move(choice));
  }
  if (fitting.empty()) return false;
  const ColumnChoice choice = dice_.Pick(fitting);
  *out = {Expr::Make(MakePath(choice.names)),
          choice.column->type,
          choice.column->scale,
          choice.rows,
          choice.index,
          false,
          HasWindows(choice)};
  return true;
}

filter::Rows FilterMaker::RandomRows(const FilterScope& scope, const LiftChoice& lift,
                                     double where_chance, int depth, FilterScope* inner) {
  filter::Rows rows;
  rows.path = MakePath(lift.names);
  inner->table = lift.table;
  // A named row stays in reach of the rows that belong to it.
  for (const auto& alias : scope.aliases) {
    for (int t = world_.schema.tables[static_cast<size_t>(lift.table)].parent; t >= 0;
         t = world_.schema.tables[static_cast<size_t>(t)].parent) {
      const bool through = alias.second == t && lift.names.size() == 1;
      if (through) inner->aliases.push_back(alias);
    }
  }
  if (!dice_.Chance(where_chance)) return rows;
  if (use_aliases_ && dice_.Chance(0.2)) {
    rows.alias = Name{"r" + std::to_string(next_alias_++), {}};
    inner->aliases.emplace_back(rows.alias->text, lift.table);
  }
  rows.where = Filter(*inner, depth - 1);
  return rows;
}

bool FilterMaker::Aggregate(const FilterScope& scope, Kind kind, int depth, Subject* out) {
  const LiftChoice lift = dice_.Pick(LiftsInScope(world_, scope.table));
  filter::Aggregate node;
  static const auto* const of_numbers = new std::vector<AggregateFunction>{
      AggregateFunction::kCount, AggregateFunction::kSum, AggregateFunction::kAvg,
      AggregateFunction::kMin, AggregateFunction::kMax};
  static const auto* const of_times =
      new std::vector<AggregateFunction>{AggregateFunction::kMin, AggregateFunction::kMax};
  node.function = dice_.Pick(kind == Kind::kTime ? *of_times : *of_numbers);
  std::vector<ColumnChoice> fitting;
  for (ColumnChoice& choice : BareColumns(world_, lift.table)) {
    const bool fits =
        node.function == AggregateFunction::kCount ? true : KindOf(choice.column->type) == kind;
    if (fits && choice.lookups <= 1) fitting.push_back(std::move(choice));
  }
  if (node.function != AggregateFunction::kCount && fitting.empty()) return false;
  FilterScope inner;
  node.rows = RandomRows(scope, lift, depth > 0 ? 0.8 : (depth == 0 ? 0.4 : 0), depth, &inner);
  *out = {{}, ColumnType::kInteger, 0, nullptr, 0, true};
  if (node.function != AggregateFunction::kCount || (!fitting.empty() && dice_.Chance(0.3))) {
    const ColumnChoice choice = dice_.Pick(fitting);
    for (const std::string& name : choice.names) node.rows.path.names.push_back({name, {}});
    if (node.function != AggregateFunction::kCount) {
      *out = {{},
              choice.column->type,
              choice.column->scale,
              choice.rows,
              choice.index,
              true,
              HasWindows(choice) && world_.schema.TimeTable(lift.table) >= 0};
    }
  }
  out->expr = Expr::Make(std::move(node));
  return true;
}

}  // namespace seine::oracle
