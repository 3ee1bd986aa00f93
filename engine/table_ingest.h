// Ingest of one table: its rows are checked, matched to their parents and keys, and their values
// parsed, a run of rows after another, column by column within a run.
#ifndef SEINE_ENGINE_TABLE_INGEST_H_
#define SEINE_ENGINE_TABLE_INGEST_H_

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "absl/status/status.h"

#include "engine/arrow_reader.h"
#include "engine/computed_value.h"
#include "engine/data_error.h"
#include "engine/ingest.h"
#include "engine/key_index.h"
#include "engine/key_reader.h"
#include "engine/value_reader.h"

namespace seine {

// A category with more distinct values becomes text.
inline constexpr uint32_t kMostCategories = uint32_t{1} << 20;

// Invariants
//  1. raw_.rows is the number of rows of every column, of parent_row and of the keys.
//  2. The index names a row for every key. Rows in dead_ it does not name; they leave with Close().
class TableIngest {
 public:
  // `place` is "tables.NAME" or "lookups.NAME"; `parent` is null for the root and lookups. A lookup
  // brings the dictionary of its keys; `lookup_dictionaries` are those of all lookups.
  TableIngest(const Schema& schema, const TableSchema& table, std::string place,
              TableIngest* parent, RawDictionary* lookup_keys,
              const std::vector<std::unique_ptr<RawDictionary>>& lookup_dictionaries);

  absl::Status Append(std::string_view source, ArrowArrayStream* stream,
                      const std::atomic<bool>* cancel);
  // No rows follow, but members may still be added. Children may look for their parents now.
  void Close();

  // As KeyIndex; precondition: closed, and `keys.text` is keys_are_text().
  void FindRows(const Keys& keys, std::span<const uint32_t> rows, std::vector<uint32_t>* found);
  // The root only: the member with that key, of whom nothing else is known if it has to be added.
  uint32_t FindOrAddMember(const Keys& keys, size_t row);
  // Whether keys are text. Settled by the schema or the first stream; `kind`, that of a child's
  // parent key, settles it for a table without rows.
  bool keys_are_text() const { return text_keys_.value_or(true); }
  void SettleKeys(CellKind kind);

  const TableSchema& table() const { return table_; }
  TableReport Report() const;
  // Sealed. Dictionaries of the columns that have one of their own are moved to `dictionaries`.
  RawTable Take(int first_lookup_dictionary, const Schema& schema,
                std::vector<std::unique_ptr<RawDictionary>>* dictionaries);

 private:
  // A stream and where the columns that are wanted stand in it.
  struct Source {
    std::string name;
    std::unique_ptr<ArrowReader> reader;
    std::vector<int> columns;  // by column of the table; -1: computed
    std::vector<int> key;
    std::vector<int> parent_key;
    uint64_t rows_before = 0;  // of the batch
    size_t begin = 0;          // of the run, in the batch
    size_t count = 0;          // rows of the run
  };
  // The first row of a run that is wrong.
  struct Failure {
    size_t row;
    DataErrorDetail detail;
  };

  absl::Status Bind(Source* source) const;
  absl::StatusOr<int> BindColumn(const Source& source, std::string_view name) const;
  absl::Status WrongType(const Source& source, int column, std::string_view wanted) const;

  // The steps of a run, in order. Each narrows rows_ down to those that stay.
  absl::Status ReadRun(Source* source);
  absl::Status FindParents(Source* source);
  void TakeParents(const Keys& keys);
  absl::Status ReadTimes(Source* source);
  absl::Status FindKeys(Source* source);
  template <typename Place, typename Move>
  void PlaceKeys(Place place, Move move);
  absl::Status ReadColumns(Source* source);
  absl::Status ReadColumn(Source* source, size_t column);
  void Compute(size_t column);
  void AppendRun();
  void SwitchToText();

  absl::Status Decode(Source* source, const std::vector<int>& columns);
  void DropFailed();
  void Fail(size_t row, std::string column, DataErrorDetail detail);
  void FailKey(const BadKey& bad, const std::vector<std::string>& columns,
               const TableIngest& owner);
  void Fail(const ColumnSchema& column, BadValue bad);
  void FailRepeat(size_t row);
  void FailOrphan(size_t row);
  absl::Status FailureStatus(const Source& source) const;

  TableSchema table_;  // effective: categories may have become text
  std::string place_;
  TableIngest* parent_;
  RawDictionary* lookup_keys_;                                    // null unless this is a lookup
  std::vector<std::unique_ptr<RawDictionary>> own_dictionaries_;  // by column
  std::vector<std::unique_ptr<ValueReader>> readers_;             // by column
  std::vector<std::optional<ComputedValue>> computed_;            // by column
  int time_column_ = -1;

  RawTable raw_;
  std::optional<bool> text_keys_;
  // Of a table that is neither the root nor a lookup: only its children ask for its keys.
  RawColumn own_key_integers_{ColumnType::kInteger};
  RawColumn own_key_texts_{ColumnType::kText};
  KeyIndex index_;
  LookupKeyIndex lookup_index_;
  std::vector<uint32_t> dead_;
  std::vector<std::vector<std::pair<uint32_t, uint32_t>>> gathered_;  // by column: row, code
  bool closed_ = false;

  // The run at hand; rows are numbered within it.
  std::vector<uint32_t> rows_;
  std::vector<uint32_t> parent_rows_;
  std::vector<std::pair<uint32_t, uint32_t>> repeats_;  // collect: row of the run, row of the table
  std::vector<Cells> cells_;
  Keys keys_;
  Keys parent_keys_;
  std::vector<Values> values_;  // by column
  std::vector<uint32_t> time_rows_;
  std::optional<Failure> failure_;

  uint64_t read_ = 0;
  uint64_t added_ = 0;
  uint64_t skipped_no_parent_key_ = 0;
  uint64_t skipped_orphans_ = 0;
  uint64_t skipped_no_time_ = 0;
  uint64_t skipped_no_key_ = 0;
  uint64_t skipped_repeats_ = 0;
};

}  // namespace seine

#endif  // SEINE_ENGINE_TABLE_INGEST_H_
