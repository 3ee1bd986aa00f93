#include "tests/testing/random_paths.h"

#include <algorithm>

namespace seine::oracle {
namespace {

using NameList = std::vector<std::string>;

// The column itself and all that its lookups describe.
void AddColumn(const TextWorld& world, const NameList& before, const TableSchema& schema,
               const TextTable& rows, size_t index, int lookups, int table,
               std::vector<ColumnChoice>* out) {
  const ColumnSchema& column = schema.columns[index];
  NameList names = before;
  names.push_back(column.name);
  out->push_back({names, &column, &rows, index, lookups, table});
  const int lookup = world.schema.FindLookup(column.lookup);
  if (lookup < 0) return;
  const TableSchema& described = world.schema.lookups[static_cast<size_t>(lookup)];
  const TextTable& lookup_rows = world.lookups[static_cast<size_t>(lookup)];
  for (size_t c = 0; c < described.columns.size(); ++c) {
    AddColumn(world, names, described, lookup_rows, c, lookups + 1, -1, out);
  }
}

void AddTable(const TextWorld& world, const NameList& before, int table, const NameList& hidden,
              std::vector<ColumnChoice>* out) {
  const TableSchema& schema = world.schema.tables[static_cast<size_t>(table)];
  for (size_t c = 0; c < schema.columns.size(); ++c) {
    if (std::find(hidden.begin(), hidden.end(), schema.columns[c].name) != hidden.end()) continue;
    AddColumn(world, before, schema, world.tables[static_cast<size_t>(table)], c, 0, table, out);
  }
}

// The row's own columns, then its ancestors' as far as no nearer one has the name.
void AddVisible(const TextWorld& world, const NameList& before, int table,
                std::vector<ColumnChoice>* out) {
  NameList seen;
  for (int t = table; t >= 0; t = world.schema.tables[static_cast<size_t>(t)].parent) {
    AddTable(world, before, t, seen, out);
    for (const ColumnSchema& column : world.schema.tables[static_cast<size_t>(t)].columns) {
      seen.push_back(column.name);
    }
  }
}

void AddBelow(const TextWorld& world, const NameList& before, int table,
              std::vector<LiftChoice>* out) {
  for (int child : world.schema.Children(table)) {
    NameList names = before;
    names.push_back(world.schema.tables[static_cast<size_t>(child)].name);
    out->push_back({names, child, nullptr});
    AddBelow(world, names, child, out);
  }
}

}  // namespace

std::vector<ColumnChoice> BareColumns(const TextWorld& world, int table) {
  std::vector<ColumnChoice> out;
  AddVisible(world, {}, table, &out);
  return out;
}

std::vector<ColumnChoice> ColumnsInScope(const TextWorld& world, const FilterScope& scope) {
  std::vector<ColumnChoice> out = BareColumns(world, scope.table);
  for (int t = scope.table; t >= 0; t = world.schema.tables[static_cast<size_t>(t)].parent) {
    AddTable(world, {world.schema.tables[static_cast<size_t>(t)].name}, t, {}, &out);
  }
  for (const auto& [name, table] : scope.aliases) {
    AddVisible(world, {name}, table, &out);
    for (int t = table; t >= 0; t = world.schema.tables[static_cast<size_t>(t)].parent) {
      AddTable(world, {name, world.schema.tables[static_cast<size_t>(t)].name}, t, {}, &out);
    }
  }
  return out;
}

std::vector<LiftChoice> LiftsInScope(const TextWorld& world, int table) {
  std::vector<LiftChoice> out;
  for (int t = table; t >= 0; t = world.schema.tables[static_cast<size_t>(t)].parent) {
    AddBelow(world, {}, t, &out);
  }
  return out;
}

std::vector<LiftChoice> LiftsBelow(const TextWorld& world, const std::vector<std::string>& before,
                                   int table) {
  std::vector<LiftChoice> out;
  AddBelow(world, before, table, &out);
  return out;
}

filter::Path MakePath(const std::vector<std::string>& names) {
  filter::Path path;
  for (const std::string& name : names) path.names.push_back({name, {}});
  return path;
}

}  // namespace seine::oracle
