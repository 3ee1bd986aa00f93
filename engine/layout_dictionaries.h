// The final dictionaries: the texts that rows hold, sorted by bytes, and what each provisional code
// becomes.
//
// Texts that only dropped rows had are left out, so the bytes depend on what the store holds and on
// nothing else.
#ifndef SEINE_ENGINE_LAYOUT_DICTIONARIES_H_
#define SEINE_ENGINE_LAYOUT_DICTIONARIES_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"

#include "engine/part_file.h"
#include "engine/raw_table.h"

namespace seine {

struct SortedDictionary {
  std::vector<uint32_t> codes;  // final code of each provisional one; kUnusedCode: no row holds it
  std::vector<uint64_t> offsets;  // as Dictionary
  std::vector<uint8_t> bytes;
  uint32_t size = 0;
};
inline constexpr uint32_t kUnusedCode = 0xFFFFFFFF;

// One per RawStore::dictionaries, which it releases. Reads all category and set columns, on
// `threads` threads.
std::vector<SortedDictionary> SortDictionaries(RawStore* raw, int threads);

// Writes the region "dictionary <index>" and releases the texts; `codes` stay.
absl::Status WriteDictionary(size_t index, SortedDictionary* dictionary, PartWriter* writer);

}  // namespace seine

#endif  // SEINE_ENGINE_LAYOUT_DICTIONARIES_H_
