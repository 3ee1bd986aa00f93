#include "query/bind_in.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "engine/status_macros.h"
#include "query/bind_constants.h"
#include "query/bind_members.h"
#include "query/bind_mistakes.h"
#include "query/bind_operands.h"
#include "query/bind_periods.h"
#include "query/bind_sets.h"
#include "query/bind_tests.h"

namespace seine::binding {
namespace {

using bound::CompareOp;
using bound::FilterPtr;
using bound::ValuePtr;

// What stands right of `in`, taken apart.
struct Listed {
  filter::Expr constants;       // periods, whatever bounds them, among them; absent: none
  std::vector<Operand> values;  // sets too, and, beside a constant, other constants
};

// Beside a constant, constants are compared one by one, but for periods and lists by name.
absl::StatusOr<Listed> TakeApart(BindContext& context, const Scope& scope, const Operand& subject,
                                 const filter::Expr& set) {
  const bool each = subject.IsConstant();
  const auto* list = set.As<filter::List>();
  if (list == nullptr || (list->others.empty() && !each)) return Listed{set, {}};
  Listed listed;
  filter::List constants;
  if (!each) constants.literals = list->literals;
  for (size_t i = 0; each && i < list->literals.size(); ++i) {
    const filter::Literal& literal = list->literals[i];
    listed.values.push_back({ConstantOperand{}, filter::Expr::Make(literal, literal.span)});
  }
  for (const filter::Expr& other : list->others) {
    if (other.Is<filter::Period>() || other.Is<filter::NamedList>() ||
        other.Is<filter::Parameter>() || other.Is<filter::List>()) {
      constants.others.push_back(other);
      continue;
    }
    SEINE_ASSIGN_OR_RETURN(Operand operand, BindOther(context, scope, subject, "in", other));
    const auto* literal = operand.IsConstant() ? operand.expr.As<filter::Literal>() : nullptr;
    if (each || !operand.IsConstant()) {
      listed.values.push_back(std::move(operand));
    } else if (literal != nullptr) {
      constants.literals.push_back(*literal);
    } else {
      constants.others.push_back(operand.expr);
    }
  }
  if (!constants.literals.empty() || !constants.others.empty())
    listed.constants = filter::Expr::Make(std::move(constants), set.span());
  return listed;
}

// city in ("Taipei", shipping_city), "vip" in (tags, city): beside a missing value there is no
// saying that the subject is not in the list.
absl::StatusOr<FilterPtr> InMixedList(BindContext& context, const Scope& scope,
                                      const Operand& subject, const Listed& listed,
                                      const filter::In& test, Span span) {
  TestForm form{test.negated, test.ignoring_case, span, &scope};
  SEINE_ASSIGN_OR_RETURN(ValuePtr value, ValueOf(subject));
  std::vector<FilterPtr> any;
  std::vector<FilterPtr> all{bound::MakeFilter(bound::ValueExists{value}, span)};
  for (const Operand& operand : listed.values) {
    if (operand.AsSet() != nullptr) {
      const filter::In in_set{test.subject, operand.expr, false, test.ignoring_case};
      SEINE_ASSIGN_OR_RETURN(FilterPtr inside, BindInSet(context, scope, subject, in_set, span));
      any.push_back(std::move(inside));
      continue;
    }
    SEINE_ASSIGN_OR_RETURN(FilterPtr equal,
                           CompareEither(context, subject, CompareOp::kEqual, operand, form));
    any.push_back(std::move(equal));
    if (operand.IsConstant()) continue;
    SEINE_ASSIGN_OR_RETURN(ValuePtr element, ValueOf(operand));
    all.push_back(bound::MakeFilter(bound::ValueExists{std::move(element)}, span));
  }
  if (listed.constants) {
    const Operand plain = subject.IsConstant() ? Operand{std::move(value), subject.expr} : subject;
    SEINE_ASSIGN_OR_RETURN(FilterPtr inside, InConstants(context, plain, listed.constants, form));
    (test.negated ? all : any).push_back(std::move(inside));
  }
  FilterPtr inside = bound::MakeFilter(bound::Or{std::move(any)}, span);
  if (!test.negated) return inside;
  all.push_back(bound::MakeFilter(bound::Not{std::move(inside)}, span));
  return bound::MakeFilter(bound::And{std::move(all)}, span);
}

bool HasValuePeriod(const filter::Expr& set) {
  const auto* list = set.As<filter::List>();
  if (list == nullptr) return IsValuePeriod(set);
  return std::ranges::any_of(list->others, IsValuePeriod);
}

}  // namespace

absl::StatusOr<FilterPtr> BindIn(BindContext& context, const Scope& scope, const filter::In& test,
                                 Span span) {
  SEINE_ASSIGN_OR_RETURN(const Operand subject, BindOperand(context, scope, test.subject));
  if (subject.IsMember()) {
    if (test.ignoring_case) return KeysAreExact(span);
    return BindMembers(context, test.set, test.negated, span);
  }
  if (test.set.Is<filter::Path>()) {
    SEINE_RETURN_IF_ERROR(BindOther(context, scope, subject, "in", test.set).status());
    return BindInSet(context, scope, subject, test, span);
  }
  SEINE_ASSIGN_OR_RETURN(Listed listed, TakeApart(context, scope, subject, test.set));
  const bool values = std::ranges::any_of(
      listed.values, [](const Operand& operand) { return !operand.IsConstant(); });
  if (!values && !HasValuePeriod(test.set)) SEINE_RETURN_IF_ERROR(CheckSubject(subject));
  if ((values || subject.IsConstant()) && subject.AsSet() == nullptr)
    return InMixedList(context, scope, subject, listed, test, span);
  return InConstants(context, subject, subject.AsSet() == nullptr ? listed.constants : test.set,
                     {test.negated, test.ignoring_case, span, &scope});
}

}  // namespace seine::binding
