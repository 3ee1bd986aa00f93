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

// The quotient of numbers of 64 bits, none a fraction, is the pair of them.
void DivideSmall(const ValueVector& a, const ValueVector& b, uint32_t rows, RowArena& arena,
                 ValueVector* out) {
  out->small = arena.Take<int64_t>(rows);
  out->denominator = arena.Take<int64_t>(rows);
  ForEachBit(out->present.data(), rows, [&](uint32_t i) {
    const int64_t by = b.small[b.Slot(i)];
    out->small[i] = by < 0 ? -a.small[a.Slot(i)] : a.small[a.Slot(i)];
    out->denominator[i] = by < 0 ? -by : by;
    if (by == 0) out->present[i >> 6] &= ~(uint64_t{1} << (i & 63));
  });
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
  // Bounds say that no number is the least of 64 bits, whose opposite is none of them.
  if (node.op == ArithmeticOp::kDivide && !a.type.fraction && !b.type.fraction &&
      node.left->bound && node.right->bound && a.wide.empty() && b.wide.empty() &&
      a.type.scale >= b.type.scale) {
    DivideSmall(a, b, batch.count, arena_, out);
    return;
  }
  out->wide = arena_.Take<int128>(batch.count);
  if (out->type.fraction) out->wide_denominator = arena_.Take<int128>(batch.count);
  const bool scaled = node.op == ArithmeticOp::kAdd || node.op == ArithmeticOp::kSubtract;
  // a / b: the scale of the result is that of a beyond b's, or none.
  const int divided = std::max(b.type.scale - a.type.scale, 0);
  const Fraction left_unit{PowerOfTen(scaled ? out->type.scale - a.type.scale
                                             : (node.op == ArithmeticOp::kDivide ? divided : 0)),
                           1};
  const Fraction right_unit{PowerOfTen(scaled ? out->type.scale - b.type.scale : 0), 1};
  ForEachBit(out->present.data(), batch.count, [&](uint32_t i) {
    Fraction left{a.Numerator(i), a.Denominator(i)};
    Fraction right{b.Numerator(i), b.Denominator(i)};
    if (node.op == ArithmeticOp::kDivide && right.numerator == 0) {
      out->present[i >> 6] &= ~(uint64_t{1} << (i & 63));
      return;
    }
    Fraction result;
    const bool fits = (left_unit.numerator == 1 ||
                       Apply(ArithmeticOp::kMultiply, Fraction(left), left_unit, &left)) &&
                      (right_unit.numerator == 1 ||
                       Apply(ArithmeticOp::kMultiply, Fraction(right), right_unit, &right)) &&
                      Apply(node.op, left, right, &result);
    if (!fits) {
      Overflow();
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
  for (const row::ValuePtr& operand : node.operands) {
    ValueVector v;
    Evaluate(*operand, batch, &v);
    const Fraction unit{
        type.kind == ValueKind::kNumber ? PowerOfTen(type.scale - v.type.scale) : int128(1), 1};
    for (uint32_t i = 0; i < n; ++i) {
      if (MaskBit(out->present.data(), i) || !v.Has(i)) continue;
      SetMaskBit(out->present.data(), i);
      if (type.kind == ValueKind::kReal) {
        out->real[i] = v.Real(i);
      } else if (type.kind == ValueKind::kText) {
        out->text[i] = v.text[v.Slot(i)];
      } else if (type.kind == ValueKind::kNumber) {
        Fraction f{v.Numerator(i), v.Denominator(i)};
        if (unit.numerator != 1 && !Apply(ArithmeticOp::kMultiply, Fraction(f), unit, &f))
          Overflow();
        out->wide[i] = f.numerator;
        if (type.fraction) out->wide_denominator[i] = f.denominator;
      } else {
        out->small[i] = v.small[v.Slot(i)];
      }
    }
  }
}

void RowEvaluator::EvaluateWhen(const row::When& node, const RowBatch& batch, ValueVector* out) {
  Mask holds = arena_.Take<uint64_t>(MaskWords(batch.count) + 8);
  Test(*node.filter, batch, holds.data());
  ValueVector value;
  Evaluate(*node.value, batch, &value);
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
