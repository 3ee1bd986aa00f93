// The schema as the JSON that ParseSchema reads. What has its default value is left out.

#include "nlohmann/json.hpp"

#include "engine/schema.h"
#include "engine/schema_calendars.h"
#include "engine/schema_words.h"

namespace seine {
namespace {

using Json = nlohmann::ordered_json;

void PutText(const char* key, const std::string& text, Json* json) {
  if (!text.empty()) (*json)[key] = text;
}

void PutTexts(const char* key, const std::vector<std::string>& texts, Json* json) {
  if (texts.size() == 1) (*json)[key] = texts[0];
  if (texts.size() > 1) (*json)[key] = texts;
}

template <typename Enum, size_t kCount>
void PutWord(const char* key, const SchemaWord<Enum> (&words)[kCount], Enum value, Enum usual,
             Json* json) {
  if (value != usual) (*json)[key] = std::string(WordOf(words, value));
}

Json ColumnJson(const ColumnSchema& column) {
  Json json = {{"type", std::string(TypeName(column.type))}};
  if (column.type == ColumnType::kDecimal) json["scale"] = column.scale;
  PutText("from", column.from, &json);
  PutText("format", column.format, &json);
  PutText("timezone", column.timezone, &json);
  PutText("separator", column.separator, &json);
  PutText("lookup", column.lookup, &json);
  PutText("value", column.value, &json);
  PutWord("invalid", kOnInvalidWords, column.invalid, OnInvalid::kError, &json);
  if (column.round) json["round"] = true;
  PutTexts("null_values", column.null_values, &json);
  return json.size() == 1 ? json["type"] : json;
}

Json TableJson(const Schema& schema, const TableSchema& table) {
  Json json = Json::object();
  if (table.parent >= 0) json["parent"] = schema.tables[static_cast<size_t>(table.parent)].name;
  PutTexts("source", table.sources, &json);
  PutText("separator", table.source_separator, &json);
  PutTexts("key", table.key, &json);
  if (table.key_type) json["key_type"] = std::string(WordOf(kKeyTypeWords, *table.key_type));
  PutTexts("parent_key", table.parent_key, &json);
  PutText("time", table.time, &json);
  PutText("cluster", table.cluster, &json);
  PutWord("repeats", kRepeatsWords, table.repeats, Repeats::kError, &json);
  PutWord("missing_key", kOnErrorWords, table.missing_key, OnError::kError, &json);
  PutWord("missing_time", kOnErrorWords, table.missing_time, OnError::kError, &json);
  PutWord("orphans", kOrphansWords, table.orphans, Orphans::kError, &json);
  PutTexts("null_values", table.null_values, &json);
  Json columns = Json::object();
  for (const ColumnSchema& column : table.columns) columns[column.name] = ColumnJson(column);
  json["columns"] = std::move(columns);
  return json;
}

}  // namespace

std::string SchemaToJson(const Schema& schema) {
  Json json = {{"seine", {{"timezone", schema.timezone}}}};
  if (schema.as_of_data) json["seine"]["as_of"] = "data";
  json["tables"] = Json::object();
  for (const TableSchema& table : schema.tables) {
    json["tables"][table.name] = TableJson(schema, table);
  }
  for (const TableSchema& lookup : schema.lookups) {
    json["lookups"][lookup.name] = TableJson(schema, lookup);
  }
  for (const auto& [name, filter] : schema.segments) json["segments"][name] = filter;
  for (const CalendarSchema& calendar : schema.calendars) {
    json["calendars"][calendar.name] = CalendarJson(calendar);
  }
  return json.dump(2, ' ', false, Json::error_handler_t::replace);
}

}  // namespace seine
