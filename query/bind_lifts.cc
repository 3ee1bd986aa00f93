#include "query/bind_lifts.h"

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"

#include "engine/absl_bridge.h"
#include "engine/status_macros.h"
#include "query/bind_collections.h"
#include "query/bind_correlation.h"
#include "query/bind_numbers.h"
#include "query/bind_operands.h"
#include "query/bind_picks.h"
#include "query/bind_scope.h"
#include "query/bind_times.h"
#include "query/filter_error.h"

namespace seine::binding {
namespace {

using bound::AggregateKind;
using bound::FilterPtr;
using bound::ValueKind;
using bound::ValuePtr;
using bound::ValueType;

std::string_view Word(filter::Quantifier::Kind kind) {
  switch (kind) {
    case filter::Quantifier::Kind::kAny:
      return "any";
    case filter::Quantifier::Kind::kNo:
      return "no";
    case filter::Quantifier::Kind::kAll:
      return "all";
  }
  return "";
}

std::string_view Word(AggregateKind kind) {
  switch (kind) {
    case AggregateKind::kCount:
      return "count";
    case AggregateKind::kSum:
      return "sum";
    case AggregateKind::kAvg:
      return "avg";
    case AggregateKind::kMin:
      return "min";
    case AggregateKind::kMax:
      return "max";
  }
  return "";
}

std::optional<AggregateKind> KindOf(filter::AggregateFunction function) {
  switch (function) {
    case filter::AggregateFunction::kCount:
      return AggregateKind::kCount;
    case filter::AggregateFunction::kSum:
      return AggregateKind::kSum;
    case filter::AggregateFunction::kAvg:
      return AggregateKind::kAvg;
    case filter::AggregateFunction::kMin:
      return AggregateKind::kMin;
    case filter::AggregateFunction::kMax:
      return AggregateKind::kMax;
    case filter::AggregateFunction::kDistinct:
    case filter::AggregateFunction::kMode:
      break;
  }
  return std::nullopt;
}

Span SpanOf(std::span<const Name> names) { return Cover(names.front().span, names.back().span); }

// One lift while it is bound: the rows it goes to and their scope.
class AggregateBinder {
 public:
  AggregateBinder(BindContext& context, AggregateKind kind, const filter::Aggregate& aggregate,
                  Span span)
      : context_(context), kind_(kind), aggregate_(aggregate), span_(span) {}

  absl::StatusOr<ValuePtr> Bind(const Scope& outer) {
    SEINE_ASSIGN_OR_RETURN(RowsPath rows,
                           ResolveRows(context_, outer, aggregate_.rows.path, Word(kind_)));
    SEINE_ASSIGN_OR_RETURN(const Scope scope, OpenScope(context_, outer, rows, aggregate_.rows));
    FilterPtr where;
    if (aggregate_.rows.where) {
      SEINE_ASSIGN_OR_RETURN(where, BindFilter(context_, scope, aggregate_.rows.where));
    }
    bound::Aggregate node{kind_, {rows.base, rows.table, std::move(where), -1, -1}, nullptr};
    ValueType type{ValueKind::kNumber, 0, false};
    SEINE_ASSIGN_OR_RETURN(const std::optional<Operand> subject,
                           BindAggregated(context_, scope, aggregate_.value, rows.rest));
    if (!subject) {
      if (kind_ != AggregateKind::kCount)
        return NeedsColumn(context_, rows.table, aggregate_.rows.path.span, Word(kind_));
    } else if (kind_ == AggregateKind::kCount) {
      SEINE_ASSIGN_OR_RETURN(FilterPtr exists, Existing(*subject));
      FilterPtr& test = node.rows.where;
      test = test == nullptr ? exists : bound::Both(test, exists, test->span);
    } else {
      SEINE_ASSIGN_OR_RETURN(node.value, ValueOf(*subject));
      SEINE_ASSIGN_OR_RETURN(type, ResultType(*subject, node.value->type));
    }
    const int outermost = node.value == nullptr ? bound::kNoScope : node.value->facts.outermost;
    Correlate(outer, scope, outermost, &rows, &node.rows);
    const bool zero = kind_ == AggregateKind::kCount || kind_ == AggregateKind::kSum;
    ValuePtr value = bound::MakeValue(std::move(node), type, span_);
    return zero ? PickedValueOrZero(rows.picks, std::move(value))
                : PickedValue(rows.picks, std::move(value));
  }

 private:
  absl::StatusOr<FilterPtr> Existing(const Operand& subject) const {
    if (const ColumnPath* column = subject.AsColumn()) {
      return TestOfColumn(context_.catalog, *column,
                          bound::MakeFilter(bound::Exists{column->Leaf()}, span_));
    }
    SEINE_ASSIGN_OR_RETURN(ValuePtr value, ValueOf(subject));
    return bound::MakeFilter(bound::ValueExists{std::move(value)}, span_);
  }

  absl::StatusOr<ValueType> ResultType(const Operand& subject, const ValueType& of) const {
    const bool extreme = kind_ == AggregateKind::kMin || kind_ == AggregateKind::kMax;
    if (!IsNumber(of) && !(extreme && IsTime(of))) {
      return FilterError(subject.expr.span(),
                         absl::StrCat("`", ToAbsl(Word(kind_)), "` takes numbers",
                                      extreme ? " or times" : "", ", and ", DescribeType(subject)),
                         IsTime(of) ? "`min` and `max` take times" : "`count` takes any column");
    }
    ValueType type = of;
    if (of.fraction) type = {ValueKind::kNumber, 12, false};  // rounded first
    type.fraction = kind_ == AggregateKind::kAvg && of.kind == ValueKind::kNumber;
    return type;
  }

  BindContext& context_;
  AggregateKind kind_;
  const filter::Aggregate& aggregate_;
  Span span_;
};

}  // namespace

// The names after the last table of a path where there may be none: either the next is a column
// there, or unknown.
absl::Status NotATable(BindContext& context, const Scope& rows, std::span<const Name> rest,
                       std::string_view word) {
  absl::StatusOr<ColumnPath> column = ResolveColumn(context, rows, rest, SpanOf(rest));
  if (!column.ok()) {
    const Schema& schema = context.catalog.schema();
    const TableSchema& table = schema.tables[static_cast<size_t>(rows.table)];
    std::vector<std::string> known;
    for (const int child : schema.Children(rows.table)) {
      known.push_back(schema.tables[static_cast<size_t>(child)].name);
    }
    return FilterError(
        rest.front().span,
        absl::StrCat("unknown table ", Quoted(rest.front().text), " of ", table.name),
        NearestHint(rest.front().text, known));
  }
  const std::string path = TablePath(context.catalog.schema(), rows.table);
  return FilterError(
      SpanOf(rest),
      absl::StrCat(Quoted(rest.back().text), " is a column; `", ToAbsl(word), "` needs a table"),
      absl::StrCat("write `", ToAbsl(word), " ", path, " where ", rest.back().text, " …`"));
}

absl::Status NeedsColumn(const BindContext& context, int table, Span span, std::string_view word) {
  const std::string path = TablePath(context.catalog.schema(), table);
  return FilterError(span, absl::StrCat("`", ToAbsl(word), "` needs a column of ", path),
                     absl::StrCat("write `", ToAbsl(word), "(", path, ".COLUMN)`"));
}

absl::StatusOr<std::optional<Operand>> BindAggregated(BindContext& context, const Scope& scope,
                                                      const filter::Expr& value,
                                                      std::span<const Name> rest) {
  if (value) {
    if (!rest.empty()) return NotATable(context, scope, rest, "of");
    SEINE_ASSIGN_OR_RETURN(Operand operand, BindOperand(context, scope, value));
    if (operand.IsConstant())
      return FilterError(value.span(), "expected a value of the row, found a constant");
    return operand;
  }
  if (rest.empty()) return std::optional<Operand>();
  SEINE_ASSIGN_OR_RETURN(ColumnPath column, ResolveColumn(context, scope, rest, SpanOf(rest)));
  filter::Path path;
  path.names.assign(rest.begin(), rest.end());
  path.span = SpanOf(rest);
  const Span span = path.span;
  return Operand{std::move(column), filter::Expr::Make(std::move(path), span)};
}

absl::StatusOr<FilterPtr> BindQuantifier(BindContext& context, const Scope& scope,
                                         const filter::Quantifier& quantifier, Span span) {
  if (quantifier.each) return BindEachOf(context, scope, quantifier, span);
  const filter::Rows& rows = quantifier.rows;
  SEINE_ASSIGN_OR_RETURN(const RowsPath path,
                         ResolveRows(context, scope, rows.path, Word(quantifier.kind)));
  SEINE_ASSIGN_OR_RETURN(const Scope inner, OpenScope(context, scope, path, rows));
  if (!path.rest.empty()) return NotATable(context, inner, path.rest, Word(quantifier.kind));
  FilterPtr where;
  if (rows.where) {
    SEINE_ASSIGN_OR_RETURN(where, BindFilter(context, inner, rows.where));
  }
  const auto lift = [&](bound::LiftKind kind, FilterPtr test) {
    RowsPath own = path;
    bound::Rows below{own.base, own.table, std::move(test), -1, -1};
    Correlate(scope, inner, bound::kNoScope, &own, &below);
    return PickedIs(own.picks, bound::MakeFilter(bound::Lift{kind, std::move(below)}, span));
  };
  // All rows, without a test to pass, are there when any is.
  const bool all = quantifier.kind == filter::Quantifier::Kind::kAll && where != nullptr;
  FilterPtr node;
  if (all && path.restricted()) {
    // What says whose rows they are is no part of what all of them must pass.
    FilterPtr fails = bound::MakeFilter(bound::Not{std::move(where)}, span);
    fails = bound::MakeFilter(bound::Not{lift(bound::LiftKind::kAny, std::move(fails))}, span);
    node = bound::Both(lift(bound::LiftKind::kAny, nullptr), std::move(fails), span);
  } else {
    node = lift(all ? bound::LiftKind::kAll : bound::LiftKind::kAny, std::move(where));
  }
  if (quantifier.kind == filter::Quantifier::Kind::kNo)
    node = bound::MakeFilter(bound::Not{std::move(node)}, span);
  return node;
}

absl::StatusOr<ValuePtr> BindAggregate(BindContext& context, const Scope& scope,
                                       const filter::Aggregate& aggregate, Span span) {
  const std::optional<AggregateKind> kind = KindOf(aggregate.function);
  if (!kind) return BindCollection(context, scope, aggregate, span);
  return AggregateBinder(context, *kind, aggregate, span).Bind(scope);
}

}  // namespace seine::binding
