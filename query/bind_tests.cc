#include "query/bind_tests.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"

#include "engine/absl_bridge.h"
#include "engine/status_macros.h"
#include "query/bind_constants.h"
#include "query/bind_lookups.h"
#include "query/bind_members.h"
#include "query/bind_operands.h"
#include "query/bind_scope.h"
#include "query/bind_sets.h"
#include "query/bind_text.h"
#include "query/bind_times.h"
#include "query/filter_error.h"
#include "query/printer.h"

namespace seine::binding {
namespace {

using bound::CompareOp;
using bound::FilterPtr;
using bound::ValueKind;
using bound::ValuePtr;

CompareOp OpOf(filter::CompareOp op) {
  switch (op) {
    case filter::CompareOp::kEqual:
      return CompareOp::kEqual;
    case filter::CompareOp::kNotEqual:
      return CompareOp::kNotEqual;
    case filter::CompareOp::kLess:
      return CompareOp::kLess;
    case filter::CompareOp::kLessEqual:
      return CompareOp::kLessEqual;
    case filter::CompareOp::kGreater:
      return CompareOp::kGreater;
    case filter::CompareOp::kGreaterEqual:
      return CompareOp::kGreaterEqual;
  }
  return CompareOp::kEqual;
}

// 5 < age is age > 5.
CompareOp Flipped(CompareOp op) {
  switch (op) {
    case CompareOp::kLess:
      return CompareOp::kGreater;
    case CompareOp::kLessEqual:
      return CompareOp::kGreaterEqual;
    case CompareOp::kGreater:
      return CompareOp::kLess;
    case CompareOp::kGreaterEqual:
      return CompareOp::kLessEqual;
    default:
      return op;
  }
}

bool IsSet(const Operand& operand) {
  return operand.AsColumn() != nullptr && operand.AsColumn()->schema->type == ColumnType::kSet;
}

// What two values compare as: numbers with numbers, times with times, text with text, bools with
// bools.
int Family(const bound::ValueType& type) {
  switch (type.kind) {
    case ValueKind::kNumber:
    case ValueKind::kReal:
      return 0;
    case ValueKind::kInstant:
    case ValueKind::kDate:
      return 1;
    case ValueKind::kText:
      return 2;
    case ValueKind::kBool:
      return 3;
  }
  return 0;
}

absl::StatusOr<FilterPtr> CompareOperands(const Operand& left, CompareOp op, const Operand& right,
                                          Span span) {
  for (const Operand* side : {&left, &right}) {
    if (IsSet(*side)) return SetNeedsHas(*side, nullptr);
  }
  SEINE_ASSIGN_OR_RETURN(ValuePtr a, ValueOf(left));
  SEINE_ASSIGN_OR_RETURN(ValuePtr b, ValueOf(right));
  if (Family(a->type) != Family(b->type)) {
    return FilterError(span, absl::StrCat(DescribeType(left), " and ", DescribeType(right),
                                          ", which do not compare"));
  }
  if (a->type.kind == ValueKind::kBool && op != CompareOp::kEqual && op != CompareOp::kNotEqual) {
    return FilterError(span, "true and false have no order", "write `=` or `!=`");
  }
  if (a->type.kind != b->type.kind && IsTime(a->type)) {
    a = AsInstant(a);
    b = AsInstant(b);
  }
  return bound::MakeFilter(bound::Compare{op, std::move(a), std::move(b)}, span);
}

absl::StatusOr<FilterPtr> CompareMember(BindContext& context, const Operand& left, CompareOp op,
                                        const Operand& right, Span span) {
  const Operand& key = left.IsMember() ? right : left;
  if (op != CompareOp::kEqual && op != CompareOp::kNotEqual) {
    return FilterError(span, "keys of members have no order here",
                       "write `member = …` or `member in (…)`");
  }
  if (!key.IsConstant()) {
    return FilterError(key.expr.span(), "`member` is compared with keys, not with columns");
  }
  return BindMembers(context, key.expr, op == CompareOp::kNotEqual, span);
}

// A subject that is neither a constant nor, unless allowed, the member.
absl::Status CheckSubject(const Operand& subject) {
  if (subject.IsConstant()) {
    return FilterError(subject.expr.span(),
                       "expected a column or another value to test, found a constant");
  }
  if (subject.IsMember()) {
    return FilterError(subject.expr.span(), "`member` stands only to the left of `in` and `=`");
  }
  return absl::OkStatus();
}

// `between` with a bound that is a column or an aggregate: every operand must exist, negated or
// not.
absl::StatusOr<FilterPtr> BetweenOperands(BindContext& context, const Operand& subject,
                                          const Operand& low, const Operand& high,
                                          const TestForm& form) {
  std::vector<FilterPtr> all;
  std::vector<FilterPtr> outside;
  for (const Operand* bound_operand : {&low, &high}) {
    const bool is_low = bound_operand == &low;
    CompareOp op = is_low ? CompareOp::kGreaterEqual : CompareOp::kLessEqual;
    if (form.negated) op = is_low ? CompareOp::kLess : CompareOp::kGreater;
    absl::StatusOr<FilterPtr> test =
        bound_operand->IsConstant()
            ? CompareConstant(context, subject, op, bound_operand->expr, form)
            : CompareOperands(subject, op, *bound_operand, form.span);
    if (!test.ok()) return test;
    (form.negated ? outside : all).push_back(*std::move(test));
    if (!form.negated || bound_operand->IsConstant()) continue;
    SEINE_ASSIGN_OR_RETURN(ValuePtr value, ValueOf(*bound_operand));
    all.push_back(bound::MakeFilter(bound::ValueExists{std::move(value)}, form.span));
  }
  if (form.negated) all.push_back(bound::MakeFilter(bound::Or{std::move(outside)}, form.span));
  return bound::MakeFilter(bound::And{std::move(all)}, form.span);
}

std::string_view Word(filter::TextOp op) {
  switch (op) {
    case filter::TextOp::kContains:
      return "contains";
    case filter::TextOp::kStartsWith:
      return "starts with";
    case filter::TextOp::kEndsWith:
      return "ends with";
    case filter::TextOp::kLike:
      return "like";
    case filter::TextOp::kMatches:
      return "matches";
  }
  return "";
}

absl::StatusOr<std::string> PatternOf(const filter::Expr& pattern) {
  if (const auto* literal = pattern.As<filter::Literal>()) {
    if (const auto* text = std::get_if<filter::Text>(&literal->value)) return text->value;
    return FilterError(pattern.span(),
                       absl::StrCat("expected text, found ", DescribeLiteral(literal->value)),
                       absl::StrCat("write it in quotes: \"", PrintLiteral(literal->value), "\""));
  }
  if (const auto* parameter = pattern.As<filter::Parameter>())
    return NoValue(parameter->name, pattern.span());
  if (pattern.Is<filter::Path>()) return NotYet(pattern.span(), "a column as the text to look for");
  return FilterError(pattern.span(),
                     absl::StrCat("expected text in quotes, found ", Describe(pattern)));
}

}  // namespace

absl::StatusOr<FilterPtr> BindCompare(BindContext& context, const Scope& scope,
                                      const filter::Compare& test, Span span) {
  SEINE_ASSIGN_OR_RETURN(Operand left, BindOperand(context, scope, test.left));
  SEINE_ASSIGN_OR_RETURN(Operand right, BindOperand(context, scope, test.right));
  CompareOp op = OpOf(test.op);
  if (left.IsConstant() && right.IsConstant()) {
    return FilterError(span, "both sides are constants",
                       "compare a column or an aggregate, or write `everyone`");
  }
  if (left.IsMember() || right.IsMember()) return CompareMember(context, left, op, right, span);
  if (left.IsConstant()) {
    std::swap(left, right);
    op = Flipped(op);
  }
  if (right.IsConstant())
    return CompareConstant(context, left, op, right.expr, {false, test.ignoring_case, span});
  if (test.ignoring_case) return NotYet(span, "comparing two columns ignoring case");
  return CompareOperands(left, op, right, span);
}

absl::StatusOr<FilterPtr> BindBetween(BindContext& context, const Scope& scope,
                                      const filter::Between& test, Span span) {
  SEINE_ASSIGN_OR_RETURN(const Operand subject, BindOperand(context, scope, test.subject));
  SEINE_RETURN_IF_ERROR(CheckSubject(subject));
  SEINE_ASSIGN_OR_RETURN(const Operand low, BindOperand(context, scope, test.low));
  SEINE_ASSIGN_OR_RETURN(const Operand high, BindOperand(context, scope, test.high));
  const TestForm form{test.negated, false, span};
  if (low.IsConstant() && high.IsConstant())
    return BetweenConstants(context, subject, test.low, test.high, form);
  return BetweenOperands(context, subject, low, high, form);
}

absl::StatusOr<FilterPtr> BindIn(BindContext& context, const Scope& scope, const filter::In& test,
                                 Span span) {
  SEINE_ASSIGN_OR_RETURN(const Operand subject, BindOperand(context, scope, test.subject));
  if (subject.IsMember()) return BindMembers(context, test.set, test.negated, span);
  SEINE_RETURN_IF_ERROR(CheckSubject(subject));
  return InConstants(context, subject, test.set, {test.negated, test.ignoring_case, span});
}

absl::StatusOr<FilterPtr> BindTextTest(BindContext& context, const Scope& scope,
                                       const filter::TextTest& test, Span span) {
  SEINE_ASSIGN_OR_RETURN(const Operand subject, BindOperand(context, scope, test.subject));
  SEINE_RETURN_IF_ERROR(CheckSubject(subject));
  const ColumnPath* column = subject.AsColumn();
  if (column != nullptr && column->schema->type == ColumnType::kSet)
    return SetNeedsHas(subject, nullptr);
  if (column == nullptr || !IsText(column->schema->type)) {
    return FilterError(
        subject.expr.span(),
        absl::StrCat("`", ToAbsl(Word(test.op)), "` tests text, and ", DescribeType(subject)));
  }
  SEINE_ASSIGN_OR_RETURN(std::string pattern, PatternOf(test.pattern));
  absl::StatusOr<TextPredicatePtr> predicate =
      MatchPattern(test.op, std::move(pattern), test.ignoring_case);
  if (!predicate.ok()) {
    return FilterError(test.pattern.span(),
                       absl::StrCat("RE2 refuses this pattern: ", predicate.status().message()));
  }
  return ThroughLookups(context.catalog, *column,
                        TextMatches(*column, *std::move(predicate), test.negated, span));
}

absl::StatusOr<FilterPtr> BindHasTest(BindContext& context, const Scope& scope,
                                      const filter::Has& test, Span span) {
  SEINE_ASSIGN_OR_RETURN(const Operand subject, BindOperand(context, scope, test.subject));
  SEINE_RETURN_IF_ERROR(CheckSubject(subject));
  if (!IsSet(subject)) {
    const ColumnPath* column = subject.AsColumn();
    const std::string name = column == nullptr ? "value" : PrintName(column->schema->name);
    return FilterError(subject.expr.span(),
                       absl::StrCat("`has` tests sets, and ", DescribeType(subject)),
                       absl::StrCat("write `", name, " = …` or `", name, " in (…)`"));
  }
  SEINE_ASSIGN_OR_RETURN(FilterPtr has, BindHas(context, *subject.AsColumn(), test, span));
  return ThroughLookups(context.catalog, *subject.AsColumn(), std::move(has));
}

absl::StatusOr<FilterPtr> BindExists(BindContext& context, const Scope& scope,
                                     const filter::Exists& test, Span span) {
  SEINE_ASSIGN_OR_RETURN(const Operand subject, BindOperand(context, scope, test.subject));
  SEINE_RETURN_IF_ERROR(CheckSubject(subject));
  FilterPtr exists;
  if (const ColumnPath* column = subject.AsColumn()) {
    SEINE_ASSIGN_OR_RETURN(exists,
                           ThroughLookups(context.catalog, *column,
                                          bound::MakeFilter(bound::Exists{column->Leaf()}, span)));
  } else if (subject.AsSize() != nullptr) {
    exists = bound::MakeFilter(bound::Constant{true}, span);  // a missing set has the size 0
  } else {
    SEINE_ASSIGN_OR_RETURN(ValuePtr value, ValueOf(subject));
    exists = bound::MakeFilter(bound::ValueExists{std::move(value)}, span);
  }
  return test.missing ? bound::MakeFilter(bound::Not{std::move(exists)}, span) : exists;
}

absl::StatusOr<FilterPtr> BindBoolColumn(BindContext& context, const Scope& scope,
                                         const filter::Expr& expr) {
  SEINE_ASSIGN_OR_RETURN(const Operand subject, BindOperand(context, scope, expr));
  const ColumnPath& column = *subject.AsColumn();
  if (column.schema->type == ColumnType::kSet) return SetNeedsHas(subject, nullptr);
  if (column.schema->type != ColumnType::kBool) {
    const std::string name = PrintName(column.schema->name);
    return FilterError(expr.span(), absl::StrCat(DescribeType(subject), ", not a filter"),
                       absl::StrCat("compare it, or write `", name, " exists`"));
  }
  return ThroughLookups(context.catalog, column,
                        bound::MakeFilter(bound::BoolIs{column.Leaf(), true}, expr.span()));
}

}  // namespace seine::binding
