#include "engine/arrow_reader.h"

#include <utility>

#include "absl/strings/str_cat.h"

#include "engine/arrow_decode.h"
#include "engine/unicode_text.h"

namespace seine {
namespace {

absl::Status Inconsistent(const char* problem) {
  return absl::InvalidArgumentError(absl::StrCat("inconsistent Arrow data: ", problem));
}

bool IsIndex(const ArrowType& type) {
  return type.layout == ArrowLayout::kFixed && type.number != ArrowType::Number::kFloat &&
         (type.kind == CellKind::kInteger || (type.kind == CellKind::kDecimal && type.scale == 0));
}

// Indices are always read as integers; unsigned 64-bit ones above the half become negative, and are
// refused as such.
ArrowType IndexType(ArrowType type) {
  if (type.kind == CellKind::kDecimal) {
    type.kind = CellKind::kInteger;
    type.number = ArrowType::Number::kSigned;
  }
  return type;
}

// The part of `cells` that holds elements: nulls among them are left out, and the ends moved.
void DropMissingElements(const Cells& elements, Cells* cells) {
  cells->texts.clear();
  size_t element = 0;
  for (uint32_t& end : cells->ends) {
    for (; element < end; ++element) {
      if (elements.missing[element] == 0) cells->texts.push_back(elements.texts[element]);
    }
    end = static_cast<uint32_t>(cells->texts.size());
  }
}

}  // namespace

absl::StatusOr<std::unique_ptr<ArrowReader>> ArrowReader::Open(ArrowArrayStream* stream) {
  std::unique_ptr<ArrowReader> reader(new ArrowReader);
  if (stream == nullptr || stream->release == nullptr) {
    return absl::InvalidArgumentError("the Arrow stream was released already");
  }
  reader->stream_ = *stream;
  stream->release = nullptr;  // moved
  absl::Status status = reader->ReadSchema();
  if (!status.ok()) return status;
  return reader;
}

ArrowReader::~ArrowReader() {
  if (batch_.release != nullptr) batch_.release(&batch_);
  if (schema_.release != nullptr) schema_.release(&schema_);
  if (stream_.release != nullptr) stream_.release(&stream_);
}

ArrowReader::Column ArrowReader::ColumnOf(const ArrowSchema& schema) {
  Column column;
  if (schema.format == nullptr) return column;
  const ArrowType type = ArrowTypeOf(schema.format);
  if (schema.dictionary != nullptr) {
    const char* values = schema.dictionary->format;
    const bool nested = schema.dictionary->dictionary != nullptr;
    if (values == nullptr || nested || !IsIndex(type)) return column;
    column.type = ArrowTypeOf(values);
    column.index = IndexType(type);
    column.dictionary = true;
    if (column.type.kind != CellKind::kTextList) column.kind = column.type.kind;
    return column;
  }
  column.type = type;
  column.kind = type.kind;
  if (type.kind != CellKind::kTextList) return column;
  column.kind = CellKind::kUnsupported;
  if (schema.n_children != 1 || schema.children == nullptr || schema.children[0] == nullptr) {
    return column;
  }
  const Column element = ColumnOf(*schema.children[0]);
  const bool texts = element.kind == CellKind::kText || element.kind == CellKind::kNull;
  if (!texts || (element.kind == CellKind::kNull && element.dictionary)) return column;
  column.element = element.type;
  column.element_index = element.index;
  column.element_dictionary = element.dictionary;
  column.kind = CellKind::kTextList;
  return column;
}

absl::Status ArrowReader::ReadSchema() {
  if (stream_.get_schema == nullptr || stream_.get_next == nullptr) {
    return Inconsistent("the stream has no functions");
  }
  if (const int error = stream_.get_schema(&stream_, &schema_); error != 0) {
    const char* text =
        stream_.get_last_error == nullptr ? nullptr : stream_.get_last_error(&stream_);
    return absl::InvalidArgumentError(
        absl::StrCat("the Arrow stream failed: ", text == nullptr ? "no reason given" : text));
  }
  if (schema_.format == nullptr || std::string_view(schema_.format) != "+s") {
    return absl::InvalidArgumentError("the Arrow stream does not hold rows of named columns");
  }
  if (schema_.n_children < 0 || (schema_.n_children > 0 && schema_.children == nullptr)) {
    return Inconsistent("the columns are missing");
  }
  for (int64_t i = 0; i < schema_.n_children; ++i) {
    const ArrowSchema* child = schema_.children[i];
    if (child == nullptr) return Inconsistent("a column is missing");
    const std::string_view name = child->name == nullptr ? "" : child->name;
    names_.push_back(FindInvalidUtf8(name) ? std::string(name) : NormalizeNfc(name));
    columns_.push_back(ColumnOf(*child));
  }
  return absl::OkStatus();
}

int ArrowReader::Find(std::string_view name) const {
  int found = -1;
  for (size_t i = 0; i < names_.size(); ++i) {
    if (names_[i] != name) continue;
    if (found >= 0) return -2;
    found = static_cast<int>(i);
  }
  return found;
}

std::string ArrowReader::TypeText(int column) const {
  return ArrowTypeText(*schema_.children[column]);
}

absl::StatusOr<bool> ArrowReader::Next() {
  if (batch_.release != nullptr) batch_.release(&batch_);
  batch_ = {};
  rows_ = 0;
  dictionaries_.assign(columns_.size(), std::nullopt);
  if (const int error = stream_.get_next(&stream_, &batch_); error != 0) {
    batch_.release = nullptr;
    const char* text =
        stream_.get_last_error == nullptr ? nullptr : stream_.get_last_error(&stream_);
    return absl::InvalidArgumentError(
        absl::StrCat("the Arrow stream failed: ", text == nullptr ? "no reason given" : text));
  }
  if (batch_.release == nullptr) return false;
  absl::Status status = CheckBatch();
  if (!status.ok()) return status;
  rows_ = static_cast<size_t>(batch_.length);
  return true;
}

absl::Status ArrowReader::CheckBatch() const {
  constexpr int64_t kMost = int64_t{1} << 40;
  if (batch_.length < 0 || batch_.offset < 0 || batch_.length > kMost || batch_.offset > kMost) {
    return Inconsistent("a batch has a negative length or offset");
  }
  if (batch_.n_children != static_cast<int64_t>(columns_.size()) ||
      (batch_.n_children > 0 && batch_.children == nullptr)) {
    return Inconsistent("a batch has not the columns of its stream");
  }
  for (size_t i = 0; i < columns_.size(); ++i) {
    const Column& column = columns_[i];
    if (column.kind == CellKind::kUnsupported) continue;
    const ArrowArray* array = batch_.children[i];
    absl::Status status = CheckArrowArray(array, column.dictionary ? column.index : column.type,
                                          batch_.offset + batch_.length);
    if (status.ok() && column.dictionary) {
      status = CheckArrowArray(array->dictionary, column.type, 0);
    }
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::Status ArrowReader::Decode(int column, size_t begin, size_t count, Cells* cells) {
  const auto place = static_cast<size_t>(column);
  const Column& type = columns_[place];
  const ArrowArray& array = *batch_.children[place];
  const int64_t first = batch_.offset + static_cast<int64_t>(begin);
  const auto rows = static_cast<int64_t>(count);
  absl::Status status = type.kind == CellKind::kTextList
                            ? DecodeList(place, first, rows, cells)
                            : DecodePlain(array, type, place, first, rows, cells);
  if (status.ok()) MarkMissing(batch_, static_cast<int64_t>(begin), rows, cells);
  return status;
}

absl::Status ArrowReader::DecodePlain(const ArrowArray& array, const Column& type, size_t place,
                                      int64_t begin, int64_t count, Cells* cells) {
  if (!type.dictionary) return DecodeArrow(array, type.type, begin, count, cells);
  std::optional<Cells>& dictionary = dictionaries_[place];
  if (!dictionary) {
    dictionary.emplace();
    absl::Status status =
        DecodeArrow(*array.dictionary, type.type, 0, array.dictionary->length, &*dictionary);
    if (!status.ok()) return status;
  }
  return DecodeArrowIndices(array, type.index, *dictionary, begin, count, cells);
}

absl::Status ArrowReader::DecodeList(size_t place, int64_t begin, int64_t count, Cells* cells) {
  const Column& type = columns_[place];
  const ArrowArray& array = *batch_.children[place];
  int64_t first = 0;
  int64_t elements = 0;
  absl::Status status =
      DecodeArrowListEnds(array, type.type, begin, count, &first, &elements, cells);
  cells->texts.clear();
  if (!status.ok() || elements == 0) return status;
  Column element;
  element.type = type.element;
  element.index = type.element_index;
  element.dictionary = type.element_dictionary;
  const ArrowArray* child = array.children[0];
  status =
      CheckArrowArray(child, element.dictionary ? element.index : element.type, first + elements);
  if (status.ok() && element.dictionary) {
    status = CheckArrowArray(child->dictionary, element.type, 0);
  }
  if (!status.ok()) return status;
  Cells all;
  status = DecodePlain(*child, element, place, first, elements, &all);
  if (status.ok()) DropMissingElements(all, cells);
  return status;
}

}  // namespace seine
