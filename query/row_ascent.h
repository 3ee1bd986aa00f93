// From rows to their ancestors: "a row sees its ancestors".
// Threads: pure; buffers come from the caller's arena.
#ifndef SEINE_QUERY_ROW_ASCENT_H_
#define SEINE_QUERY_ROW_ASCENT_H_

#include "query/row_batch.h"
#include "query/row_plan.h"

namespace seine {

// The distinct rows of an ancestor table that a batch's rows belong to, and which of them each row
// has.
struct Ascent {
  RowBatch parents;
  RowArena::Buffer<uint32_t>
      parent_rows;                   // what parents.rows points to, unless they are consecutive
  RowArena::Buffer<uint32_t> owner;  // per row of the batch: index into `parents`
};

// The row of `ancestor` that a row of the batch's table and block belongs to, or is.
uint32_t AncestorRow(const row::Shard& shard, const RowBatch& batch, int ancestor, uint32_t row);

// `ancestor` is above batch.table, or, for rows in any order, that table itself.
Ascent Ascend(const row::Shard& shard, const RowBatch& batch, int ancestor, RowArena& arena);

// The same where `ancestor` may be the batch's own table.
Ascent AscendToOrdered(const row::Shard& shard, const RowBatch& batch, int ancestor,
                       RowArena& arena);

}  // namespace seine

#endif  // SEINE_QUERY_ROW_ASCENT_H_
