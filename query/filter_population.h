// Nodes that look at the whole population: ranks, n-tiles, means, and the models built from them.

#ifndef SEINE_QUERY_FILTER_POPULATION_H_
#define SEINE_QUERY_FILTER_POPULATION_H_

#include <cstdint>
#include <optional>
#include <tuple>
#include <vector>

#include "query/expr.h"
#include "query/path.h"

namespace seine::filter {

// VALUE [not] in top|bottom N[%] [per COLUMN] [among (FILTER)], or `in top holding N%`. A test.
struct Rank {
  enum class Direction : uint8_t { kTop, kBottom };
  enum class Measure : uint8_t { kMembers, kPercent, kHolding };
  Expr subject;
  Direction direction = Direction::kTop;
  Measure measure = Measure::kMembers;
  Expr n;                   // an Integer or Decimal literal, or a Parameter
  std::optional<Path> per;  // groups by this member value
  Expr among;               // absent: everyone
  bool negated = false;
  bool operator==(const Rank&) const = default;
  template <typename Self>
  static auto Fields(Self& s) {
    return std::tie(s.subject, s.direction, s.measure, s.n, s.per, s.among, s.negated);
  }
};

// ntile(5, VALUE) [per COLUMN] [among (FILTER)]: 1 … k, k is the highest.
struct NTile {
  Count k;
  Expr value;
  std::optional<Path> per;
  Expr among;
  bool operator==(const NTile&) const = default;
  template <typename Self>
  static auto Fields(Self& s) {
    return std::tie(s.k, s.value, s.per, s.among);
  }
};

enum class PopulationFunction : uint8_t { kMean, kMedian, kPercentile, kTotal };

// mean(VALUE) [among (FILTER)], median, total, percentile(VALUE, 95): one constant for the
// population.
struct PopulationValue {
  PopulationFunction function = PopulationFunction::kMean;
  Expr value;
  Expr percent;  // kPercentile only: an Integer or Decimal literal, or a Parameter
  Expr among;
  bool operator==(const PopulationValue&) const = default;
  template <typename Self>
  static auto Fields(Self& s) {
    return std::tie(s.function, s.value, s.percent, s.among);
  }
};

enum class ModelKind : uint8_t { kRfm, kNapl, kNes, kLifecycle };

// rfm(orders, amount, 5).recency, napl(orders, 3), nes(orders where W), lifecycle(orders, 30 days,
// 180 days), each with [per COLUMN] [among (FILTER)]. How many arguments of what type is the
// binder's to say; names inside them are resolved on the rows.
struct Model {
  ModelKind kind = ModelKind::kRfm;
  Rows rows;
  std::vector<Expr> arguments;  // values, Spans or Lists (thresholds)
  std::optional<Name> field;    // .recency
  std::optional<Path> per;
  Expr among;
  bool operator==(const Model&) const = default;
  template <typename Self>
  static auto Fields(Self& s) {
    return std::tie(s.kind, s.rows, s.arguments, s.field, s.per, s.among);
  }
};

}  // namespace seine::filter

#endif  // SEINE_QUERY_FILTER_POPULATION_H_
