// The numbers of many rows at once, from planes to 64 bits. Pure functions; safe from many threads.
#ifndef SEINE_QUERY_VALUE_DECODE_H_
#define SEINE_QUERY_VALUE_DECODE_H_

#include <cstdint>

#include "engine/column_view.h"
#include "query/row_batch.h"

namespace seine {

// out[i] = view.Value(batch.Row(i)). Rows without a value have some value, too.
void DecodeValues(const NumericView& view, const RowBatch& batch, int64_t* out);

}  // namespace seine

#endif  // SEINE_QUERY_VALUE_DECODE_H_
