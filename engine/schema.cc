#include "engine/schema.h"

namespace seine {
namespace {

template <typename Named>
int FindByName(const std::vector<Named>& all, std::string_view name) {
  for (size_t i = 0; i < all.size(); ++i) {
    if (all[i].name == name) return static_cast<int>(i);
  }
  return -1;
}

}  // namespace

int TableSchema::FindColumn(std::string_view column) const { return FindByName(columns, column); }

int Schema::FindTable(std::string_view table) const { return FindByName(tables, table); }

int Schema::FindLookup(std::string_view lookup) const { return FindByName(lookups, lookup); }

int Schema::TimeTable(int table) const {
  for (int t = table; t >= 0; t = tables[static_cast<size_t>(t)].parent) {
    if (t == 0 && table != 0) return -1;  // the members' time orders no history
    if (!tables[static_cast<size_t>(t)].time.empty()) return t;
  }
  return -1;
}

std::vector<int> Schema::Children(int table) const {
  std::vector<int> children;
  for (size_t i = 0; i < tables.size(); ++i) {
    if (tables[i].parent == table && i != 0) children.push_back(static_cast<int>(i));
  }
  return children;
}

std::string_view TypeName(ColumnType type) {
  switch (type) {
    case ColumnType::kBool:
      return "bool";
    case ColumnType::kCategory:
      return "category";
    case ColumnType::kText:
      return "text";
    case ColumnType::kInteger:
      return "integer";
    case ColumnType::kDecimal:
      return "decimal";
    case ColumnType::kReal:
      return "real";
    case ColumnType::kDate:
      return "date";
    case ColumnType::kTimestamp:
      return "timestamp";
    case ColumnType::kSet:
      return "set";
  }
  return "unknown";
}

}  // namespace seine
