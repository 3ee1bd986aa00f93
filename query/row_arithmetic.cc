// RowEvaluator: numbers made of numbers, exactly; and the first that exists.

#include <algorithm>
#include <cmath>

#include "query/fraction.h"
#include "query/row_evaluator.h"

namespace seine {
namespace {

using absl::int128;
using filter::ArithmeticOp;

double ApplyReal(ArithmeticOp op, double a, double b) {
  switch (op) {
    case ArithmeticOp::kAdd:
      return a + b;
    case ArithmeticOp::kSubtract:
      return a - b;
    case ArithmeticOp::kMultiply:
      return a * b;
    case ArithmeticOp::kDivide:
      return a / b;
  }
  return 0;
}

void ArithmeticOfReals(ArithmeticOp op, const ValueVector& a, const ValueVector& b, uint32_t rows,
                       RowArena& arena, ValueVector* out) {
  out->real = arena.Take<double>(rows);
  ForEachBit(out->present.data(), rows, [&](uint32_t i) {
    const double right = b.Real(i);
    const double result = ApplyReal(op, a.Real(i), right);
    // Division by zero is missing, and so is what is no number (inf - inf).
    if ((op == ArithmeticOp::kDivide && right == 0) || std::isnan(result)) {
      out->present[i >> 6] &= ~(uint64_t{1} << (i & 63));
    } else {
      out->real[i] = result + 0.0;
    }
  });
}

// Both fit into 64 bits, and the result was found to, too.
void ArithmeticOfSmall(ArithmeticOp op, const ValueVector& a, const ValueVector& b, uint32_t rows,
                       RowArena& arena, ValueVector* out) {
  out->small = arena.Take<int64_t>(rows);
  const bool multiply = op == ArithmeticOp::kMultiply;
  const auto left = multiply ? 1 : static_cast<int64_t>(PowerOfTen(out->type.scale - a.type.scale));
  auto right = multiply ? 1 : static_cast<int64_t>(PowerOfTen(out->type.scale - b.type.scale));
  if (op == ArithmeticOp::kSubtract) right = -right;
  ForEachBit(out->present.data(), rows, [&](uint32_t i) {
    const int64_t x = a.small[a.Slot(i)];
    const int64_t y = b.small[b.Slot(i)];
    out->small[i] = multiply ? x * y : x * left + y * right;
  });
}

// Of 64 bits above and below the line.
struct SmallFraction {
  int64_t numerator = 0;
  int64_t denominator = 1;
};

bool Times(int64_t a, int64_t b, int64_t* product) {
  return !__builtin_mul_overflow(a, b, product);
}

// What Apply() of query/fraction.h does. False: it does not fit.
bool ApplySmall(ArithmeticOp op, const SmallFraction& a, SmallFraction b, SmallFraction* out) {
  if (op == ArithmeticOp::kDivide) {
    b = {b.denominator, b.numerator};
    if (b.denominator < 0) {
      if (b.denominator == INT64_MIN) return false;
      b = {-b.numerator, -b.denominator};
    }
  }
  if (op == ArithmeticOp::kMultiply || op == ArithmeticOp::kDivide)
    return Times(a.numerator, b.numerator, &out->numerator) &&
           Times(a.denominator, b.denominator, &out->denominator);
  int64_t left = a.numerator;
  int64_t right = b.numerator;
  out->denominator = a.denominator;
  if (a.denominator != b.denominator &&
      !(Times(a.numerator, b.denominator, &left) && Times(b.numerator, a.denominator, &right) &&
        Times(a.denominator, b.denominator, &out->denominator)))
    return false;
  return op == ArithmeticOp::kSubtract ? !__builtin_sub_overflow(left, right, &out->numerator)
                                       : !__builtin_add_overflow(left, right, &out->numerator);
}

// What an operand is multiplied with before it meets the other.
struct Units {
  int128 left = 1;
  int128 right = 1;
};

Units UnitsOf(ArithmeticOp op, int scale, int left, int right) {
  if (op == ArithmeticOp::kAdd || op == ArithmeticOp::kSubtract)
    return {PowerOfTen(scale - left), PowerOfTen(scale - right)};
  // a / b: the scale of the result is that of a beyond b's, or none.
  if (op == ArithmeticOp::kDivide) return {PowerOfTen(std::max(right - left, 0)), 1};
  return {};
}

SmallFraction SmallFractionOf(const ValueVector& v, uint32_t i) {
  return {v.small[v.Slot(i)], v.denominator.empty() ? 1 : v.denominator[v.Slot(i)]};
}

void Forget(uint32_t i, ValueVector* out) { out->present[i >> 6] &= ~(uint64_t{1} << (i & 63)); }

// False, for 128 bits to do it all, when some operand or result takes more than 64.
bool ArithmeticOf64(ArithmeticOp op, const ValueVector& a, const ValueVector& b, const Units& units,
                    uint32_t rows, RowArena& arena, ValueVector* out) {
  if (!a.wide.empty() || !a.wide_denominator.empty() || !b.wide.empty() ||
      !b.wide_denominator.empty() || units.left > INT64_MAX || units.right > INT64_MAX)
    return false;
  const auto left = static_cast<int64_t>(units.left);
  const auto right = static_cast<int64_t>(units.right);
  out->small = arena.Take<int64_t>(rows);
  if (out->type.fraction) out->denominator = arena.Take<int64_t>(rows);
  const bool divide = op == ArithmeticOp::kDivide;
  bool fits = true;
  ForEachBit(out->present.data(), rows, [&](uint32_t i) {
    SmallFraction x = SmallFractionOf(a, i);
    SmallFraction y = SmallFractionOf(b, i);
    SmallFraction result;
    if (divide && y.numerator == 0) return Forget(i, out);
    fits = Times(x.numerator, left, &x.numerator) && Times(y.numerator, right, &y.numerator) &&
           ApplySmall(op, x, y, &result) && fits;
    out->small[i] = result.numerator;
    if (!out->denominator.empty()) out->denominator[i] = result.denominator;
  });
  if (fits) return true;
  out->small = {};
  out->denominator = {};
  return false;
}

}  // namespace

void RowEvaluator::EvaluateArithmetic(const row::Arithmetic& node, const row::Value& value,
                                      const RowBatch& batch, ValueVector* out) {
  ValueVector a;
  ValueVector b;
  Evaluate(*node.left, batch, &a);
  Evaluate(*node.right, batch, &b);
  out->present = arena_.Take<uint64_t>(MaskWords(batch.count) + 8);
  FillMask(out->present.data(), batch.count, true);
  AndPresent(a, batch.count, out->present.data());
  AndPresent(b, batch.count, out->present.data());
  if (out->type.kind == bound::ValueKind::kReal) {
    ArithmeticOfReals(node.op, a, b, batch.count, arena_, out);
    return;
  }
  if (value.bound && !out->type.fraction && a.wide.empty() && b.wide.empty()) {
    ArithmeticOfSmall(node.op, a, b, batch.count, arena_, out);
    return;
  }
  const Units units = UnitsOf(node.op, out->type.scale, a.type.scale, b.type.scale);
  if (ArithmeticOf64(node.op, a, b, units, batch.count, arena_, out)) return;
  out->wide = arena_.Take<int128>(batch.count);
  if (out->type.fraction) out->wide_denominator = arena_.Take<int128>(batch.count);
  const Fraction left_unit{units.left, 1};
  const Fraction right_unit{units.right, 1};
  ForEachBit(out->present.data(), batch.count, [&](uint32_t i) {
    Fraction left{a.Numerator(i), a.Denominator(i)};
    Fraction right{b.Numerator(i), b.Denominator(i)};
    if (node.op == ArithmeticOp::kDivide && right.numerator == 0) {
      Forget(i, out);
      return;
    }
    Fraction result;
    const bool fits = (left_unit.numerator == 1 ||
                       Apply(ArithmeticOp::kMultiply, Fraction(left), left_unit, &left)) &&
                      (right_unit.numerator == 1 ||
                       Apply(ArithmeticOp::kMultiply, Fraction(right), right_unit, &right)) &&
                      Apply(node.op, left, right, &result);
    if (!fits) {
      Overflow(node.text);
      result = {};
    }
    out->wide[i] = result.numerator;
    if (out->type.fraction) out->wide_denominator[i] = result.denominator;
  });
}

void RowEvaluator::EvaluateFirstOf(const row::FirstOf& node, const RowBatch& batch,
                                   ValueVector* out) {
  using bound::ValueKind;
  const uint32_t n = batch.count;
  const bound::ValueType type = out->type;
  out->present = arena_.Take<uint64_t>(MaskWords(n) + 8);
  FillMask(out->present.data(), n, false);
  if (type.kind == ValueKind::kNumber) {
    out->wide = arena_.Take<int128>(n);
    if (type.fraction) out->wide_denominator = arena_.Take<int128>(n);
  } else if (type.kind == ValueKind::kReal) {
    out->real = arena_.Take<double>(n);
  } else if (type.kind == ValueKind::kText) {
    out->text = arena_.Take<std::string_view>(n);
  } else {
    out->small = arena_.Take<int64_t>(n);
  }
  Mask wanted = arena_.Take<uint64_t>(MaskWords(n) + 8);
  FillMask(wanted.data(), n, true);
  for (const row::ValuePtr& operand : node.operands) {
    // Of those that no operand before has.
    for (size_t w = 0; w < MaskWords(n); ++w) wanted[w] &= ~out->present[w];
    if (CountMask(wanted.data(), n) == 0) return;
    ValueVector v;
    EvaluateOf(*operand, batch, wanted.data(), &v);
    const Fraction unit{
        type.kind == ValueKind::kNumber ? PowerOfTen(type.scale - v.type.scale) : int128(1), 1};
    ForEachBit(wanted.data(), n, [&](uint32_t i) {
      if (!v.Has(i)) return;
      SetMaskBit(out->present.data(), i);
      if (type.kind == ValueKind::kReal) {
        out->real[i] = v.Real(i);
      } else if (type.kind == ValueKind::kText) {
        out->text[i] = v.text[v.Slot(i)];
      } else if (type.kind == ValueKind::kNumber) {
        Fraction f{v.Numerator(i), v.Denominator(i)};
        if (unit.numerator != 1 && !Apply(ArithmeticOp::kMultiply, Fraction(f), unit, &f))
          Overflow(node.text);
        out->wide[i] = f.numerator;
        if (type.fraction) out->wide_denominator[i] = f.denominator;
      } else {
        out->small[i] = v.small[v.Slot(i)];
      }
    });
  }
}

void RowEvaluator::EvaluateWhen(const row::When& node, const RowBatch& batch, ValueVector* out) {
  Mask holds = arena_.Take<uint64_t>(MaskWords(batch.count) + 8);
  Test(*node.filter, batch, holds.data());
  ValueVector value;
  EvaluateOf(*node.value, batch, holds.data(), &value);
  if (value.constant) {
    auto all = arena_.Take<uint32_t>(std::max(batch.count, 1u));
    all.Zero();
    SpreadVector(value, all.data(), batch.count, arena_, out);
  } else {
    *out = std::move(value);
  }
  for (size_t w = 0; w < MaskWords(batch.count); ++w) out->present[w] &= holds[w];
}

}  // namespace seine
