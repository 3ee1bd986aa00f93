#include "query/bind_collections.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"

#include "engine/absl_bridge.h"
#include "engine/status_macros.h"
#include "query/bind_calendar.h"
#include "query/bind_correlation.h"
#include "query/bind_lifts.h"
#include "query/bind_operands.h"
#include "query/bind_picks.h"
#include "query/bind_sets.h"
#include "query/bind_times.h"
#include "query/filter_error.h"
#include "query/keywords.h"

namespace seine::binding {
namespace {

using bound::FilterPtr;
using bound::ValueKind;
using bound::ValuePtr;

constexpr ValueKind kNumber = ValueKind::kNumber;
constexpr size_t kMostUnits = 4096;

// A lift's rows while what they are asked is bound.
struct OpenRows {
  RowsPath path;
  Scope scope;
  bound::Rows rows;
};

absl::StatusOr<OpenRows> Open(BindContext& context, const Scope& outer, const filter::Rows& rows,
                              std::string_view word) {
  OpenRows open;
  SEINE_ASSIGN_OR_RETURN(open.path, ResolveRows(context, outer, rows.path, word));
  SEINE_ASSIGN_OR_RETURN(open.scope, OpenScope(context, outer, open.path, rows));
  open.rows = {open.path.base, open.path.table, nullptr, -1, -1};
  if (rows.where) {
    SEINE_ASSIGN_OR_RETURN(open.rows.where, BindFilter(context, open.scope, rows.where));
  }
  return open;
}

// The units that a period is made of.
absl::Status AddUnits(BindContext& context, const filter::Expr& expr,
                      std::vector<TimeInterval>* units) {
  if (const auto* list = expr.As<filter::List>()) {
    for (const filter::Literal& literal : list->literals) {
      const filter::Expr one = filter::Expr::Make(literal, literal.span);
      SEINE_RETURN_IF_ERROR(AddUnits(context, one, units));
    }
    for (const filter::Expr& other : list->others)
      SEINE_RETURN_IF_ERROR(AddUnits(context, other, units));
    return absl::OkStatus();
  }
  const auto* period = expr.As<filter::Period>();
  const auto* rolling =
      period == nullptr ? nullptr : std::get_if<filter::RollingPeriod>(&period->value);
  const auto* calendar =
      period == nullptr ? nullptr : std::get_if<filter::CalendarPeriod>(&period->value);
  if (rolling == nullptr && calendar == nullptr) {
    SEINE_ASSIGN_OR_RETURN(const std::vector<TimeInterval> some, IntervalsOf(context, expr));
    units->insert(units->end(), some.begin(), some.end());
    return absl::OkStatus();
  }
  const filter::Count& count = rolling != nullptr ? rolling->count : calendar->count;
  SEINE_ASSIGN_OR_RETURN(const int64_t n, BoundCount(count, expr.span()));
  if (n > static_cast<int64_t>(kMostUnits)) {
    return FilterError(expr.span(),
                       absl::StrCat("`in each of` takes at most ", kMostUnits, " periods"));
  }
  const filter::TimeUnit unit = rolling != nullptr ? rolling->unit : calendar->unit;
  const bool next =
      rolling != nullptr && rolling->direction == filter::RollingPeriod::Direction::kNext;
  const bool current =
      calendar != nullptr && calendar->which == filter::CalendarPeriod::Which::kThis;
  const int64_t first = next ? 0 : (current ? 1 - n : -n);
  for (int64_t k = first; k < first + n; ++k) {
    const auto edge = [&](int64_t at) -> TimeEdge {
      if (rolling == nullptr) return {std::nullopt, StartOfTerm(AsOfTerm(), unit, at)};
      return {std::nullopt, at == 0 ? AsOfTerm() : ShiftTerm(AsOfTerm(), at, unit)};
    };
    units->push_back({edge(k), edge(k + 1)});
  }
  return absl::OkStatus();
}

bound::TermRange RangeOf(const TimeInterval& unit) {
  return {TermOf(unit.first), TermOf(unit.end)};
}

}  // namespace

bound::ValuePtr TimeOfRows(const BindContext& context, int table, Span span) {
  const Schema& schema = context.catalog.schema();
  const int timed = schema.TimeTable(table);
  const TableSchema& of = schema.tables[static_cast<size_t>(timed)];
  const int column = of.FindColumn(of.time);
  const bool date = of.columns[static_cast<size_t>(column)].type == ColumnType::kDate;
  return bound::MakeValue(bound::ColumnValue{{timed, column}},
                          {date ? ValueKind::kDate : ValueKind::kInstant, 0, false}, span);
}

absl::StatusOr<ValuePtr> BindCollection(BindContext& context, const Scope& scope,
                                        const filter::Aggregate& node, Span span) {
  const bool mode = node.function == filter::AggregateFunction::kMode;
  const std::string_view word = mode ? "mode" : "distinct";
  SEINE_ASSIGN_OR_RETURN(OpenRows open, Open(context, scope, node.rows, word));
  SEINE_ASSIGN_OR_RETURN(const std::optional<Operand> subject,
                         BindAggregated(context, open.scope, node.value, open.path.rest));
  if (!subject) return NeedsColumn(context, open.rows.table, node.rows.path.span, word);
  if (mode) {
    SEINE_ASSIGN_OR_RETURN(ValuePtr value, ValueOf(*subject));
    Correlate(scope, open.scope, value->facts.outermost, &open.path, &open.rows);
    bound::ValueType type = value->type;
    if (type.fraction) type = {kNumber, 12, false};  // rounded on its way in
    return PickedValue(
        open.path.picks,
        bound::MakeValue(bound::Mode{std::move(open.rows), std::move(value)}, type, span));
  }
  bound::Distinct distinct{std::move(open.rows), nullptr, {}};
  if (const ColumnPath* set = subject->AsSet()) {
    distinct.set = SourceOf(*set);
  } else {
    SEINE_ASSIGN_OR_RETURN(distinct.value, ValueOf(*subject));
  }
  int outermost = distinct.value == nullptr ? bound::kNoScope : distinct.value->facts.outermost;
  if (distinct.set.outer >= 0) outermost = std::min(outermost, distinct.set.outer);
  Correlate(scope, open.scope, outermost, &open.path, &distinct.rows);
  return PickedValueOrZero(open.path.picks,
                           bound::MakeValue(std::move(distinct), {kNumber, 0, false}, span));
}

absl::StatusOr<ValuePtr> BindDistinctPeriods(BindContext& context, const Scope& scope,
                                             const filter::DistinctPeriods& node, Span span) {
  SEINE_ASSIGN_OR_RETURN(OpenRows open, Open(context, scope, node.rows, "distinct"));
  SEINE_ASSIGN_OR_RETURN(const std::optional<Operand> subject,
                         BindAggregated(context, open.scope, node.value, open.path.rest));
  if (!subject) return NeedsColumn(context, open.rows.table, node.rows.path.span, "distinct");
  SEINE_ASSIGN_OR_RETURN(ValuePtr time, ValueOf(*subject));
  if (!IsTime(time->type)) {
    return FilterError(subject->expr.span(),
                       absl::StrCat("`distinct ", ToAbsl(UnitName(node.unit, true)),
                                    "` takes a time, and ", DescribeType(*subject)),
                       "`distinct(…)` takes any column");
  }
  Correlate(scope, open.scope, time->facts.outermost, &open.path, &open.rows);
  const bool clock = node.unit == filter::TimeUnit::kHour || node.unit == filter::TimeUnit::kMinute;
  ValuePtr period = bound::MakeValue(bound::PeriodOf{node.unit, std::move(time), {}},
                                     {clock ? kNumber : ValueKind::kDate, 0, false}, span);
  return PickedValueOrZero(
      open.path.picks,
      bound::MakeValue(bound::Distinct{std::move(open.rows), std::move(period), {}},
                       {kNumber, 0, false}, span));
}

absl::StatusOr<ValuePtr> BindGap(BindContext& context, const Scope& scope, const filter::Gap& node,
                                 Span span) {
  SEINE_ASSIGN_OR_RETURN(OpenRows open, Open(context, scope, node.rows, "gap"));
  if (!open.path.rest.empty()) return NotATable(context, open.scope, open.path.rest, "gap");
  SEINE_RETURN_IF_ERROR(CheckOrdered(context, open.rows.table, span, "gap"));
  Correlate(scope, open.scope, bound::kNoScope, &open.path, &open.rows);
  ValuePtr time = TimeOfRows(context, open.rows.table, span);
  return PickedValue(
      open.path.picks,
      bound::MakeValue(bound::Gap{node.function, std::move(open.rows), std::move(time)},
                       {kNumber, 0, true}, span));
}

absl::StatusOr<FilterPtr> BindEachOf(BindContext& context, const Scope& scope,
                                     const filter::Quantifier& node, Span span) {
  SEINE_ASSIGN_OR_RETURN(OpenRows open, Open(context, scope, node.rows, "any"));
  if (!open.path.rest.empty()) return NotATable(context, open.scope, open.path.rest, "any");
  SEINE_RETURN_IF_ERROR(CheckOrdered(context, open.rows.table, node.each.span(), "in each of"));
  std::vector<TimeInterval> units;
  SEINE_RETURN_IF_ERROR(AddUnits(context, node.each, &units));
  if (units.size() > kMostUnits) {
    return FilterError(node.each.span(),
                       absl::StrCat("`in each of` takes at most ", kMostUnits, " periods"));
  }
  if (units.empty()) {
    const bool holds = node.kind != filter::Quantifier::Kind::kNo;
    return bound::MakeFilter(bound::Constant{holds}, span);
  }
  ValuePtr time = TimeOfRows(context, open.rows.table, span);
  const auto below = [&](bound::Rows rows, auto&& make) {
    RowsPath path = open.path;
    Correlate(scope, open.scope, bound::kNoScope, &path, &rows);
    return PickedIs(path.picks, bound::MakeFilter(make(std::move(rows)), span));
  };
  const bool must = node.kind == filter::Quantifier::Kind::kAll && open.rows.where != nullptr;
  bound::Rows rows = open.rows;
  if (must) rows.where = nullptr;
  FilterPtr filter = below(rows, [&](bound::Rows each) {
    bound::EachOf made{std::move(each), time, {}, {}};
    for (const TimeInterval& unit : units) made.units.push_back(RangeOf(unit));
    return made;
  });
  if (must) {
    // Every row within the periods matches, and each period has one.
    rows.where = bound::Both(ValueInIntervals(time, units, false, span),
                             bound::MakeFilter(bound::Not{open.rows.where}, span), span);
    FilterPtr any = below(
        rows, [](bound::Rows of) { return bound::Lift{bound::LiftKind::kAny, std::move(of)}; });
    filter =
        bound::Both(bound::MakeFilter(bound::Not{std::move(any)}, span), std::move(filter), span);
  }
  return node.kind == filter::Quantifier::Kind::kNo
             ? bound::MakeFilter(bound::Not{std::move(filter)}, span)
             : filter;
}

}  // namespace seine::binding
