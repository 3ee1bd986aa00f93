// Tests of consecutive rows of a NumericView by kernel, at the width at which they are stored.
// Pure functions; safe from many threads.
#ifndef SEINE_QUERY_PLANE_SCAN_H_
#define SEINE_QUERY_PLANE_SCAN_H_

#include <cstdint>
#include <utility>

#include "engine/column_view.h"

namespace seine {

// Bit i of mask: the raw value of row begin + i lies in range (both ends in). Whole words are
// written, zeros behind the last row. False, and nothing is written, for raw values of more than 32
// bits and of none.
bool ScanRange(const NumericView& view, std::pair<uint64_t, uint64_t> range, uint64_t begin,
               uint32_t rows, uint64_t* mask);

// Bit i of mask: the raw value r of row begin + i has bit r in `raws`, of 4 words for views of at
// most 8 bits, of 1,024 for wider ones. False, and nothing is written, for raw values of more than
// 16 bits and of none.
bool ScanIn(const NumericView& view, const uint64_t* raws, uint64_t begin, uint32_t rows,
            uint64_t* mask);

}  // namespace seine

#endif  // SEINE_QUERY_PLANE_SCAN_H_
