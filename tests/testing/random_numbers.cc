// Arithmetic of random filters. Numbers stay below 38 digits, and reals below infinity.

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <utility>

#include "tests/testing/random_filter.h"

namespace seine::oracle {
namespace {

using filter::ArithmeticOp;
using filter::Expr;

constexpr int kMostDigits = 37;

double Apply(ArithmeticOp op, double a, double b) {
  switch (op) {
    case ArithmeticOp::kAdd:
      return a + b;
    case ArithmeticOp::kSubtract:
      return a - b;
    case ArithmeticOp::kMultiply:
      return a * b;
    case ArithmeticOp::kDivide:
      return b == 0 ? 0 : a / b;
  }
  return 0;
}

int PlacesOf(const Subject& s) { return s.divisor > 0 ? 0 : s.scale; }

// The digits above and below the line; as decimals with one scale, nothing is below.
void CombineDigits(ArithmeticOp op, const Subject& a, const Subject& b, Subject* out) {
  out->scale = std::max(PlacesOf(a), PlacesOf(b));
  if (op == ArithmeticOp::kDivide) {
    out->digits = a.digits + PlacesOf(b) + b.divisor;
    out->divisor = b.digits + PlacesOf(a) + a.divisor;
  } else if (op == ArithmeticOp::kMultiply) {
    out->digits = a.digits + b.digits;
    out->scale = PlacesOf(a) + PlacesOf(b);
    if (a.divisor + b.divisor > 0) {
      out->divisor = std::max(a.divisor, PlacesOf(a)) + std::max(b.divisor, PlacesOf(b));
    }
  } else if (a.divisor + b.divisor > 0) {
    const int below_a = std::max(a.divisor, PlacesOf(a));
    const int below_b = std::max(b.divisor, PlacesOf(b));
    out->digits = std::max(a.digits + below_b, b.digits + below_a) + 1;
    out->divisor = below_a + below_b;
  } else {
    out->digits =
        std::max(a.digits + out->scale - PlacesOf(a), b.digits + out->scale - PlacesOf(b)) + 1;
  }
}

}  // namespace

bool FilterMaker::Operate(ArithmeticOp op, const Subject& left, const Subject& right,
                          Subject* out) {
  const bool real = left.type == ColumnType::kReal || right.type == ColumnType::kReal;
  *out = {};
  CombineDigits(op, left, right, out);
  if (out->scale > kMostDigits) return false;
  if (!real && std::max(out->digits, out->divisor) > kMostDigits) {
    if (!On(Construct::kWideNumbers) || !dice_.Chance(0.3)) return false;
    may_overflow_ = true;
  }
  out->type = real ? ColumnType::kReal : ColumnType::kDecimal;
  for (int i = 0; i < 6; ++i) {
    const double a = std::strtod(SampleText(left).c_str(), nullptr);
    const double b = std::strtod(SampleText(right).c_str(), nullptr);
    const double value = Apply(op, a, b);
    char text[32] = "7";
    const bool plain = value > -1e15 && value < 1e15;
    if (plain) std::snprintf(text, sizeof(text), "%.*f", std::min(out->scale, 4), value);
    out->examples.push_back(text);
  }
  out->expr = Expr::Make(filter::Arithmetic{op, left.expr, right.expr});
  return true;
}

bool FilterMaker::Arithmetic(const Scope& scope, Kind kind, int depth, Subject* out) {
  Subject left;
  if (!Operand(scope, kind, depth - 1, &left)) return false;
  if (left.IsCount()) left.digits = 4;
  if (dice_.Chance(0.15)) {
    const Subject zero{{}, ColumnType::kInteger, 0, nullptr, 0, true, {"0"}, 1};
    if (IsConstant(left.expr) || !Operate(ArithmeticOp::kSubtract, zero, left, out)) return false;
    out->digits = left.digits;
    out->divisor = left.divisor;
    out->expr = Expr::Make(filter::Negate{left.expr});
    return true;
  }
  Subject right;
  if (dice_.Chance(0.4) || !Operand(scope, kind, depth - 1, &right)) right = SmallNumber();
  if (right.IsCount()) right.digits = 4;
  const auto op = static_cast<ArithmeticOp>(dice_.Below(4));
  if (dice_.Chance(0.2)) std::swap(left, right);
  return !(IsConstant(left.expr) && IsConstant(right.expr)) && Operate(op, left, right, out);
}

}  // namespace seine::oracle
