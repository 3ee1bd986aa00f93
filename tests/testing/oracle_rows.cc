// Names to cells, and paths to rows.

#include <algorithm>
#include <tuple>

#include "tests/testing/oracle_evaluator.h"

namespace seine::oracle {
namespace {

Value ValueOfCell(const ColumnSchema& column, const OptionalCell& cell) {
  if (!cell) return column.type == ColumnType::kSet ? Value(SetValue{}) : Value(Missing{});
  switch (column.type) {
    case ColumnType::kBool:
      return std::get<bool>(*cell);
    case ColumnType::kCategory:
    case ColumnType::kText:
      return std::get<std::string>(*cell);
    case ColumnType::kInteger:
      return Fraction(BigInt(std::get<int64_t>(*cell)));
    case ColumnType::kDecimal:
      return Fraction(BigInt(std::get<int64_t>(*cell)), BigInt::PowerOfTen(column.scale));
    case ColumnType::kReal:
      return std::get<double>(*cell) + 0.0;  // -0 = 0
    case ColumnType::kDate:
      return DayValue{std::get<int64_t>(*cell)};
    case ColumnType::kTimestamp:
      return InstantValue{std::get<int64_t>(*cell)};
    case ColumnType::kSet:
      return std::get<std::vector<std::string>>(*cell);
  }
  return Missing{};
}

}  // namespace

Value Evaluator::Resolve(const filter::Path& path, const Context& at) {
  if (path.pick == nullptr) return ResolveNames(path.names, 0, at);
  const std::optional<RowRef> row = Pick(*path.pick, at);
  if (row) {
    Context there = at.On(*row);
    there.aliases.clear();
    return ResolveNames(path.names, 0, there);
  }
  const bool set = TypeOf(filter::Expr::Make(path), at) == StaticType::kSet;
  return set ? Value(SetValue{}) : Value(Missing{});  // a missing set is the empty set
}

Value Evaluator::ResolveNames(const Names& names, size_t from, const Context& at) {
  const std::string& first = names[from].text;
  if (names.size() - from > 1) {
    // x.col: that row and its ancestors. The innermost of two equal names would win, but they are
    // refused.
    for (auto alias = at.aliases.rbegin(); alias != at.aliases.rend(); ++alias) {
      if (alias->first != first) continue;
      Context there = at.On(alias->second);
      there.aliases.clear();
      return ResolveNames(names, from + 1, there);
    }
    // orders.amount: this row or an ancestor, by its table's name; orders.items.amount likewise.
    std::vector<RowRef> lineage;  // from here up
    for (std::optional<RowRef> row = at.row; row; row = tree_.ParentOf(*row)) {
      lineage.push_back(*row);
      if (tree_.schema(row->table).name != first) continue;
      size_t used = from + 1;
      size_t depth = lineage.size() - 1;
      for (; used + 1 < names.size() && depth > 0; ++used, --depth) {
        if (tree_.schema(lineage[depth - 1].table).name != names[used].text) break;
      }
      return ColumnOf(lineage[depth], names, used);
    }
  }
  for (std::optional<RowRef> row = at.row; row; row = tree_.ParentOf(*row)) {
    if (tree_.schema(row->table).FindColumn(first) >= 0) return ColumnOf(*row, names, from);
  }
  return Fail("unknown name " + first);
}

Value Evaluator::ColumnOf(RowRef row, const Names& names, size_t from) {
  const TableSchema& table = tree_.schema(row.table);
  const int column = table.FindColumn(names[from].text);
  if (column < 0) return Fail("unknown column " + names[from].text);
  const ColumnSchema& schema = table.columns[static_cast<size_t>(column)];
  return ThroughLookups(schema, tree_.CellOf(row, column), names, from + 1);
}

Value Evaluator::ThroughLookups(const ColumnSchema& column, const OptionalCell& cell,
                                const Names& names, size_t from) {
  if (from == names.size()) return ValueOfCell(column, cell);
  const int lookup = tree_.data().schema.FindLookup(column.lookup);
  if (lookup < 0) return Fail(column.name + " has no lookup");
  const auto at = static_cast<size_t>(lookup);
  const TableSchema& described = tree_.data().schema.lookups[at];
  const int next = described.FindColumn(names[from].text);
  if (next < 0) return Fail("unknown column " + names[from].text + " of lookup");
  const ColumnSchema& next_column = described.columns[static_cast<size_t>(next)];
  if (!cell) return ThroughLookups(next_column, std::nullopt, names, from + 1);
  const auto& rows = tree_.data().lookup_rows[at];
  const auto row = rows.find(std::get<std::string>(*cell));
  if (row == rows.end()) return ThroughLookups(next_column, std::nullopt, names, from + 1);
  const OracleRow& cells = tree_.data().lookups[at].rows[row->second];
  return ThroughLookups(next_column, cells.cells[static_cast<size_t>(next)], names, from + 1);
}

std::optional<RowRef> Evaluator::BaseOf(const filter::Path& path, const Context& at, size_t* used) {
  *used = 0;
  if (path.pick != nullptr) return Pick(*path.pick, at);
  for (auto alias = at.aliases.rbegin(); alias != at.aliases.rend(); ++alias) {
    if (path.names.size() < 2 || alias->first != path.names[0].text) continue;
    *used = 1;
    return alias->second;
  }
  std::optional<RowRef> base = at.row;  // the nearest row that has such children
  while (base && tree_.ChildTable(base->table, path.names[0].text) < 0) {
    base = tree_.ParentOf(*base);
  }
  if (!base) Fail("no table " + path.names[0].text);
  return base;
}

std::vector<Context> Evaluator::RowsOf(const filter::Rows& rows, const Context& at, size_t* rest) {
  const Names& names = rows.path.names;
  const std::optional<RowRef> base = BaseOf(rows.path, at, rest);
  if (!base) return {};
  std::vector<RowRef> found = {*base};
  int table = base->table;
  while (*rest < names.size()) {
    const int child = tree_.ChildTable(table, names[*rest].text);
    if (child < 0) break;
    std::vector<RowRef> deeper;
    for (RowRef parent : found) {
      for (RowRef row : tree_.ChildrenOf(parent, child)) deeper.push_back(row);
    }
    found = deeper;
    table = child;
    ++*rest;
  }
  if (!MayLookAt(found.size())) return {};
  std::vector<std::pair<std::optional<int64_t>, RowRef>> in_order;
  for (RowRef row : found) {
    if (tree_.Hidden(row, at.as_of, zone_)) continue;
    in_order.emplace_back(tree_.TimeOf(row, zone_), row);
  }
  std::stable_sort(in_order.begin(), in_order.end(), [](const auto& a, const auto& b) {
    return std::tie(a.first, a.second.row) < std::tie(b.first, b.second.row);
  });
  std::vector<Context> out;
  for (const auto& [time, row] : in_order) {
    Context here = at.On(row);
    if (rows.alias) here.aliases.emplace_back(rows.alias->text, row);
    if (!rows.where || Holds(rows.where, here)) out.push_back(here);
  }
  return out;
}

std::optional<RowRef> Evaluator::Pick(const filter::RowPick& pick, const Context& at) {
  size_t rest = 0;
  const std::vector<Context> rows = RowsOf(pick.rows, at, &rest);
  const auto size = static_cast<int64_t>(rows.size());
  int64_t index = 0;
  switch (pick.kind) {
    case filter::RowPick::Kind::kFirst:
      break;
    case filter::RowPick::Kind::kLatest:
      index = size - 1;
      break;
    case filter::RowPick::Kind::kNth: {
      const int64_t n = CountOf(pick.n);
      index = n > 0 ? n - 1 : size + n;
      break;
    }
  }
  if (index < 0 || index >= size) return std::nullopt;
  return rows[static_cast<size_t>(index)].row;
}

}  // namespace seine::oracle
