// Rows of a made-up retailer as Arrow streams, made batch by batch: a stream of any length needs
// the memory of one batch. For the tests and benchmarks of building.
#ifndef SEINE_BENCH_RETAIL_ROWS_H_
#define SEINE_BENCH_RETAIL_ROWS_H_

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/arrow_abi.h"

namespace seine::bench {

struct RetailShape {
  uint64_t members = 100'000;
  uint64_t orders = 500'000;
  uint64_t items = 1'500'000;
  bool text_keys = false;  // of members and orders: "C0000123", "R-00000123"
  bool sorted = true;      // orders by member, items by order; else both by chance
  double busiest = 0;      // this share of the orders belongs to one member
  uint64_t seed = 1;
};

// One column of a batch. Which vectors are filled depends on the format of Arrow: "l" and "tsu:UTC"
// numbers, "g" reals, "u" offsets and bytes.
struct BatchColumn {
  std::string name;
  std::string format;
  std::vector<int64_t> numbers;
  std::vector<double> reals;
  std::vector<int32_t> offsets;
  std::string bytes;

  void Add(std::string_view text);
};

struct Batch {
  int64_t rows = 0;
  std::vector<BatchColumn> columns;
};

// The schema: members (id, city, tags, age, joined), orders (id, at, channel) and items (product,
// quantity, price, amount = quantity * price).
std::string RetailSchema(const RetailShape& shape);

// Rows [begin, begin + rows) of "members", "orders" or "items"; each depends on its number alone.
Batch RetailBatch(const RetailShape& shape, std::string_view table, uint64_t begin, uint64_t rows);

// All rows of a table.
ArrowArrayStream RetailStream(const RetailShape& shape, std::string_view table);

// The batches that `next` yields, until it yields null. A batch must live until the next is asked
// for.
ArrowArrayStream StreamOf(std::function<const Batch*()> next);

}  // namespace seine::bench

#endif  // SEINE_BENCH_RETAIL_ROWS_H_
