// Aggregates: many rows, one value.

#include "tests/testing/oracle_evaluator.h"

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
    return Fraction(BigInt(static_cast<int64_t>(rows.size())));
  }
  StaticType type = StaticType::kOther;
  const std::vector<Value> values = ValuesOf(aggregate, rows, rest, &type);
  switch (aggregate.function) {
    case AggregateFunction::kCount:
      return Fraction(BigInt(static_cast<int64_t>(values.size())));
    case AggregateFunction::kMin:
      return Extreme(values, -1);
    case AggregateFunction::kMax:
      return Extreme(values, 1);
    case AggregateFunction::kSum:
    case AggregateFunction::kAvg:
      return SumOrAverage(values, TypeOf(filter::Expr::Make(aggregate), at),
                          aggregate.function == AggregateFunction::kAvg);
    default:
      return NotCovered("distinct, mode");
  }
}

Value Evaluator::Extreme(const std::vector<Value>& values, int wanted) {
  if (values.empty()) return Missing{};
  Value best = values[0];
  for (const Value& value : values) {
    const std::optional<int> order = Order(value, best, zone_);
    if (!order) return Fail("values that do not compare");
    if (*order == wanted) best = value;
  }
  return best;
}

Value Evaluator::SumOrAverage(const std::vector<Value>& values, StaticType type, bool average) {
  if (values.empty() && average) return Missing{};
  const auto count = static_cast<int64_t>(values.size());
  if (type == StaticType::kReal) {
    double sum = 0;
    for (const Value& value : values) sum += RealOf(value);
    return average ? sum / static_cast<double>(count) : sum;
  }
  Fraction sum;
  for (const Value& value : values) {
    const auto* exact = std::get_if<Fraction>(&value);
    if (exact == nullptr) return Fail("a sum of what is no number");
    sum = sum + *exact;
  }
  return average ? sum / Fraction(BigInt(count)) : sum;
}

}  // namespace seine::oracle
