#include "engine/hash_slots.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

namespace seine {

uint32_t HashOf(std::string_view text) {
  return static_cast<uint32_t>(XXH3_64bits(text.data(), text.size()) >> 32);
}

}  // namespace seine
