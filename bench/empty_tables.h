// The raw tables that a benchmark's schema speaks of, for rows that it makes up itself.
#ifndef SEINE_BENCH_EMPTY_TABLES_H_
#define SEINE_BENCH_EMPTY_TABLES_H_

#include "engine/raw_table.h"

namespace seine::bench {

// Tables without rows, categories and sets with a dictionary of their own each. No lookups. Ends
// the process if the schema is wrong.
RawStore EmptyTables(const char* schema);

}  // namespace seine::bench

#endif  // SEINE_BENCH_EMPTY_TABLES_H_
