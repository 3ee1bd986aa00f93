// The keys of rows, from one or several source columns.
#ifndef SEINE_ENGINE_KEY_READER_H_
#define SEINE_ENGINE_KEY_READER_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/cells.h"
#include "engine/text_arena.h"

namespace seine {

// By row of the run that was read; only the rows that were asked for are set.
struct Keys {
  bool text = false;
  std::vector<uint8_t> missing;
  std::vector<int64_t> integers;
  std::vector<std::string_view> texts;
  TextArena room;

  std::string Text(size_t row) const;
};

// A key that is not what it should be; `expected` says what.
struct BadKey {
  size_t row;
  std::string value;
  std::string expected;
};

// Whether cells of that kind can be a key (or a part of one).
bool CanBeKey(CellKind kind);
// Whether keys of that kind are integers, unless the schema says otherwise.
bool IsIntegerKey(CellKind kind);

// Reads the keys of `rows` (ascending) from the cells of the key's columns. A key is missing when
// one of its parts is. Several columns give one text: the parts, joined by "|", in which "|" and
// "\" stand with a "\" before them. Stops at the first bad key.
std::optional<BadKey> ReadKeys(std::span<const uint32_t> rows,
                               const std::vector<std::string>& null_values,
                               std::vector<Cells>* parts, Keys* keys);

}  // namespace seine

#endif  // SEINE_ENGINE_KEY_READER_H_
