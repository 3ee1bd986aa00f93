// A retailer for the benchmarks of the store: members in sign-up order (so stores and dates
// cluster), Zipf cities, tags and products; orders with items, and messages.

#ifndef SEINE_BENCH_RETAIL_H_
#define SEINE_BENCH_RETAIL_H_

#include <cstdint>

#include "engine/raw_table.h"

namespace seine::bench {

// One order, two items and two messages a member on average. The same rows for the same arguments.
RawStore MakeRetail(uint64_t members, uint64_t seed);

}  // namespace seine::bench

#endif  // SEINE_BENCH_RETAIL_H_
