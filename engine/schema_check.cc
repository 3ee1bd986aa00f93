// What a schema must keep, whoever made it.

#include <string>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"

#include "engine/absl_bridge.h"
#include "engine/civil_time.h"
#include "engine/computed_value.h"
#include "engine/nearest_name.h"
#include "engine/schema.h"
#include "engine/schema_calendars.h"
#include "engine/schema_section.h"
#include "engine/unicode_text.h"

namespace seine {
namespace {

using Names = absl::flat_hash_set<std::string>;

absl::Status CheckName(const std::string& place, const std::string& name, Names* names) {
  if (name.empty()) return WrongSchema(place, "a name is empty");
  if (FindInvalidUtf8(name)) return WrongSchema(place, "a name is not valid UTF-8");
  if (!names->insert(name).second) {
    return WrongSchema(place, absl::StrCat("the name `", name, "` stands twice"));
  }
  return absl::OkStatus();
}

absl::Status OnlyFor(const std::string& place, const char* key, const char* types,
                     ColumnType type) {
  return WrongSchema(place, absl::StrCat("`", key, "` is for ", types, " columns, this one is ",
                                         ToAbsl(TypeName(type))));
}

absl::Status CheckZone(const std::string& place, const std::string& name) {
  const absl::StatusOr<Zone> zone = Zone::Load(name);
  return zone.ok() ? absl::OkStatus() : WrongSchema(place, ToStd(zone.status().message()));
}

// Options that only some types have.
absl::Status CheckOptions(const ColumnSchema& column, const std::string& place) {
  const ColumnType type = column.type;
  const bool codes = type == ColumnType::kCategory || type == ColumnType::kSet;
  const bool time = type == ColumnType::kDate || type == ColumnType::kTimestamp;
  const bool number =
      type == ColumnType::kInteger || type == ColumnType::kDecimal || type == ColumnType::kReal;
  if (!column.lookup.empty() && !codes) return OnlyFor(place, "lookup", "category and set", type);
  if (!column.separator.empty() && type != ColumnType::kSet) {
    return OnlyFor(place, "separator", "set", type);
  }
  if (!column.format.empty() && !time) return OnlyFor(place, "format", "date and timestamp", type);
  if (!column.timezone.empty() && !time) {
    return OnlyFor(place, "timezone", "date and timestamp", type);
  }
  if (column.round && type != ColumnType::kDecimal) return OnlyFor(place, "round", "decimal", type);
  if (!column.value.empty() && !number) {
    return OnlyFor(place, "value", "integer, decimal and real", type);
  }
  if (!column.value.empty() && !column.from.empty()) {
    return WrongSchema(place, "`value` and `from` exclude each other");
  }
  if (column.scale < 0 || column.scale > 18) return WrongSchema(place, "`scale` is 0 to 18");
  return absl::OkStatus();
}

absl::Status CheckColumn(const Schema& schema, const TableSchema& table, size_t index,
                         const std::string& place) {
  const ColumnSchema& column = table.columns[index];
  if (absl::Status status = CheckOptions(column, place); !status.ok()) return status;
  if (!column.timezone.empty()) {
    absl::Status status = CheckZone(absl::StrCat(place, ".timezone"), column.timezone);
    if (!status.ok()) return status;
  }
  if (!column.format.empty()) {
    const absl::Status status = CheckTimeFormat(column.format);
    if (!status.ok()) return WrongSchema(place, ToStd(status.message()));
  }
  if (!column.lookup.empty() && schema.FindLookup(column.lookup) < 0) {
    std::vector<std::string> known;
    for (const TableSchema& lookup : schema.lookups) known.push_back(lookup.name);
    return WrongSchema(
        absl::StrCat(place, ".lookup"),
        absl::StrCat("there is no lookup `", column.lookup, "`", DidYouMean(column.lookup, known)));
  }
  if (!column.value.empty()) {
    const absl::Status status = ComputedValue::Parse(table, static_cast<int>(index)).status();
    if (!status.ok()) return WrongSchema(absl::StrCat(place, ".value"), ToStd(status.message()));
  }
  return absl::OkStatus();
}

absl::Status CheckColumns(const Schema& schema, const TableSchema& table,
                          const std::string& place) {
  Names names;
  for (size_t i = 0; i < table.columns.size(); ++i) {
    const std::string at = absl::StrCat(place, ".columns.", table.columns[i].name);
    absl::Status status = CheckName(at, table.columns[i].name, &names);
    status.Update(CheckColumn(schema, table, i, at));
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

// The column of that name, or an error with the nearest one.
absl::StatusOr<const ColumnSchema*> Column(const TableSchema& table, const std::string& name,
                                           const std::string& place) {
  if (const int found = table.FindColumn(name); found >= 0) {
    return &table.columns[static_cast<size_t>(found)];
  }
  std::vector<std::string> known;
  for (const ColumnSchema& column : table.columns) known.push_back(column.name);
  return WrongSchema(place, absl::StrCat("`", table.name, "` has no column `", name, "`",
                                         DidYouMean(name, known)));
}

absl::Status CheckTime(const TableSchema& table, const std::string& place) {
  if (table.time.empty()) {
    return table.missing_time == OnError::kError
               ? absl::OkStatus()
               : WrongSchema(place, "`missing_time` needs a `time` column");
  }
  const std::string at = absl::StrCat(place, ".time");
  const absl::StatusOr<const ColumnSchema*> column = Column(table, table.time, at);
  if (!column.ok()) return column.status();
  if ((*column)->type == ColumnType::kTimestamp || (*column)->type == ColumnType::kDate) {
    return absl::OkStatus();
  }
  return WrongSchema(at, absl::StrCat("`", table.time, "` is a ", ToAbsl(TypeName((*column)->type)),
                                      " column; a time is a timestamp or a date"));
}

absl::Status CheckKey(const TableSchema& table, const std::string& place) {
  for (const std::string& part : table.key) {
    if (part.empty()) return WrongSchema(absl::StrCat(place, ".key"), "a column's name is empty");
  }
  if (table.key_type == KeyType::kInteger && table.key.size() > 1) {
    return WrongSchema(absl::StrCat(place, ".key_type"), "a key of several columns is text");
  }
  if (!table.key.empty()) return absl::OkStatus();
  if (table.repeats != Repeats::kError) {
    return WrongSchema(place, "`repeats` needs a `key`; without one every row is kept");
  }
  if (table.missing_key != OnError::kError) {
    return WrongSchema(place,
                       "`missing_key` needs a `key` (an empty `parent_key` falls under `orphans`)");
  }
  return absl::OkStatus();
}

absl::Status CheckSource(const TableSchema& table, const std::string& place) {
  const std::string& separator = table.source_separator;
  if (separator.empty() || separator == "whitespace" || separator.size() == 1) {
    return absl::OkStatus();
  }
  return WrongSchema(absl::StrCat(place, ".separator"),
                     "expected one character (of ASCII) or \"whitespace\"");
}

absl::Status CheckRoot(const TableSchema& root, const std::string& place) {
  if (root.key.empty()) return WrongSchema(place, "the members need a `key`");
  if (!root.parent_key.empty()) {
    return WrongSchema(place, "`parent_key` without `parent`; the members have none");
  }
  if (root.orphans != Orphans::kError) {
    return WrongSchema(place, "`orphans` without `parent`; the members have none");
  }
  if (root.cluster.empty()) return absl::OkStatus();
  const std::string at = absl::StrCat(place, ".cluster");
  const absl::StatusOr<const ColumnSchema*> column = Column(root, root.cluster, at);
  if (!column.ok()) return column.status();
  if ((*column)->type == ColumnType::kSet || (*column)->type == ColumnType::kText) {
    return WrongSchema(at, "members cannot be ordered by a set or text column");
  }
  return absl::OkStatus();
}

absl::Status CheckChild(const Schema& schema, const TableSchema& table, const std::string& place) {
  const TableSchema& parent = schema.tables[static_cast<size_t>(table.parent)];
  if (!table.cluster.empty()) return WrongSchema(place, "`cluster` is for the members' table");
  if (table.parent_key.empty()) {
    return WrongSchema(
        place, absl::StrCat("`parent_key` is missing: which column names the row of `", parent.name,
                            "`?"));
  }
  if (parent.key.empty()) {
    return WrongSchema(place, absl::StrCat("its parent `", parent.name, "` has no `key`"));
  }
  if (table.parent_key.size() != parent.key.size()) {
    return WrongSchema(absl::StrCat(place, ".parent_key"),
                       absl::StrCat("it has ", table.parent_key.size(), " columns, the key of `",
                                    parent.name, "` has ", parent.key.size()));
  }
  if (table.orphans == Orphans::kAdd && table.parent != 0) {
    return WrongSchema(absl::StrCat(place, ".orphans"),
                       "\"add\" can add members only, so the parent must be the members' table");
  }
  return absl::OkStatus();
}

absl::Status CheckLookup(const TableSchema& lookup, const std::string& place) {
  if (lookup.parent >= 0 || !lookup.parent_key.empty() || !lookup.time.empty() ||
      !lookup.cluster.empty()) {
    return WrongSchema(place, "a lookup has no parent, time or cluster");
  }
  if (lookup.key.size() != 1) return WrongSchema(place, "a lookup needs a `key` of one column");
  return absl::OkStatus();
}

absl::Status CheckTable(const Schema& schema, const TableSchema& table, const std::string& place) {
  absl::Status status = CheckColumns(schema, table, place);
  status.Update(CheckKey(table, place));
  status.Update(CheckSource(table, place));
  status.Update(CheckTime(table, place));
  return status;
}

// One root, first; parents before children.
absl::Status CheckTree(const Schema& schema) {
  if (schema.tables.empty()) return WrongSchema("tables", "there is no table");
  for (size_t i = 0; i < schema.tables.size(); ++i) {
    const TableSchema& table = schema.tables[i];
    if (i > 0 && table.parent == -1) {
      return WrongSchema(absl::StrCat("tables.", table.name),
                         absl::StrCat("`", schema.tables[0].name,
                                      "` has no `parent` either; only "
                                      "one table, the members', may have none"));
    }
    if (table.parent < -1 || table.parent >= static_cast<int>(i)) {
      return WrongSchema(absl::StrCat("tables.", table.name), "its parent must come before it");
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status ValidateSchema(const Schema& schema) {
  absl::Status status = CheckTree(schema);
  status.Update(CheckZone("seine.timezone", schema.timezone));
  if (!status.ok()) return status;
  Names names;
  for (size_t i = 0; i < schema.tables.size(); ++i) {
    const TableSchema& table = schema.tables[i];
    const std::string place = absl::StrCat("tables.", table.name);
    status.Update(CheckName(place, table.name, &names));
    status.Update(i == 0 ? CheckRoot(table, place) : CheckChild(schema, table, place));
    status.Update(CheckTable(schema, table, place));
  }
  for (const TableSchema& lookup : schema.lookups) {
    const std::string place = absl::StrCat("lookups.", lookup.name);
    status.Update(CheckName(place, lookup.name, &names));
    status.Update(CheckLookup(lookup, place));
    status.Update(CheckTable(schema, lookup, place));
  }
  Names segments;
  for (const auto& [name, filter] : schema.segments) {
    status.Update(CheckName("segments", name, &segments));
  }
  Names calendars;
  for (const CalendarSchema& calendar : schema.calendars) {
    status.Update(CheckName("calendars", calendar.name, &calendars));
    status.Update(CheckCalendar(calendar));
  }
  return status;
}

}  // namespace seine
