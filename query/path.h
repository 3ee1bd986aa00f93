// Names of columns and rows, unresolved: what `orders.amount` or `latest(orders).items` says, not
// what it means.

#ifndef SEINE_QUERY_PATH_H_
#define SEINE_QUERY_PATH_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <tuple>
#include <vector>

#include "query/expr.h"
#include "query/span.h"

namespace seine::filter {

enum class TimeUnit : uint8_t { kMinute, kHour, kDay, kWeek, kMonth, kQuarter, kYear };

// A whole number that a parameter may stand for (the N of `last N days`). `value` is 0 when
// `parameter` is set.
struct Count {
  int64_t value = 0;
  std::optional<Name> parameter;

  bool operator==(const Count&) const = default;
  template <typename Self>
  static auto Fields(Self& s) {
    return std::tie(s.value, s.parameter);
  }
};

struct RowPick;

// `product.category`, `x.col`, `orders.items`, `latest(orders).channel`. As a value it ends in a
// column, after a quantifier in a table. Invariant: `names` is not empty unless `pick` is set.
struct Path {
  std::shared_ptr<const RowPick> pick;  // null, or the first/latest/nth(…) that the path starts at
  std::vector<Name> names;
  Span span;

  bool operator==(const Path& other) const;
  template <typename Self>
  static auto Fields(Self& s) {
    return std::tie(s.pick, s.names);
  }
};

// PATH [as x] [where W]: the rows that a quantifier, aggregate, pick, gap, model or step speaks of.
struct Rows {
  Path path;
  std::optional<Name> alias;
  Expr where;  // absent: all rows

  bool operator==(const Rows&) const = default;
  template <typename Self>
  static auto Fields(Self& s) {
    return std::tie(s.path, s.alias, s.where);
  }
};

// One row a member: first(ROWS), latest(ROWS), nth(ROWS, n).
struct RowPick {
  enum class Kind : uint8_t { kFirst, kLatest, kNth };
  Kind kind = Kind::kFirst;
  Rows rows;
  Count n;  // kNth only; counts from 1, or from -1 backwards; never 0
  Span span;

  bool operator==(const RowPick&) const = default;
  template <typename Self>
  static auto Fields(Self& s) {
    return std::tie(s.kind, s.rows, s.n);
  }
};

// 60 days. The count is not negative; subtract to go back.
struct Duration {
  Count count;
  TimeUnit unit = TimeUnit::kDay;

  bool operator==(const Duration&) const = default;
  template <typename Self>
  static auto Fields(Self& s) {
    return std::tie(s.count, s.unit);
  }
};

}  // namespace seine::filter

#endif  // SEINE_QUERY_PATH_H_
