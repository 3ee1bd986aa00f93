#include "query/name_hints.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

#include "engine/absl_bridge.h"
#include "query/bind_numbers.h"
#include "query/bind_times.h"
#include "query/filter_error.h"
#include "query/keywords.h"
#include "query/printer.h"
#include "query/synonyms.h"
#include "query/table_tree.h"

namespace seine::binding {
namespace {

// The key of this row or of one above it, which is no column.
std::string KeyHint(const Schema& schema, int row, std::string_view name) {
  for (int table = row; table >= 0; table = TableOf(schema, table).parent) {
    if (std::ranges::count(TableOf(schema, table).key, name) == 0) continue;
    if (table == 0) return "the members' key is written `member`";
    return absl::StrCat("the key of ", TableOf(schema, table).name,
                        " is not kept; the schema may declare it as a column, too");
  }
  return "";
}

// The first table below that has the column; -1: none.
int TableBelowWith(const Schema& schema, int row, std::string_view name) {
  for (int table = 0; table < static_cast<int>(schema.tables.size()); ++table) {
    if (IsAncestorOrSelf(schema, row, table) && TableOf(schema, table).FindColumn(name) >= 0)
      return table;
  }
  return -1;
}

// Null when there is none.
const ColumnSchema* ColumnAt(const Schema& schema, int table, std::span<const Name> names) {
  const bound::ColumnRef first = FindOnRow(schema, table, names[0].text);
  if (first.table < 0) return nullptr;
  const ColumnSchema* column =
      &TableOf(schema, first.table).columns[static_cast<size_t>(first.column)];
  for (const Name& name : names.subspan(1)) {
    const int lookup = schema.FindLookup(column->lookup);
    if (lookup < 0) return nullptr;
    const TableSchema& coded = schema.lookups[static_cast<size_t>(lookup)];
    const int found = coded.FindColumn(name.text);
    if (found < 0) return nullptr;
    column = &coded.columns[static_cast<size_t>(found)];
  }
  return column;
}

// What makes one value of many.
std::string_view AggregateOf(ColumnType type) {
  if (type == ColumnType::kSet) return "distinct";
  return IsNumber(type) || IsTime(type) ? "max" : "mode";
}

}  // namespace

std::string JoinedNames(std::span<const Name> names) {
  std::string path;
  for (const Name& name : names)
    absl::StrAppend(&path, path.empty() ? "" : ".", PrintName(name.text));
  return path;
}

std::string ManyRowsHint(const Schema& schema, int table, std::span<const Name> names) {
  const std::string rows = TablePath(schema, table);
  const std::string path = JoinedNames(names);
  const std::string any = absl::StrCat("`any ", rows, " where ", path, " …`");
  const ColumnSchema* column = ColumnAt(schema, table, names);
  if (column == nullptr) return any;
  return absl::StrCat(any, ", or an aggregate such as `", ToAbsl(AggregateOf(column->type)), "(",
                      rows, ".", path, ")`");
}

std::string UnknownColumnHint(const Schema& schema, int table, std::span<const Name> names) {
  const std::string& name = names[0].text;
  const std::string key = KeyHint(schema, table, name);
  if (!key.empty()) return key;
  const int below = TableBelowWith(schema, table, name);
  if (below >= 0) {
    return absl::StrCat("rows of ", TablePath(schema, below),
                        " have it: ", ManyRowsHint(schema, below, names));
  }
  const std::optional<std::string_view> constant =
      names.size() == 1 ? ConstantMeant(name) : std::nullopt;
  return constant ? WriteHint(*constant) : "";
}

std::string AggregatedHint(const Schema& schema, int table, std::string_view name,
                           std::string_view word) {
  const int below = FindAggregate(word) ? TableBelowWith(schema, table, name) : -1;
  return below < 0 ? "" : WriteHint(absl::StrCat(TablePath(schema, below), ".", PrintName(name)));
}

std::string DatePartHint(const ColumnSchema& column, std::span<const Name> names) {
  const std::string& part = names.back().text;
  const bool day = absl::EqualsIgnoreCase(part, "day");
  if (!IsTime(column.type) || (!day && !FindDatePart(part))) return "";
  return WriteHint(
      absl::StrCat(JoinedNames(names.first(names.size() - 1)), " ", part, day ? " of month" : ""));
}

std::string OneValueHint(const ColumnSchema& column, std::string_view word) {
  const std::string name = PrintName(column.name);
  if (word == "count" || word == "distinct") {
    if (column.type == ColumnType::kSet) return WriteHint(absl::StrCat("size(", name, ")"));
    if (word == "count") return WriteHint(absl::StrCat(name, " exists"));
  }
  const std::string_view all = !IsNumber(column.type) ? ""
                               : word == "avg"        ? "mean"
                               : word == "sum"        ? "total"
                                                      : "";
  if (!all.empty())
    return absl::StrCat("over all members ", WriteHint(absl::StrCat(ToAbsl(all), "(", name, ")")));
  return absl::StrCat("write `", name, "` for the row's own value");
}

}  // namespace seine::binding
