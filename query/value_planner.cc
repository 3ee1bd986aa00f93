// RowPlanner: values.

#include <algorithm>
#include <utility>

#include "query/descent_planner.h"
#include "query/filter.h"
#include "query/row_planner.h"

namespace seine {
namespace {

using absl::int128;
using filter::Overloaded;
using PlannedValue = absl::StatusOr<row::ValuePtr>;

row::ValuePtr Make(decltype(row::Value::node) node, bound::ValueType type, int grain, double cost,
                   std::optional<int128> bound = std::nullopt) {
  return std::make_unique<const row::Value>(row::Value{std::move(node), type, grain, cost, bound});
}

int128 AbsoluteOf(int128 value) { return value < 0 ? -value : value; }

int128 BoundOf(const ColumnView& column) {
  if (column.stats.present == 0) return 0;
  return std::max(AbsoluteOf(column.stats.min), AbsoluteOf(column.stats.max));
}

std::optional<int128> Fits(std::optional<int128> bound) {
  return bound && *bound <= int128(INT64_MAX) ? bound : std::nullopt;
}

}  // namespace

absl::StatusOr<row::ValuePtr> RowPlanner::PlanValue(const bound::ValueNode& value) {
  const bound::ValueType& type = value.type;
  const Snapshot& snapshot = *shard_.snapshot;
  return std::visit(
      Overloaded{
          [&](const bound::ConstantValue& v) -> PlannedValue {
            return Make(row::ConstantValue{v.number, v.real, v.text}, type, 0, 0,
                        Fits(AbsoluteOf(v.number)));
          },
          [&](const bound::ColumnValue& v) -> PlannedValue {
            const ColumnView& column = Column(v.column);
            if (column.forward != nullptr) {
              if (absl::Status status = column.forward->Ensure(); !status.ok()) return status;
            }
            return Make(
                row::ColumnValue{&column, snapshot.dictionary(v.column.table, v.column.column)},
                type, v.column.table, 2, Fits(BoundOf(column)));
          },
          [&](const bound::LookupValue& v) -> PlannedValue {
            const ColumnView& column = Column(v.column);
            const LookupView& lookup = snapshot.lookup(v.lookup);
            const ColumnView& described =
                lookup.table.columns[static_cast<size_t>(v.lookup_column)];
            for (const Region* region : {column.forward, described.forward}) {
              if (region == nullptr) continue;
              if (absl::Status status = region->Ensure(); !status.ok()) return status;
            }
            return Make(row::LookupValue{&column, &lookup, v.lookup_column,
                                         snapshot.lookup_dictionary(v.lookup, v.lookup_column)},
                        type, v.column.table, 5, Fits(BoundOf(described)));
          },
          [&](const bound::MidnightOf& v) -> PlannedValue {
            PlannedValue date = PlanValue(*v.date);
            if (!date.ok()) return date.status();
            const int grain = (*date)->grain;
            return Make(row::MidnightOf{*std::move(date)}, type, grain, 30);
          },
          [&](const bound::SetSize& v) -> PlannedValue {
            const ColumnView& column = Column(v.column);
            if (column.forward != nullptr) {
              if (absl::Status status = column.forward->Ensure(); !status.ok()) return status;
            }
            return Make(row::SetSize{&column}, type, v.column.table, 1, int128(UINT32_MAX));
          },
          [&](const bound::Aggregate& v) { return PlanAggregate(v, type); },
      },
      value.node);
}

absl::StatusOr<row::ValuePtr> RowPlanner::PlanAggregate(const bound::Aggregate& aggregate,
                                                        const bound::ValueType& type) {
  using bound::AggregateKind;
  constexpr double kAggregateCost = 30.0;
  absl::StatusOr<row::Descent> rows =
      DescentPlanner(*this).Plan(aggregate.grain, aggregate.table, aggregate.where.get());
  if (!rows.ok()) return rows.status();
  row::Aggregate planned{aggregate.kind, *std::move(rows), nullptr, false};
  const int128 most_rows(shard_.view->tables[static_cast<size_t>(aggregate.table)].rows);
  std::optional<int128> bound = most_rows;
  if (aggregate.value != nullptr) {
    PlannedValue value = PlanValue(*aggregate.value);
    if (!value.ok()) return value.status();
    const row::Value& of = **value;
    const bool sums =
        aggregate.kind == AggregateKind::kSum || aggregate.kind == AggregateKind::kAvg;
    if (of.type.fraction) {
      bound = std::nullopt;
    } else if (of.type.kind != bound::ValueKind::kNumber) {
      bound = 0;  // times are 64 bits wide, and their sums are refused
    } else if (aggregate.kind != AggregateKind::kCount) {
      bound = of.bound && sums ? Fits(*of.bound * most_rows) : of.bound;
    }
    planned.value = *std::move(value);
  }
  planned.wide = !bound.has_value();
  const double below = planned.rows.where == nullptr ? 0 : planned.rows.where->cost;
  return Make(std::move(planned), type, aggregate.grain, kAggregateCost + below, bound);
}

}  // namespace seine
