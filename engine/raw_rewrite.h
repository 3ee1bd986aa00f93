// Raw columns made anew when their rows or their type turn out different from what was read.
#ifndef SEINE_ENGINE_RAW_REWRITE_H_
#define SEINE_ENGINE_RAW_REWRITE_H_

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "engine/raw_table.h"

namespace seine {

// Without the rows in `dead`, which are ascending and distinct.
RawColumn WithoutRows(const RawColumn& column, std::span<const uint32_t> dead);

// A set column with further codes: pairs of row and code, ascending by row.
RawColumn WithElements(const RawColumn& column,
                       std::span<const std::pair<uint32_t, uint32_t>> elements);

// A category column as text.
RawColumn AsText(const RawColumn& column, const RawDictionary& dictionary);

}  // namespace seine

#endif  // SEINE_ENGINE_RAW_REWRITE_H_
