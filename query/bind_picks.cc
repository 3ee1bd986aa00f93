#include "query/bind_picks.h"

#include <utility>

#include "absl/strings/str_cat.h"

#include "engine/absl_bridge.h"
#include "engine/status_macros.h"
#include "query/bind_correlation.h"
#include "query/bind_lookups.h"
#include "query/filter_error.h"
#include "query/keywords.h"

namespace seine::binding {
namespace {

absl::StatusOr<int64_t> PlaceOf(const filter::RowPick& pick) {
  if (pick.kind == filter::RowPick::Kind::kFirst) return 1;
  if (pick.kind == filter::RowPick::Kind::kLatest) return -1;
  if (pick.n.parameter) return NoValue(pick.n.parameter->text, pick.n.parameter->span);
  if (pick.n.value == 0) {
    return FilterError(pick.span, "there is no row number 0",
                       "rows count from 1, or from -1 backwards");
  }
  return pick.n.value;
}

}  // namespace

absl::Status CheckOrdered(const BindContext& context, int table, Span span, std::string_view word) {
  const Schema& schema = context.catalog.schema();
  if (schema.TimeTable(table) >= 0) return absl::OkStatus();
  const std::string& name = schema.tables[static_cast<size_t>(table)].name;
  return FilterError(
      span,
      absl::StrCat("`", ToAbsl(word), "` needs rows with a time, and ", name, " declares none"),
      absl::StrCat("give ", name, " its `time` in the schema"));
}

absl::StatusOr<PickedScope> BindPick(BindContext& context, const Scope& scope,
                                     const filter::RowPick& pick) {
  const std::string_view word = PickName(pick.kind);
  SEINE_ASSIGN_OR_RETURN(RowsPath rows, ResolveRows(context, scope, pick.rows.path, word));
  SEINE_ASSIGN_OR_RETURN(Scope inner, OpenScope(context, scope, rows, pick.rows));
  if (!rows.rest.empty()) {
    const std::string path = TablePath(context.catalog.schema(), rows.table);
    return FilterError(
        Cover(rows.rest.front().span, rows.rest.back().span),
        absl::StrCat("`", ToAbsl(word), "` picks a row of a table, and ",
                     Quoted(rows.rest.back().text), " is none"),
        absl::StrCat("write `", ToAbsl(word), "(", path, ").", rows.rest.back().text, "`"));
  }
  SEINE_RETURN_IF_ERROR(CheckOrdered(context, rows.table, pick.span, word));
  bound::RowChoice choice{{rows.base, rows.table, nullptr, -1, -1}, 1};
  if (pick.rows.where) {
    SEINE_ASSIGN_OR_RETURN(choice.rows.where, BindFilter(context, inner, pick.rows.where));
  }
  Correlate(scope, inner, bound::kNoScope, &rows, &choice.rows);
  SEINE_ASSIGN_OR_RETURN(choice.n, PlaceOf(pick));
  inner.alias.clear();  // `as x` holds in its own `where` only
  PickedScope picked{std::move(rows.picks), std::move(inner)};
  picked.choices.push_back(std::move(choice));
  return picked;
}

bound::FilterPtr PickedIs(const std::vector<bound::RowChoice>& picks, bound::FilterPtr must) {
  for (auto pick = picks.rbegin(); pick != picks.rend(); ++pick) {
    const Span span = must->span;
    must = bound::MakeFilter(bound::PickedIs{*pick, std::move(must)}, span);
  }
  return must;
}

bound::FilterPtr TestPicked(const std::vector<bound::RowChoice>& picks, bound::FilterPtr test) {
  if (picks.empty() || !HoldsOnMissing(*test)) return PickedIs(picks, std::move(test));
  const Span span = test->span;
  bound::FilterPtr opposite = bound::MakeFilter(bound::Not{std::move(test)}, span);
  return bound::MakeFilter(bound::Not{PickedIs(picks, std::move(opposite))}, span);
}

absl::StatusOr<bound::FilterPtr> TestOfColumn(const Catalog& catalog, const ColumnPath& column,
                                              bound::FilterPtr test) {
  SEINE_ASSIGN_OR_RETURN(test, ThroughLookups(catalog, column, std::move(test)));
  if (column.outer >= 0) {
    const Span span = test->span;
    bound::OuterIs outer{column.outer, column.outer_table, column.at, std::move(test)};
    return bound::MakeFilter(std::move(outer), span);
  }
  return TestPicked(column.picks, std::move(test));
}

bound::ValuePtr PickedValue(const std::vector<bound::RowChoice>& picks, bound::ValuePtr value) {
  for (auto pick = picks.rbegin(); pick != picks.rend(); ++pick) {
    const bound::ValueType type = value->type;
    const Span span = value->span;
    value = bound::MakeValue(bound::PickedValue{*pick, std::move(value)}, type, span);
  }
  return value;
}

bound::ValuePtr PickedValueOrZero(const std::vector<bound::RowChoice>& picks,
                                  bound::ValuePtr value) {
  if (picks.empty()) return value;
  const bound::ValueType type = value->type;
  const Span span = value->span;
  bound::ValuePtr zero = bound::MakeValue(bound::ConstantValue{}, {type.kind, type.scale, false});
  std::vector<bound::ValuePtr> either{PickedValue(picks, std::move(value)), std::move(zero)};
  return bound::MakeValue(bound::FirstOf{std::move(either)}, type, span);
}

}  // namespace seine::binding
