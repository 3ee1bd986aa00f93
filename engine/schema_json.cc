// The schema file's shape as JSON: reading it. Writing is schema_writer.cc, the meaning is checked
// in schema_check.cc.

#include <algorithm>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

#include "engine/absl_bridge.h"
#include "engine/nearest_name.h"
#include "engine/schema.h"
#include "engine/schema_calendars.h"
#include "engine/schema_section.h"
#include "engine/schema_words.h"
#include "engine/unicode_text.h"

namespace seine {
namespace {

using Json = SchemaJson;
using Section = SchemaSection;

constexpr size_t kMostTables = 256;

// Reads one key after another and keeps the first error.
class Steps {
 public:
  Steps& operator<<(const absl::Status& status) {
    status_.Update(status);
    return *this;
  }
  absl::Status status() const { return status_; }

 private:
  absl::Status status_;
};

// "integer", or "decimal(2)".
absl::Status ReadTypeWord(const Section& section, const Json& json, ColumnSchema* column,
                          bool* has_scale) {
  const std::string text = json.is_string() ? json.get<std::string>() : "";
  if (text.rfind("decimal(", 0) == 0 && text.back() == ')') {
    if (!absl::SimpleAtoi(text.substr(8, text.size() - 9), &column->scale)) {
      return section.Expected("type", "decimal(SCALE)", json);
    }
    column->type = ColumnType::kDecimal;
    *has_scale = true;
    return absl::OkStatus();
  }
  Json wrapped = {{"type", json}};
  absl::StatusOr<Section> word = Section::Of(wrapped, section.place());
  if (!word.ok()) return word.status();
  return word->Word("type", kTypeWords, &column->type);
}

absl::Status ReadColumn(const Json& json, const std::string& place, ColumnSchema* column) {
  const Json wrapped = json.is_string() ? Json{{"type", json}} : json;
  absl::StatusOr<Section> section = Section::Of(wrapped, place);
  if (!section.ok()) {
    return WrongSchema(
        place, absl::StrCat("expected a type or a table of keys, found ", json.type_name()));
  }
  Steps steps;
  bool has_scale = section->Find("scale") != nullptr;
  const Json* type = section->Find("type");
  if (type == nullptr) return WrongSchema(place, "`type` is missing");
  steps << ReadTypeWord(*section, *type, column, &has_scale)
        << section->Integer("scale", 0, 18, &column->scale) << section->Text("from", &column->from)
        << section->Text("format", &column->format) << section->Text("timezone", &column->timezone)
        << section->Text("separator", &column->separator)
        << section->Text("lookup", &column->lookup) << section->Text("value", &column->value)
        << section->Word("invalid", kOnInvalidWords, &column->invalid)
        << section->Bool("round", &column->round)
        << section->Texts("null_values", &column->null_values) << section->RefuseOthers();
  if (!steps.status().ok()) return steps.status();
  if (column->type == ColumnType::kDecimal && !has_scale) {
    return WrongSchema(place, "a decimal needs its `scale`, the number of digits after the point");
  }
  if (column->type != ColumnType::kDecimal && has_scale) {
    return WrongSchema(place, absl::StrCat("`scale` is for decimal columns, this one is ",
                                           ToAbsl(TypeName(column->type))));
  }
  return absl::OkStatus();
}

absl::Status ReadColumns(Section* section, std::vector<ColumnSchema>* columns) {
  const Json* json = section->Find("columns");
  if (json == nullptr) return absl::OkStatus();
  const std::string place = section->PlaceOf("columns");
  absl::StatusOr<Section> all = Section::Of(*json, place);
  if (!all.ok()) return all.status();
  for (const auto& [name, value] : json->items()) {
    ColumnSchema& column = columns->emplace_back();
    column.name = NormalizeNfc(name);
    absl::Status status = ReadColumn(value, absl::StrCat(place, ".", name), &column);
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

// Keys that only tables have come first; `parent` is the parent's name, resolved later.
absl::Status ReadTable(const Json& json, const std::string& place, bool lookup, TableSchema* table,
                       std::string* parent) {
  absl::StatusOr<Section> section = Section::Of(json, place);
  if (!section.ok()) return section.status();
  Steps steps;
  if (!lookup) {
    KeyType key_type = KeyType::kText;
    if (section->Find("key_type") != nullptr) {
      steps << section->Word("key_type", kKeyTypeWords, &key_type);
      table->key_type = key_type;
    }
    steps << section->Text("parent", parent) << section->Texts("parent_key", &table->parent_key)
          << section->Text("time", &table->time) << section->Text("cluster", &table->cluster)
          << section->Word("missing_time", kOnErrorWords, &table->missing_time)
          << section->Word("orphans", kOrphansWords, &table->orphans);
  }
  steps << section->Texts("source", &table->sources)
        << section->Text("separator", &table->source_separator)
        << section->Texts("key", &table->key)
        << section->Word("repeats", kRepeatsWords, &table->repeats)
        << section->Word("missing_key", kOnErrorWords, &table->missing_key)
        << section->Texts("null_values", &table->null_values)
        << ReadColumns(&*section, &table->columns) << section->RefuseOthers();
  return steps.status();
}

absl::Status ReadTables(Section* top, const char* key, bool lookups,
                        std::vector<TableSchema>* tables, std::vector<std::string>* parents) {
  const Json* json = top->Find(key);
  if (json == nullptr) return absl::OkStatus();
  absl::StatusOr<Section> all = Section::Of(*json, key);
  if (!all.ok()) return all.status();
  for (const auto& [name, value] : json->items()) {
    TableSchema& table = tables->emplace_back();
    table.name = NormalizeNfc(name);
    absl::Status status =
        ReadTable(value, absl::StrCat(key, ".", name), lookups, &table, &parents->emplace_back());
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::Status ReadHead(Section* top, Schema* schema) {
  const Json* json = top->Find("seine");
  if (json == nullptr) return absl::OkStatus();
  absl::StatusOr<Section> head = Section::Of(*json, "seine");
  if (!head.ok()) return head.status();
  constexpr SchemaWord<bool> kAsOfWords[] = {{"now", false}, {"data", true}};
  Steps steps;
  steps << head->Text("timezone", &schema->timezone)
        << head->Word("as_of", kAsOfWords, &schema->as_of_data) << head->RefuseOthers();
  return steps.status();
}

absl::Status ReadSegments(Section* top, Schema* schema) {
  const Json* json = top->Find("segments");
  if (json == nullptr) return absl::OkStatus();
  absl::StatusOr<Section> segments = Section::Of(*json, "segments");
  if (!segments.ok()) return segments.status();
  for (const auto& [name, filter] : json->items()) {
    if (!filter.is_string()) return segments->Expected(name, "a filter as text", filter);
    schema->segments.emplace_back(NormalizeNfc(name), filter.get<std::string>());
  }
  return absl::OkStatus();
}

// Finds each table's parent by name, and brings parents before their children (otherwise the order
// of the file is kept).
absl::Status LinkTables(const std::vector<std::string>& parents, Schema* schema) {
  std::vector<TableSchema>& tables = schema->tables;
  if (tables.size() > kMostTables) return WrongSchema("tables", "there are more than 256");
  std::vector<std::string> names;
  for (const TableSchema& table : tables) names.push_back(table.name);
  std::vector<int> place(tables.size(), -1);  // of a table in the new order
  std::vector<TableSchema> ordered;
  while (ordered.size() < tables.size()) {
    const size_t before = ordered.size();
    for (size_t i = 0; i < tables.size(); ++i) {
      if (place[i] >= 0) continue;
      const auto parent = std::find(names.begin(), names.end(), parents[i]);
      const std::string at = absl::StrCat("tables.", names[i], ".parent");
      if (!parents[i].empty() && parent == names.end()) {
        return WrongSchema(at, absl::StrCat("there is no table `", parents[i], "`",
                                            DidYouMean(parents[i], names)));
      }
      const int parent_place =
          parents[i].empty() ? -1 : place[static_cast<size_t>(parent - names.begin())];
      if (!parents[i].empty() && parent_place < 0) continue;
      place[i] = static_cast<int>(ordered.size());
      ordered.push_back(tables[i]);
      ordered.back().parent = parent_place;
      i = tables.size();  // begin again, so that the file's order is kept where it can be
    }
    if (ordered.size() == before) {
      const auto first = std::find(place.begin(), place.end(), -1) - place.begin();
      return WrongSchema(absl::StrCat("tables.", names[static_cast<size_t>(first)], ".parent"),
                         "the parents go round in a circle");
    }
  }
  tables = std::move(ordered);
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Schema> ParseSchema(std::string_view json) {
  absl::StatusOr<Json> parsed = ParseSchemaJson(json);
  if (!parsed.ok()) return parsed.status();
  absl::StatusOr<Section> top = Section::Of(*parsed, "");
  if (!top.ok()) return top.status();
  Schema schema;
  std::vector<std::string> parents;
  std::vector<std::string> no_parents;
  Steps steps;
  steps << ReadHead(&*top, &schema) << ReadTables(&*top, "tables", false, &schema.tables, &parents)
        << ReadTables(&*top, "lookups", true, &schema.lookups, &no_parents)
        << ReadSegments(&*top, &schema) << ReadCalendars(&*top, &schema.calendars)
        << top->RefuseOthers();
  if (!steps.status().ok()) return steps.status();
  if (absl::Status linked = LinkTables(parents, &schema); !linked.ok()) return linked;
  if (absl::Status valid = ValidateSchema(schema); !valid.ok()) return valid;
  return schema;
}

}  // namespace seine
