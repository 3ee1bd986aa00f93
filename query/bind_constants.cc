#include "query/bind_constants.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"

#include "engine/absl_bridge.h"
#include "engine/status_macros.h"
#include "query/bind_constant_kinds.h"
#include "query/bind_lists.h"
#include "query/bind_lookups.h"
#include "query/bind_mistakes.h"
#include "query/bind_numbers.h"
#include "query/bind_picks.h"
#include "query/filter_error.h"
#include "query/keywords.h"
#include "query/printer.h"
#include "query/time_literal.h"

namespace seine::binding {
namespace {

using bound::CompareOp;
using bound::FilterPtr;
using bound::ValuePtr;

enum class Kind : uint8_t { kNumber, kTime, kText, kBool, kSet };

Kind KindOf(const Operand& operand) {
  if (const ColumnPath* column = operand.AsColumn()) {
    const ColumnType type = column->schema->type;
    if (type == ColumnType::kSet) return Kind::kSet;
    if (type == ColumnType::kBool) return Kind::kBool;
    if (IsTime(type)) return Kind::kTime;
    return IsNumber(type) ? Kind::kNumber : Kind::kText;
  }
  const auto* value = std::get_if<ValuePtr>(&operand.value);
  if (value == nullptr) return Kind::kNumber;  // a size
  switch ((*value)->type.kind) {
    case bound::ValueKind::kNumber:
    case bound::ValueKind::kReal:
      return Kind::kNumber;
    case bound::ValueKind::kInstant:
    case bound::ValueKind::kDate:
      return Kind::kTime;
    case bound::ValueKind::kText:
      return Kind::kText;
    case bound::ValueKind::kBool:
      return Kind::kBool;
  }
  return Kind::kNumber;
}

absl::Status CheckCase(const Operand& subject, const TestForm& form) {
  if (!form.ignoring_case || KindOf(subject) == Kind::kText) return absl::OkStatus();
  return FilterError(form.span,
                     absl::StrCat("`ignoring case` is for text, and ", DescribeType(subject)));
}

bool IsWeekday(const Operand& subject) {
  const auto* part = subject.expr.As<filter::DatePart>();
  return part != nullptr && part->part == filter::DatePartKind::kWeekday;
}

bool IsTimeText(std::string_view text) {
  size_t length = 0;
  return StartsTimeLiteral(text) && ReadTimeLiteral(text, &length).ok() && length == text.size();
}

std::string WayToWrite(const Operand& subject, const filter::LiteralValue& literal) {
  const auto* text = std::get_if<filter::Text>(&literal);
  switch (KindOf(subject)) {
    case Kind::kNumber:
      if (text != nullptr &&
          (ExactNumber::Parse(text->value) || (IsWeekday(subject) && FindWeekday(text->value)))) {
        return absl::StrCat("write it without quotes: ", text->value);
      }
      return IsWeekday(subject) ? "weekdays are mon, tue, wed, thu, fri, sat and sun"
                                : "write a number";
    case Kind::kTime:
      if (text != nullptr) {
        return absl::StrCat("write times without quotes: ",
                            IsTimeText(text->value) ? text->value : "2011-09-11");
      }
      return "write a time: 2011-09-11, 2011-09, 30 days ago";
    case Kind::kText:
      return text != nullptr ? ""
                             : absl::StrCat("write it in quotes: \"", PrintLiteral(literal), "\"");
    case Kind::kBool:
      return "write `true` or `false`";
    case Kind::kSet:
      break;
  }
  return "";
}

}  // namespace

absl::StatusOr<ValuePtr> Left(const Operand& operand) {
  if (const SizeOperand* size = operand.AsSize()) {
    return bound::MakeValue(bound::SetSize{size->set.Leaf(), {}},
                            {bound::ValueKind::kNumber, 0, false}, operand.expr.span());
  }
  return ValueOf(operand);
}

absl::StatusOr<FilterPtr> Finish(BindContext& context, const Operand& operand, FilterPtr test) {
  if (const ColumnPath* column = operand.AsColumn())
    return TestOfColumn(context.catalog, *column, std::move(test));
  if (const SizeOperand* size = operand.AsSize())
    return TestOfColumn(context.catalog, size->set, std::move(test));
  return test;
}

FilterPtr NegatedIf(bool negated, FilterPtr test, const ValuePtr& value, Span span) {
  if (!negated) return test;
  return bound::Both(bound::MakeFilter(bound::ValueExists{value}, span),
                     bound::MakeFilter(bound::Not{std::move(test)}, span), span);
}

absl::Status Mismatch(const Operand& subject, const filter::Expr& other) {
  const auto* literal = other.As<filter::Literal>();
  if (literal == nullptr) {
    return FilterError(other.span(),
                       absl::StrCat(DescribeType(subject), ", which does not compare with ",
                                    other.Is<filter::Ago>() ? "a time" : Describe(other)),
                       KindOf(subject) == Kind::kTime ? DayHint(other) : "");
  }
  return FilterError(
      other.span(),
      absl::StrCat(DescribeType(subject), " and this is ", DescribeLiteral(literal->value)),
      WayToWrite(subject, literal->value));
}

absl::Status SetNeedsHas(const Operand& subject, const filter::Expr* value) {
  const std::string name = PrintFilter(subject.expr);
  const auto* literal = value == nullptr ? nullptr : value->As<filter::Literal>();
  const bool size = value != nullptr && NumberOf(*value).has_value();
  const std::string example = literal != nullptr ? PrintLiteral(literal->value)
                              : value != nullptr ? "any (…)"
                                                 : "…";
  return FilterError(
      subject.expr.span(),
      absl::StrCat(Quoted(subject.AsColumn()->schema->name), " is a set, which holds many values"),
      size ? absl::StrCat("write `size(", name, ")` for how many")
           : absl::StrCat("write `", name, " has ", example, "`"));
}

absl::StatusOr<FilterPtr> CompareConstant(BindContext& context, const Operand& subject,
                                          CompareOp op, const filter::Expr& constant,
                                          const TestForm& form) {
  SEINE_RETURN_IF_ERROR(CheckCase(subject, form));
  absl::StatusOr<FilterPtr> test;
  switch (KindOf(subject)) {
    case Kind::kSet:
      return SetNeedsHas(subject, &constant);
    case Kind::kNumber: {
      const auto number = NumberOf(constant);
      if (!number) return Mismatch(subject, constant);
      test = NumberCompare(subject, op, *number, form.span);
      break;
    }
    case Kind::kTime:
      test = TimeCompare(context, subject, op, constant, form);
      break;
    case Kind::kText:
      test = TextCompare(context, subject, op, constant, form);
      break;
    case Kind::kBool:
      test = BoolCompare(subject, op, constant, form);
      break;
  }
  if (!test.ok()) return test;
  return Finish(context, subject, *std::move(test));
}

absl::StatusOr<FilterPtr> BetweenConstants(BindContext& context, const Operand& subject,
                                           const filter::Expr& low, const filter::Expr& high,
                                           const TestForm& form) {
  SEINE_RETURN_IF_ERROR(CheckCase(subject, form));
  absl::StatusOr<FilterPtr> test;
  switch (KindOf(subject)) {
    case Kind::kSet:
      return SetNeedsHas(subject, nullptr);
    case Kind::kNumber: {
      const auto first = NumberOf(low);
      const auto last = NumberOf(high);
      if (!first || !last) return Mismatch(subject, first ? high : low);
      test = NumberBetween(subject, *first, *last, form);
      break;
    }
    case Kind::kTime: {
      SEINE_ASSIGN_OR_RETURN(const TimeInterval first, TimeOf(subject, low));
      SEINE_ASSIGN_OR_RETURN(const TimeInterval last, TimeOf(subject, high));
      test = TimeIn(context, subject, {Between(first, last)}, form);
      break;
    }
    case Kind::kText:
      test = TextBetween(subject, low, high, form);
      break;
    case Kind::kBool:
      return Mismatch(subject, low);
  }
  if (!test.ok()) return test;
  return Finish(context, subject, *std::move(test));
}

namespace {

absl::StatusOr<FilterPtr> InEach(BindContext& context, const Operand& subject,
                                 const filter::Expr& set, const TestForm& form) {
  absl::StatusOr<FilterPtr> test;
  switch (KindOf(subject)) {
    case Kind::kSet:
      return SetNeedsHas(subject, &set);
    case Kind::kNumber:
      test = NumberIn(context, subject, set, form);
      break;
    case Kind::kTime:
      return TimeInList(context, subject, set, form);
    case Kind::kText:
      test = TextInList(context, subject, set, form);
      break;
    case Kind::kBool:
      test = BoolIn(context, subject, set, form);
      break;
  }
  if (!test.ok()) return test;
  return Finish(context, subject, *std::move(test));
}

}  // namespace

absl::StatusOr<FilterPtr> InConstants(BindContext& context, const Operand& subject,
                                      const filter::Expr& set, const TestForm& form) {
  SEINE_RETURN_IF_ERROR(CheckCase(subject, form));
  const ColumnPath* column = subject.AsColumn();
  if (column == nullptr) return InEach(context, subject, set, form);
  ListTestKey key;
  key.test = "in";
  key.negated = form.negated;
  key.ignoring_case = form.ignoring_case;
  return OncePerList(context, set, column, std::move(key),
                     [&] { return InEach(context, subject, set, form); });
}

}  // namespace seine::binding
