// RowPlanner: tests of values, picked rows, and values that are computed row by row.

#include <algorithm>
#include <optional>
#include <utility>

#include "query/descent_planner.h"
#include "query/filter.h"
#include "query/row_planner.h"

namespace seine {
namespace {

using filter::Overloaded;
using PlannedTest = absl::StatusOr<row::FilterPtr>;
using PlannedResult = absl::StatusOr<row::ValuePtr>;

constexpr double kCompareCost = 6.0;
constexpr double kTimeCost = 10.0;
constexpr double kTextCost = 60.0;
constexpr double kPickCost = 30.0;

row::ValuePtr MakeComputed(decltype(row::Value::node) node, const bound::ValueType& type, int grain,
                           double cost, std::optional<absl::int128> bound = std::nullopt) {
  return std::make_unique<const row::Value>(row::Value{std::move(node), type, grain, cost, bound});
}

// Of values that are 64 bits wide whatever they are.
constexpr absl::int128 kAnySmall = INT64_MAX;

// The rows of whose time some period may be: the others tell nothing, and whole tiles of them are
// not read.
bound::Rows RowsOfPeriods(const bound::EachOf& each) {
  bound::Rows rows = each.rows;
  const auto* time = std::get_if<bound::ColumnValue>(&each.time->node);
  if (time == nullptr || each.ranges.empty()) return rows;
  bound::Range all{INT64_MAX, INT64_MIN};
  for (const bound::Range& range : each.ranges) {
    all.first = std::min(all.first, range.first);
    all.last = std::max(all.last, range.last);
  }
  bound::FilterPtr within = bound::MakeFilter(bound::InRanges{time->column, {all}, {}, false});
  rows.where = rows.where == nullptr
                   ? std::move(within)
                   : bound::MakeFilter(bound::And{{std::move(within), rows.where}});
  return rows;
}

absl::Status EnsureReadable(const ColumnView& column) {
  return column.forward == nullptr ? absl::OkStatus() : column.forward->Ensure();
}

}  // namespace

absl::StatusOr<row::ColumnReader> RowPlanner::Reader(bound::ColumnRef column,
                                                     const std::vector<bound::LookupStep>& steps) {
  row::ColumnReader reader;
  reader.column = &Column(column);
  reader.dictionary = shard_.snapshot->dictionary(column.table, column.column);
  if (absl::Status status = EnsureReadable(*reader.column); !status.ok()) return status;
  for (const bound::LookupStep& step : steps) {
    const LookupView& lookup = shard_.snapshot->lookup(step.lookup);
    const ColumnView& described = lookup.table.columns[static_cast<size_t>(step.column)];
    if (absl::Status status = EnsureReadable(described); !status.ok()) return status;
    reader.steps.push_back({&lookup, &described});
    reader.dictionary = shard_.snapshot->lookup_dictionary(step.lookup, step.column);
  }
  return reader;
}

// Rows lie in order of time below their parent, and parents below the member; a time of their own,
// more than one table down, mixes the parents, and so do ties that arrived otherwise.
bool RowPlanner::InOrderOfTime(int table, int top) const {
  const TableView& view = shard_.view->tables[static_cast<size_t>(table)];
  return shard_.snapshot->schema().TimeTable(table) <= top &&
         (view.arrival.empty() || table == top);
}

absl::StatusOr<row::Picks> RowPlanner::PlanPicks(const bound::RowChoice& choice) {
  absl::StatusOr<row::Descent> rows = DescentPlanner(*this).Plan(choice.rows);
  if (!rows.ok()) return rows.status();
  row::Picks picks{*std::move(rows), choice.n, nullptr};
  if (InOrderOfTime(choice.rows.table, picks.rows.path[0])) return picks;
  const Schema& schema = shard_.snapshot->schema();
  const int timed = schema.TimeTable(choice.rows.table);
  const TableSchema& table = schema.tables[static_cast<size_t>(timed)];
  const bound::ColumnRef time{timed, table.FindColumn(table.time)};
  const bool date = table.columns[static_cast<size_t>(time.column)].type == ColumnType::kDate;
  absl::StatusOr<row::ValuePtr> value = PlanValue(
      *bound::MakeValue(bound::ColumnValue{time},
                        {date ? bound::ValueKind::kDate : bound::ValueKind::kInstant, 0, false}));
  if (!value.ok()) return value.status();
  picks.time = *std::move(value);
  return picks;
}

absl::StatusOr<row::SetReader> RowPlanner::PlanSetReader(const bound::SetSource& source) {
  row::SetReader set;
  absl::StatusOr<row::ColumnReader> from = Reader(source.column, source.steps);
  if (!from.ok()) return from.status();
  set.from = *std::move(from);
  set.table = source.column.table;
  set.grain = source.picks.empty() ? set.table : source.picks.front().rows.asked();
  set.outer = source.outer;
  set.outer_table = source.outer_table;
  if (source.outer >= 0) set.grain = source.at;
  for (const bound::RowChoice& choice : source.picks) {
    absl::StatusOr<row::Picks> picks = PlanPicks(choice);
    if (!picks.ok()) return picks.status();
    set.picks.push_back(*std::move(picks));
  }
  return set;
}

PlannedTest RowPlanner::PlanComputed(const bound::FilterNode& filter) {
  const auto of_value = [&](const bound::ValuePtr& value, double cost, double share,
                            auto&& make) -> PlannedTest {
    PlannedResult planned = PlanValue(*value);
    if (!planned.ok()) return planned.status();
    const int grain = (*planned)->grain;
    cost += (*planned)->cost;
    return MakeRow(make(*std::move(planned)), grain, cost, share);
  };
  const auto of_two = [&](const bound::ValuePtr& left, const bound::ValuePtr& right, double cost,
                          auto&& make) -> PlannedTest {
    PlannedResult a = PlanValue(*left);
    if (!a.ok()) return a.status();
    PlannedResult b = PlanValue(*right);
    if (!b.ok()) return b.status();
    const int grain = std::max((*a)->grain, (*b)->grain);
    cost += (*a)->cost + (*b)->cost;
    return MakeRow(make(*std::move(a), *std::move(b)), grain, cost, 0.3);
  };
  return std::visit(
      Overloaded{
          [&](const bound::Compare& f) -> PlannedTest {
            if (const auto numbers = NumbersToCompare(f)) return PlanCompare(f, *numbers);
            return of_two(f.left, f.right, kCompareCost, [&](row::ValuePtr a, row::ValuePtr b) {
              return row::Compare{f.op, std::move(a), std::move(b), f.ignoring_case};
            });
          },
          [&](const bound::ValueInRanges& f) {
            return of_value(f.value, kCompareCost, 0.3, [&](row::ValuePtr v) {
              return row::ValueInRanges{std::move(v), f.ranges, f.complement};
            });
          },
          [&](const bound::ValueExists& f) {
            return of_value(f.value, 0, 0.9,
                            [](row::ValuePtr v) { return row::ValueExists{std::move(v)}; });
          },
          [&](const bound::Anniversary& f) {
            return of_value(f.time, kTimeCost, 0.1, [&](row::ValuePtr v) {
              return row::Anniversary{std::move(v), f.days};
            });
          },
          [&](const bound::ComputedText& f) {
            return of_value(f.value, kTextCost, 0.3, [&](row::ValuePtr v) {
              return row::ComputedText{std::move(v), f.predicate};
            });
          },
          [&](const bound::TextTest& f) {
            return of_two(f.subject, f.pattern, kTextCost, [&](row::ValuePtr a, row::ValuePtr b) {
              return row::TextTest{f.op, std::move(a), std::move(b), f.negated, f.ignoring_case};
            });
          },
          [&](const bound::Sequence& f) { return PlanSequence(f); },
          [&](const bound::OuterIs& f) -> PlannedTest {
            PlannedTest of = Plan(*f.filter);
            if (!of.ok()) return of.status();
            const double cost = (*of)->cost + kCompareCost;
            return MakeRow(row::OuterIs{f.scope, f.table, *std::move(of)}, f.at, cost, 0.3);
          },
          [&](const bound::EachOf& f) -> PlannedTest {
            absl::StatusOr<row::Descent> rows = DescentPlanner(*this).Plan(RowsOfPeriods(f));
            if (!rows.ok()) return rows.status();
            PlannedResult time = PlanValue(*f.time);
            if (!time.ok()) return time.status();
            return MakeRow(row::EachOf{*std::move(rows), *std::move(time), TimePieces(f.ranges)},
                           f.rows.asked(), kPickCost, 0.2);
          },
          [&](const bound::PickedIs& f) -> PlannedTest {
            absl::StatusOr<row::Picks> picks = PlanPicks(f.choice);
            if (!picks.ok()) return picks.status();
            PlannedTest must = Plan(*f.must);
            if (!must.ok()) return must.status();
            const double cost = kPickCost + (*must)->cost;
            return MakeRow(row::PickedIs{*std::move(picks), *std::move(must)},
                           f.choice.rows.asked(), cost, 0.3);
          },
          [&](const bound::IsPicked& f) -> PlannedTest {
            absl::StatusOr<row::Picks> picks = PlanPicks(f.choice);
            if (!picks.ok()) return picks.status();
            const bound::Rows& rows = f.choice.rows;
            return MakeRow(row::IsPicked{*std::move(picks), rows.outer, rows.at}, f.at, kPickCost,
                           0.3);
          },
          [&](const bound::BelongsTo& f) -> PlannedTest {
            return MakeRow(row::BelongsTo{f.scope, f.table, f.of}, f.at, kCompareCost, 0.1);
          },
          [&](const bound::SetRelation& f) { return PlanSetRelation(f); },
          [](const auto&) -> PlannedTest { return absl::InternalError("a test that has no plan"); },
      },
      filter.node);
}

PlannedResult RowPlanner::PlanDistinct(const bound::Distinct& node, const bound::ValueType& type) {
  absl::StatusOr<row::Descent> rows = DescentPlanner(*this).Plan(node.rows);
  if (!rows.ok()) return rows.status();
  row::Distinct planned{*std::move(rows), nullptr, {}, text_};
  if (node.value != nullptr) {
    const Dictionary* dictionary = nullptr;
    PlannedResult value = PlanCode(*node.value, &dictionary);
    if (!value.ok()) return value.status();
    planned.value = *std::move(value);
  } else {
    absl::StatusOr<row::SetReader> set = PlanSetReader(node.set);
    if (!set.ok()) return set.status();
    planned.set = *std::move(set);
  }
  return MakeComputed(std::move(planned), type, node.rows.asked(), 2 * kPickCost, kAnySmall);
}

PlannedResult RowPlanner::PlanMode(const bound::Mode& node, const bound::ValueType& type) {
  absl::StatusOr<row::Descent> rows = DescentPlanner(*this).Plan(node.rows);
  if (!rows.ok()) return rows.status();
  const Dictionary* dictionary = nullptr;
  PlannedResult value = PlanCode(*node.value, &dictionary);
  if (!value.ok()) return value.status();
  const row::Value& of = **value;
  // A fraction is rounded to a number of more digits than it has.
  const std::optional<absl::int128> bound = of.type.fraction ? std::nullopt : of.bound;
  return MakeComputed(row::Mode{*std::move(rows), *std::move(value), dictionary, !bound, text_},
                      type, node.rows.asked(), 2 * kPickCost, bound);
}

PlannedResult RowPlanner::PlanComputed(const bound::ValueNode& value) {
  const bound::ValueType& type = value.type;
  // One operand, and what it makes.
  const auto of_one = [&](const bound::ValuePtr& from, double cost, auto&& make) -> PlannedResult {
    PlannedResult planned = PlanValue(*from);
    if (!planned.ok()) return planned.status();
    const int grain = (*planned)->grain;
    cost += (*planned)->cost;
    return MakeComputed(make(*std::move(planned)), type, grain, cost, kAnySmall);
  };
  return std::visit(
      Overloaded{
          [&](const bound::DatePart& v) {
            return of_one(v.time, kTimeCost, [&](row::ValuePtr time) {
              return row::DatePart{v.part, std::move(time)};
            });
          },
          [&](const bound::PeriodOf& v) {
            return of_one(v.time, kTimeCost, [&](row::ValuePtr time) {
              return row::PeriodOf{v.unit, std::move(time)};
            });
          },
          [&](const bound::ShiftedTime& v) {
            return of_one(v.time, 2 * kTimeCost, [&](row::ValuePtr time) {
              return row::ShiftedTime{std::move(time), v.n, v.unit};
            });
          },
          [&](const bound::ElapsedUnits& v) -> PlannedResult {
            PlannedResult start = PlanValue(*v.start);
            if (!start.ok()) return start.status();
            PlannedResult end = PlanValue(*v.end);
            if (!end.ok()) return end.status();
            const int grain = std::max((*start)->grain, (*end)->grain);
            const double cost = 2 * kTimeCost + (*start)->cost + (*end)->cost;
            return MakeComputed(row::ElapsedUnits{v.unit, *std::move(start), *std::move(end)}, type,
                                grain, cost, kAnySmall);
          },
          [&](const bound::PickedValue& v) -> PlannedResult {
            absl::StatusOr<row::Picks> picks = PlanPicks(v.choice);
            if (!picks.ok()) return picks.status();
            PlannedResult of = PlanValue(*v.value);
            if (!of.ok()) return of.status();
            const double cost = kPickCost + (*of)->cost;
            const auto bound = (*of)->bound;
            return MakeComputed(row::PickedValue{*std::move(picks), *std::move(of)}, type,
                                v.choice.rows.asked(), cost, bound);
          },
          [&](const bound::OuterValue& v) -> PlannedResult {
            PlannedResult of = PlanValue(*v.value);
            if (!of.ok()) return of.status();
            const double cost = (*of)->cost + kCompareCost;
            const std::optional<absl::int128> bound = (*of)->bound;
            return MakeComputed(row::OuterValue{v.scope, v.table, *std::move(of)}, type, v.at, cost,
                                bound);
          },
          [&](const bound::Distinct& v) { return PlanDistinct(v, type); },
          [&](const bound::Mode& v) { return PlanMode(v, type); },
          [&](const bound::Gap& v) -> PlannedResult {
            absl::StatusOr<row::Picks> rows = PlanPicks({v.rows, 1});
            if (!rows.ok()) return rows.status();
            PlannedResult time = PlanValue(*v.time);
            if (!time.ok()) return time.status();
            const bool in_order = rows->time == nullptr;
            return MakeComputed(
                row::Gap{v.function, std::move(rows->rows), *std::move(time), in_order}, type,
                v.rows.asked(), 2 * kPickCost, kAnySmall);
          },
          [&](const bound::FirstOf& v) -> PlannedResult {
            row::FirstOf planned{{}, text_};
            int grain = 0;
            double cost = 0;
            for (const bound::ValuePtr& operand : v.operands) {
              PlannedResult one = PlanValue(*operand);
              if (!one.ok()) return one.status();
              grain = std::max(grain, (*one)->grain);
              cost += (*one)->cost + 2;
              planned.operands.push_back(*std::move(one));
            }
            return MakeComputed(std::move(planned), type, grain, cost);
          },
          [&](const bound::Bucket& v) -> PlannedResult {
            const ShardView& view = *shard_.view;
            const auto shard = static_cast<size_t>(&view - &shard_.snapshot->shard(0));
            if (absl::Status status = shard_.snapshot->EnsureKeys(shard); !status.ok())
              return status;
            return MakeComputed(row::Bucket{v.buckets, v.salt}, type, 0, 3 * kTimeCost, kAnySmall);
          },
          [&](const bound::Score& v) -> PlannedResult {
            row::Score planned;
            int grain = 0;
            double cost = 0;
            for (const bound::Score::Term& term : v.terms) {
              PlannedTest one = Plan(*term.filter);
              if (!one.ok()) return one.status();
              grain = std::max(grain, (*one)->grain);
              cost += (*one)->cost + 2;
              planned.terms.push_back({term.weight, *std::move(one)});
            }
            return MakeComputed(std::move(planned), type, grain, cost, kAnySmall);
          },
          [&](const bound::When& v) -> PlannedResult {
            PlannedTest when = Plan(*v.filter);
            if (!when.ok()) return when.status();
            PlannedResult of = PlanValue(*v.value);
            if (!of.ok()) return of.status();
            const int grain = std::max((*when)->grain, (*of)->grain);
            const double cost = (*when)->cost + (*of)->cost + 2;
            const auto bound = (*of)->bound;
            return MakeComputed(row::When{*std::move(when), *std::move(of)}, type, grain, cost,
                                bound);
          },
          [&](const bound::MemberNumbers& v) -> PlannedResult {
            const auto shard = static_cast<size_t>(shard_.view - &shard_.snapshot->shard(0));
            return MakeComputed(row::MemberNumbers{v.tiles, &v.tiles->shards[shard]}, type, 0, 1,
                                kAnySmall);
          },
          [](const auto&) -> PlannedResult {
            return absl::InternalError("a value that has no plan");
          },
      },
      value.node);
}

}  // namespace seine
