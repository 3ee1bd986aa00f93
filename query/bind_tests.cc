#include "query/bind_tests.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"

#include "engine/absl_bridge.h"
#include "engine/status_macros.h"
#include "query/bind_constants.h"
#include "query/bind_members.h"
#include "query/bind_mistakes.h"
#include "query/bind_operands.h"
#include "query/bind_picks.h"
#include "query/bind_scope.h"
#include "query/bind_sets.h"
#include "query/bind_text.h"
#include "query/bind_times.h"
#include "query/filter_error.h"
#include "query/keywords.h"
#include "query/printer.h"
#include "query/table_tree.h"

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

// `between` where not only the bounds are constants: every operand must exist, negated or not.
absl::StatusOr<FilterPtr> BetweenOperands(BindContext& context, const Operand& subject,
                                          const Operand& low, const Operand& high,
                                          const TestForm& form) {
  std::vector<FilterPtr> all;
  std::vector<FilterPtr> outside;
  for (const Operand* bound_operand : {&low, &high}) {
    const bool is_low = bound_operand == &low;
    CompareOp op = is_low ? CompareOp::kGreaterEqual : CompareOp::kLessEqual;
    if (form.negated) op = is_low ? CompareOp::kLess : CompareOp::kGreater;
    SEINE_ASSIGN_OR_RETURN(FilterPtr test,
                           CompareEither(context, subject, op, *bound_operand, form));
    (form.negated ? outside : all).push_back(std::move(test));
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
  const filter::LiteralValue& literal = pattern.As<filter::Literal>()->value;
  if (const auto* text = std::get_if<filter::Text>(&literal)) return text->value;
  return FilterError(pattern.span(),
                     absl::StrCat("expected text, found ", DescribeLiteral(literal)),
                     absl::StrCat("write it in quotes: \"", PrintLiteral(literal), "\""));
}

// name contains city
absl::StatusOr<FilterPtr> TextAgainstText(BindContext& context, const Scope& scope,
                                          const Operand& subject, const filter::TextTest& test,
                                          Span span) {
  if (test.op == filter::TextOp::kMatches) {
    return FilterError(test.pattern.span(), "a regular expression is written down, in quotes");
  }
  SEINE_ASSIGN_OR_RETURN(const Operand pattern,
                         BindOther(context, scope, subject, Word(test.op), test.pattern));
  SEINE_ASSIGN_OR_RETURN(ValuePtr wanted, ValueOf(pattern));
  if (wanted->type.kind != ValueKind::kText) {
    return FilterError(test.pattern.span(),
                       absl::StrCat("expected text, and ", DescribeType(pattern)));
  }
  SEINE_ASSIGN_OR_RETURN(ValuePtr text, ValueOf(subject));
  return bound::MakeFilter(bound::TextTest{test.op, std::move(text), std::move(wanted),
                                           test.negated, test.ignoring_case},
                           span);
}

}  // namespace

bool Comparable(const bound::ValueType& a, const bound::ValueType& b) {
  return Family(a) == Family(b);
}

FilterPtr BoolValueIs(const ValuePtr& value, bool wanted, Span span) {
  bound::ConstantValue constant;
  constant.number = wanted ? 1 : 0;
  ValuePtr right = bound::MakeValue(std::move(constant), {ValueKind::kBool, 0, false}, span);
  return bound::MakeFilter(bound::Compare{CompareOp::kEqual, value, std::move(right)}, span);
}

absl::StatusOr<FilterPtr> CompareOperands(const Operand& left, CompareOp op, const Operand& right,
                                          Span span, bool ignoring_case) {
  for (const Operand* side : {&left, &right}) {
    if (side->AsSet() != nullptr) return SetNeedsHas(*side, nullptr);
  }
  SEINE_ASSIGN_OR_RETURN(ValuePtr a, ValueOf(left));
  SEINE_ASSIGN_OR_RETURN(ValuePtr b, ValueOf(right));
  if (!Comparable(a->type, b->type)) {
    const auto one_is = [&](auto&& is) { return is(a->type.kind) || is(b->type.kind); };
    const bool time_and_number =
        one_is([](ValueKind k) { return k == ValueKind::kDate || k == ValueKind::kInstant; }) &&
        one_is([](ValueKind k) { return k == ValueKind::kNumber || k == ValueKind::kReal; });
    std::string hint = DayHint(right.expr);
    if (hint.empty() && time_and_number)
      hint = "of a time, `… year` and `days since …` are numbers";
    return FilterError(
        span,
        absl::StrCat(DescribeType(left), " and ", DescribeType(right), ", which do not compare"),
        hint);
  }
  if (ignoring_case && a->type.kind != ValueKind::kText) {
    return FilterError(span, absl::StrCat("`ignoring case` is for text, and ", DescribeType(left)));
  }
  if (a->type.kind == ValueKind::kBool && op != CompareOp::kEqual && op != CompareOp::kNotEqual) {
    return FilterError(span, "true and false have no order", "write `=` or `!=`");
  }
  if (a->type.kind != b->type.kind && IsTime(a->type)) {
    a = AsInstant(a);
    b = AsInstant(b);
  }
  return bound::MakeFilter(bound::Compare{op, std::move(a), std::move(b), ignoring_case}, span);
}

absl::StatusOr<FilterPtr> CompareEither(BindContext& context, const Operand& left, CompareOp op,
                                        const Operand& right, const TestForm& form) {
  TestForm plain = form;
  plain.negated = false;
  if (!right.IsConstant()) {
    if (left.IsConstant()) return CompareConstant(context, right, Flipped(op), left.expr, plain);
    return CompareOperands(left, op, right, form.span, form.ignoring_case);
  }
  if (!left.IsConstant()) return CompareConstant(context, left, op, right.expr, plain);
  SEINE_ASSIGN_OR_RETURN(ValuePtr value, ValueOf(left));
  if (value->type.kind == ValueKind::kDate) {
    SEINE_ASSIGN_OR_RETURN(ValuePtr moment, ValueOf(right));
    if (moment->type.kind == ValueKind::kInstant)
      return CompareConstant(context, {std::move(moment), right.expr}, Flipped(op), left.expr,
                             plain);
  }
  return CompareConstant(context, {std::move(value), left.expr}, op, right.expr, plain);
}

namespace {

// "gender" = "F"
std::string QuotedColumnHint(const BindContext& context, const Scope& scope,
                             const filter::Compare& test) {
  for (const filter::Expr* side : {&test.left, &test.right}) {
    const auto* literal = side->As<filter::Literal>();
    const auto* text = literal == nullptr ? nullptr : std::get_if<filter::Text>(&literal->value);
    if (text == nullptr) continue;
    if (FindOnRow(context.catalog.schema(), scope.table, text->value).table >= 0)
      return absl::StrCat("a column is written `", PrintName(text->value), "`, without quotes");
  }
  return "compare a column or an aggregate, or write `everyone`";
}

}  // namespace

absl::StatusOr<FilterPtr> BindCompare(BindContext& context, const Scope& scope,
                                      const filter::Compare& test, Span span) {
  const std::string_view sign = CompareOpName(test.op);
  absl::StatusOr<Operand> first = BindOperand(context, scope, test.left);
  if (!first.ok()) {
    const absl::StatusOr<Operand> second = BindOperand(context, scope, test.right);
    if (!second.ok()) return first.status();
    return AdviseOther(context, scope, *second, sign, test.left, first.status());
  }
  const Operand left = *std::move(first);
  SEINE_ASSIGN_OR_RETURN(const Operand right, BindOther(context, scope, left, sign, test.right));
  const CompareOp op = OpOf(test.op);
  if (left.IsConstant() && right.IsConstant()) {
    return FilterError(span, "both sides are constants", QuotedColumnHint(context, scope, test));
  }
  if (left.IsMember() || right.IsMember()) {
    if (test.ignoring_case) return KeysAreExact(span);
    return CompareMember(context, left, op, right, span);
  }
  return CompareEither(context, left, op, right, {false, test.ignoring_case, span, &scope});
}

absl::StatusOr<FilterPtr> BindBetween(BindContext& context, const Scope& scope,
                                      const filter::Between& test, Span span) {
  SEINE_ASSIGN_OR_RETURN(const Operand subject, BindOperand(context, scope, test.subject));
  SEINE_ASSIGN_OR_RETURN(const Operand low, BindOther(context, scope, subject, "", test.low));
  SEINE_ASSIGN_OR_RETURN(const Operand high, BindOther(context, scope, subject, "", test.high));
  const TestForm form{test.negated, test.ignoring_case, span, &scope};
  if (!low.IsConstant() || !high.IsConstant())
    return BetweenOperands(context, subject, low, high, form);
  SEINE_RETURN_IF_ERROR(CheckSubject(subject));
  return BetweenConstants(context, subject, low.expr, high.expr, form);
}

absl::StatusOr<FilterPtr> BindTextTest(BindContext& context, const Scope& scope,
                                       const filter::TextTest& test, Span span) {
  SEINE_ASSIGN_OR_RETURN(Operand subject, BindOperand(context, scope, test.subject));
  if (subject.IsConstant() && !test.pattern.Is<filter::Literal>()) {
    SEINE_ASSIGN_OR_RETURN(subject.value, ValueOf(subject));
  }
  SEINE_RETURN_IF_ERROR(CheckSubject(subject));
  const ColumnPath* column = subject.AsColumn();
  const auto* value = std::get_if<ValuePtr>(&subject.value);
  if (subject.AsSet() != nullptr) {
    const bool whole = test.op == filter::TextOp::kContains && test.pattern.Is<filter::Literal>();
    return SetNeedsHas(subject, whole ? &test.pattern : nullptr);
  }
  if (column != nullptr ? !IsText(column->schema->type)
                        : value == nullptr || (*value)->type.kind != ValueKind::kText) {
    return FilterError(
        subject.expr.span(),
        absl::StrCat("`", ToAbsl(Word(test.op)), "` tests text, and ", DescribeType(subject)));
  }
  if (!test.pattern.Is<filter::Literal>())
    return TextAgainstText(context, scope, subject, test, span);
  SEINE_ASSIGN_OR_RETURN(std::string pattern, PatternOf(test.pattern));
  absl::StatusOr<TextPredicatePtr> predicate =
      MatchPattern(test.op, std::move(pattern), test.ignoring_case);
  if (!predicate.ok()) {
    return FilterError(test.pattern.span(),
                       absl::StrCat("RE2 refuses this pattern: ", predicate.status().message()));
  }
  if (value != nullptr) return ComputedTextIs(*value, *std::move(predicate), test.negated, span);
  return TestOfColumn(context.catalog, *column,
                      TextMatches(*column, *std::move(predicate), test.negated, span));
}

absl::StatusOr<FilterPtr> BindHasTest(BindContext& context, const Scope& scope,
                                      const filter::Has& test, Span span) {
  SEINE_ASSIGN_OR_RETURN(const Operand subject, BindOperand(context, scope, test.subject));
  SEINE_RETURN_IF_ERROR(CheckSubject(subject));
  if (subject.AsSet() == nullptr) {
    const ColumnPath* column = subject.AsColumn();
    const std::string name = column == nullptr ? "value" : PrintName(column->schema->name);
    return FilterError(subject.expr.span(),
                       absl::StrCat("`has` tests sets, and ", DescribeType(subject)),
                       absl::StrCat("write `", name, " = …` or `", name, " in (…)`"));
  }
  if (test.value.Is<filter::Path>())
    SEINE_RETURN_IF_ERROR(BindOther(context, scope, subject, "has", test.value).status());
  if (const auto* list = test.value.As<filter::List>()) {
    for (const filter::Expr& other : list->others)
      SEINE_RETURN_IF_ERROR(BindOther(context, scope, subject, "has", other).status());
  }
  const bool computed = test.mode == filter::HasMode::kValue && !test.value.Is<filter::Literal>() &&
                        !test.value.Is<filter::Parameter>();
  if (computed || test.value.Is<filter::Path>())
    return BindHasSet(context, scope, subject, test, span);
  SEINE_ASSIGN_OR_RETURN(FilterPtr has, BindHas(context, *subject.AsColumn(), test, span));
  return TestOfColumn(context.catalog, *subject.AsColumn(), std::move(has));
}

absl::StatusOr<FilterPtr> BindExists(BindContext& context, const Scope& scope,
                                     const filter::Exists& test, Span span) {
  SEINE_ASSIGN_OR_RETURN(const Operand subject, BindOperand(context, scope, test.subject));
  SEINE_RETURN_IF_ERROR(CheckSubject(subject));
  FilterPtr exists;
  if (const ColumnPath* column = subject.AsColumn()) {
    SEINE_ASSIGN_OR_RETURN(exists,
                           TestOfColumn(context.catalog, *column,
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
  if (const auto* value = std::get_if<ValuePtr>(&subject.value)) {
    if ((*value)->type.kind == ValueKind::kBool) return BoolValueIs(*value, true, expr.span());
    return FilterError(expr.span(), absl::StrCat(DescribeType(subject), ", not a filter"),
                       "compare it with something: `… = …`, `… >= …`");
  }
  const ColumnPath& column = *subject.AsColumn();
  if (subject.AsSet() != nullptr) return SetNeedsHas(subject, nullptr);
  if (column.schema->type != ColumnType::kBool) {
    const std::string name = PrintName(column.schema->name);
    return FilterError(expr.span(), absl::StrCat(DescribeType(subject), ", not a filter"),
                       absl::StrCat("compare it, or write `", name, " exists`"));
  }
  return TestOfColumn(context.catalog, column,
                      bound::MakeFilter(bound::BoolIs{column.Leaf(), true}, expr.span()));
}

}  // namespace seine::binding
