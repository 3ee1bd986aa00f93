// Distinct values, modes and gaps of random filters.

#include <utility>

#include "tests/testing/random_filter.h"

namespace seine::oracle {

using filter::AggregateFunction;
using filter::Expr;

bool FilterMaker::Distinct(const Scope& scope, Kind, int depth, Subject* out) {
  const LiftChoice lift = Lift(scope, false, depth);
  filter::Aggregate node;
  node.function = AggregateFunction::kDistinct;
  Scope inner;
  node.rows = RandomRows(scope, lift, depth > 0 ? 0.6 : 0.2, depth, &inner);
  if (On(Construct::kRowValues) && dice_.Chance(0.3)) {
    Subject value;
    if (!Value(inner, static_cast<Kind>(dice_.Below(4)), depth - 1, true, &value)) return false;
    if (value.digits + 12 > 34) return false;
    node.value = value.expr;
  } else {
    const std::vector<ColumnChoice> columns = BareColumns(world_, lift.table);
    const ColumnChoice& choice = dice_.Pick(columns);
    if (choice.lookups > 1 && !On(Construct::kLookupValues)) return false;
    for (const std::string& name : choice.names) node.rows.path.names.push_back({name, {}});
  }
  *out = {};
  out->digits = 4;
  out->expr = Expr::Make(std::move(node));
  return true;
}

bool FilterMaker::DistinctPeriods(const Scope& scope, Kind, int depth, Subject* out) {
  const LiftChoice lift = Lift(scope, false, depth);
  filter::DistinctPeriods node;
  node.unit = static_cast<filter::TimeUnit>(dice_.Below(7));
  Scope inner;
  node.rows = RandomRows(scope, lift, depth > 0 ? 0.6 : 0.2, depth, &inner);
  Subject value;
  if (On(Construct::kRowValues) && dice_.Chance(0.3)) {
    if (!Value(inner, Kind::kTime, depth - 1, true, &value)) return false;
    if (IsConstant(value.expr)) return false;
    node.value = value.expr;
  } else {
    std::vector<ColumnChoice> times;
    for (ColumnChoice& choice : BareColumns(world_, lift.table)) {
      if (choice.lookups > 1 && !On(Construct::kLookupValues)) continue;
      if (KindOf(choice.column->type) == Kind::kTime) times.push_back(std::move(choice));
    }
    if (times.empty()) return false;
    for (const std::string& name : dice_.Pick(times).names)
      node.rows.path.names.push_back({name, {}});
  }
  *out = {};
  out->digits = 4;
  out->expr = Expr::Make(std::move(node));
  return true;
}

bool FilterMaker::ModeOfValues(const Scope& scope, Kind kind, int depth, Subject* out) {
  const LiftChoice lift = Lift(scope, false, depth);
  Scope inner;
  filter::Aggregate node;
  node.function = AggregateFunction::kMode;
  node.rows = RandomRows(scope, lift, 0.3, depth - 1, &inner);
  if (!Value(inner, kind, depth - 1, true, out) || out->expr.Is<filter::Literal>()) return false;
  node.value = out->expr;
  out->windows = out->windows && world_.schema.TimeTable(lift.table) >= 0;
  if (out->divisor > 0) {  // rounded to a decimal on the way in
    out->scale = 12;
    out->digits += 12;
    out->divisor = 0;
  }
  if (out->digits > 34) return false;
  out->expr = Expr::Make(std::move(node));
  return true;
}

bool FilterMaker::Mode(const Scope& scope, Kind kind, int depth, Subject* out) {
  if (On(Construct::kRowValues) && depth > 0 && dice_.Chance(0.4))
    return ModeOfValues(scope, kind, depth, out);
  const LiftChoice lift = Lift(scope, false, depth);
  Scope inner;
  filter::Aggregate node;
  node.function = AggregateFunction::kMode;
  node.rows = RandomRows(scope, lift, depth > 0 ? 0.5 : 0.2, depth, &inner);
  std::vector<ColumnChoice> fitting;
  for (ColumnChoice& choice : BareColumns(world_, lift.table)) {
    if (choice.lookups > 1 && !On(Construct::kLookupValues)) continue;
    if (KindOf(choice.column->type) == kind) fitting.push_back(std::move(choice));
  }
  if (fitting.empty()) return false;
  const ColumnChoice choice = dice_.Pick(fitting);
  for (const std::string& name : choice.names) node.rows.path.names.push_back({name, {}});
  *out = {Expr::Make(std::move(node)), choice.column->type, choice.column->scale, choice.rows,
          choice.index};
  out->windows = HasWindows(choice) && world_.schema.TimeTable(lift.table) >= 0;
  MeasureDigits(out);
  return true;
}

bool FilterMaker::Gap(const Scope& scope, Kind, int depth, Subject* out) {
  const LiftChoice lift = Lift(scope, true, depth);
  if (world_.schema.TimeTable(lift.table) < 0) return false;
  filter::Gap node;
  node.function = static_cast<filter::GapFunction>(dice_.Below(4));
  Scope inner;
  node.rows = RandomRows(scope, lift, depth > 0 ? 0.5 : 0.2, depth, &inner);
  *out = {};
  out->type = ColumnType::kDecimal;
  for (int i = 0; i < 6; ++i) out->examples.push_back(std::to_string(dice_.Between(0, 60)));
  out->examples.push_back("0.5");
  out->digits = 17;
  out->divisor = 15;
  out->expr = Expr::Make(std::move(node));
  return true;
}

}  // namespace seine::oracle
