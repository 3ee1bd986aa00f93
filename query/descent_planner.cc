#include "query/descent_planner.h"

#include <algorithm>
#include <utility>

#include "engine/planted_bug.h"
#include "query/row_batch.h"

namespace seine {
namespace {

constexpr size_t kMostDriverCodes = 64;

// The conjuncts of a filter: nested ANDs opened.
void AddConjuncts(const bound::FilterNode& filter, std::vector<bound::FilterPtr>* out) {
  if (const auto* all = std::get_if<bound::And>(&filter.node)) {
    for (const bound::FilterPtr& operand : all->operands) AddConjuncts(*operand, out);
  } else {
    out->push_back(std::make_shared<const bound::FilterNode>(filter));
  }
}

bool IsRangeOf(const bound::FilterNode& filter, bound::ColumnRef column) {
  const auto* ranges = std::get_if<bound::InRanges>(&filter.node);
  return ranges != nullptr && ranges->column == column && !ranges->complement &&
         !ranges->ranges.empty();
}

int64_t TileTime(int64_t value, ColumnType type) {
  if (type != ColumnType::kDate) return value;
  if (value > INT64_MAX / kMicrosPerDay) return INT64_MAX;
  if (value < INT64_MIN / kMicrosPerDay) return INT64_MIN;
  return value * kMicrosPerDay;
}

}  // namespace

std::vector<int> DescentPlanner::Path(int grain, int table) const {
  std::vector<int> path;
  for (int t = table; t != grain;
       t = shard_.snapshot->schema().tables[static_cast<size_t>(t)].parent)
    path.push_back(t);
  std::reverse(path.begin(), path.end());
  return path;
}

void DescentPlanner::HideRows(const row::Descent& descent) {
  for (int table : descent.path) {
    if (bound::FilterPtr test = planner_.OwnTimeVisible(table)) tests_.push_back(std::move(test));
  }
}

void DescentPlanner::NarrowWindow(int history, row::Descent* descent) const {
  const TableSchema& schema = shard_.snapshot->schema().tables[static_cast<size_t>(history)];
  if (schema.time.empty()) return;
  const bound::ColumnRef time{history, schema.FindColumn(schema.time)};
  const ColumnType type = schema.columns[static_cast<size_t>(time.column)].type;
  for (const bound::FilterPtr& test : tests_) {
    if (!IsRangeOf(*test, time)) continue;
    const auto& ranges = std::get<bound::InRanges>(test->node).ranges;
    descent->first = std::max(descent->first, TileTime(ranges.front().first, type));
    descent->last = std::min(descent->last, TileTime(ranges.back().last, type));
  }
}

absl::StatusOr<bool> DescentPlanner::ChooseDriver(row::Descent* descent) {
  uint64_t fewest = shard_.view->tables[static_cast<size_t>(descent->table)].rows / 8;
  size_t driver = tests_.size();
  for (size_t i = 0; i < tests_.size(); ++i) {
    const auto* codes = std::get_if<bound::InCodes>(&tests_[i]->node);
    const auto* set = std::get_if<bound::SetHas>(&tests_[i]->node);
    if (codes == nullptr && (set == nullptr || set->mode != bound::SetMode::kAny)) continue;
    const bound::ColumnRef column = codes != nullptr ? codes->column : set->column;
    const bound::CodeSet& wanted = codes != nullptr ? *codes->codes : *set->codes;
    const ColumnView& view = planner_.Column(column);
    if (column.table != descent->table || wanted.complement ||
        wanted.codes.size() > kMostDriverCodes)
      continue;
    if (view.postings.region == nullptr) continue;
    std::vector<std::span<const uint32_t>> lists;
    uint64_t rows = 0;
    bool listed = true;
    for (uint32_t code : wanted.codes) {
      const int64_t at = view.postings.Find(code);
      if (at < 0) continue;  // no row has it
      lists.push_back(view.postings.At(at));
      listed = listed && !lists.back().empty();
      rows += lists.back().size();
    }
    if (!listed || lists.empty() || rows >= fewest) continue;
    for (const auto& list : lists) {
      if (absl::Status status = view.postings.region->EnsureSpan(list); !status.ok()) return status;
    }
    fewest = rows;
    driver = i;
    descent->postings = std::move(lists);
  }
  if (driver == tests_.size()) return false;
  std::rotate(tests_.begin(), tests_.begin() + static_cast<std::ptrdiff_t>(driver),
              tests_.begin() + static_cast<std::ptrdiff_t>(driver) + 1);
  return true;
}

absl::Status DescentPlanner::PlanTests(int history, row::Descent* descent) {
  bool driven = false;
  if (descent->grain == 0) {
    absl::StatusOr<bool> chosen = ChooseDriver(descent);
    if (!chosen.ok()) return chosen.status();
    driven = *chosen;
  }
  const TableSchema& schema = shard_.snapshot->schema().tables[static_cast<size_t>(history)];
  const bound::ColumnRef time{history, schema.FindColumn(schema.time)};
  std::vector<bound::FilterPtr> window;
  std::vector<bound::FilterPtr> rest;
  for (size_t i = 0; i < tests_.size(); ++i) {
    if (i == 0 && driven) {
      absl::StatusOr<row::FilterPtr> planned = planner_.Plan(*tests_[i]);
      if (!planned.ok()) return planned.status();
      descent->driver = *std::move(planned);
      continue;
    }
    // Only one unbroken range says the same of a whole tile as its ends do.
    const bool whole = descent->grain == 0 && !schema.time.empty() && IsRangeOf(*tests_[i], time) &&
                       std::get<bound::InRanges>(tests_[i]->node).ranges.size() == 1;
    (whole ? window : rest).push_back(tests_[i]);
  }
  for (auto [tests, planned] : {std::pair{&window, &descent->time}, {&rest, &descent->where}}) {
    if (tests->empty()) continue;
    absl::StatusOr<row::FilterPtr> one = planner_.Plan(*bound::MakeFilter(bound::And{*tests}));
    if (!one.ok()) return one.status();
    *planned = *std::move(one);
  }
  return absl::OkStatus();
}

void DescentPlanner::SplitPairs() {
  for (const bound::FilterPtr& test : tests_) {
    if (test->facts.outermost != bound::kNoScope) pairs_.push_back(test);
  }
  std::erase_if(tests_, [](const bound::FilterPtr& test) {
    return test->facts.outermost != bound::kNoScope;
  });
}

absl::StatusOr<row::Descent> DescentPlanner::Plan(const bound::Rows& rows, bool with_where) {
  row::Descent descent;
  descent.grain = rows.grain;
  descent.table = rows.table;
  descent.path = Path(rows.grain, rows.table);
  descent.outer = rows.outer;
  if (with_where && rows.where != nullptr) AddConjuncts(*rows.where, &tests_);
  if (Planted("leaked-row-condition") && tests_.size() > 1) tests_.pop_back();
  if (descent.correlated()) SplitPairs();
  HideRows(descent);
  for (int t : descent.path) {
    const TableView& view = shard_.view->tables[static_cast<size_t>(t)];
    if (view.rows_region == nullptr) continue;
    if (absl::Status status = view.rows_region->Ensure(); !status.ok()) return status;
  }
  const int history = descent.path[0];
  if (descent.grain == 0) NarrowWindow(history, &descent);
  if (absl::Status status = PlanTests(history, &descent); !status.ok()) return status;
  if (absl::Status status = PlanPairs(rows, &descent); !status.ok()) return status;
  return descent;
}

absl::StatusOr<row::FilterPtr> RowPlanner::PlanLift(const bound::Lift& lift) {
  constexpr double kLiftCost = 20.0;
  row::Lift planned;
  planned.kind = lift.kind;
  const bool any = lift.kind == bound::LiftKind::kAny;
  absl::StatusOr<row::Descent> rows = DescentPlanner(*this).Plan(lift.rows, any);
  if (!rows.ok()) return rows.status();
  planned.rows = *std::move(rows);
  planned.rows.one_is_enough = any && planned.rows.match == nullptr;
  double cost = kLiftCost;
  if (!any && lift.rows.where != nullptr) {
    absl::StatusOr<row::FilterPtr> must = Plan(*lift.rows.where);
    if (!must.ok()) return must.status();
    planned.must = *std::move(must);
    cost += planned.must->cost;
  }
  if (planned.rows.where != nullptr) cost += planned.rows.where->cost;
  return MakeRow(std::move(planned), lift.rows.asked(), cost, 0.5);
}

}  // namespace seine
