// Sets and values of the row against other sets of it.
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"

#include "engine/status_macros.h"
#include "query/bind_constants.h"
#include "query/bind_picks.h"
#include "query/bind_sets.h"
#include "query/filter_error.h"
#include "query/printer.h"

namespace seine::binding {
namespace {

using bound::FilterPtr;
using bound::ValuePtr;

absl::StatusOr<ValuePtr> TextOf(const Operand& operand) {
  SEINE_ASSIGN_OR_RETURN(ValuePtr value, ValueOf(operand));
  if (value->type.kind == bound::ValueKind::kText) return value;
  return FilterError(operand.expr.span(),
                     absl::StrCat("sets hold text, and ", DescribeType(operand)));
}

}  // namespace

absl::StatusOr<FilterPtr> BindInSet(BindContext& context, const Scope& scope,
                                    const Operand& subject, const filter::In& test, Span span) {
  if (subject.AsSet() != nullptr) return SetNeedsHas(subject, &test.set);
  SEINE_ASSIGN_OR_RETURN(const Operand other, BindOperand(context, scope, test.set));
  if (other.AsSet() == nullptr) {
    return FilterError(test.set.span(),
                       absl::StrCat("`in` needs a list or a set, and ", DescribeType(other)),
                       "write `=` to compare two values");
  }
  const auto* literal = subject.expr.As<filter::Literal>();
  if (literal != nullptr && std::holds_alternative<filter::Text>(literal->value)) {
    const filter::Has has{filter::HasMode::kValue, test.set, subject.expr, test.negated,
                          test.ignoring_case};
    SEINE_ASSIGN_OR_RETURN(FilterPtr held, BindHas(context, *other.AsSet(), has, span));
    return TestOfColumn(context.catalog, *other.AsSet(), std::move(held));
  }
  bound::SetRelation relation;
  relation.ignoring_case = test.ignoring_case;
  relation.set = SourceOf(*other.AsSet());
  SEINE_ASSIGN_OR_RETURN(relation.element, TextOf(subject));
  const ValuePtr element = relation.element;
  return NegatedIf(test.negated, bound::MakeFilter(std::move(relation), span), element, span);
}

absl::StatusOr<FilterPtr> BindHasSet(BindContext& context, const Scope& scope,
                                     const Operand& subject, const filter::Has& test, Span span) {
  SEINE_ASSIGN_OR_RETURN(const Operand other, BindOperand(context, scope, test.value));
  bound::SetRelation relation;
  relation.mode = ModeOf(test.mode);
  relation.ignoring_case = test.ignoring_case;
  relation.set = SourceOf(*subject.AsSet());
  if (test.mode == filter::HasMode::kValue) {
    if (other.AsSet() != nullptr) {
      const std::string name = PrintName(other.AsColumn()->schema->name);
      return FilterError(test.value.span(), absl::StrCat("`", name, "` is a set, not one value"),
                         absl::StrCat("write `has any ", name, "` or `has all ", name, "`"));
    }
    SEINE_ASSIGN_OR_RETURN(relation.element, TextOf(other));
  } else if (other.AsSet() == nullptr) {
    return FilterError(test.value.span(),
                       absl::StrCat("expected a list or a set, and ", DescribeType(other)),
                       "write `has` before one value");
  } else {
    relation.other = SourceOf(*other.AsSet());
  }
  const ValuePtr element = relation.element;
  FilterPtr has = bound::MakeFilter(std::move(relation), span);
  if (element != nullptr) return NegatedIf(test.negated, std::move(has), element, span);
  return test.negated ? bound::MakeFilter(bound::Not{std::move(has)}, span) : has;
}

}  // namespace seine::binding
