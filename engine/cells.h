// A run of rows of one source column, decoded to one of a few plain forms, whatever its Arrow type.
#ifndef SEINE_ENGINE_CELLS_H_
#define SEINE_ENGINE_CELLS_H_

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "engine/value_parser.h"

namespace seine {

enum class CellKind : uint8_t {
  kNull,      // every row is missing
  kBool,      // integers: 0 or 1
  kInteger,   // integers
  kDecimal,   // decimals, in units of 10^-scale (unsigned 64-bit integers too, scale 0)
  kReal,      // reals
  kDate,      // integers: days since 1970-01-01
  kInstant,   // integers: microseconds since 1970-01-01T00:00Z
  kWallTime,  // integers: the same of a clock without a zone
  kText,      // texts; not validated
  kTextList,  // texts of all rows; `ends` says where each row's end. Null elements are left out
  kUnsupported,
};

// Texts point into the Arrow buffers, and live as long as the batch. Only the vectors that the kind
// names are filled, with `rows` values; the value of a missing row is unspecified.
struct Cells {
  CellKind kind = CellKind::kNull;
  int scale = 0;
  size_t rows = 0;
  std::vector<uint8_t> missing;  // 1: the row is missing
  std::vector<int64_t> integers;
  std::vector<Int128> decimals;
  std::vector<double> reals;
  std::vector<std::string_view> texts;
  std::vector<uint32_t> ends;
};

}  // namespace seine

#endif  // SEINE_ENGINE_CELLS_H_
