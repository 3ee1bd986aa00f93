#include "tests/testing/oracle_data.h"

#include <algorithm>

namespace seine::oracle {
namespace {

// The declared time of a row; absent when its table declares none.
std::optional<int64_t> OwnTime(const TableSchema& schema, const OracleRow& row,
                               const OracleZone& zone) {
  if (schema.time.empty()) return std::nullopt;
  const auto column = static_cast<size_t>(schema.FindColumn(schema.time));
  const OptionalCell& cell = row.cells[column];
  if (!cell) return std::nullopt;
  const int64_t time = std::get<int64_t>(*cell);
  return schema.columns[column].type == ColumnType::kDate ? zone.Midnight(time) : time;
}

}  // namespace

std::optional<int64_t> OracleData::DataEnd(const OracleZone& zone) const {
  std::optional<int64_t> end;
  for (size_t t = 0; t < tables.size(); ++t) {
    for (const OracleRow& row : tables[t].rows) {
      const std::optional<int64_t> time = OwnTime(schema.tables[t], row, zone);
      if (time) end = std::max(end.value_or(*time + 1), *time + 1);
    }
  }
  return end;
}

RowTree::RowTree(const OracleData& data) : data_(data), children_(data.tables.size()) {
  for (size_t t = 1; t < data.tables.size(); ++t) {
    for (size_t r = 0; r < data.tables[t].rows.size(); ++r) {
      children_[t][data.tables[t].rows[r].parent].push_back(r);
    }
  }
}

const TableSchema& RowTree::schema(int table) const {
  return data_.schema.tables[static_cast<size_t>(table)];
}

const OptionalCell& RowTree::CellOf(RowRef row, int column) const {
  const OracleTable& table = data_.tables[static_cast<size_t>(row.table)];
  return table.rows[row.row].cells[static_cast<size_t>(column)];
}

std::optional<RowRef> RowTree::ParentOf(RowRef row) const {
  const int parent = schema(row.table).parent;
  if (parent < 0) return std::nullopt;
  return RowRef{parent, data_.tables[static_cast<size_t>(row.table)].rows[row.row].parent};
}

std::vector<RowRef> RowTree::ChildrenOf(RowRef row, int table) const {
  std::vector<RowRef> out;
  const auto& by_parent = children_[static_cast<size_t>(table)];
  if (auto it = by_parent.find(row.row); it != by_parent.end()) {
    for (size_t child : it->second) out.push_back({table, child});
  }
  return out;
}

int RowTree::ChildTable(int table, std::string_view name) const {
  for (size_t t = 1; t < data_.schema.tables.size(); ++t) {
    const TableSchema& child = data_.schema.tables[t];
    if (child.parent == table && child.name == name) return static_cast<int>(t);
  }
  return -1;
}

std::optional<int64_t> RowTree::OwnTimeOf(RowRef row, const OracleZone& zone) const {
  return OwnTime(schema(row.table), data_.tables[static_cast<size_t>(row.table)].rows[row.row],
                 zone);
}

bool RowTree::Hidden(RowRef row, int64_t as_of, const OracleZone& zone) const {
  for (std::optional<RowRef> at = row; at; at = ParentOf(*at)) {
    const std::optional<int64_t> time = OwnTimeOf(*at, zone);
    if (time && *time >= as_of) return true;
  }
  return false;
}

std::optional<std::pair<RowRef, int>> RowTree::TimeCellOf(RowRef row) const {
  for (std::optional<RowRef> at = row; at && at->table != 0; at = ParentOf(*at)) {
    const TableSchema& table = schema(at->table);
    if (!table.time.empty()) return std::pair(*at, table.FindColumn(table.time));
  }
  return std::nullopt;
}

std::optional<int64_t> RowTree::TimeOf(RowRef row, const OracleZone& zone) const {
  const auto cell = TimeCellOf(row);
  if (!cell) return std::nullopt;
  return OwnTimeOf(cell->first, zone);
}

}  // namespace seine::oracle
