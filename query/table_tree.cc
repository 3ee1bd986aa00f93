#include "query/table_tree.h"

#include "absl/strings/str_cat.h"

namespace seine::binding {

const TableSchema& TableOf(const Schema& schema, int table) {
  return schema.tables[static_cast<size_t>(table)];
}

bound::ColumnRef FindOnRow(const Schema& schema, int table, std::string_view name) {
  for (int t = table; t >= 0; t = TableOf(schema, t).parent) {
    const int column = TableOf(schema, t).FindColumn(name);
    if (column >= 0) return {t, column};
  }
  return {-1, -1};
}

int FindChild(const Schema& schema, int table, std::string_view name) {
  for (const int child : schema.Children(table)) {
    if (TableOf(schema, child).name == name) return child;
  }
  return -1;
}

int FindAncestor(const Schema& schema, int table, std::string_view name) {
  for (int t = table; t >= 0; t = TableOf(schema, t).parent) {
    if (TableOf(schema, t).name == name) return t;
  }
  return -1;
}

std::pair<int, int> FindBelow(const Schema& schema, int table, std::string_view name) {
  for (int t = table; t >= 0; t = TableOf(schema, t).parent) {
    const int child = FindChild(schema, t, name);
    if (child >= 0) return {t, child};
  }
  return {-1, -1};
}

std::vector<std::string> VisibleColumns(const Schema& schema, int table) {
  std::vector<std::string> names;
  for (int t = table; t >= 0; t = TableOf(schema, t).parent) {
    for (const ColumnSchema& column : TableOf(schema, t).columns) names.push_back(column.name);
  }
  return names;
}

std::vector<std::string> VisibleTables(const Schema& schema, int table) {
  std::vector<std::string> names;
  for (int t = table; t >= 0; t = TableOf(schema, t).parent) {
    for (const int child : schema.Children(t)) names.push_back(TableOf(schema, child).name);
  }
  return names;
}

bool IsAncestorOrSelf(const Schema& schema, int ancestor, int table) {
  while (table > ancestor) table = TableOf(schema, table).parent;
  return table == ancestor;
}

std::string TablePath(const Schema& schema, int table) {
  std::string path = TableOf(schema, table).name;
  for (int t = TableOf(schema, table).parent; t > 0; t = TableOf(schema, t).parent) {
    path = absl::StrCat(TableOf(schema, t).name, ".", path);
  }
  return path;
}

}  // namespace seine::binding
