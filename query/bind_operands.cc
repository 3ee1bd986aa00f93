#include "query/bind_operands.h"

#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"

#include "engine/absl_bridge.h"
#include "engine/status_macros.h"
#include "query/bind_collections.h"
#include "query/bind_lifts.h"
#include "query/bind_models.h"
#include "query/bind_numbers.h"
#include "query/bind_picks.h"
#include "query/bind_population.h"
#include "query/bind_times.h"
#include "query/bind_values.h"
#include "query/exact_number.h"
#include "query/filter_error.h"
#include "query/node_text.h"
#include "query/printer.h"

namespace seine::binding {
namespace {

using bound::ValueKind;
using bound::ValuePtr;
using bound::ValueType;

ValueType TypeOf(const ColumnSchema& column) {
  switch (column.type) {
    case ColumnType::kBool:
      return {ValueKind::kBool, 0, false};
    case ColumnType::kCategory:
    case ColumnType::kText:
    case ColumnType::kSet:
      return {ValueKind::kText, 0, false};
    case ColumnType::kInteger:
      return {ValueKind::kNumber, 0, false};
    case ColumnType::kDecimal:
      return {ValueKind::kNumber, column.scale, false};
    case ColumnType::kReal:
      return {ValueKind::kReal, 0, false};
    case ColumnType::kDate:
      return {ValueKind::kDate, 0, false};
    case ColumnType::kTimestamp:
      return {ValueKind::kInstant, 0, false};
  }
  return {};
}

std::string_view Article(ColumnType type) {
  switch (type) {
    case ColumnType::kBool:
      return "a bool";
    case ColumnType::kCategory:
      return "a category (text)";
    case ColumnType::kText:
      return "text";
    case ColumnType::kInteger:
      return "an integer";
    case ColumnType::kDecimal:
      return "a decimal";
    case ColumnType::kReal:
      return "a real";
    case ColumnType::kDate:
      return "a date";
    case ColumnType::kTimestamp:
      return "a timestamp";
    case ColumnType::kSet:
      return "a set";
  }
  return "";
}

std::string_view Article(ValueKind kind) {
  switch (kind) {
    case ValueKind::kNumber:
    case ValueKind::kReal:
      return "a number";
    case ValueKind::kInstant:
    case ValueKind::kDate:
      return "a time";
    case ValueKind::kText:
      return "text";
    case ValueKind::kBool:
      return "a bool";
  }
  return "";
}

absl::StatusOr<ValuePtr> ColumnAsValue(const ColumnPath& path, const filter::Expr& expr) {
  if (path.schema->type == ColumnType::kSet) {
    return FilterError(
        expr.span(),
        absl::StrCat(Quoted(path.schema->name), " is a set, which has no single value"),
        absl::StrCat("write `", path.schema->name, " has …` or `size(", path.schema->name, ")`"));
  }
  const ValueType type = TypeOf(*path.schema);
  ValuePtr value =
      path.steps.empty()
          ? bound::MakeValue(bound::ColumnValue{path.column}, type, expr.span())
          : bound::MakeValue(bound::LookupValue{path.column, path.steps}, type, expr.span());
  if (path.outer >= 0) {
    bound::OuterValue outer{path.outer, path.outer_table, path.at, std::move(value)};
    return bound::MakeValue(std::move(outer), type, expr.span());
  }
  return PickedValue(path.picks, std::move(value));
}

// The start of a time that is written down.
ValuePtr StartAsValue(const TimeInterval& interval, Span span) {
  bound::ConstantValue constant;
  if (interval.first.day) {
    constant.number = *interval.first.day;
    return bound::MakeValue(std::move(constant), {ValueKind::kDate, 0, false}, span);
  }
  constant.term = interval.first.term;
  return bound::MakeValue(std::move(constant), {ValueKind::kInstant, 0, false}, span);
}

absl::StatusOr<ValuePtr> LiteralAsValue(const filter::Literal& literal, Span span) {
  bound::ConstantValue constant;
  if (const auto number = ExactNumber::Of(literal.value)) {
    const auto scaled = number->Shortest();
    if (!scaled) return FilterError(span, "a number here may have at most 38 digits");
    return NumberConstant(scaled->number, scaled->scale, span);
  }
  if (const auto* text = std::get_if<filter::Text>(&literal.value)) {
    constant.text = text->value;
    return bound::MakeValue(std::move(constant), {ValueKind::kText, 0, false}, span);
  }
  if (const auto* boolean = std::get_if<filter::Boolean>(&literal.value)) {
    constant.number = boolean->value ? 1 : 0;
    return bound::MakeValue(std::move(constant), {ValueKind::kBool, 0, false}, span);
  }
  if (const auto* weekday = std::get_if<filter::Weekday>(&literal.value))
    return NumberConstant(weekday->iso, 0, span);
  if (const auto interval = IntervalOf(literal.value)) return StartAsValue(*interval, span);
  return FilterError(span,
                     absl::StrCat("expected a value, found ", DescribeLiteral(literal.value)));
}

// Nodes whose value is made of other values; absent: another node.
std::optional<absl::StatusOr<ValuePtr>> BindComputed(BindContext& context, const Scope& scope,
                                                     const filter::Expr& expr) {
  const Span span = expr.span();
  if (const auto* n = expr.As<filter::Aggregate>()) return BindAggregate(context, scope, *n, span);
  if (const auto* n = expr.As<filter::DistinctPeriods>())
    return BindDistinctPeriods(context, scope, *n, span);
  if (const auto* n = expr.As<filter::Gap>()) return BindGap(context, scope, *n, span);
  if (const auto* n = expr.As<filter::Arithmetic>())
    return BindArithmetic(context, scope, *n, span);
  if (const auto* n = expr.As<filter::Negate>()) return BindNegate(context, scope, *n, span);
  if (const auto* n = expr.As<filter::Else>()) return BindElse(context, scope, *n, span);
  if (const auto* n = expr.As<filter::DatePart>()) return BindDatePart(context, scope, *n, span);
  if (const auto* n = expr.As<filter::Elapsed>()) return BindElapsed(context, scope, *n, span);
  if (const auto* n = expr.As<filter::Bucket>()) return BindBucket(*n, span);
  if (const auto* n = expr.As<filter::Score>()) return BindScore(context, scope, *n, span);
  if (const auto* n = expr.As<filter::NTile>()) return BindNTile(context, scope, *n, span);
  if (const auto* n = expr.As<filter::PopulationValue>())
    return BindPopulationValue(context, *n, span);
  if (const auto* n = expr.As<filter::Model>()) return BindModel(context, scope, *n, span);
  return std::nullopt;
}

}  // namespace

const ColumnPath* Operand::AsSet() const {
  const ColumnPath* column = AsColumn();
  return column != nullptr && column->schema->type == ColumnType::kSet ? column : nullptr;
}

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

bool IsTimeConstant(const filter::Expr& expr) {
  if (expr.Is<filter::Ago>()) return true;
  if (const auto* literal = expr.As<filter::Literal>())
    return IntervalOf(literal->value).has_value();
  const auto* sum = expr.As<filter::Arithmetic>();
  return sum != nullptr && sum->right.Is<filter::Duration>() && IsTimeConstant(sum->left);
}

absl::StatusOr<Operand> BindOperand(BindContext& context, const Scope& scope,
                                    const filter::Expr& expr) {
  if (expr.Is<filter::Literal>() || expr.Is<filter::Period>() || IsTimeConstant(expr)) {
    return Operand{ConstantOperand{}, expr};
  }
  if (FoldedNumber(expr)) return Operand{ConstantOperand{}, expr};
  if (expr.Is<filter::OwnKey>()) return Operand{MemberOperand{}, expr};
  if (const auto* path = expr.As<filter::Path>()) {
    SEINE_ASSIGN_OR_RETURN(ColumnPath column, ResolveColumn(context, scope, *path));
    return Operand{std::move(column), expr};
  }
  if (const auto* size = expr.As<filter::Size>()) {
    SEINE_ASSIGN_OR_RETURN(ColumnPath column, ResolveColumn(context, scope, size->set));
    if (column.schema->type != ColumnType::kSet) {
      return FilterError(size->set.span, absl::StrCat("`size` counts the values of a set, and ",
                                                      Quoted(column.schema->name), " is ",
                                                      ToAbsl(Article(column.schema->type))));
    }
    return Operand{SizeOperand{std::move(column)}, expr};
  }
  if (ValuePtr known = context.values.Find(expr, scope.id)) return Operand{known, expr};
  if (auto computed = BindComputed(context, scope, expr)) {
    if (!computed->ok()) return computed->status();
    SEINE_RETURN_IF_ERROR(CheckWrittenOut((**computed)->facts, expr.span()));
    const bound::ValueNode& value = ***computed;
    ValuePtr written = bound::MakeValue(value.node, value.type, value.span, NodeText(expr));
    context.values.Keep(expr, scope.id, written);
    return Operand{std::move(written), expr};
  }
  if (const auto* parameter = expr.As<filter::Parameter>())
    return NoValue(parameter->name, expr.span());
  return FilterError(
      expr.span(), absl::StrCat("expected a column or another value here, found ", Describe(expr)));
}

absl::StatusOr<ValuePtr> ValueOf(const Operand& operand) {
  if (const auto* value = std::get_if<ValuePtr>(&operand.value)) return *value;
  if (const ColumnPath* column = operand.AsColumn()) return ColumnAsValue(*column, operand.expr);
  if (const SizeOperand* size = operand.AsSize()) {
    ValuePtr value = bound::MakeValue(bound::SetSize{size->set.column, size->set.steps},
                                      {ValueKind::kNumber, 0, false}, operand.expr.span());
    if (size->set.outer >= 0) {
      const ColumnPath& set = size->set;
      bound::OuterValue outer{set.outer, set.outer_table, set.at, std::move(value)};
      return bound::MakeValue(std::move(outer), {ValueKind::kNumber, 0, false},
                              operand.expr.span());
    }
    return PickedValueOrZero(size->set.picks, std::move(value));
  }
  if (operand.IsMember()) {
    return FilterError(operand.expr.span(), "`member` stands only to the left of `in` and `=`");
  }
  if (const auto* literal = operand.expr.As<filter::Literal>())
    return LiteralAsValue(*literal, operand.expr.span());
  if (const auto number = FoldedNumber(operand.expr))
    return LiteralAsValue(*number, operand.expr.span());
  if (IsTimeConstant(operand.expr)) {
    SEINE_ASSIGN_OR_RETURN(const TimeInterval interval, IntervalOf(operand.expr));
    return StartAsValue(interval, operand.expr.span());
  }
  return FilterError(operand.expr.span(),
                     absl::StrCat("expected a value, found ", Describe(operand.expr)));
}

absl::StatusOr<ValuePtr> BindValue(BindContext& context, const Scope& scope,
                                   const filter::Expr& expr) {
  SEINE_ASSIGN_OR_RETURN(const Operand operand, BindOperand(context, scope, expr));
  return ValueOf(operand);
}

std::string DescribeType(const Operand& operand) {
  if (const ColumnPath* column = operand.AsColumn()) {
    return absl::StrCat(Quoted(column->schema->name), " is ",
                        ToAbsl(Article(column->schema->type)));
  }
  if (operand.IsMember()) return "`member` is a key";
  if (operand.AsSize() != nullptr) return "a size is a number";
  if (const auto* value = std::get_if<ValuePtr>(&operand.value)) {
    return absl::StrCat("this value is ", ToAbsl(Article((*value)->type.kind)));
  }
  const auto* literal = operand.expr.As<filter::Literal>();
  return literal == nullptr ? "this is a time"
                            : absl::StrCat("this is ", DescribeLiteral(literal->value));
}

std::string DescribeLiteral(const filter::LiteralValue& literal) {
  const std::string printed = PrintLiteral(literal);
  struct Kind {
    std::string_view operator()(const filter::Integer&) const { return "the number "; }
    std::string_view operator()(const filter::Decimal&) const { return "the decimal "; }
    std::string_view operator()(const filter::Text&) const { return "the text "; }
    std::string_view operator()(const filter::Boolean&) const { return ""; }
    std::string_view operator()(const filter::Day&) const { return "the day "; }
    std::string_view operator()(const filter::Month&) const { return "the month "; }
    std::string_view operator()(const filter::Quarter&) const { return "the quarter "; }
    std::string_view operator()(const filter::WallTime&) const { return "the time "; }
    std::string_view operator()(const filter::Instant&) const { return "the time "; }
    std::string_view operator()(const filter::Weekday&) const { return "the weekday "; }
  };
  return absl::StrCat(ToAbsl(std::visit(Kind(), literal)), printed);
}

}  // namespace seine::binding
