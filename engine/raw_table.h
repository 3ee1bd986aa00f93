// What ingest hands to the layout: typed values of one table in order of arrival, compact in
// memory.
//
// A RawColumn keeps its values in chunks of 2^16 rows, each packed to the fewest bytes that its own
// minimum and maximum need, so that what is read takes about the room of what will be stored. One
// writer; reading from many threads is safe once Seal() was called.
#ifndef SEINE_ENGINE_RAW_TABLE_H_
#define SEINE_ENGINE_RAW_TABLE_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/schema.h"

namespace seine {

class RawColumn {
 public:
  explicit RawColumn(ColumnType type);
  ~RawColumn();
  RawColumn(RawColumn&&) noexcept;
  RawColumn& operator=(RawColumn&&) noexcept;

  // One call per row. Value: kBool 0/1, kCategory provisional code, kInteger, kDecimal minor units,
  // kReal OrderedBits, kDate days, kTimestamp microseconds.
  void AppendMissing();
  void AppendValue(int64_t value);
  void AppendValues(std::span<const int64_t> values);  // many calls of AppendValue
  void AppendText(std::string_view text);              // kText
  void AppendSet(
      std::span<const uint32_t> codes);  // kSet; provisional codes, any order, repeats allowed
  void Seal();

  ColumnType type() const { return type_; }
  uint64_t rows() const;
  bool Missing(uint64_t row) const;
  int64_t Value(uint64_t row) const;
  std::string_view Text(uint64_t row) const;
  // Appends the values of all rows in [begin, end) that have one; of sets: their elements. Not of
  // text. Many times as quick as row by row.
  void AppendPresent(uint64_t begin, uint64_t end, std::vector<int64_t>* values) const;
  // The codes of a set; `room` is reused scratch.
  std::span<const uint32_t> Set(uint64_t row, std::vector<uint32_t>* room) const;
  uint64_t MemoryBytes() const;

 private:
  struct State;
  ColumnType type_;
  std::unique_ptr<State> state_;
};

// The provisional dictionary of columns that share one: texts in order of first appearance.
class RawDictionary {
 public:
  RawDictionary();
  ~RawDictionary();
  RawDictionary(RawDictionary&&) noexcept;
  RawDictionary& operator=(RawDictionary&&) noexcept;
  uint32_t Code(std::string_view text);  // adds it when new
  std::optional<uint32_t> Find(std::string_view text) const;
  uint32_t size() const;
  std::string_view Text(uint32_t code) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

struct RawTable {
  uint64_t rows = 0;
  std::vector<RawColumn> columns;  // as TableSchema::columns
  std::vector<int> dictionaries;   // per column: index into RawStore::dictionaries, or -1
  // All tables but the root and lookups: the parent's row (in its RawTable's order of arrival).
  RawColumn parent_row{ColumnType::kInteger};
  // The root and lookups: the key of each row, distinct. Integer keys in key_integers, text in
  // key_texts. A lookup's keys are codes (kCategory) of its key dictionary.
  RawColumn key_integers{ColumnType::kInteger};
  RawColumn key_texts{ColumnType::kText};

  // After the last row: seals all columns.
  void Seal() {
    for (RawColumn& column : columns) column.Seal();
    parent_row.Seal();
    key_integers.Seal();
    key_texts.Seal();
  }
};

// All that was read, ready to be laid out.
struct RawStore {
  Schema schema;  // effective: a category with too many distinct values has become text
  bool keys_are_text = false;
  std::vector<RawTable> tables;              // as schema.tables
  std::vector<RawTable> lookups;             // as schema.lookups
  std::vector<int> lookup_key_dictionaries;  // per lookup: index into `dictionaries`
  std::vector<std::unique_ptr<RawDictionary>> dictionaries;
};

}  // namespace seine

#endif  // SEINE_ENGINE_RAW_TABLE_H_
