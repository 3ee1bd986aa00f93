// The indexes of a column by value: bitmaps of members, and lists of rows.
//
// One sorted structure serves both: per value the rows that hold it, ascending. Of an attribute, a
// row is a member.
#ifndef SEINE_ENGINE_LAYOUT_VALUES_H_
#define SEINE_ENGINE_LAYOUT_VALUES_H_

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "absl/status/status.h"

#include "engine/bitmap.h"
#include "engine/layout_column.h"
#include "engine/part_file.h"

namespace seine {

// The rows of each value that occurs: value codes[i] is held by rows[begin[i] .. begin[i + 1]),
// ascending.
struct ValueRows {
  std::vector<uint32_t> codes;  // ascending
  std::vector<uint64_t> begin;  // codes + 1
  std::vector<uint32_t> rows;

  std::span<const uint32_t> RowsOf(size_t i) const {
    return {rows.data() + begin[i], static_cast<size_t>(begin[i + 1] - begin[i])};
  }
};

// Of a kCategory, kBool or kSet column.
ValueRows GroupByValue(const ColumnRows& column);

// Writes the region of a ValueIndexView (docs/store.md) from bitmaps added by ascending code.
class ValueIndexWriter {
 public:
  void Add(uint32_t code, const Bitmap& bitmap);
  bool empty() const { return codes_.empty(); }
  absl::Status Write(const std::string& region, PartWriter* writer);

 private:
  std::vector<uint32_t> codes_;
  std::vector<uint32_t> cardinality_;
  std::vector<uint32_t> header_begin_;
  std::vector<ContainerHeader> headers_;
  std::vector<uint64_t> data_begin_;
  AlignedVector<uint8_t> containers_;
  std::vector<uint32_t> list_begin_;
  std::vector<uint32_t> lists_;
};

// An attribute: the bitmap of every value.
absl::Status WriteAttributeIndex(const ValueRows& values, const std::string& region,
                                 PartWriter* writer);

// Where the members of a child table's rows are.
struct RowMembers {
  std::span<const uint16_t> member;       // per row: offset of its member within the block
  std::span<const uint64_t> block_begin;  // blocks + 1: the rows of each block
};

// A child column: rollups of the values that have at least `density` members a block on average.
// Writes no region when there are none.
absl::Status WriteRollups(const ValueRows& values, const RowMembers& rows, uint32_t density,
                          const std::string& region, PartWriter* writer);

// A child column: every value that occurs, and the rows of those that less than 1 / kPostingsShare
// of the part's rows hold. Writes no region when no value occurs.
inline constexpr uint64_t kPostingsShare = 32;
absl::Status WritePostings(ValueRows values, uint64_t part_rows, const std::string& region,
                           PartWriter* writer);

}  // namespace seine

#endif  // SEINE_ENGINE_LAYOUT_VALUES_H_
