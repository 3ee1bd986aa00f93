// Nodes that reduce rows, or a set, to one value of their parent.

#ifndef SEINE_QUERY_FILTER_AGGREGATES_H_
#define SEINE_QUERY_FILTER_AGGREGATES_H_

#include <cstdint>
#include <tuple>

#include "query/expr.h"
#include "query/path.h"

namespace seine::filter {

enum class AggregateFunction : uint8_t { kCount, kSum, kAvg, kMin, kMax, kDistinct, kMode };

// sum(orders.amount where W), count(orders), sum(quantity * price of orders.items where W).
// Without `value` the rows' path ends in the column (or, for count, perhaps in the table); with it
// (`of`), the path ends in the table and `value` is resolved on its rows.
struct Aggregate {
  AggregateFunction function = AggregateFunction::kCount;
  Expr value;  // absent unless `VALUE of PATH` was written
  Rows rows;
  bool operator==(const Aggregate&) const = default;
  template <typename Self>
  static auto Fields(Self& s) {
    return std::tie(s.function, s.value, s.rows);
  }
};

// distinct days(orders.at where W), distinct days(at + 1 day of orders): how many civil days,
// weeks, months, quarters or years hold such a time. `value` and the path as in Aggregate.
struct DistinctPeriods {
  TimeUnit unit = TimeUnit::kDay;
  Expr value;
  Rows rows;
  bool operator==(const DistinctPeriods&) const = default;
  template <typename Self>
  static auto Fields(Self& s) {
    return std::tie(s.unit, s.value, s.rows);
  }
};

// size(tags)
struct Size {
  Path set;
  bool operator==(const Size&) const = default;
  template <typename Self>
  static auto Fields(Self& s) {
    return std::tie(s.set);
  }
};

enum class GapFunction : uint8_t { kAvg, kMin, kMax, kMedian };

// avg gap(orders where W): over the days between consecutive rows.
struct Gap {
  GapFunction function = GapFunction::kAvg;
  Rows rows;
  bool operator==(const Gap&) const = default;
  template <typename Self>
  static auto Fields(Self& s) {
    return std::tie(s.function, s.rows);
  }
};

}  // namespace seine::filter

#endif  // SEINE_QUERY_FILTER_AGGREGATES_H_
