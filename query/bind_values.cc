#include "query/bind_values.h"

#include <algorithm>
#include <limits>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"

#include "engine/status_macros.h"
#include "query/bind_numbers.h"
#include "query/bind_operands.h"
#include "query/bind_times.h"
#include "query/exact_number.h"
#include "query/filter_error.h"
#include "query/fraction.h"

namespace seine::binding {
namespace {

using bound::ValueKind;
using bound::ValuePtr;
using bound::ValueType;
using filter::ArithmeticOp;

constexpr int kMostScale = 38;

absl::Status NoNumber(const Operand& operand, const ValueType& type) {
  return FilterError(
      operand.expr.span(), absl::StrCat("arithmetic takes numbers, and ", DescribeType(operand)),
      IsTime(type) ? "for times write `days from … to …`, `days since …` or `… + 30 days`"
      : type.kind == ValueKind::kText
          ? "texts are compared as they are, each by itself"
          : "to count filters that hold, write `score of (1: …, 1: …)`");
}

absl::StatusOr<ValueType> ResultType(ArithmeticOp op, const ValueType& a, const ValueType& b,
                                     Span span) {
  if (a.kind == ValueKind::kReal || b.kind == ValueKind::kReal)
    return ValueType{ValueKind::kReal, 0, false};
  ValueType type{ValueKind::kNumber, 0, a.fraction || b.fraction || op == ArithmeticOp::kDivide};
  switch (op) {
    case ArithmeticOp::kAdd:
    case ArithmeticOp::kSubtract:
      type.scale = std::max(a.scale, b.scale);
      break;
    case ArithmeticOp::kMultiply:
      type.scale = a.scale + b.scale;
      break;
    case ArithmeticOp::kDivide:
      type.scale = std::max(a.scale - b.scale, 0);
      break;
  }
  if (type.scale > kMostScale)
    return FilterError(span, "this product has more than 38 digits after the point");
  return type;
}

// time + 60 days, 60 days + time, time - 60 days; absent when no operand is a duration.
absl::StatusOr<std::optional<ValuePtr>> ShiftedTime(BindContext& context, const Scope& scope,
                                                    const filter::Arithmetic& node, Span span) {
  const auto* duration = node.right.As<filter::Duration>();
  const filter::Expr* time = &node.left;
  if (duration == nullptr && node.op == ArithmeticOp::kAdd) {
    duration = node.left.As<filter::Duration>();
    time = &node.right;
  }
  if (duration == nullptr) return std::optional<ValuePtr>();
  SEINE_ASSIGN_OR_RETURN(const Operand operand, BindOperand(context, scope, *time));
  SEINE_ASSIGN_OR_RETURN(ValuePtr value, ValueOf(operand));
  if (!IsTime(value->type) || node.op == ArithmeticOp::kMultiply ||
      node.op == ArithmeticOp::kDivide) {
    return FilterError(
        span, absl::StrCat("a length of time is added to times, and ", DescribeType(operand)));
  }
  SEINE_ASSIGN_OR_RETURN(int64_t n, BoundCount(duration->count, span));
  if (node.op == ArithmeticOp::kSubtract) n = -n;
  return std::optional<ValuePtr>(
      bound::MakeValue(bound::ShiftedTime{AsInstant(value), n, duration->unit, {}},
                       {ValueKind::kInstant, 0, false}, span));
}

absl::StatusOr<ValuePtr> InstantAt(BindContext& context, const Scope& scope,
                                   const filter::Expr& expr) {
  SEINE_ASSIGN_OR_RETURN(const Operand operand, BindOperand(context, scope, expr));
  SEINE_ASSIGN_OR_RETURN(ValuePtr value, ValueOf(operand));
  if (!IsTime(value->type)) {
    return FilterError(expr.span(),
                       absl::StrCat("expected a time here, and ", DescribeType(operand)));
  }
  return AsInstant(value);
}

// What all operands of an `else` are, once brought to one type.
absl::StatusOr<ValueType> CommonType(const std::vector<ValuePtr>& values,
                                     const std::vector<Operand>& operands) {
  ValueType type = values.front()->type;
  for (size_t i = 1; i < values.size(); ++i) {
    const ValueType& other = values[i]->type;
    if (IsNumber(type) && IsNumber(other)) {
      const bool real = type.kind == ValueKind::kReal || other.kind == ValueKind::kReal;
      type = real ? ValueType{ValueKind::kReal, 0, false}
                  : ValueType{ValueKind::kNumber, std::max(type.scale, other.scale),
                              type.fraction || other.fraction};
    } else if (IsTime(type) && IsTime(other)) {
      if (type.kind != other.kind) type.kind = ValueKind::kInstant;
    } else if (type.kind != other.kind) {
      return FilterError(operands[i].expr.span(),
                         absl::StrCat(DescribeType(operands[0]), " and ", DescribeType(operands[i]),
                                      ", which `else` cannot join"));
    }
  }
  return type;
}

}  // namespace

absl::StatusOr<ValuePtr> Calculated(ArithmeticOp op, ValuePtr a, ValuePtr b, Span span) {
  SEINE_ASSIGN_OR_RETURN(const ValueType type, ResultType(op, a->type, b->type, span));
  return bound::MakeValue(bound::Arithmetic{op, std::move(a), std::move(b)}, type, span);
}

absl::StatusOr<ValuePtr> BindArithmetic(BindContext& context, const Scope& scope,
                                        const filter::Arithmetic& node, Span span) {
  SEINE_ASSIGN_OR_RETURN(std::optional<ValuePtr> shifted, ShiftedTime(context, scope, node, span));
  if (shifted) return *std::move(shifted);
  ValuePtr sides[2];
  for (int side = 0; side < 2; ++side) {
    SEINE_ASSIGN_OR_RETURN(const Operand operand,
                           BindOperand(context, scope, side == 0 ? node.left : node.right));
    SEINE_ASSIGN_OR_RETURN(sides[side], ValueOf(operand));
    if (!IsNumber(sides[side]->type)) return NoNumber(operand, sides[side]->type);
  }
  return Calculated(node.op, std::move(sides[0]), std::move(sides[1]), span);
}

absl::StatusOr<ValuePtr> BindNegate(BindContext& context, const Scope& scope,
                                    const filter::Negate& node, Span span) {
  SEINE_ASSIGN_OR_RETURN(const Operand operand, BindOperand(context, scope, node.operand));
  SEINE_ASSIGN_OR_RETURN(ValuePtr value, ValueOf(operand));
  if (!IsNumber(value->type)) return NoNumber(operand, value->type);
  return Calculated(ArithmeticOp::kSubtract, NumberConstant(0, 0, span), std::move(value), span);
}

absl::StatusOr<ValuePtr> BindElse(BindContext& context, const Scope& scope,
                                  const filter::Else& node, Span span) {
  std::vector<Operand> operands;
  std::vector<ValuePtr> values;
  for (const filter::Expr& expr : node.operands) {
    SEINE_ASSIGN_OR_RETURN(Operand operand, BindOperand(context, scope, expr));
    SEINE_ASSIGN_OR_RETURN(ValuePtr value, ValueOf(operand));
    operands.push_back(std::move(operand));
    values.push_back(std::move(value));
  }
  SEINE_ASSIGN_OR_RETURN(const ValueType type, CommonType(values, operands));
  if (type.kind == ValueKind::kInstant) {
    for (ValuePtr& value : values) value = AsInstant(value);
  }
  return bound::MakeValue(bound::FirstOf{std::move(values)}, type, span);
}

absl::StatusOr<ValuePtr> BindDatePart(BindContext& context, const Scope& scope,
                                      const filter::DatePart& node, Span span) {
  SEINE_ASSIGN_OR_RETURN(const Operand operand, BindOperand(context, scope, node.time));
  SEINE_ASSIGN_OR_RETURN(ValuePtr value, ValueOf(operand));
  if (!IsTime(value->type)) {
    return FilterError(node.time.span(),
                       absl::StrCat("only times have such a part, and ", DescribeType(operand)));
  }
  const bool day = node.part == filter::DatePartKind::kDate;
  return bound::MakeValue(bound::DatePart{node.part, std::move(value), {}},
                          {day ? ValueKind::kDate : ValueKind::kNumber, 0, false}, span);
}

absl::StatusOr<ValuePtr> BindElapsed(BindContext& context, const Scope& scope,
                                     const filter::Elapsed& node, Span span) {
  SEINE_ASSIGN_OR_RETURN(ValuePtr start, InstantAt(context, scope, node.start));
  ValuePtr end = AsOfValue(span);
  if (node.end) {
    SEINE_ASSIGN_OR_RETURN(end, InstantAt(context, scope, node.end));
  }
  return bound::MakeValue(bound::ElapsedUnits{node.unit, std::move(start), std::move(end), {}},
                          {ValueKind::kNumber, 0, false}, span);
}

absl::StatusOr<ValuePtr> BindBucket(const filter::Bucket& node, Span span) {
  SEINE_ASSIGN_OR_RETURN(const int64_t buckets, BoundCount(node.buckets, span));
  if (buckets < 1) return FilterError(span, "a split has at least one bucket");
  return bound::MakeValue(bound::Bucket{static_cast<uint64_t>(buckets), node.salt},
                          {ValueKind::kNumber, 0, false}, span);
}

absl::StatusOr<ValuePtr> BindScore(BindContext& context, const Scope& scope,
                                   const filter::Score& node, Span span) {
  std::vector<ExactNumber::Scaled> weights;
  int scale = 0;
  for (const filter::Score::Term& term : node.terms) {
    const auto literal = FoldedNumber(term.weight);
    const auto number = literal ? ExactNumber::Of(literal->value) : std::nullopt;
    const auto shortest = number ? number->Shortest() : std::nullopt;
    if (!shortest) {
      return FilterError(term.weight.span(), "expected a number as the weight",
                         "write `score of (2: FILTER, 1: FILTER)`");
    }
    scale = std::max(scale, shortest->scale);
    weights.push_back(*shortest);
  }
  bound::Score score;
  absl::int128 total = 0;
  for (size_t i = 0; i < weights.size(); ++i) {
    const int by = scale - weights[i].scale;
    const absl::int128 most = std::numeric_limits<int64_t>::max();
    const absl::int128 magnitude = weights[i].number < 0 ? -weights[i].number : weights[i].number;
    if (magnitude > 0 && (by > 18 || magnitude > most / PowerOfTen(by)))
      return FilterError(node.terms[i].weight.span(), "this weight is too large");
    const absl::int128 weight = magnitude == 0 ? 0 : weights[i].number * PowerOfTen(by);
    total += weight < 0 ? -weight : weight;
    if (total > most) return FilterError(node.terms[i].weight.span(), "the weights are too large");
    SEINE_ASSIGN_OR_RETURN(bound::FilterPtr filter,
                           BindFilter(context, scope, node.terms[i].filter));
    score.terms.push_back({static_cast<int64_t>(weight), std::move(filter)});
  }
  return bound::MakeValue(std::move(score), {ValueKind::kNumber, scale, false}, span);
}

std::optional<filter::Literal> FoldedNumber(const filter::Expr& expr) {
  if (const auto* literal = expr.As<filter::Literal>()) {
    if (ExactNumber::Of(literal->value)) return *literal;
    return std::nullopt;
  }
  const auto* negate = expr.As<filter::Negate>();
  const auto* node = expr.As<filter::Arithmetic>();
  if (negate == nullptr && (node == nullptr || node->op == ArithmeticOp::kDivide))
    return std::nullopt;
  const auto a = negate != nullptr
                     ? std::optional<filter::Literal>(filter::Literal{filter::Integer{"0"}, {}})
                     : FoldedNumber(node->left);
  const auto b = FoldedNumber(negate != nullptr ? negate->operand : node->right);
  if (!a || !b) return std::nullopt;
  const auto x = ExactNumber::Of(a->value)->Shortest();
  const auto y = ExactNumber::Of(b->value)->Shortest();
  const ArithmeticOp op = negate != nullptr ? ArithmeticOp::kSubtract : node->op;
  if (!x || !y) return std::nullopt;
  const bool product = op == ArithmeticOp::kMultiply;
  const int scale = product ? x->scale + y->scale : std::max(x->scale, y->scale);
  if (scale > kMostScale) return std::nullopt;
  Fraction left{x->number, 1};
  Fraction right{y->number, 1};
  Fraction result;
  const auto times = [](Fraction& f, int by) {
    return Apply(ArithmeticOp::kMultiply, Fraction(f), {PowerOfTen(by), 1}, &f);
  };
  if (!product && !(times(left, scale - x->scale) && times(right, scale - y->scale)))
    return std::nullopt;
  if (!Apply(op, left, right, &result)) return std::nullopt;
  std::ostringstream printed;
  printed << result.numerator;
  const std::string digits = printed.str();
  const bool whole = scale == 0 || result.numerator == 0;
  if (whole) return filter::Literal{filter::Integer{digits}, expr.span()};
  return filter::Literal{filter::Decimal{digits, scale}, expr.span()};
}

}  // namespace seine::binding
