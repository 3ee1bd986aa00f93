// Values: what an expression is worth on one row.

#include <algorithm>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

#include "tests/testing/oracle_evaluator.h"

namespace seine::oracle {

Evaluator::Evaluator(const RowTree& tree, const OracleOptions& options)
    : tree_(tree), options_(options), zone_(options.timezone) {}

Missing Evaluator::Fail(std::string_view message) {
  if (status_.ok()) {
    status_ = absl::InvalidArgumentError(
        absl::StrCat("oracle: ", absl::string_view(message.data(), message.size())));
  }
  return {};
}

Missing Evaluator::NotCovered(std::string_view what) {
  if (status_.ok()) {
    status_ = absl::UnimplementedError(
        absl::StrCat("oracle: not covered: ", absl::string_view(what.data(), what.size())));
  }
  return {};
}

Value Evaluator::Evaluate(const filter::Expr& expr, const Context& at) {
  return std::visit(
      filter::Overloaded{
          [&](const filter::Literal& n) { return EvaluateLiteral(n.value); },
          [&](const filter::Period& n) -> Value { return SpanOfPeriod(n, at); },
          [&](const filter::Path& n) { return Resolve(n, at); },
          [&](const filter::Duration& n) -> Value {
            return DurationValue{CountOf(n.count), n.unit};
          },
          [&](const filter::Parameter& n) { return EvaluateParameter(n, at); },
          [&](const filter::OwnKey&) -> Value {
            RowRef row = at.row;
            while (auto parent = tree_.ParentOf(row)) row = *parent;
            return tree_.data().member_keys[row.row];
          },
          [&](const filter::Negate& n) -> Value {
            const Value value = Evaluate(n.operand, at);
            if (const auto* exact = std::get_if<Fraction>(&value)) return -*exact;
            if (const auto* real = std::get_if<double>(&value)) return -*real + 0.0;
            return Missing{};
          },
          [&](const filter::Arithmetic& n) { return EvaluateArithmetic(n, at); },
          [&](const filter::Else& n) -> Value {
            for (const filter::Expr& operand : n.operands) {
              Value value = Evaluate(operand, at);
              if (!IsMissing(value)) return value;
            }
            return Missing{};
          },
          [&](const filter::DatePart& n) { return EvaluateDatePart(n, at); },
          [&](const filter::Ago& n) -> Value {
            return InstantValue{zone_.Plus(at.as_of, -CountOf(n.duration.count), n.duration.unit)};
          },
          [&](const filter::Elapsed& n) { return EvaluateElapsed(n, at); },
          [&](const filter::Aggregate& n) { return EvaluateAggregate(n, at); },
          [&](const filter::Size& n) { return EvaluateSize(n, at); },
          [&](const auto&) -> Value { return NotCovered("this node"); },
      },
      expr.node().value);
}

int64_t Evaluator::CountOf(const filter::Count& count) {
  if (!count.parameter) return count.value;
  const auto found = options_.parameters.find(count.parameter->text);
  if (found != options_.parameters.end()) {
    if (const auto* literal = std::get_if<filter::LiteralValue>(&found->second)) {
      const Value value = EvaluateLiteral(*literal);
      int64_t out = 0;
      const auto* number = std::get_if<Fraction>(&value);
      if (number != nullptr && number->ToInt64(&out)) return out;
    }
  }
  Fail("a count without a whole number");
  return 0;
}

Value Evaluator::EvaluateParameter(const filter::Parameter& parameter, const Context&) {
  const auto found = options_.parameters.find(parameter.name);
  if (found == options_.parameters.end()) return Fail("unknown parameter " + parameter.name);
  const auto* literal = std::get_if<filter::LiteralValue>(&found->second);
  if (literal == nullptr) return Fail("a list where one value is needed");
  return EvaluateLiteral(*literal);
}

Value Evaluator::EvaluateSize(const filter::Size& size, const Context& at) {
  const Value set = Resolve(size.set, at);
  if (const auto* values = std::get_if<SetValue>(&set)) {
    SetValue distinct = *values;
    std::sort(distinct.begin(), distinct.end());
    distinct.erase(std::unique(distinct.begin(), distinct.end()), distinct.end());
    return Fraction(BigInt(static_cast<int64_t>(distinct.size())));
  }
  return Fail("size of what is no set");
}

Value Evaluator::EvaluateAggregate(const filter::Aggregate& aggregate, const Context& at) {
  using filter::AggregateFunction;
  size_t rest = 0;
  const std::vector<Context> rows = RowsOf(aggregate.rows, at, &rest);
  const Names& names = aggregate.rows.path.names;
  if (!aggregate.value && rest == names.size()) {
    if (aggregate.function != AggregateFunction::kCount) return Fail("no column to aggregate");
    return Fraction(BigInt(static_cast<int64_t>(rows.size())));
  }
  std::vector<Value> values;
  for (const Context& row : rows) {
    Value value = aggregate.value ? Evaluate(aggregate.value, row) : ResolveNames(names, rest, row);
    const auto* set = std::get_if<SetValue>(&value);
    if (!IsMissing(value) && (set == nullptr || !set->empty())) values.push_back(std::move(value));
  }
  if (aggregate.function == AggregateFunction::kCount) {
    return Fraction(BigInt(static_cast<int64_t>(values.size())));
  }
  if (aggregate.function == AggregateFunction::kMin ||
      aggregate.function == AggregateFunction::kMax) {
    if (values.empty()) return Missing{};
    const int wanted = aggregate.function == AggregateFunction::kMin ? -1 : 1;
    Value best = values[0];
    for (const Value& value : values) {
      const std::optional<int> order = Order(value, best, zone_);
      if (!order) return Fail("values that do not compare");
      if (*order == wanted) best = value;
    }
    return best;
  }
  if (aggregate.function != AggregateFunction::kSum &&
      aggregate.function != AggregateFunction::kAvg) {
    return NotCovered("distinct, mode");
  }
  const bool average = aggregate.function == AggregateFunction::kAvg;
  if (values.empty()) return average ? Value(Missing{}) : Value(Fraction());
  const auto count = static_cast<int64_t>(values.size());
  if (std::holds_alternative<double>(values[0])) {
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

Value Evaluator::EvaluateArithmetic(const filter::Arithmetic& node, const Context& at) {
  using filter::ArithmeticOp;
  const Value left = Evaluate(node.left, at);
  const Value right = Evaluate(node.right, at);
  if (IsMissing(left) || IsMissing(right)) return Missing{};
  if (const auto* duration = std::get_if<DurationValue>(&right); duration && IsTime(left)) {
    const int64_t count = node.op == ArithmeticOp::kAdd ? duration->count : -duration->count;
    return InstantValue{zone_.Plus(InstantOf(left, zone_), count, duration->unit)};
  }
  if (!IsNumeric(left) || !IsNumeric(right)) return Fail("arithmetic of what is no number");
  const auto* x = std::get_if<Fraction>(&left);
  const auto* y = std::get_if<Fraction>(&right);
  const bool exact = x != nullptr && y != nullptr;
  switch (node.op) {
    case ArithmeticOp::kAdd:
      return exact ? Value(*x + *y) : Value(RealOf(left) + RealOf(right));
    case ArithmeticOp::kSubtract:
      return exact ? Value(*x - *y) : Value(RealOf(left) - RealOf(right));
    case ArithmeticOp::kMultiply:
      return exact ? Value(*x * *y) : Value(RealOf(left) * RealOf(right));
    case ArithmeticOp::kDivide:
      if (exact) return y->IsZero() ? Value(Missing{}) : Value(*x / *y);
      return RealOf(right) == 0 ? Value(Missing{}) : Value(RealOf(left) / RealOf(right));
  }
  return Missing{};
}

Value Evaluator::EvaluateDatePart(const filter::DatePart& node, const Context& at) {
  using filter::DatePartKind;
  const Value time = Evaluate(node.time, at);
  if (!IsTime(time)) return Missing{};
  const OracleZone::Wall wall = std::holds_alternative<DayValue>(time)
                                    ? OracleZone::Wall{std::get<DayValue>(time).day, 0}
                                    : zone_.WallAt(std::get<InstantValue>(time).micros);
  const CivilDate date = DateOfDay(wall.day);
  switch (node.part) {
    case DatePartKind::kWeekday:
      return Fraction(BigInt(IsoWeekday(wall.day)));
    case DatePartKind::kHour:
      return Fraction(BigInt(wall.micros / 3'600'000'000));
    case DatePartKind::kDate:
      return DayValue{wall.day};
    case DatePartKind::kDayOfMonth:
      return Fraction(BigInt(date.day));
    case DatePartKind::kWeek:
      return Fraction(BigInt(IsoWeek(wall.day)));
    case DatePartKind::kMonth:
      return Fraction(BigInt(date.month));
    case DatePartKind::kQuarter:
      return Fraction(BigInt((date.month - 1) / 3 + 1));
    case DatePartKind::kYear:
      return Fraction(BigInt(date.year));
  }
  return Missing{};
}

Value Evaluator::EvaluateElapsed(const filter::Elapsed& node, const Context& at) {
  const Value start = Evaluate(node.start, at);
  const Value end = node.end ? Evaluate(node.end, at) : Value(InstantValue{at.as_of});
  if (!IsTime(start) || !IsTime(end)) return Missing{};
  const int64_t from = InstantOf(start, zone_);
  const int64_t to = InstantOf(end, zone_);
  // The largest n with from + n units <= to: from a guess that is too large, step by step.
  const int64_t shortest = node.unit == filter::TimeUnit::kMinute ? 60'000'000
                           : node.unit == filter::TimeUnit::kHour ? 3'600'000'000
                           : node.unit == filter::TimeUnit::kDay  ? kDayMicros
                           : node.unit == filter::TimeUnit::kWeek ? 7 * kDayMicros
                           : node.unit == filter::TimeUnit::kMonth
                               ? 28 * kDayMicros
                               : (node.unit == filter::TimeUnit::kYear ? 365 : 90) * kDayMicros;
  const int64_t longest = node.unit == filter::TimeUnit::kMonth     ? 31 * kDayMicros
                          : node.unit == filter::TimeUnit::kQuarter ? 92 * kDayMicros
                          : node.unit == filter::TimeUnit::kYear    ? 366 * kDayMicros
                                                                    : shortest;
  int64_t n = (to - from) / (to >= from ? shortest : longest) + 2;
  while (zone_.Plus(from, n, node.unit) > to) --n;
  return Fraction(BigInt(n));
}

}  // namespace seine::oracle
