#include "query/row_planner.h"

#include <algorithm>
#include <utility>

#include "engine/planted_bug.h"
#include "query/filter.h"
#include "query/row_batch.h"

namespace seine {
namespace {

using filter::Overloaded;
using Planned = absl::StatusOr<row::FilterPtr>;

constexpr double kScanCost = 0.2;
constexpr double kGatherCost = 1.0;
constexpr double kTextCost = 30.0;

absl::Status EnsureForward(const ColumnView& column) {
  return column.forward == nullptr ? absl::OkStatus() : column.forward->Ensure();
}

row::FilterPtr Nothing() { return MakeRow(row::Constant{false}, 0, 0, 0); }

double Share(const ColumnView& column, const std::vector<std::pair<uint64_t, uint64_t>>& ranges) {
  double width = 0;
  for (const auto& [first, last] : ranges) width += static_cast<double>(last - first) + 1;
  return std::min(1.0, width / (static_cast<double>(column.numeric.max_raw) + 1));
}

}  // namespace

row::FilterPtr MakeRow(decltype(row::Filter::node) node, int grain, double cost,
                       double selectivity) {
  return std::make_unique<const row::Filter>(
      row::Filter{std::move(node), grain, cost, selectivity});
}

const ColumnView& RowPlanner::Column(bound::ColumnRef ref) const {
  return shard_.view->tables[static_cast<size_t>(ref.table)]
      .columns[static_cast<size_t>(ref.column)];
}

std::optional<int64_t> RowPlanner::HiddenFrom(int table) const {
  const TableSchema& schema = shard_.snapshot->schema().tables[static_cast<size_t>(table)];
  if (schema.time.empty()) return std::nullopt;
  const ColumnView& column = Column({table, schema.FindColumn(schema.time)});
  if (column.absent) return std::nullopt;
  int64_t limit = as_of_;
  if (column.type == ColumnType::kDate) {
    const Zone::Wall wall = shard_.zone->WallClock(as_of_);
    limit = shard_.zone->Midnight(wall.day) >= as_of_ ? wall.day : wall.day + 1;
  }
  if (Planted("as-of-inclusive")) ++limit;
  if (column.stats.max < limit) return std::nullopt;
  return limit;
}

Planned RowPlanner::PlanCodes(const bound::InCodes& test) {
  const ColumnView& column = Column(test.column);
  if (column.absent) return Nothing();
  if (absl::Status status = EnsureForward(column); !status.ok()) return status;
  const auto listed = static_cast<double>(test.codes->codes.size());
  const double share =
      std::min(1.0, listed / static_cast<double>(std::max<uint64_t>(column.stats.distinct, 1)));
  const double selectivity = test.codes->complement ? 1 - share : share;
  // Kernels look up raw values of at most 16 bits and compare wider ones.
  constexpr size_t kFewCodes = 3;
  if (column.numeric.bits() > 16 && test.codes->codes.size() <= kFewCodes) {
    std::vector<bound::Range> ranges;
    for (const uint32_t code : test.codes->codes) ranges.push_back({code, code});
    return MakeRow(
        row::RawRanges{&column, RawRangesOf(column.numeric, ranges), test.codes->complement},
        test.column.table, kScanCost, selectivity);
  }
  return MakeRow(row::RawIn{&column, RawBits(column.numeric, *test.codes)}, test.column.table,
                 kScanCost, selectivity);
}

Planned RowPlanner::PlanRanges(const bound::InRanges& test) {
  const ColumnView& column = Column(test.column);
  if (column.absent) return Nothing();
  if (absl::Status status = EnsureForward(column); !status.ok()) return status;
  auto ranges = RawRangesOf(column.numeric, test.ranges);
  if (ranges.empty() && !test.complement) return Nothing();
  const double share = Share(column, ranges);
  return MakeRow(row::RawRanges{&column, std::move(ranges), test.complement}, test.column.table,
                 kScanCost, test.complement ? 1 - share : share);
}

Planned RowPlanner::PlanSet(const bound::SetHas& test) {
  const ColumnView& column = Column(test.column);
  const int grain = test.column.table;
  const bool none = test.mode == bound::SetMode::kNone;
  if (test.mode == bound::SetMode::kAll && test.unknown) return Nothing();
  if (column.absent) return MakeRow(row::Constant{none}, 0, 0, none ? 1 : 0);
  if (absl::Status status = EnsureForward(column); !status.ok()) return status;
  row::SetHas planned{&column, test.mode, {}, {}};
  if (test.mode == bound::SetMode::kAll) {
    const NumericView& codes = column.set.codes;
    for (uint32_t code : test.codes->codes) {
      if (code < codes.min) return Nothing();
      const uint64_t above = code - static_cast<uint64_t>(codes.min);
      if (above % codes.gcd != 0 || above / codes.gcd > codes.max_raw) return Nothing();
      planned.all.push_back(above / codes.gcd);
    }
  } else {
    planned.raws = RawBits(column.set.codes, *test.codes);
  }
  return MakeRow(std::move(planned), grain, kGatherCost * 3, none ? 0.9 : 0.1);
}

Planned RowPlanner::PlanJoin(const std::vector<bound::FilterPtr>& operands, bool is_and) {
  std::vector<row::FilterPtr> planned;
  int grain = 0;
  double cost = 0;
  double share = 1;  // of an AND: passes all; of an OR: passes none
  for (const bound::FilterPtr& operand : operands) {
    Planned one = Plan(*operand);
    if (!one.ok()) return one.status();
    grain = std::max(grain, (*one)->grain);
    cost += (*one)->cost;
    share *= is_and ? (*one)->selectivity : 1 - (*one)->selectivity;
    planned.push_back(*std::move(one));
  }
  // Cheapest first; among equals, an AND takes the one that leaves least, an OR the one that leaves
  // most.
  std::stable_sort(planned.begin(), planned.end(), [is_and](const auto& a, const auto& b) {
    if (a->cost != b->cost) return a->cost < b->cost;
    return is_and ? a->selectivity < b->selectivity : a->selectivity > b->selectivity;
  });
  if (is_and) return MakeRow(row::And{std::move(planned)}, grain, cost, share);
  return MakeRow(row::Or{std::move(planned)}, grain, cost, 1 - share);
}

Planned RowPlanner::Plan(const bound::FilterNode& filter) {
  return std::visit(
      Overloaded{
          [](const bound::Constant& f) -> Planned {
            return MakeRow(row::Constant{f.value}, 0, 0, f.value ? 1 : 0);
          },
          [&](const bound::And& f) { return PlanJoin(f.operands, true); },
          [&](const bound::Or& f) { return PlanJoin(f.operands, false); },
          [&](const bound::Not& f) -> Planned {
            Planned operand = Plan(*f.operand);
            if (!operand.ok()) return operand.status();
            const row::Filter& of = **operand;
            const int grain = of.grain;
            const double cost = of.cost;
            const double rest = 1 - of.selectivity;
            return MakeRow(row::Not{*std::move(operand)}, grain, cost, rest);
          },
          [&](const bound::KOf& f) -> Planned {
            row::KOf planned{f.at_least, f.at_most, {}};
            int grain = 0;
            double cost = 0;
            for (const bound::FilterPtr& operand : f.operands) {
              Planned one = Plan(*operand);
              if (!one.ok()) return one.status();
              grain = std::max(grain, (*one)->grain);
              cost += (*one)->cost + kGatherCost;
              planned.operands.push_back(*std::move(one));
            }
            return MakeRow(std::move(planned), grain, cost, 0.5);
          },
          [&](const bound::InCodes& f) { return PlanCodes(f); },
          [&](const bound::InText& f) -> Planned {
            const ColumnView& column = Column(f.column);
            if (column.absent) return Nothing();
            if (absl::Status status = EnsureForward(column); !status.ok()) return status;
            return MakeRow(row::TextIs{&column, f.predicate}, f.column.table, kTextCost, 0.1);
          },
          [&](const bound::BoolIs& f) -> Planned {
            const ColumnView& column = Column(f.column);
            if (column.absent) return Nothing();
            if (absl::Status status = EnsureForward(column); !status.ok()) return status;
            return MakeRow(row::BoolIs{&column, f.value}, f.column.table, kScanCost, 0.5);
          },
          [&](const bound::InRanges& f) { return PlanRanges(f); },
          [&](const bound::SetHas& f) { return PlanSet(f); },
          [&](const bound::Exists& f) -> Planned {
            const ColumnView& column = Column(f.column);
            if (column.absent) return Nothing();
            if (absl::Status status = EnsureForward(column); !status.ok()) return status;
            return MakeRow(row::Present{&column}, f.column.table, kScanCost, 0.9);
          },
          [](const bound::InLookup&) -> Planned {
            return absl::InternalError("a lookup test was not grounded");
          },
          [&](const bound::Lift& f) { return PlanLift(f); },
          [&](const bound::AsOf& f) { return PlanAsOf(f); },
          [&](const bound::MemberIn& f) -> Planned {
            row::MemberIn planned;
            const auto first =
                static_cast<uint32_t>(shard_.view - &shard_.snapshot->shard(0)) * kShardSize;
            const auto& all = *f.ordinals;
            for (auto it = std::lower_bound(all.begin(), all.end(), first); it != all.end(); ++it) {
              if (*it - first >= kShardSize) break;
              planned.offsets.push_back(*it - first);
            }
            return MakeRow(std::move(planned), 0, kGatherCost, 0.01);
          },
          [&](const bound::MemberSet& f) -> Planned {
            const auto shard = static_cast<size_t>(shard_.view - &shard_.snapshot->shard(0));
            const uint64_t* bits = f.members->shards[shard].data();
            return MakeRow(row::MemberSet{f.members, bits}, 0, kScanCost, 0.2);
          },
          [&](const auto&) { return PlanComputed(filter); },
      },
      filter.node);
}

bound::FilterPtr RowPlanner::OwnTimeVisible(int table) const {
  const std::optional<int64_t> hidden = HiddenFrom(table);
  if (!hidden) return nullptr;
  const TableSchema& schema = shard_.snapshot->schema().tables[static_cast<size_t>(table)];
  bound::InRanges before{{table, schema.FindColumn(schema.time)}, {}, {}, false};
  before.ranges.push_back({INT64_MIN, *hidden == INT64_MIN ? INT64_MIN : *hidden - 1});
  return bound::MakeFilter(std::move(before));
}

std::vector<bound::FilterPtr> RowPlanner::Visible(int table) const {
  std::vector<bound::FilterPtr> tests;
  const auto& tables = shard_.snapshot->schema().tables;
  for (int t = table; t >= 0; t = tables[static_cast<size_t>(t)].parent) {
    if (bound::FilterPtr test = OwnTimeVisible(t)) tests.push_back(std::move(test));
  }
  return tests;
}

Planned RowPlanner::PlanAsOf(const bound::AsOf& filter) {
  const int64_t now = SetAsOf(filter.as_of);
  std::vector<bound::FilterPtr> all = Visible(filter.grain);
  all.push_back(filter.filter);
  Planned planned = PlanJoin(all, true);
  SetAsOf(now);
  return planned;
}

}  // namespace seine
