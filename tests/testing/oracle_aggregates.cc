// Aggregates: many rows, one value.

#include <set>

#include "tests/testing/oracle_evaluator.h"
#include "tests/testing/oracle_reduce.h"

namespace seine::oracle {

std::vector<Value> Evaluator::ValuesOf(const filter::Aggregate& aggregate,
                                       const std::vector<Context>& rows, size_t rest,
                                       StaticType* type) {
  std::vector<Value> values;
  for (const Context& row : rows) {
    Value value = aggregate.value ? Evaluate(aggregate.value, row)
                                  : ResolveNames(aggregate.rows.path.names, rest, row);
    const auto* set = std::get_if<SetValue>(&value);
    if (IsMissing(value) || (set != nullptr && set->empty())) continue;
    *type = aggregate.value ? TypeOf(aggregate.value, row) : StaticType::kOther;
    if (*type == StaticType::kQuotient) value = std::get<Fraction>(value).RoundHalfEven(12);
    values.push_back(std::move(value));
  }
  return values;
}

Value Evaluator::EvaluateAggregate(const filter::Aggregate& aggregate, const Context& at) {
  using filter::AggregateFunction;
  size_t rest = 0;
  const std::vector<Context> rows = RowsOf(aggregate.rows, at, &rest);
  if (!aggregate.value && rest == aggregate.rows.path.names.size()) {
    if (aggregate.function != AggregateFunction::kCount) return Fail("no column to aggregate");
    return CountValue(rows.size());
  }
  StaticType type = StaticType::kOther;
  const std::vector<Value> values = ValuesOf(aggregate, rows, rest, &type);
  switch (aggregate.function) {
    case AggregateFunction::kCount:
      return CountValue(values.size());
    case AggregateFunction::kMin:
      return LeastOf(values, zone_);
    case AggregateFunction::kMax:
      return GreatestOf(values, zone_);
    case AggregateFunction::kSum:
      return SumOf(values, TypeOf(filter::Expr::Make(aggregate), at) == StaticType::kReal);
    case AggregateFunction::kAvg:
      return AverageOf(values, TypeOf(filter::Expr::Make(aggregate), at) == StaticType::kReal);
    case AggregateFunction::kDistinct:
      return CountValue(DistinctOf(values, zone_).size());
    case AggregateFunction::kMode:
      return ModeOf(values, zone_);
  }
  return Missing{};
}

Value Evaluator::EvaluateDistinctPeriods(const filter::DistinctPeriods& node, const Context& at) {
  size_t rest = 0;
  std::set<int64_t> units;
  for (const Context& row : RowsOf(node.rows, at, &rest)) {
    const Value time = AsTime(node.value ? Evaluate(node.value, row)
                                         : ResolveNames(node.rows.path.names, rest, row));
    if (IsTime(time)) units.insert(UnitOf(time, node.unit));
  }
  return CountValue(units.size());
}

Fraction Evaluator::PointInDays(RowRef row) {
  const auto cell = tree_.TimeCellOf(row);
  if (!cell) {
    Fail("a gap between rows without time");
    return {};
  }
  const Value time = ColumnOf(cell->first, {{tree_.schema(cell->first.table).time, {}}}, 0);
  if (const auto* day = std::get_if<DayValue>(&time)) return BigInt(day->day);
  return {BigInt(InstantOf(time, zone_)), BigInt(kDayMicros)};
}

// The days between consecutive rows.
Value Evaluator::EvaluateGap(const filter::Gap& node, const Context& at) {
  size_t rest = 0;
  std::vector<Fraction> times;
  for (const Context& row : RowsOf(node.rows, at, &rest)) times.push_back(PointInDays(row.row));
  std::vector<Value> gaps;
  for (size_t i = 1; i < times.size(); ++i) gaps.emplace_back(times[i] - times[i - 1]);
  switch (node.function) {
    case filter::GapFunction::kAvg:
      return AverageOf(gaps, false);
    case filter::GapFunction::kMin:
      return LeastOf(gaps, zone_);
    case filter::GapFunction::kMax:
      return GreatestOf(gaps, zone_);
    case filter::GapFunction::kMedian:
      return MedianOf(std::move(gaps), zone_);
  }
  return Missing{};
}

}  // namespace seine::oracle
