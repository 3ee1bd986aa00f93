// Texts and bools against constants.

#include <string>
#include <utility>
#include <vector>

#include "engine/status_macros.h"
#include "query/bind_constant_kinds.h"
#include "query/bind_lists.h"
#include "query/bind_tests.h"
#include "query/bind_text.h"
#include "query/filter_error.h"
#include "query/known_texts.h"
#include "query/model_classes.h"

namespace seine::binding {

using bound::CompareOp;
using bound::FilterPtr;
using bound::ValuePtr;
namespace {

absl::StatusOr<std::string> TextOf(const Operand& subject, const filter::Expr& constant) {
  const auto* literal = constant.As<filter::Literal>();
  const auto* text = literal == nullptr ? nullptr : std::get_if<filter::Text>(&literal->value);
  if (text == nullptr) return Mismatch(subject, constant);
  return text->value;
}

void WarnOfUnknown(BindContext& context, const ValuePtr& value,
                   const std::vector<std::string>& texts, bool ignoring_case) {
  WarnOfUnknownClasses(context, value, texts, ignoring_case);
  WarnOfUnknownTexts(context, value, texts, ignoring_case);
}

}  // namespace

absl::StatusOr<FilterPtr> TextCompare(BindContext& context, const Operand& subject, CompareOp op,
                                      const filter::Expr& constant, const TestForm& form) {
  SEINE_ASSIGN_OR_RETURN(std::string text, TextOf(subject, constant));
  const bool equality = op == CompareOp::kEqual || op == CompareOp::kNotEqual;
  if (const auto* value = std::get_if<ValuePtr>(&subject.value)) {
    if (equality) WarnOfUnknown(context, *value, {text}, form.ignoring_case);
    TextPredicatePtr predicate = equality ? MatchAnyOf({std::move(text)}, form.ignoring_case)
                                          : MatchOrder(op, std::move(text), form.ignoring_case);
    return ComputedTextIs(*value, std::move(predicate), op == CompareOp::kNotEqual, form.span);
  }
  const ColumnPath& column = *subject.AsColumn();
  if (equality) {
    return TextIn(context, column, {std::move(text)}, op == CompareOp::kNotEqual,
                  form.ignoring_case, form.span);
  }
  return TextMatches(column, MatchOrder(op, std::move(text), form.ignoring_case), false, form.span);
}

absl::StatusOr<FilterPtr> TextBetween(const Operand& subject, const filter::Expr& low,
                                      const filter::Expr& high, const TestForm& form) {
  SEINE_ASSIGN_OR_RETURN(std::string first, TextOf(subject, low));
  SEINE_ASSIGN_OR_RETURN(std::string last, TextOf(subject, high));
  const auto test = [&](CompareOp op, std::string text) {
    TextPredicatePtr predicate = MatchOrder(op, std::move(text), form.ignoring_case);
    if (const auto* value = std::get_if<ValuePtr>(&subject.value))
      return ComputedTextIs(*value, std::move(predicate), false, form.span);
    return TextMatches(*subject.AsColumn(), std::move(predicate), false, form.span);
  };
  if (!form.negated) {
    return bound::Both(test(CompareOp::kGreaterEqual, std::move(first)),
                       test(CompareOp::kLessEqual, std::move(last)), form.span);
  }
  return bound::MakeFilter(bound::Or{{test(CompareOp::kLess, std::move(first)),
                                      test(CompareOp::kGreater, std::move(last))}},
                           form.span);
}

absl::StatusOr<FilterPtr> TextInList(BindContext& context, const Operand& subject,
                                     const filter::Expr& set, const TestForm& form) {
  const auto* value = std::get_if<ValuePtr>(&subject.value);
  const std::string name = value == nullptr ? subject.AsColumn()->schema->name : "this value";
  SEINE_ASSIGN_OR_RETURN(std::vector<std::string> texts, ListedTexts(context, set, name));
  if (value == nullptr) {
    return TextIn(context, *subject.AsColumn(), std::move(texts), form.negated, form.ignoring_case,
                  form.span);
  }
  WarnOfUnknown(context, *value, texts, form.ignoring_case);
  return ComputedTextIs(*value, MatchAnyOf(std::move(texts), form.ignoring_case), form.negated,
                        form.span);
}

absl::StatusOr<FilterPtr> BoolCompare(const Operand& subject, CompareOp op,
                                      const filter::Expr& constant, const TestForm& form) {
  const auto* literal = constant.As<filter::Literal>();
  const auto* boolean =
      literal == nullptr ? nullptr : std::get_if<filter::Boolean>(&literal->value);
  if (boolean == nullptr) return Mismatch(subject, constant);
  if (op != CompareOp::kEqual && op != CompareOp::kNotEqual) {
    return FilterError(form.span, "true and false have no order", "write `=` or `!=`");
  }
  const bool wanted = boolean->value == (op == CompareOp::kEqual);
  if (const auto* value = std::get_if<ValuePtr>(&subject.value))
    return BoolValueIs(*value, wanted, form.span);
  return bound::MakeFilter(bound::BoolIs{subject.AsColumn()->Leaf(), wanted}, form.span);
}

absl::StatusOr<FilterPtr> BoolIn(BindContext& context, const Operand& subject,
                                 const filter::Expr& set, const TestForm& form) {
  bool wanted[2] = {form.negated, form.negated};
  SEINE_RETURN_IF_ERROR(
      VisitConstants(context, set, "true or false", [&](const ListedValue& listed) -> absl::Status {
        const auto* boolean = std::get_if<filter::Boolean>(&listed.value);
        if (boolean == nullptr) {
          return Mismatch(
              subject, filter::Expr::Make(filter::Literal{listed.value, listed.span}, listed.span));
        }
        wanted[boolean->value ? 1 : 0] = !form.negated;
        return absl::OkStatus();
      }));
  if (const auto* value = std::get_if<ValuePtr>(&subject.value)) {
    if (wanted[0] && wanted[1]) return bound::MakeFilter(bound::ValueExists{*value}, form.span);
    if (!wanted[0] && !wanted[1]) return bound::MakeFilter(bound::Constant{false}, form.span);
    return BoolValueIs(*value, wanted[1], form.span);
  }
  const bound::ColumnRef column = subject.AsColumn()->Leaf();
  if (wanted[0] && wanted[1]) return bound::MakeFilter(bound::Exists{column}, form.span);
  if (!wanted[0] && !wanted[1]) return bound::MakeFilter(bound::Constant{false}, form.span);
  return bound::MakeFilter(bound::BoolIs{column, wanted[1]}, form.span);
}

}  // namespace seine::binding
