#include "query/answered_constants.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "engine/planted_bug.h"
#include "query/bind_numbers.h"
#include "query/fraction.h"
#include "query/mirrored.h"

namespace seine {
namespace {

using absl::int128;
using bound::CompareOp;
using bound::ConstantValue;
using bound::ValueKind;
using bound::ValuePtr;
using Op = filter::ArithmeticOp;

// Null: not a number that is known.
const ConstantValue* NumberIn(const bound::ValueNode& value) {
  const auto* constant = std::get_if<ConstantValue>(&value.node);
  if (value.type.kind != ValueKind::kNumber || constant == nullptr || constant->missing)
    return nullptr;
  return constant;
}

// Times 10^digits. False: more than 128 bits.
bool Shifted(int digits, Fraction* number) {
  const Fraction from = *number;
  const Fraction power{PowerOfTen(digits < 0 ? -digits : digits), 1};
  return Apply(digits < 0 ? Op::kDivide : Op::kMultiply, from, power, number);
}

bound::FilterPtr Compared(const ValuePtr& value, CompareOp op, const Fraction& number, Span span) {
  int128 floor = number.numerator / number.denominator;
  const bool exact = number.numerator % number.denominator == 0;
  if (!exact && number.numerator < 0 && !Planted("units-towards-zero")) --floor;
  const auto* column = std::get_if<bound::ColumnValue>(&value->node);
  if (column == nullptr) return binding::CompareUnits(value, op, floor, exact, span);
  std::vector<bound::Range> ranges{binding::UnitRange(op, floor, exact)};
  binding::NormalizeRanges(ranges);
  return bound::MakeFilter(
      bound::InRanges{column->column, std::move(ranges), {}, op == CompareOp::kNotEqual}, span);
}

}  // namespace

ValuePtr FoldedArithmetic(const ValuePtr& value) {
  const auto* node = std::get_if<bound::Arithmetic>(&value->node);
  if (node == nullptr || value->type.kind != ValueKind::kNumber) return value;
  const ConstantValue* left = NumberIn(*node->left);
  const ConstantValue* right = NumberIn(*node->right);
  if (left == nullptr || right == nullptr) return value;
  Fraction a{left->number, left->denominator};
  Fraction b{right->number, right->denominator};
  const int scale = value->type.scale;
  const int scale_a = node->left->type.scale;
  const int scale_b = node->right->type.scale;
  if (node->op == Op::kDivide && b.numerator == 0) return value;
  const bool adds = node->op == Op::kAdd || node->op == Op::kSubtract;
  if (adds && !(Shifted(scale - scale_a, &a) && Shifted(scale - scale_b, &b))) return value;
  Fraction result;
  if (!Apply(node->op, a, b, &result)) return value;
  const int own = node->op == Op::kMultiply ? scale_a + scale_b : scale_a - scale_b;
  if (!adds && !Shifted(scale - own, &result)) return value;
  result = Reduced(result);
  if (!value->type.fraction && result.denominator != 1) return value;
  ConstantValue constant;
  constant.number = result.numerator;
  constant.denominator = result.denominator;
  return bound::MakeValue(std::move(constant), value->type, value->span, value->text);
}

bound::FilterPtr CompareInUnits(const bound::FilterPtr& filter) {
  const auto* node = std::get_if<bound::Compare>(&filter->node);
  if (node == nullptr) return filter;
  const bool mirrored = NumberIn(*node->left) != nullptr;
  const ValuePtr& value = mirrored ? node->right : node->left;
  const ValuePtr& other = mirrored ? node->left : node->right;
  const ConstantValue* constant = NumberIn(*other);
  if (constant == nullptr || value->type.kind != ValueKind::kNumber || value->type.fraction)
    return filter;
  Fraction number{constant->number, constant->denominator};
  if (!Shifted(value->type.scale - other->type.scale, &number)) return filter;
  const CompareOp op = mirrored ? Mirrored(node->op) : node->op;
  bound::FilterPtr compared = Compared(value, op, number, filter->span);
  return bound::MakeFilter(compared->node, filter->span, filter->text);
}

}  // namespace seine
