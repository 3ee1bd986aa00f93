// Reads an Arrow stream batch by batch and decodes runs of rows of its columns.
//
// What a producer hands over is checked as far as the C data interface lets a consumer check:
// counts and null pointers, offsets that go back or beyond a child, dictionary indices. The extent
// of the buffers is not part of the interface and is trusted.
#ifndef SEINE_ENGINE_ARROW_READER_H_
#define SEINE_ENGINE_ARROW_READER_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "engine/arrow_abi.h"
#include "engine/arrow_type.h"
#include "engine/cells.h"

namespace seine {

// Owns the stream and the batch it reads. One thread.
class ArrowReader {
 public:
  // Takes the stream over: it is released, whatever comes of it. Errors: InvalidArgument when it is
  // not a stream of struct batches.
  static absl::StatusOr<std::unique_ptr<ArrowReader>> Open(ArrowArrayStream* stream);
  ~ArrowReader();
  ArrowReader(const ArrowReader&) = delete;
  ArrowReader& operator=(const ArrowReader&) = delete;

  const std::vector<std::string>& column_names() const { return names_; }
  // -1: there is no such column; -2: there are several.
  int Find(std::string_view name) const;
  CellKind kind(int column) const { return columns_[static_cast<size_t>(column)].kind; }
  std::string TypeText(int column) const;

  // Goes to the next batch. False at the end of the stream. Cells decoded before become invalid.
  absl::StatusOr<bool> Next();
  size_t rows() const { return rows_; }
  // Decodes the rows [begin, begin + count) of the batch. Precondition: they lie in it, and the
  // column's kind is not kUnsupported.
  absl::Status Decode(int column, size_t begin, size_t count, Cells* cells);

 private:
  struct Column {
    CellKind kind = CellKind::kUnsupported;
    ArrowType type;     // of the values: the dictionary's, where there is one
    ArrowType index;    // of the dictionary's indices
    ArrowType element;  // of a list's elements
    ArrowType element_index;
    bool dictionary = false;
    bool element_dictionary = false;
  };

  ArrowReader() = default;
  static Column ColumnOf(const ArrowSchema& schema);
  absl::Status ReadSchema();
  absl::Status CheckBatch() const;
  absl::Status DecodePlain(const ArrowArray& array, const Column& type, size_t place, int64_t begin,
                           int64_t count, Cells* cells);
  absl::Status DecodeList(size_t place, int64_t begin, int64_t count, Cells* cells);

  ArrowArrayStream stream_{};
  ArrowSchema schema_{};
  ArrowArray batch_{};
  size_t rows_ = 0;
  std::vector<std::string> names_;
  std::vector<Column> columns_;
  std::vector<std::optional<Cells>> dictionaries_;  // of this batch, decoded when first needed
};

}  // namespace seine

#endif  // SEINE_ENGINE_ARROW_READER_H_
