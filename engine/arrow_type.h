// The format strings of the Arrow C data interface.
#ifndef SEINE_ENGINE_ARROW_TYPE_H_
#define SEINE_ENGINE_ARROW_TYPE_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "engine/arrow_abi.h"
#include "engine/cells.h"

namespace seine {

enum class ArrowLayout : uint8_t {
  kNone,      // the null type: no buffers
  kBits,      // bools
  kFixed,     // fixed width
  kText32,    // 32-bit offsets and bytes
  kText64,    // 64-bit offsets
  kTextView,  // 16-byte views
  kList32,    // 32-bit offsets and a child
  kList64,
  kUnsupported,
};

// How the values of a column lie in memory and what they are.
struct ArrowType {
  CellKind kind = CellKind::kUnsupported;
  ArrowLayout layout = ArrowLayout::kUnsupported;
  // kFixed: bytes per value, and which of the readers below.
  enum class Number : uint8_t { kSigned, kUnsigned, kFloat } number = Number::kSigned;
  int width = 0;
  int scale = 0;           // decimals
  int64_t multiplier = 1;  // times: stored value * multiplier / divisor, rounded down
  int64_t divisor = 1;
};

// The type of a format string; dictionaries and lists are looked through by the reader.
ArrowType ArrowTypeOf(std::string_view format);

// What a person calls the type: "text", "decimal256", "list of binary", "dictionary of text".
std::string ArrowTypeText(const ArrowSchema& schema);

}  // namespace seine

#endif  // SEINE_ENGINE_ARROW_TYPE_H_
