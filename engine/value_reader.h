// From the cells of a source column to the typed values of a schema column.
#ifndef SEINE_ENGINE_VALUE_READER_H_
#define SEINE_ENGINE_VALUE_READER_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

#include "engine/cells.h"
#include "engine/civil_time.h"
#include "engine/raw_table.h"
#include "engine/schema.h"
#include "engine/text_arena.h"

namespace seine {

// The values of the rows that were asked for, in their order. Which vectors are filled depends on
// the type: `numbers` (all but text and set), `texts`, or `codes` with `ends` (sets).
struct Values {
  std::vector<uint8_t> missing;
  std::vector<int64_t> numbers;
  std::vector<std::string_view> texts;
  std::vector<uint32_t> codes;
  std::vector<uint32_t> ends;
  TextArena clean;  // texts that had to be normalised

  void Clear();
  void AppendTo(RawColumn* column) const;
};

// A value that does not parse, at `row` of the cells.
struct BadValue {
  size_t row;
  std::string value;
  std::string expected;
  std::string problem;
  std::string option;
};

// One thread. Does not own the schema column or the dictionary, which must outlive it.
class ValueReader {
 public:
  // `place` is the column's in the schema ("tables.orders.columns.at"); `dictionary` is for
  // category and set columns. Precondition: the schema is valid.
  ValueReader(const Schema& schema, const TableSchema& table, const ColumnSchema& column,
              std::string place, RawDictionary* dictionary);

  // Whether cells of that kind can become values at all.
  bool Takes(CellKind kind) const;

  // Reads the given rows of `cells` (ascending) into `values`. Rows are marked as missing in
  // `cells` where their text says so. Stops at the first bad value, unless the column says `invalid
  // = "missing"`. Precondition: Takes(cells->kind).
  std::optional<BadValue> Read(std::span<const uint32_t> rows, Cells* cells, Values* values);

  // Values that did not parse and were made missing.
  uint64_t invalid() const { return invalid_; }
  // What is said of a computed value that does not fit the column.
  BadValue Unfit(size_t row, bool too_many_digits) const;
  bool invalid_is_missing() const { return column_.invalid == OnInvalid::kMissing; }
  void CountInvalid() { ++invalid_; }

 private:
  template <typename Convert>
  std::optional<BadValue> ReadNumbers(std::span<const uint32_t> rows, const Cells& cells,
                                      Values* values, Convert convert);
  std::optional<BadValue> ReadIntegers(std::span<const uint32_t> rows, const Cells& cells,
                                       Values* values);
  std::optional<BadValue> ReadDecimals(std::span<const uint32_t> rows, const Cells& cells,
                                       Values* values);
  std::optional<BadValue> ReadReals(std::span<const uint32_t> rows, const Cells& cells,
                                    Values* values);
  std::optional<BadValue> ReadBools(std::span<const uint32_t> rows, const Cells& cells,
                                    Values* values);
  std::optional<BadValue> ReadDates(std::span<const uint32_t> rows, const Cells& cells,
                                    Values* values);
  std::optional<BadValue> ReadTimestamps(std::span<const uint32_t> rows, const Cells& cells,
                                         Values* values);
  std::optional<BadValue> ReadCategories(std::span<const uint32_t> rows, const Cells& cells,
                                         Values* values);
  std::optional<BadValue> ReadTexts(std::span<const uint32_t> rows, const Cells& cells,
                                    Values* values);
  std::optional<BadValue> ReadSets(std::span<const uint32_t> rows, const Cells& cells,
                                   Values* values);
  bool AddElements(const Cells& cells, size_t row, Values* values);
  bool AddElement(std::string_view text, Values* values);
  std::optional<uint32_t> CodeOf(std::string_view text);
  BadValue Bad(const Cells& cells, size_t row, Parsed parsed) const;
  std::string Expected(Parsed parsed) const;
  std::string Option(Parsed parsed) const;

  const ColumnSchema& column_;
  std::string place_;
  RawDictionary* dictionary_;
  Zone zone_;
  std::vector<std::string> null_values_;
  uint64_t invalid_ = 0;
  std::string room_;
  std::string clean_;
};

}  // namespace seine

#endif  // SEINE_ENGINE_VALUE_READER_H_
