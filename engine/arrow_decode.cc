#include "engine/arrow_decode.h"

#include <cstring>
#include <limits>

#include "absl/strings/str_cat.h"

#include "engine/floor_div.h"

namespace seine {
namespace {

using Number = ArrowType::Number;

absl::Status InconsistentArray(const char* problem) {
  return absl::InvalidArgumentError(absl::StrCat("inconsistent Arrow data: ", problem));
}

template <typename T>
T LoadAt(const void* buffer, int64_t index) {
  T value;
  std::memcpy(&value, static_cast<const uint8_t*>(buffer) + index * int64_t{sizeof(T)}, sizeof(T));
  return value;
}

// Times that do not fit become the extremes, which lie outside the years that are allowed.
int64_t Scaled(int64_t value, const ArrowType& type) {
  int64_t product;
  if (__builtin_mul_overflow(value, type.multiplier, &product)) {
    return value < 0 ? std::numeric_limits<int64_t>::min() : std::numeric_limits<int64_t>::max();
  }
  return type.divisor == 1 ? product : FloorDiv(product, type.divisor);
}

template <typename T>
void ReadIntegers(const void* buffer, int64_t begin, int64_t count, const ArrowType& type,
                  Cells* cells) {
  cells->integers.resize(static_cast<size_t>(count));
  const bool plain = type.multiplier == 1 && type.divisor == 1;
  for (int64_t i = 0; i < count; ++i) {
    const auto value = static_cast<int64_t>(LoadAt<T>(buffer, begin + i));
    cells->integers[static_cast<size_t>(i)] = plain ? value : Scaled(value, type);
  }
}

template <typename T, typename Out>
void ReadAs(const void* buffer, int64_t begin, int64_t count, std::vector<Out>* out) {
  out->resize(static_cast<size_t>(count));
  for (int64_t i = 0; i < count; ++i) {
    (*out)[static_cast<size_t>(i)] = static_cast<Out>(LoadAt<T>(buffer, begin + i));
  }
}

void ReadDecimals(const void* buffer, int64_t begin, int64_t count, const ArrowType& type,
                  Cells* cells) {
  cells->scale = type.scale;
  if (type.number == Number::kUnsigned) {
    ReadAs<uint64_t>(buffer, begin, count, &cells->decimals);
  } else if (type.width == 16) {
    ReadAs<Int128>(buffer, begin, count, &cells->decimals);
  } else if (type.width == 8) {
    ReadAs<int64_t>(buffer, begin, count, &cells->decimals);
  } else {
    ReadAs<int32_t>(buffer, begin, count, &cells->decimals);
  }
}

void ReadFixed(const void* buffer, int64_t begin, int64_t count, const ArrowType& type,
               Cells* cells) {
  if (type.kind == CellKind::kDecimal) {
    ReadDecimals(buffer, begin, count, type, cells);
  } else if (type.kind == CellKind::kReal) {
    type.width == 4 ? ReadAs<float>(buffer, begin, count, &cells->reals)
                    : ReadAs<double>(buffer, begin, count, &cells->reals);
  } else if (type.number == Number::kUnsigned) {
    type.width == 1   ? ReadIntegers<uint8_t>(buffer, begin, count, type, cells)
    : type.width == 2 ? ReadIntegers<uint16_t>(buffer, begin, count, type, cells)
                      : ReadIntegers<uint32_t>(buffer, begin, count, type, cells);
  } else {
    type.width == 1   ? ReadIntegers<int8_t>(buffer, begin, count, type, cells)
    : type.width == 2 ? ReadIntegers<int16_t>(buffer, begin, count, type, cells)
    : type.width == 4 ? ReadIntegers<int32_t>(buffer, begin, count, type, cells)
                      : ReadIntegers<int64_t>(buffer, begin, count, type, cells);
  }
}

// Offsets are read as T; a row's text lies between its own and the next.
template <typename T>
absl::Status ReadTexts(const ArrowArray& array, int64_t begin, int64_t count, Cells* cells) {
  cells->texts.resize(static_cast<size_t>(count));
  if (count == 0) return absl::OkStatus();
  const void* offsets = array.buffers[1];
  const char* bytes = static_cast<const char*>(array.buffers[2]);
  int64_t at = static_cast<int64_t>(LoadAt<T>(offsets, begin));
  if (at < 0) return InconsistentArray("a text begins before its buffer");
  for (int64_t i = 0; i < count; ++i) {
    const int64_t end = static_cast<int64_t>(LoadAt<T>(offsets, begin + i + 1));
    if (end < at) return InconsistentArray("offsets of texts go back");
    if (end > at && bytes == nullptr) return InconsistentArray("a buffer of texts is missing");
    cells->texts[static_cast<size_t>(i)] = {bytes + at, static_cast<size_t>(end - at)};
    at = end;
  }
  return absl::OkStatus();
}

// A view: length, then the text itself (up to 12 bytes), or prefix, buffer and offset in it.
absl::Status ReadTextViews(const ArrowArray& array, int64_t begin, int64_t count, Cells* cells) {
  const int64_t data_buffers = array.n_buffers - 3;
  const void* sizes = array.buffers[array.n_buffers - 1];
  const auto* views = static_cast<const char*>(array.buffers[1]);
  cells->texts.resize(static_cast<size_t>(count));
  for (int64_t i = 0; i < count; ++i) {
    std::string_view& text = cells->texts[static_cast<size_t>(i)];
    text = {};
    if (cells->missing[static_cast<size_t>(i)] != 0) continue;  // may hold anything
    const char* view = views + (begin + i) * 16;
    const auto length = LoadAt<int32_t>(view, 0);
    if (length < 0) return InconsistentArray("a text has a negative length");
    if (length <= 12) {
      text = {view + 4, static_cast<size_t>(length)};
      continue;
    }
    const auto buffer = LoadAt<int32_t>(view, 2);
    const auto offset = LoadAt<int32_t>(view, 3);
    if (buffer < 0 || buffer >= data_buffers || offset < 0 || sizes == nullptr ||
        array.buffers[2 + buffer] == nullptr ||
        int64_t{offset} + length > LoadAt<int64_t>(sizes, buffer)) {
      return InconsistentArray("a text lies outside its buffers");
    }
    text = {static_cast<const char*>(array.buffers[2 + buffer]) + offset,
            static_cast<size_t>(length)};
  }
  return absl::OkStatus();
}

bool Bit(const void* bits, int64_t index) {
  return ((static_cast<const uint8_t*>(bits)[index >> 3] >> (index & 7)) & 1) != 0;
}

}  // namespace

absl::Status CheckArrowArray(const ArrowArray* array, const ArrowType& type, int64_t rows) {
  constexpr int64_t kMost = int64_t{1} << 60;
  if (array == nullptr || array->release == nullptr)
    return InconsistentArray("an array is missing");
  if (array->length < 0 || array->offset < 0 || array->length > kMost || array->offset > kMost) {
    return InconsistentArray("an array has a negative length or offset");
  }
  if (array->length < rows) return InconsistentArray("a column is shorter than its batch");
  if (array->length == 0 || type.layout == ArrowLayout::kNone) return absl::OkStatus();
  const int64_t buffers =
      type.layout == ArrowLayout::kText32 || type.layout == ArrowLayout::kText64 ? 3 : 2;
  const bool view = type.layout == ArrowLayout::kTextView;
  if (view ? array->n_buffers < 3 : array->n_buffers != buffers) {
    return InconsistentArray("an array has the wrong number of buffers");
  }
  if (array->buffers == nullptr || array->buffers[1] == nullptr) {
    return InconsistentArray("a buffer is missing");
  }
  const bool list = type.layout == ArrowLayout::kList32 || type.layout == ArrowLayout::kList64;
  if (list && (array->n_children != 1 || array->children == nullptr)) {
    return InconsistentArray("a list has no elements");
  }
  return absl::OkStatus();
}

void MarkMissing(const ArrowArray& array, int64_t begin, int64_t count, Cells* cells) {
  if (array.null_count == 0 || array.n_buffers < 1 || array.buffers == nullptr ||
      array.buffers[0] == nullptr) {
    return;
  }
  for (int64_t i = 0; i < count; ++i) {
    const bool valid = Bit(array.buffers[0], array.offset + begin + i);
    cells->missing[static_cast<size_t>(i)] |= valid ? 0 : 1;
  }
}

absl::Status DecodeArrow(const ArrowArray& array, const ArrowType& type, int64_t begin,
                         int64_t count, Cells* cells) {
  cells->kind = type.kind;
  cells->scale = 0;
  cells->rows = static_cast<size_t>(count);
  cells->missing.assign(cells->rows, type.layout == ArrowLayout::kNone ? 1 : 0);
  if (type.layout == ArrowLayout::kNone || count == 0) {
    if (count == 0) cells->texts.clear();
    return absl::OkStatus();
  }
  MarkMissing(array, begin, count, cells);
  begin += array.offset;
  switch (type.layout) {
    case ArrowLayout::kBits:
      cells->integers.resize(cells->rows);
      for (int64_t i = 0; i < count; ++i) {
        cells->integers[static_cast<size_t>(i)] = Bit(array.buffers[1], begin + i) ? 1 : 0;
      }
      return absl::OkStatus();
    case ArrowLayout::kFixed:
      ReadFixed(array.buffers[1], begin, count, type, cells);
      return absl::OkStatus();
    case ArrowLayout::kText32:
      return ReadTexts<int32_t>(array, begin, count, cells);
    case ArrowLayout::kText64:
      return ReadTexts<int64_t>(array, begin, count, cells);
    case ArrowLayout::kTextView:
      return ReadTextViews(array, begin, count, cells);
    default:
      return InconsistentArray("a column has a type that cannot be read");
  }
}

absl::Status DecodeArrowIndices(const ArrowArray& array, const ArrowType& index_type,
                                const Cells& dictionary, int64_t begin, int64_t count,
                                Cells* cells) {
  absl::Status status = DecodeArrow(array, index_type, begin, count, cells);
  if (!status.ok()) return status;
  const std::vector<int64_t> indices = std::move(cells->integers);
  cells->kind = dictionary.kind;
  cells->scale = dictionary.scale;
  const auto gather = [&](const auto& from, auto* to) {
    to->resize(cells->rows);
    for (size_t i = 0; i < cells->rows && !from.empty(); ++i) {
      if (cells->missing[i] == 0) (*to)[i] = from[static_cast<size_t>(indices[i])];
    }
  };
  for (size_t i = 0; i < cells->rows; ++i) {
    if (cells->missing[i] != 0) continue;
    if (indices[i] < 0 || static_cast<uint64_t>(indices[i]) >= dictionary.rows) {
      return InconsistentArray("an index lies outside its dictionary");
    }
    cells->missing[i] = dictionary.missing[static_cast<size_t>(indices[i])];
  }
  if (dictionary.kind == CellKind::kText) {
    gather(dictionary.texts, &cells->texts);
  } else if (dictionary.kind == CellKind::kReal) {
    gather(dictionary.reals, &cells->reals);
  } else if (dictionary.kind == CellKind::kDecimal) {
    gather(dictionary.decimals, &cells->decimals);
  } else {
    gather(dictionary.integers, &cells->integers);
  }
  return absl::OkStatus();
}

absl::Status DecodeArrowListEnds(const ArrowArray& array, const ArrowType& type, int64_t begin,
                                 int64_t count, int64_t* first, int64_t* elements, Cells* cells) {
  cells->kind = CellKind::kTextList;
  cells->rows = static_cast<size_t>(count);
  cells->missing.assign(cells->rows, 0);
  cells->ends.resize(cells->rows);
  *first = 0;
  *elements = 0;
  if (count == 0) return absl::OkStatus();
  MarkMissing(array, begin, count, cells);
  begin += array.offset;
  const auto offset = [&](int64_t i) {
    return type.layout == ArrowLayout::kList32 ? int64_t{LoadAt<int32_t>(array.buffers[1], i)}
                                               : LoadAt<int64_t>(array.buffers[1], i);
  };
  *first = offset(begin);
  int64_t at = *first;
  if (at < 0) return InconsistentArray("a list begins before its elements");
  for (int64_t i = 0; i < count; ++i) {
    const int64_t end = offset(begin + i + 1);
    if (end < at || end - *first > std::numeric_limits<uint32_t>::max()) {
      return InconsistentArray("offsets of lists go back or too far");
    }
    at = end;
    cells->ends[static_cast<size_t>(i)] = static_cast<uint32_t>(at - *first);
  }
  *elements = at - *first;
  return absl::OkStatus();
}

}  // namespace seine
