#include "query/bind_population.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"

#include "engine/absl_bridge.h"
#include "engine/status_macros.h"
#include "engine/value_parser.h"
#include "query/bind_numbers.h"
#include "query/bind_operands.h"
#include "query/bind_times.h"
#include "query/exact_number.h"
#include "query/filter_error.h"
#include "query/printer.h"
#include "query/table_tree.h"

namespace seine::binding {
namespace {

using bound::FilterPtr;
using bound::ValueKind;
using bound::ValuePtr;
using bound::ValueType;
using filter::PopulationFunction;

constexpr int64_t kMostTiles = 2147483647;
constexpr int kMostDigitsOfPercent = 18;

absl::Status CheckMembers(const Scope& scope, std::string_view what, Span span) {
  if (scope.outer == nullptr && scope.table == 0) return absl::OkStatus();
  return FilterError(
      span, absl::StrCat(ToAbsl(what), " is of members, and this is a filter on rows"),
      "move it out of the `where`; a value of the population (mean, percentile) may stand here");
}

absl::StatusOr<ValuePtr> MemberValue(BindContext& context, const filter::Expr& expr,
                                     std::string_view what, bool times) {
  SEINE_ASSIGN_OR_RETURN(const Operand operand, BindOperand(context, Scope(), expr));
  if (operand.IsConstant())
    return FilterError(expr.span(), "expected a value of the member, found a constant");
  SEINE_ASSIGN_OR_RETURN(ValuePtr value, ValueOf(operand));
  if (IsNumber(value->type) || (times && IsTime(value->type))) return value;
  return FilterError(expr.span(),
                     absl::StrCat(ToAbsl(what), " takes numbers", times ? " or times" : "",
                                  ", and ", DescribeType(operand)),
                     IsTime(value->type) ? "rank them with `in top`, or take `days since …`"
                                         : "rank a column of numbers, a sum or a count");
}

absl::StatusOr<ValuePtr> GroupValue(BindContext& context, const std::optional<filter::Path>& per) {
  if (!per) return nullptr;
  const Scope members;
  SEINE_ASSIGN_OR_RETURN(ColumnPath column, ResolveColumn(context, members, *per));
  if (column.schema->type == ColumnType::kSet) {
    return FilterError(per->span,
                       absl::StrCat(Quoted(column.schema->name),
                                    " is a set, and `per` takes one value of each member"),
                       "name a column with a single value");
  }
  return ValueOf(Operand{std::move(column), filter::Expr::Make(*per, per->span)});
}

absl::StatusOr<FilterPtr> BindAmong(BindContext& context, const filter::Expr& among) {
  if (!among) return nullptr;
  return BindFilter(context, Scope(), among);
}

absl::StatusOr<bound::ExactCount> ExactCountIn(const filter::Expr& expr) {
  if (const auto* parameter = expr.As<filter::Parameter>())
    return NoValue(parameter->name, expr.span());
  const auto* literal = expr.As<filter::Literal>();
  const auto exact = literal == nullptr ? std::nullopt : ExactNumber::Of(literal->value);
  const auto shortest = exact ? exact->Shortest() : std::nullopt;
  if (!exact) return FilterError(expr.span(), "expected a number here", "write `in top 20%`");
  if (!shortest || shortest->scale > kMostDigitsOfPercent)
    return FilterError(expr.span(), "a number here may have at most 18 digits after the point");
  return bound::ExactCount{shortest->number, shortest->scale};
}

absl::StatusOr<bound::ExactCount> Percentage(const filter::Expr& expr, std::string_view example) {
  SEINE_ASSIGN_OR_RETURN(const bound::ExactCount percent, ExactCountIn(expr));
  if (percent.number > 0 && percent.number <= 100 * PowerOfTen(percent.scale)) return percent;
  return FilterError(expr.span(), "a percentage here is above 0 and at most 100",
                     absl::StrCat("write ", ToAbsl(example)));
}

// Fractions are rounded before they are added up; a percentile is one of them as it is.
ValueType TypeOfPopulationValue(PopulationFunction function, ValueType of) {
  if (of.kind != ValueKind::kNumber || function == PopulationFunction::kPercentile) return of;
  const bool adds = function != PopulationFunction::kMedian;
  return {ValueKind::kNumber, adds && of.fraction ? 12 : of.scale,
          function != PopulationFunction::kTotal};
}

absl::StatusOr<bound::ExactCount> CountOfMembers(const filter::Expr& expr) {
  SEINE_ASSIGN_OR_RETURN(const bound::ExactCount n, ExactCountIn(expr));
  if (n.scale == 0 && n.number >= 0) return n;
  return FilterError(expr.span(), "a number of members is whole and not negative",
                     "for a share of them write `in top 20%`");
}

// The fewest of the lowest values that hold a share are what `top holding` leaves.
absl::Status HoldingGoesWithTop(const filter::Rank& node, const bound::ExactCount& percent,
                                Span span) {
  const absl::int128 hundred = 100 * PowerOfTen(percent.scale);
  filter::Rank rest = node;
  rest.direction = filter::Rank::Direction::kTop;
  rest.negated = !node.negated;
  const std::string digits = absl::StrCat(static_cast<int64_t>(hundred - percent.number));
  const filter::LiteralValue left =
      percent.scale == 0 ? filter::LiteralValue(filter::Integer{digits})
                         : filter::LiteralValue(filter::Decimal{digits, percent.scale});
  rest.n = filter::Expr::Make(filter::Literal{left, node.n.span()}, node.n.span());
  return FilterError(span, "`holding` goes with `top`: the fewest members that hold so much",
                     percent.number == hundred
                         ? WriteHint("in top holding 80%")
                         : WriteHint(PrintFilter(filter::Expr::Make(std::move(rest), span))));
}

// mean(orders.amount): rows are aggregated for each member first.
absl::Status AdviseRows(BindContext& context, const filter::PopulationValue& node,
                        const absl::Status& error) {
  const auto* path = node.value.As<filter::Path>();
  if (path == nullptr || path->pick != nullptr) return error;
  const auto rows = ResolveRows(context, Scope(), *path, "avg");
  if (!rows.ok() || rows->rest.size() != 1) return error;
  const bound::ColumnRef column =
      FindOnRow(context.catalog.schema(), rows->table, rows->rest[0].text);
  if (column.table < 0) return error;
  const bool total = node.function == PopulationFunction::kTotal;
  return WithHint(error,
                  WriteHint(absl::StrCat(total ? "sum(" : "avg(", PrintFilter(node.value), ")")) +
                      " for each member's own");
}

}  // namespace

absl::StatusOr<FilterPtr> BindRank(BindContext& context, const Scope& scope,
                                   const filter::Rank& node, Span span) {
  using Measure = filter::Rank::Measure;
  SEINE_RETURN_IF_ERROR(CheckMembers(scope, "a rank", span));
  const bool holding = node.measure == Measure::kHolding;
  bound::Rank rank;
  rank.direction = node.direction;
  rank.measure = node.measure;
  rank.negated = node.negated;
  SEINE_ASSIGN_OR_RETURN(
      rank.subject, MemberValue(context, node.subject, holding ? "`holding`" : "a rank", !holding));
  if (node.measure == Measure::kMembers) {
    SEINE_ASSIGN_OR_RETURN(rank.n, CountOfMembers(node.n));
  } else {
    SEINE_ASSIGN_OR_RETURN(rank.n,
                           Percentage(node.n, holding ? "`in top holding 80%`" : "`in top 20%`"));
  }
  if (holding && node.direction == filter::Rank::Direction::kBottom)
    return HoldingGoesWithTop(node, rank.n, span);
  SEINE_ASSIGN_OR_RETURN(rank.per, GroupValue(context, node.per));
  SEINE_ASSIGN_OR_RETURN(rank.among, BindAmong(context, node.among));
  return bound::MakeFilter(std::move(rank), span);
}

absl::StatusOr<ValuePtr> BindNTile(BindContext& context, const Scope& scope,
                                   const filter::NTile& node, Span span) {
  SEINE_RETURN_IF_ERROR(CheckMembers(scope, "an n-tile", span));
  bound::NTile tile;
  SEINE_ASSIGN_OR_RETURN(tile.k, BoundCount(node.k, span));
  if (tile.k < 1 || tile.k > kMostTiles) {
    return FilterError(span, absl::StrCat("the number of tiles is from 1 to ", kMostTiles),
                       "write `ntile(5, sum(orders.amount)) = 5`");
  }
  SEINE_ASSIGN_OR_RETURN(tile.value, MemberValue(context, node.value, "`ntile`", true));
  SEINE_ASSIGN_OR_RETURN(tile.per, GroupValue(context, node.per));
  SEINE_ASSIGN_OR_RETURN(tile.among, BindAmong(context, node.among));
  return bound::MakeValue(std::move(tile), {ValueKind::kNumber, 0, false}, span);
}

absl::StatusOr<ValuePtr> BindPopulationValue(BindContext& context,
                                             const filter::PopulationValue& node, Span span) {
  static constexpr std::string_view kNames[] = {"`mean`", "`median`", "`percentile`", "`total`"};
  const std::string_view name = kNames[static_cast<size_t>(node.function)];
  bound::PopulationValue value;
  value.function = node.function;
  absl::StatusOr<ValuePtr> of = MemberValue(context, node.value, name, false);
  if (!of.ok()) return AdviseRows(context, node, of.status());
  value.value = *std::move(of);
  if (node.function == PopulationFunction::kPercentile) {
    SEINE_ASSIGN_OR_RETURN(value.percent, Percentage(node.percent, "`percentile(age, 95)`"));
  }
  SEINE_ASSIGN_OR_RETURN(value.among, BindAmong(context, node.among));
  const ValueType type = TypeOfPopulationValue(node.function, value.value->type);
  return bound::MakeValue(std::move(value), type, span);
}

}  // namespace seine::binding
