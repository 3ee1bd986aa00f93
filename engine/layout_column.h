// One column of one table in one part, in the order of the part's rows: taken from what was read,
// ready to be stored.
#ifndef SEINE_ENGINE_LAYOUT_COLUMN_H_
#define SEINE_ENGINE_LAYOUT_COLUMN_H_

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "engine/column_view.h"
#include "engine/part_file.h"
#include "engine/raw_table.h"
#include "engine/row_list.h"

namespace seine {

struct ColumnRows {
  ColumnType type = ColumnType::kInteger;
  uint64_t rows = 0;
  uint64_t present = 0;            // rows with a value (sets: with at least one)
  std::vector<uint64_t> presence;  // bit per row; empty when all are present, and for sets
  std::vector<int64_t> values;     // per row, 0 where missing; not of categories and sets
  std::vector<uint32_t> codes;     // of categories as values; of sets: the elements, row after row
  std::vector<uint32_t> set_offsets;   // rows + 1, into codes
  std::vector<uint64_t> text_offsets;  // rows + 1, into text_bytes
  std::vector<uint8_t> text_bytes;

  bool Present(uint64_t row) const {
    return presence.empty() || ((presence[row >> 6] >> (row & 63)) & 1) != 0;
  }
};

// Takes `raw` in the order of `rows` (rows of the RawTable). `codes` (null: none) turns provisional
// codes into final ones. Errors: ResourceExhausted when the sets of one part have more than 2^32 -
// 1 elements; `name` is for the message.
absl::StatusOr<ColumnRows> TakeColumn(const RawColumn& raw, const RowList& rows,
                                      const std::vector<uint32_t>* codes, std::string_view name);

// Writes the forward region (docs/store.md).
absl::Status WriteForward(const ColumnRows& column, const std::string& region, PartWriter* writer);

// Numbers as a NumericView stores them: what its numbers are, and the bytes of its planes.
struct EncodedNumbers {
  int64_t min = 0;
  uint64_t gcd = 1;
  uint64_t max_raw = 0;
  std::vector<std::vector<uint8_t>> planes;  // 1 or 2 bytes a value, as NumericView says, then
                                             // the packed low bits with their padding, if any
};
EncodedNumbers EncodeNumbers(std::span<const int64_t> values, std::span<const uint64_t> presence);
EncodedNumbers EncodeCodes(std::span<const uint32_t> codes, std::span<const uint64_t> presence);

// Offsets of texts as a TextView reads them, from offsets that ascend from 0.
struct EncodedOffsets {
  std::vector<uint64_t> bases;
  std::vector<uint32_t> offsets;
};
// Errors: ResourceExhausted when 2^16 texts take 4 GiB; `name` is for the message.
absl::StatusOr<EncodedOffsets> EncodeOffsets(std::span<const uint64_t> offsets,
                                             std::string_view name);

// Stats of a column; `bins` is owned by the caller (257 values or none). distinct is left to the
// value index.
ColumnStats StatsOf(const ColumnRows& column, std::vector<int64_t>* bins);

}  // namespace seine

#endif  // SEINE_ENGINE_LAYOUT_COLUMN_H_
