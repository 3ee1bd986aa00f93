// How many different values a column has: exact, in a byte a row beside the column (texts: four).
#ifndef SEINE_ENGINE_DISTINCT_COUNT_H_
#define SEINE_ENGINE_DISTINCT_COUNT_H_

#include <cstdint>

#include "engine/raw_table.h"

namespace seine {

// Of the rows that have a value; of a set column, its elements. Texts are told apart by 128 bits of
// their hash (XXH3). The column is sealed; any number of threads may count at once.
uint64_t CountDistinct(const RawColumn& column);

}  // namespace seine

#endif  // SEINE_ENGINE_DISTINCT_COUNT_H_
