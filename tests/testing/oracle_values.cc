// Values: what an expression is worth on one row.

#include <xxhash.h>

#include <algorithm>
#include <utility>

#include "absl/numeric/int128.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

#include "tests/testing/oracle_evaluator.h"
#include "tests/testing/oracle_population.h"

namespace seine::oracle {
namespace {

// As the type says: an exact number as a real, a day as its midnight.
Value Converted(Value value, StaticType type, const OracleZone& zone) {
  if (type == StaticType::kReal && IsNumeric(value)) return RealOf(value);
  value = AsTime(std::move(value));
  if (type == StaticType::kInstant && IsTime(value)) return InstantValue{InstantOf(value, zone)};
  return value;
}

}  // namespace

Evaluator::Evaluator(const RowTree& tree, const OracleOptions& options)
    : tree_(tree),
      options_(options),
      zone_(options.timezone),
      types_(tree.data().schema, options.parameters),
      population_(std::make_unique<Population>(*this)) {}

Evaluator::~Evaluator() = default;

Missing Evaluator::Fail(std::string_view message) {
  if (status_.ok()) {
    status_ = absl::InvalidArgumentError(
        absl::StrCat("oracle: ", absl::string_view(message.data(), message.size())));
  }
  return {};
}

bool Evaluator::MayLookAt(size_t rows) {
  rows_ += rows;
  if (status_.ok() && options_.most_rows != 0 && rows_ > options_.most_rows)
    status_ = absl::ResourceExhaustedError("oracle: more rows than may be looked at");
  return status_.ok();
}

Value Evaluator::Evaluate(const filter::Expr& expr, const Context& at) {
  return std::visit(
      filter::Overloaded{
          [&](const filter::Literal& n) { return EvaluateLiteral(n.value); },
          [&](const filter::Period& n) -> Value {
            const std::optional<TimeSpans> spans = SpansOf(n, at);
            if (!spans) return Missing{};
            return spans->size() == 1 ? Value(spans->front()) : Fail("several windows as one");
          },
          [&](const filter::Path& n) { return Resolve(n, at); },
          [&](const filter::Duration& n) -> Value {
            return DurationValue{CountOf(n.count), n.unit};
          },
          [&](const filter::Parameter& n) { return EvaluateParameter(n); },
          [&](const filter::OwnKey&) -> Value {
            return tree_.data().member_keys[MemberOf(at.row).row];
          },
          [&](const filter::Negate& n) { return EvaluateNegate(n, at); },
          [&](const filter::Arithmetic& n) { return EvaluateArithmetic(n, at); },
          [&](const filter::Else& n) { return EvaluateElse(n, at); },
          [&](const filter::DatePart& n) { return EvaluateDatePart(n, at); },
          [&](const filter::Ago& n) -> Value {
            return InstantValue{zone_.Plus(at.as_of, -CountOf(n.duration.count), n.duration.unit)};
          },
          [&](const filter::Elapsed& n) { return EvaluateElapsed(n, at); },
          [&](const filter::Aggregate& n) { return EvaluateAggregate(n, at); },
          [&](const filter::DistinctPeriods& n) { return EvaluateDistinctPeriods(n, at); },
          [&](const filter::Gap& n) { return EvaluateGap(n, at); },
          [&](const filter::NTile& n) { return population_->NTile(n, at); },
          [&](const filter::PopulationValue& n) { return population_->Whole(n, at); },
          [&](const filter::Model& n) { return population_->Model(n, at); },
          [&](const filter::Size& n) { return EvaluateSize(n, at); },
          [&](const filter::Bucket& n) { return EvaluateBucket(n, at); },
          [&](const filter::Score& n) { return EvaluateScore(n, at); },
          [&](const auto&) -> Value { return Fail("a node that is no value"); },
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

RowRef Evaluator::MemberOf(RowRef row) const {
  while (auto parent = tree_.ParentOf(row)) row = *parent;
  return row;
}

StaticType Evaluator::TypeOf(const filter::Expr& expr, const Context& at) const {
  StaticScope scope{at.row.table, {}};
  for (const auto& [name, row] : at.aliases) scope.aliases.emplace_back(name, row.table);
  return types_.TypeOf(expr, scope);
}

const ParameterValue* Evaluator::ParameterOf(const filter::Parameter& parameter) {
  const auto found = options_.parameters.find(parameter.name);
  if (found != options_.parameters.end()) return &found->second;
  Fail("unknown parameter " + parameter.name);
  return nullptr;
}

Value Evaluator::EvaluateParameter(const filter::Parameter& parameter) {
  const ParameterValue* value = ParameterOf(parameter);
  if (value == nullptr) return Missing{};
  const auto* literal = std::get_if<filter::LiteralValue>(value);
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

Value Evaluator::EvaluateNegate(const filter::Negate& node, const Context& at) {
  const Value value = Evaluate(node.operand, at);
  if (const auto* exact = std::get_if<Fraction>(&value)) return -*exact;
  if (const auto* real = std::get_if<double>(&value)) return -*real + 0.0;  // -0 = 0
  if (!IsMissing(value)) return Fail("a minus before what is no number");
  return Missing{};
}

Value Evaluator::EvaluateElse(const filter::Else& node, const Context& at) {
  const StaticType type = TypeOf(filter::Expr::Make(node), at);
  for (const filter::Expr& operand : node.operands) {
    Value value = Evaluate(operand, at);
    if (!IsMissing(value)) return Converted(std::move(value), type, zone_);
  }
  return Missing{};
}

Value Evaluator::EvaluateArithmetic(const filter::Arithmetic& node, const Context& at) {
  using filter::ArithmeticOp;
  Value left = AsTime(Evaluate(node.left, at));
  Value right = AsTime(Evaluate(node.right, at));
  if (IsMissing(left) || IsMissing(right)) return Missing{};
  if (std::holds_alternative<DurationValue>(left)) std::swap(left, right);  // 30 days + joined
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
      return exact ? Value(*x + *y) : RealValue(RealOf(left) + RealOf(right));
    case ArithmeticOp::kSubtract:
      return exact ? Value(*x - *y) : RealValue(RealOf(left) - RealOf(right));
    case ArithmeticOp::kMultiply:
      return exact ? Value(*x * *y) : RealValue(RealOf(left) * RealOf(right));
    case ArithmeticOp::kDivide:
      if (exact) return y->IsZero() ? Value(Missing{}) : Value(*x / *y);
      return RealOf(right) == 0 ? Value(Missing{}) : RealValue(RealOf(left) / RealOf(right));
  }
  return Missing{};
}

// Whatever the key's type, its text; the same split in every program that has XXH3.
Value Evaluator::EvaluateBucket(const filter::Bucket& node, const Context& at) {
  const std::string salted = node.salt + '\x1F' + tree_.data().member_keys[MemberOf(at.row).row];
  const uint64_t hash = XXH3_64bits(salted.data(), salted.size());
  const auto buckets = static_cast<uint64_t>(CountOf(node.buckets));
  const absl::uint128 product = absl::uint128(hash) * buckets;
  return Fraction(BigInt(static_cast<int64_t>(absl::Uint128High64(product))));
}

Value Evaluator::EvaluateScore(const filter::Score& node, const Context& at) {
  Fraction sum;
  for (const filter::Score::Term& term : node.terms) {
    const Value weight = Evaluate(term.weight, at);
    const auto* exact = std::get_if<Fraction>(&weight);
    if (exact == nullptr) return Fail("a weight that is no number");
    if (Holds(term.filter, at)) sum = sum + *exact;
  }
  return sum;
}

}  // namespace seine::oracle
