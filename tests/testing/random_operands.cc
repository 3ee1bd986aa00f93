// Operands of random values and tests: other values, or constants in their place.

#include <algorithm>

#include "tests/testing/random_filter.h"

namespace seine::oracle {

using filter::Expr;

// Whether a test must not stand between such alone.
bool IsConstant(const Expr& expr) {
  if (expr.Is<filter::Literal>() || expr.Is<filter::Parameter>() || expr.Is<filter::Ago>() ||
      expr.Is<filter::Duration>()) {
    return true;
  }
  if (const auto* negate = expr.As<filter::Negate>()) return IsConstant(negate->operand);
  const auto* node = expr.As<filter::Arithmetic>();
  return node != nullptr && IsConstant(node->left) && IsConstant(node->right);
}

bool FilterMaker::Operand(const Scope& scope, Kind kind, int depth, Subject* out) {
  if (kind != Kind::kSet && On(Construct::kConstantValues) && dice_.Chance(0.15)) {
    *out = ConstantSubject(kind);
    return true;
  }
  return Value(scope, kind, depth, true, out);
}

// One end of `between`, or a value of a list.
Expr FilterMaker::Beside(const Subject& subject, const Scope& scope, int depth, double chance) {
  Subject value;
  if (On(Construct::kColumnsInLists) && dice_.Chance(chance) &&
      Value(scope, KindOf(subject.type), depth - 1, true, &value)) {
    return value.expr;
  }
  return ConstantExpr(subject);
}

// What is tested, as a constant now and then where a value is beside it.
void FilterMaker::PerhapsConstant(Kind kind, bool beside_value, Expr* subject) {
  if (!beside_value || !On(Construct::kConstantValues) || !dice_.Chance(0.15)) return;
  *subject = ConstantSubject(kind).expr;
}

}  // namespace seine::oracle
