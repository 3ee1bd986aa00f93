// Text as the engine keeps it: valid UTF-8 in normalisation form C, so that equal text is equal
// bytes.
#ifndef SEINE_ENGINE_UNICODE_TEXT_H_
#define SEINE_ENGINE_UNICODE_TEXT_H_

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace seine {

// Where the first byte stands that is not part of well-formed UTF-8 (overlong forms, surrogates and
// code points above U+10FFFF are not). Absent when all is well.
std::optional<size_t> FindInvalidUtf8(std::string_view text);

// Whether every byte is below 0x80; such text is in form C already.
bool IsAscii(std::string_view text);

// Precondition: valid UTF-8. ASCII comes back unchanged at the cost of a scan.
std::string NormalizeNfc(std::string_view text);

// The code point at the start of `text` and how many bytes it takes. Precondition: not empty, valid
// UTF-8.
struct CodePoint {
  char32_t value;
  size_t bytes;
};
CodePoint FirstCodePoint(std::string_view text);

}  // namespace seine

#endif  // SEINE_ENGINE_UNICODE_TEXT_H_
