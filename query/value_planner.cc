// RowPlanner: values.

#include <algorithm>
#include <string>
#include <utility>

#include "query/descent_planner.h"
#include "query/filter.h"
#include "query/fraction.h"
#include "query/row_planner.h"

namespace seine {
namespace {

using absl::int128;
using filter::Overloaded;
using PlannedValue = absl::StatusOr<row::ValuePtr>;

// Nanoseconds a member.
constexpr double kWorthRemembering = 8;
// So many values are remembered at most: half a MiB to two each.
constexpr size_t kMostRemembered = 64;

row::ValuePtr Make(decltype(row::Value::node) node, bound::ValueType type, int grain, double cost,
                   std::optional<int128> bound = std::nullopt) {
  return std::make_unique<const row::Value>(row::Value{std::move(node), type, grain, cost, bound});
}

int128 AbsoluteOf(int128 value) {
  if (value == absl::Int128Min()) return absl::Int128Max();  // more than 64 bits either way
  return value < 0 ? -value : value;
}

int128 BoundOf(const ColumnView& column) {
  if (column.stats.present == 0) return 0;
  return std::max(AbsoluteOf(column.stats.min), AbsoluteOf(column.stats.max));
}

std::optional<int128> Fits(std::optional<int128> bound) {
  return bound && *bound <= int128(INT64_MAX) ? bound : std::nullopt;
}

// Times 10^by, where that still fits into 64 bits. Precondition: by >= 0.
std::optional<int128> Scaled(int128 bound, int by) {
  if (by > 18) return bound == 0 ? std::optional<int128>(0) : std::nullopt;
  return Fits(bound * PowerOfTen(by));
}

}  // namespace

// A value of the members that costs more than to look it up is remembered, if several places have
// it.
PlannedValue RowPlanner::PlanValue(const bound::ValueNode& value) {
  PlannedValue planned = PlanOwnValue(value);
  if (!planned.ok() || numbers_ == nullptr) return planned;
  const row::Value& own = **planned;
  if (own.grain != 0 || own.cost < kWorthRemembering) return planned;
  const size_t number = numbers_->NumberOf(value, as_of_);
  std::shared_ptr<row::SharedValue>& shared = shared_[number];
  if (shared == nullptr) {
    shared = std::make_shared<row::SharedValue>(row::SharedValue{number, false});
  } else if (!shared->remembered && shared_values_ < kMostRemembered) {
    shared->remembered = true;
    ++shared_values_;
  }
  const double cost = own.cost;
  const std::optional<int128> bound = own.bound;
  return Make(row::Remembered{*std::move(planned), shared}, value.type, 0, cost, bound);
}

PlannedValue RowPlanner::PlanOwnValue(const bound::ValueNode& value) {
  if (value.text.empty()) return PlanNode(value);
  std::string above = std::exchange(text_, value.text);
  PlannedValue planned = PlanNode(value);
  text_ = std::move(above);
  return planned;
}

PlannedValue RowPlanner::PlanNode(const bound::ValueNode& value) {
  const bound::ValueType& type = value.type;
  const Snapshot& snapshot = *shard_.snapshot;
  return std::visit(
      Overloaded{
          [&](const bound::ConstantValue& v) -> PlannedValue {
            return Make(row::ConstantValue{v.number, v.real, v.text, v.denominator, v.missing},
                        type, 0, 0, Fits(AbsoluteOf(v.number)));
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
            absl::StatusOr<row::ColumnReader> from = Reader(v.column, v.steps);
            if (!from.ok()) return from.status();
            const std::optional<int128> bound = Fits(BoundOf(*from->steps.back().column));
            return Make(row::LookupValue{*std::move(from)}, type, v.column.table, 5, bound);
          },
          [&](const bound::MidnightOf& v) -> PlannedValue {
            PlannedValue date = PlanValue(*v.date);
            if (!date.ok()) return date.status();
            const int grain = (*date)->grain;
            return Make(row::MidnightOf{*std::move(date)}, type, grain, 30);
          },
          [&](const bound::SetSize& v) -> PlannedValue {
            absl::StatusOr<row::ColumnReader> from = Reader(v.column, v.steps);
            if (!from.ok()) return from.status();
            return Make(row::SetSize{*std::move(from)}, type, v.column.table, 2,
                        int128(UINT32_MAX));
          },
          [&](const bound::Arithmetic& v) { return PlanArithmetic(v, type); },
          [&](const bound::Aggregate& v) { return PlanAggregate(v, type); },
          [&](const auto&) { return PlanComputed(value); },
      },
      value.node);
}

PlannedValue RowPlanner::PlanArithmetic(const bound::Arithmetic& node,
                                        const bound::ValueType& type) {
  PlannedValue left = PlanValue(*node.left);
  if (!left.ok()) return left.status();
  PlannedValue right = PlanValue(*node.right);
  if (!right.ok()) return right.status();
  const row::Value& a = **left;
  const row::Value& b = **right;
  std::optional<int128> bound;
  if (a.bound && b.bound && type.kind == bound::ValueKind::kNumber && !type.fraction) {
    if (node.op == filter::ArithmeticOp::kMultiply) {
      bound = Fits(*a.bound * *b.bound);
    } else if (node.op != filter::ArithmeticOp::kDivide) {
      const std::optional<int128> x = Scaled(*a.bound, type.scale - a.type.scale);
      const std::optional<int128> y = Scaled(*b.bound, type.scale - b.type.scale);
      if (x && y) bound = Fits(*x + *y);
    }
  }
  const int grain = std::max(a.grain, b.grain);
  const double cost = a.cost + b.cost + (bound ? 1 : 15);
  return Make(row::Arithmetic{node.op, *std::move(left), *std::move(right), text_}, type, grain,
              cost, bound);
}

absl::StatusOr<row::ValuePtr> RowPlanner::PlanAggregate(const bound::Aggregate& aggregate,
                                                        const bound::ValueType& type) {
  using bound::AggregateKind;
  constexpr double kAggregateCost = 30.0;
  absl::StatusOr<row::Descent> rows = DescentPlanner(*this).Plan(aggregate.rows);
  if (!rows.ok()) return rows.status();
  row::Aggregate planned{aggregate.kind, *std::move(rows), nullptr, false, text_};
  const int128 most_rows(shard_.view->tables[static_cast<size_t>(aggregate.rows.table)].rows);
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
  return Make(std::move(planned), type, aggregate.rows.asked(), kAggregateCost + below, bound);
}

}  // namespace seine
