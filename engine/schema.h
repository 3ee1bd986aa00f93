// The schema: which tables there are, the parent of each, their typed columns, and what may go
// wrong while their rows are read. A value: built by ParseSchema (from the JSON shape of the schema
// file) or by hand in C++, then checked by ValidateSchema. Immutable once a build has begun; safe
// to read from many threads.
#ifndef SEINE_ENGINE_SCHEMA_H_
#define SEINE_ENGINE_SCHEMA_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace seine {

enum class ColumnType : uint8_t {
  kBool,
  kCategory,   // text coded by a dictionary that all shards share
  kText,       // near-unique text; bytes are kept in the shard
  kInteger,    // int64
  kDecimal,    // int64 minor units, `scale` digits after the point
  kReal,       // double, never NaN
  kDate,       // days since 1970-01-01
  kTimestamp,  // microseconds since 1970-01-01T00:00Z
  kSet,        // any number of category values per row
};

enum class OnError : uint8_t { kError, kSkip };                    // missing_key, missing_time
enum class OnInvalid : uint8_t { kError, kMissing };               // a value that does not parse
enum class Orphans : uint8_t { kError, kSkip, kAdd };              // a parent that does not exist
enum class Repeats : uint8_t { kError, kFirst, kLast, kCollect };  // a key that comes again
enum class KeyType : uint8_t { kText, kInteger };

struct ColumnSchema {
  std::string name;
  ColumnType type = ColumnType::kInteger;
  int scale = 0;          // decimal only, 0..18
  std::string from;       // column of the source; empty: `name`
  std::string format;     // strptime format of a date or timestamp; empty: ISO 8601
  std::string timezone;   // of naive timestamps; empty: the schema's
  std::string separator;  // of a set read from text; may have several characters
  std::string lookup;     // category and set: the lookup that describes its values
  std::string value;      // arithmetic over other columns, computed on the way in
  OnInvalid invalid = OnInvalid::kError;
  bool round = false;                    // decimal: more digits than `scale` round half to even
  std::vector<std::string> null_values;  // further spellings of missing, beside empty text

  std::string_view source_name() const { return from.empty() ? name : from; }
};

struct TableSchema {
  std::string name;
  int parent = -1;  // index into Schema::tables; -1: the root or a lookup
  std::vector<std::string> sources;
  std::string source_separator;  // of a text file: empty: comma; "whitespace" or one character
  std::vector<std::string> key;  // source column(s); empty: every row is kept
  std::vector<std::string> parent_key;
  std::optional<KeyType>
      key_type;         // absent: by the type of the source column (text from text files)
  std::string time;     // name of the column that orders the history; empty: none
  std::string cluster;  // root only: orders members inside a shard
  Repeats repeats = Repeats::kError;
  OnError missing_key = OnError::kError;
  OnError missing_time = OnError::kError;
  Orphans orphans = Orphans::kError;
  std::vector<std::string> null_values;
  std::vector<ColumnSchema> columns;

  // Index into `columns`, or -1.
  int FindColumn(std::string_view column) const;
};

// Whole days since 1970-01-01, the last one included.
struct DayRange {
  int64_t first = 0;
  int64_t last = 0;
  bool operator==(const DayRange&) const = default;
};

struct MonthDay {
  int8_t month = 1;
  int8_t day = 1;  // 29 February stands for the 28th in common years
  auto operator<=>(const MonthDay&) const = default;
};

// The days from `first` to `last` of every year, in the next one when `last` comes before `first`.
struct YearlyDays {
  MonthDay first;
  MonthDay last;
};

// Windows of days that the store adds to the built-in ones (engine/retail_calendar.h).
struct CalendarSchema {
  std::string name;
  std::map<int, std::vector<DayRange>> years;  // by year; each range touches its year
  std::vector<YearlyDays> every;               // of the years that are not listed
};

struct Schema {
  std::string timezone = "UTC";     // of naive times in files; default zone of queries
  bool as_of_data = false;          // default as_of: just after the newest time, instead of now
  std::vector<TableSchema> tables;  // tables[0] is the root; parents come before their children
  std::vector<TableSchema> lookups;
  std::vector<std::pair<std::string, std::string>> segments;  // name, filter text
  std::vector<CalendarSchema> calendars;

  int FindTable(std::string_view table) const;    // index or -1
  int FindLookup(std::string_view lookup) const;  // index or -1
  // The table whose declared time orders rows of `table`: itself, its nearest ancestor below the
  // root that has one, or -1 when the rows have no time.
  int TimeTable(int table) const;
  std::vector<int> Children(int table) const;
};

std::string_view TypeName(ColumnType type);

// `json` is the schema file's shape (docs/schema.md). Errors name the place
// ("tables.orders.columns.at"), and an unknown key its nearest known one. The result is validated.
absl::StatusOr<Schema> ParseSchema(std::string_view json);
std::string SchemaToJson(const Schema& schema);
absl::Status ValidateSchema(const Schema& schema);

}  // namespace seine

#endif  // SEINE_ENGINE_SCHEMA_H_
