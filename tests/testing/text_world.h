// A whole small world as text: a schema and the rows of its tables as a file would hold them. From
// the same text the engine builds a snapshot (engine/ingest.h) and the oracle its rows, each with
// its own reading of the text.
#ifndef SEINE_TESTS_TESTING_TEXT_WORLD_H_
#define SEINE_TESTS_TESTING_TEXT_WORLD_H_

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

#include "engine/layout.h"
#include "engine/schema.h"
#include "engine/snapshot.h"
#include "tests/testing/oracle_data.h"

namespace seine::oracle {

using TextCell = std::optional<std::string>;  // absent: missing

// The cells of a row are in the order of TableSchema::columns. Sets are written with `|` between
// values.
struct TextRow {
  std::string key;     // the root and lookups; elsewhere only if the table has children
  std::string parent;  // the parent's key; not the root nor lookups
  std::vector<TextCell> cells;
};

struct TextTable {
  std::vector<TextRow> rows;
};

struct TextWorld {
  Schema schema;  // every table's key column is `key`, its parent_key `parent_key`
  std::vector<TextTable> tables;
  std::vector<TextTable> lookups;
  OracleCalendars calendars;

  // Adds a table (`parent` empty: the root), or a lookup; returns its index.
  int AddTable(std::string_view name, std::string_view parent, std::string_view time,
               std::vector<ColumnSchema> columns);
  int AddLookup(std::string_view name, std::vector<ColumnSchema> columns);
  TextTable& table(std::string_view name);
  TextTable& lookup(std::string_view name);
};

// A row from one line, cells between commas, empty ones missing. The key comes first where the
// table has one, then the parent's where it has one: TextRowOf(true, true, "o1, c1, 12.50, web").
TextRow TextRowOf(bool key, bool parent, std::string_view line);

OracleData ReadAsOracle(const TextWorld& world);
// In memory, through Ingest with one stream of text per table. `stream_rows`: rows a batch, 0 =
// all.
absl::StatusOr<std::shared_ptr<const Snapshot>> ReadAsSnapshot(const TextWorld& world,
                                                               const LayoutOptions& options,
                                                               int64_t stream_rows = 0);

// The same without Ingest: straight into the columns that are laid out, so that what the reading of
// text does wrong can be told from what the rest does.
absl::StatusOr<std::shared_ptr<const Snapshot>> LayOutSnapshot(const OracleData& data,
                                                               const LayoutOptions& options);

}  // namespace seine::oracle

#endif  // SEINE_TESTS_TESTING_TEXT_WORLD_H_
