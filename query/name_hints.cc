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

// Where the column is, if rows below have it.
std::string RowsBelowHint(const Schema& schema, int row, std::string_view name) {
  for (int table = 0; table < static_cast<int>(schema.tables.size()); ++table) {
    if (!IsAncestorOrSelf(schema, row, table)) continue;
    if (TableOf(schema, table).FindColumn(name) < 0) continue;
    const std::string path = TablePath(schema, table);
    return absl::StrCat("rows of ", path, " have it: `any ", path, " where ", ToAbsl(name),
                        " …`, or an aggregate such as `max(", path, ".", ToAbsl(name), ")`");
  }
  return "";
}

}  // namespace

std::string JoinedNames(std::span<const Name> names) {
  std::string path;
  for (const Name& name : names)
    absl::StrAppend(&path, path.empty() ? "" : ".", PrintName(name.text));
  return path;
}

std::string UnknownColumnHint(const Schema& schema, int table, std::string_view name, bool alone) {
  std::string hint = KeyHint(schema, table, name);
  if (hint.empty()) hint = RowsBelowHint(schema, table, name);
  const std::optional<std::string_view> constant = alone ? ConstantMeant(name) : std::nullopt;
  return hint.empty() && constant ? WriteHint(*constant) : hint;
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
