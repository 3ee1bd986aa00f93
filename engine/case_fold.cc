#include "engine/case_fold.h"

#include <utf8proc.h>

#include <cstdlib>

#include "engine/unicode_text.h"

namespace seine {

std::string FoldCase(std::string_view text) {
  std::string folded(text);
  if (IsAscii(text)) {
    for (char& c : folded) {
      if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return folded;
  }
  utf8proc_uint8_t* mapped = nullptr;
  const auto options =
      static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_CASEFOLD);
  const utf8proc_ssize_t length =
      utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                   static_cast<utf8proc_ssize_t>(text.size()), &mapped, options);
  if (length >= 0)
    folded.assign(reinterpret_cast<const char*>(mapped), static_cast<size_t>(length));
  std::free(mapped);
  return folded;
}

}  // namespace seine
