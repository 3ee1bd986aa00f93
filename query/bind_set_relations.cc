// Sets and values of the row against other sets of it.
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"

#include "engine/status_macros.h"
#include "query/bind_constants.h"
#include "query/bind_sets.h"
#include "query/filter_error.h"
#include "query/printer.h"

namespace seine::binding {
namespace {

using bound::FilterPtr;
using bound::ValuePtr;

const ColumnPath* AsSet(const Operand& operand) {
  const ColumnPath* column = operand.AsColumn();
  return column != nullptr && column->schema->type == ColumnType::kSet ? column : nullptr;
}

bound::SetSource SourceOf(const Operand& operand) {
  const ColumnPath& column = *operand.AsColumn();
  return {column.column, column.steps, column.picks, column.outer, column.at, column.outer_table};
}

absl::StatusOr<ValuePtr> TextOf(const Operand& operand) {
  SEINE_ASSIGN_OR_RETURN(ValuePtr value, ValueOf(operand));
  if (value->type.kind == bound::ValueKind::kText) return value;
  return FilterError(operand.expr.span(),
                     absl::StrCat("sets hold text, and ", DescribeType(operand)));
}

bound::SetMode ModeOfHas(filter::HasMode mode) {
  switch (mode) {
    case filter::HasMode::kValue:
    case filter::HasMode::kAny:
      return bound::SetMode::kAny;
    case filter::HasMode::kAll:
      return bound::SetMode::kAll;
    case filter::HasMode::kNone:
      return bound::SetMode::kNone;
    case filter::HasMode::kOnly:
      return bound::SetMode::kOnly;
  }
  return bound::SetMode::kAny;
}

}  // namespace

absl::StatusOr<FilterPtr> BindInSet(BindContext& context, const Scope& scope,
                                    const Operand& subject, const filter::In& test, Span span) {
  if (AsSet(subject) != nullptr) return SetNeedsHas(subject, &test.set);
  SEINE_ASSIGN_OR_RETURN(const Operand other, BindOperand(context, scope, test.set));
  if (AsSet(other) == nullptr) {
    return FilterError(test.set.span(),
                       absl::StrCat("`in` needs a list or a set, and ", DescribeType(other)),
                       "write `=` to compare two values");
  }
  bound::SetRelation relation;
  relation.ignoring_case = test.ignoring_case;
  relation.set = SourceOf(other);
  SEINE_ASSIGN_OR_RETURN(relation.element, TextOf(subject));
  std::vector<FilterPtr> both{bound::MakeFilter(bound::ValueExists{relation.element}, span)};
  FilterPtr inside = bound::MakeFilter(std::move(relation), span);
  if (!test.negated) return inside;
  both.push_back(bound::MakeFilter(bound::Not{std::move(inside)}, span));
  return bound::MakeFilter(bound::And{std::move(both)}, span);
}

absl::StatusOr<FilterPtr> BindHasSet(BindContext& context, const Scope& scope,
                                     const Operand& subject, const filter::Has& test, Span span) {
  SEINE_ASSIGN_OR_RETURN(const Operand other, BindOperand(context, scope, test.value));
  bound::SetRelation relation;
  relation.mode = ModeOfHas(test.mode);
  relation.ignoring_case = test.ignoring_case;
  relation.set = SourceOf(subject);
  if (test.mode == filter::HasMode::kValue) {
    if (AsSet(other) != nullptr) {
      const std::string name = PrintName(other.AsColumn()->schema->name);
      return FilterError(test.value.span(), absl::StrCat("`", name, "` is a set, not one value"),
                         absl::StrCat("write `has any ", name, "` or `has all ", name, "`"));
    }
    SEINE_ASSIGN_OR_RETURN(relation.element, TextOf(other));
  } else if (AsSet(other) == nullptr) {
    return FilterError(test.value.span(),
                       absl::StrCat("expected a list or a set, and ", DescribeType(other)),
                       "write `has` before one value");
  } else {
    relation.other = SourceOf(other);
  }
  const ValuePtr element = relation.element;
  FilterPtr has = bound::MakeFilter(std::move(relation), span);
  if (!test.negated) return has;
  has = bound::MakeFilter(bound::Not{std::move(has)}, span);
  if (element == nullptr) return has;
  std::vector<FilterPtr> both{bound::MakeFilter(bound::ValueExists{element}, span), std::move(has)};
  return bound::MakeFilter(bound::And{std::move(both)}, span);
}

}  // namespace seine::binding
