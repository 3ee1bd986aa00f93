#include "query/bind_periods.h"

#include <utility>

#include "absl/strings/str_cat.h"

#include "engine/status_macros.h"
#include "query/bind_constants.h"
#include "query/bind_mistakes.h"
#include "query/bind_tests.h"
#include "query/bind_times.h"
#include "query/filter_error.h"

namespace seine::binding {
namespace {

using bound::CompareOp;

// What a period asks of a time, bound by bound.
struct PeriodBound {
  CompareOp op;
  const filter::Expr* expr;
};

std::vector<PeriodBound> BoundsOf(const filter::Expr& expr) {
  const auto* period = expr.As<filter::Period>();
  if (period == nullptr) return {};
  if (const auto* p = std::get_if<filter::Since>(&period->value))
    return {{CompareOp::kGreaterEqual, &p->start}};
  if (const auto* p = std::get_if<filter::Before>(&period->value))
    return {{CompareOp::kLess, &p->end}};
  if (const auto* p = std::get_if<filter::FromTo>(&period->value))
    return {{CompareOp::kGreaterEqual, &p->start}, {CompareOp::kLess, &p->end}};
  if (const auto* p = std::get_if<filter::BetweenPeriod>(&period->value))
    return {{CompareOp::kGreaterEqual, &p->start}, {CompareOp::kLessEqual, &p->end}};
  return {};
}

}  // namespace

bool IsValuePeriod(const filter::Expr& expr) {
  for (const PeriodBound& bound : BoundsOf(expr)) {
    if (!IsTimeConstant(*bound.expr)) return true;
  }
  return false;
}

absl::StatusOr<ValuePeriod> BindValuePeriod(BindContext& context, const Scope& scope,
                                            const Operand& subject, const filter::Expr& expr) {
  ValuePeriod period;
  std::vector<bound::FilterPtr> both;
  for (const PeriodBound& bound : BoundsOf(expr)) {
    SEINE_ASSIGN_OR_RETURN(const Operand operand,
                           BindOther(context, scope, subject, "", *bound.expr));
    if (!operand.IsConstant()) {
      SEINE_ASSIGN_OR_RETURN(bound::ValuePtr value, ValueOf(operand));
      if (!IsTime(value->type)) {
        return FilterError(bound.expr->span(),
                           absl::StrCat("expected a time here, and ", DescribeType(operand)));
      }
      period.bounds.push_back(std::move(value));
    }
    SEINE_ASSIGN_OR_RETURN(
        bound::FilterPtr test,
        CompareEither(context, subject, bound.op, operand, {false, false, expr.span(), &scope}));
    both.push_back(std::move(test));
  }
  period.inside =
      both.size() == 1 ? both.front() : bound::MakeFilter(bound::And{std::move(both)}, expr.span());
  return period;
}

bound::FilterPtr InValuePeriods(const bound::ValuePtr& value, std::vector<ValuePeriod> periods,
                                bound::FilterPtr fixed, bool negated, Span span) {
  std::vector<bound::FilterPtr> any;
  std::vector<bound::FilterPtr> all{bound::MakeFilter(bound::ValueExists{value}, span)};
  if (fixed != nullptr) any.push_back(std::move(fixed));
  for (ValuePeriod& period : periods) {
    any.push_back(std::move(period.inside));
    for (bound::ValuePtr& bound : period.bounds)
      all.push_back(bound::MakeFilter(bound::ValueExists{std::move(bound)}, span));
  }
  bound::FilterPtr inside =
      any.size() == 1 ? any.front() : bound::MakeFilter(bound::Or{std::move(any)}, span);
  if (!negated) return inside;
  all.push_back(bound::MakeFilter(bound::Not{std::move(inside)}, span));
  return bound::MakeFilter(bound::And{std::move(all)}, span);
}

}  // namespace seine::binding
