// Decoding of one Arrow array into Cells.
#ifndef SEINE_ENGINE_ARROW_DECODE_H_
#define SEINE_ENGINE_ARROW_DECODE_H_

#include <cstdint>

#include "absl/status/status.h"

#include "engine/arrow_abi.h"
#include "engine/arrow_type.h"
#include "engine/cells.h"

namespace seine {

// Whether the array has the counts, buffers and children that its type wants, and at least `rows`
// rows.
absl::Status CheckArrowArray(const ArrowArray* array, const ArrowType& type, int64_t rows);

// The rows [begin, begin + count) of a checked array, without its offset. Not for lists.
absl::Status DecodeArrow(const ArrowArray& array, const ArrowType& type, int64_t begin,
                         int64_t count, Cells* cells);

// The same of an array of indices into `dictionary`.
absl::Status DecodeArrowIndices(const ArrowArray& array, const ArrowType& index_type,
                                const Cells& dictionary, int64_t begin, int64_t count,
                                Cells* cells);

// Where the elements of the rows [begin, begin + count) of a checked list lie in its child; fills
// `missing` and `ends` (relative to `first`), and checks that the offsets do not go back.
absl::Status DecodeArrowListEnds(const ArrowArray& array, const ArrowType& type, int64_t begin,
                                 int64_t count, int64_t* first, int64_t* elements, Cells* cells);

// Marks the rows that a validity bitmap (may be null) says are missing; keeps earlier marks.
void MarkMissing(const ArrowArray& array, int64_t begin, int64_t count, Cells* cells);

}  // namespace seine

#endif  // SEINE_ENGINE_ARROW_DECODE_H_
