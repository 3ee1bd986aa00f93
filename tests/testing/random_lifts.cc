// Rows of random filters, and the values that many rows, or one of them, give.

#include <utility>

#include "tests/testing/random_filter.h"

namespace seine::oracle {

using filter::AggregateFunction;
using filter::Expr;

namespace {

const std::vector<AggregateFunction>& FunctionsOf(ValueKind kind) {
  static const auto* const of_numbers = new std::vector<AggregateFunction>{
      AggregateFunction::kCount, AggregateFunction::kSum, AggregateFunction::kAvg,
      AggregateFunction::kMin, AggregateFunction::kMax};
  static const auto* const of_times =
      new std::vector<AggregateFunction>{AggregateFunction::kMin, AggregateFunction::kMax};
  return kind == ValueKind::kTime ? *of_times : *of_numbers;
}

}  // namespace

// The column that orders the rows of a table; nothing that a constant could lie near without one.
Subject FilterMaker::TimeOf(int table) const {
  const int timed = world_.schema.TimeTable(table);
  Subject out;
  out.type = ColumnType::kTimestamp;
  if (timed < 0) return out;
  const TableSchema& schema = world_.schema.tables[static_cast<size_t>(timed)];
  out.rows = &world_.tables[static_cast<size_t>(timed)];
  out.index = static_cast<size_t>(schema.FindColumn(schema.time));
  out.type = schema.columns[out.index].type;
  return out;
}

bool FilterMaker::HasWindows(const ColumnChoice& choice) const {
  return choice.table <= 0 || world_.schema.TimeTable(choice.table) >= 0;
}

LiftChoice FilterMaker::Lift(const Scope& scope, bool needs_time, int depth) {
  std::vector<LiftChoice> lifts = LiftsInScope(world_, scope.table);
  if (On(Construct::kAliases)) {
    for (const auto& [name, table] : scope.aliases) {
      for (LiftChoice& lift : LiftsBelow(world_, {name}, table)) lifts.push_back(std::move(lift));
    }
  }
  std::vector<LiftChoice> timed;
  for (const LiftChoice& lift : lifts) {
    if (world_.schema.TimeTable(lift.table) >= 0) timed.push_back(lift);
  }
  if (needs_time && !timed.empty()) lifts = timed;
  if (On(Construct::kPicks) && !timed.empty() && depth > 0 && dice_.Chance(0.12)) {
    const LiftChoice picked = dice_.Pick(timed);
    const std::vector<LiftChoice> below = LiftsBelow(world_, {}, picked.table);
    if (!below.empty()) {
      LiftChoice out = dice_.Pick(below);
      out.pick = RandomPick(scope, picked, depth - 1);
      return out;
    }
  }
  return dice_.Pick(lifts);
}

std::shared_ptr<const filter::RowPick> FilterMaker::RandomPick(const Scope& scope,
                                                               const LiftChoice& lift, int depth) {
  filter::RowPick pick;
  pick.kind = static_cast<filter::RowPick::Kind>(dice_.Below(3));
  Scope inner;
  pick.rows = RandomRows(scope, lift, depth > 0 ? 0.4 : 0.1, depth, &inner);
  if (pick.kind == filter::RowPick::Kind::kNth) {
    pick.n = RandomCount(1, 3);
    if (!pick.n.parameter && dice_.Chance(0.4)) pick.n.value = -pick.n.value;
  }
  return std::make_shared<const filter::RowPick>(std::move(pick));
}

filter::Rows FilterMaker::RandomRows(const Scope& scope, const LiftChoice& lift,
                                     double where_chance, int depth, Scope* inner) {
  filter::Rows rows;
  rows.path = MakePath(lift.names);
  rows.path.pick = lift.pick;
  inner->table = lift.table;
  // Without the general construct, a named row stays in reach of the rows that belong to it.
  for (const auto& alias : scope.aliases) {
    if (On(Construct::kAliases)) inner->aliases.push_back(alias);
    if (On(Construct::kAliases) || lift.pick != nullptr) continue;
    for (int t = world_.schema.tables[static_cast<size_t>(lift.table)].parent; t >= 0;
         t = world_.schema.tables[static_cast<size_t>(t)].parent) {
      const bool through = alias.second == t && lift.names.size() == 1;
      if (through) inner->aliases.push_back(alias);
    }
  }
  if (!dice_.Chance(where_chance)) return rows;
  if (dice_.Chance(On(Construct::kAliases) ? 0.4 : 0.2)) {
    rows.alias = Name{"r" + std::to_string(next_alias_++), {}};
    inner->aliases.emplace_back(rows.alias->text, lift.table);
  }
  rows.where = Filter(*inner, depth - 1);
  return rows;
}

bool FilterMaker::Aggregate(const Scope& scope, Kind kind, int depth, Subject* out) {
  if (On(Construct::kRowValues) && depth > 0 && dice_.Chance(0.3)) {
    return AggregateOfValues(scope, kind, depth, out);
  }
  const LiftChoice lift = Lift(scope, false, depth);
  filter::Aggregate node;
  node.function = dice_.Pick(FunctionsOf(kind));
  const bool count = node.function == AggregateFunction::kCount;
  std::vector<ColumnChoice> fitting;
  for (ColumnChoice& choice : BareColumns(world_, lift.table)) {
    const bool fits = count || KindOf(choice.column->type) == kind;
    if (fits && (choice.lookups <= 1 || On(Construct::kLookupValues))) {
      fitting.push_back(std::move(choice));
    }
  }
  if (!count && fitting.empty()) return false;
  Scope inner;
  node.rows = RandomRows(scope, lift, depth > 0 ? 0.8 : (depth == 0 ? 0.4 : 0), depth, &inner);
  *out = {};
  out->digits = 4;
  if (!count || (!fitting.empty() && dice_.Chance(0.3))) {
    const ColumnChoice choice = dice_.Pick(fitting);
    for (const std::string& name : choice.names) node.rows.path.names.push_back({name, {}});
    if (!count) {
      *out = {{}, choice.column->type, choice.column->scale, choice.rows, choice.index};
      out->windows = HasWindows(choice) && world_.schema.TimeTable(lift.table) >= 0;
      MeasureDigits(out);
      if (node.function == AggregateFunction::kSum) out->digits += 4;
      if (node.function == AggregateFunction::kAvg) {
        out->digits += 4;
        out->divisor = 4 + out->scale;
      }
    }
  }
  out->expr = Expr::Make(std::move(node));
  return true;
}

bool FilterMaker::AggregateOfValues(const Scope& scope, Kind kind, int depth, Subject* out) {
  filter::Aggregate node;
  node.function = dice_.Pick(FunctionsOf(kind));
  const LiftChoice lift = Lift(scope, false, depth);
  Scope inner;
  node.rows = RandomRows(scope, lift, 0.3, depth - 1, &inner);
  if (!Value(inner, kind, depth - 1, true, out)) return false;
  if (out->expr.Is<filter::Literal>()) return false;
  node.value = out->expr;
  out->windows = out->windows && world_.schema.TimeTable(lift.table) >= 0;
  if (out->divisor > 0) {  // rounded to a decimal on the way in
    out->scale = 12;
    out->digits += 12;
    out->divisor = 0;
  }
  if (out->digits + 4 > 34) return false;
  switch (node.function) {
    case AggregateFunction::kCount:
      *out = {};
      out->digits = 4;
      break;
    case AggregateFunction::kAvg:
      out->divisor = 4 + out->scale;
      [[fallthrough]];
    case AggregateFunction::kSum:
      out->digits += 4;
      break;
    default:
      break;
  }
  out->expr = Expr::Make(std::move(node));
  return true;
}

bool FilterMaker::Pick(const Scope& scope, Kind kind, int depth, Subject* out) {
  const LiftChoice lift = Lift(scope, true, depth);
  if (world_.schema.TimeTable(lift.table) < 0) return false;
  std::vector<ColumnChoice> fitting;
  for (ColumnChoice& choice : BareColumns(world_, lift.table)) {
    if (choice.lookups > 1 && !On(Construct::kLookupValues)) continue;
    if (KindOf(choice.column->type) == kind) fitting.push_back(std::move(choice));
  }
  if (fitting.empty()) return false;
  const ColumnChoice choice = dice_.Pick(fitting);
  filter::Path path = MakePath(choice.names);
  path.pick = RandomPick(scope, lift, depth - 1);
  *out = {Expr::Make(std::move(path)),
          choice.column->type,
          choice.column->scale,
          choice.rows,
          choice.index,
          HasWindows(choice)};
  MeasureDigits(out);
  return true;
}

}  // namespace seine::oracle
