// Finding one's way among tables, which are a tree: by name, from a row up to its ancestors and
// down to their child tables. -1 stands for no table.
#ifndef SEINE_QUERY_TABLE_TREE_H_
#define SEINE_QUERY_TABLE_TREE_H_

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/schema.h"
#include "query/bound.h"

namespace seine::binding {

const TableSchema& TableOf(const Schema& schema, int table);
bool IsAncestorOrSelf(const Schema& schema, int ancestor, int table);

// The nearest of a row's table and its ancestors that has the column; table -1: none.
bound::ColumnRef FindOnRow(const Schema& schema, int table, std::string_view name);
int FindChild(const Schema& schema, int table, std::string_view name);
// The row's own table or the ancestor of that name.
int FindAncestor(const Schema& schema, int table, std::string_view name);
// The nearest row that has a child table of that name: {row's table, child}.
std::pair<int, int> FindBelow(const Schema& schema, int table, std::string_view name);

// For hints: the names that a row sees.
std::vector<std::string> VisibleColumns(const Schema& schema, int table);
std::vector<std::string> VisibleTables(const Schema& schema, int table);
// "orders.items": the names from below the root down to the table.
std::string TablePath(const Schema& schema, int table);

}  // namespace seine::binding

#endif  // SEINE_QUERY_TABLE_TREE_H_
