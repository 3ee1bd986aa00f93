// Cells as text: what a category, a text or a key takes, whatever the source's type.
#ifndef SEINE_ENGINE_CELL_TEXT_H_
#define SEINE_ENGINE_CELL_TEXT_H_

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/cells.h"

namespace seine {

// Text cells as they are, numbers by their shortest decimal digits (17850.0 is "17850"), bools true
// and false, dates and times by ISO 8601 (instants in UTC). `room` may hold the result. Not for
// lists.
std::string_view CellText(const Cells& cells, size_t row, std::string* room);

// Marks rows as missing whose text is empty or one of `null_values`.
void MarkNullValues(const std::vector<std::string>& null_values, Cells* cells);

// The text in form C: itself where it is ASCII, else in `room`. Absent: not valid UTF-8.
std::optional<std::string_view> CleanText(std::string_view text, std::string* room);

}  // namespace seine

#endif  // SEINE_ENGINE_CELL_TEXT_H_
