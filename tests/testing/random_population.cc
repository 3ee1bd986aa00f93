// Ranks, n-tiles, values of the population and models of random filters.

#include <algorithm>
#include <utility>

#include "tests/testing/random_filter.h"

namespace seine::oracle {

using filter::Expr;

std::optional<filter::Path> FilterMaker::PerColumn() {
  static const auto* const kinds =
      new std::vector<Kind>{Kind::kText, Kind::kText, Kind::kBool, Kind::kNumber, Kind::kTime};
  Subject column;
  if (!dice_.Chance(0.3)) return std::nullopt;
  const Kind kind = dice_.Pick(*kinds);
  const bool picked = On(Construct::kPicks) && dice_.Chance(0.2) && Pick({}, kind, 1, &column);
  if (!picked && !Column({}, kind, true, &column)) return std::nullopt;
  return *column.expr.As<filter::Path>();
}

Expr FilterMaker::Among(int depth) {
  return dice_.Chance(0.35) ? Filter({}, std::min(depth - 1, 1)) : Expr();
}

Expr FilterMaker::RankTest(const Scope& scope, int depth) {
  filter::Rank out;
  out.direction = static_cast<filter::Rank::Direction>(dice_.Below(2));
  out.measure = static_cast<filter::Rank::Measure>(dice_.Below(3));
  Subject subject;
  const Kind kind = dice_.Chance(0.8) ? Kind::kNumber : Kind::kTime;
  if (!Value(scope, kind, depth - 1, true, &subject)) return BoolTest(scope, depth);
  if (out.measure == filter::Rank::Measure::kHolding) {
    out.direction = filter::Rank::Direction::kTop;
    // A quotient is rounded to a decimal there.
    const bool fits = subject.divisor == 0 || subject.digits + 12 <= 34;
    if (kind == Kind::kTime || !fits) out.measure = filter::Rank::Measure::kPercent;
  }
  out.subject = subject.expr;
  out.n = Percent();
  if (out.measure == filter::Rank::Measure::kMembers) {
    const filter::LiteralValue n = filter::Integer{std::to_string(dice_.Between(0, 9))};
    out.n = LiteralOrParameter(n);
  }
  out.per = PerColumn();
  out.among = Among(depth);
  out.negated = dice_.Chance(0.3);
  return Expr::Make(std::move(out));
}

bool FilterMaker::NTile(const Scope& scope, Kind, int depth, Subject* out) {
  Subject value;
  const Kind kind = dice_.Chance(0.8) ? Kind::kNumber : Kind::kTime;
  if (!Value(scope, kind, depth - 1, true, &value)) return false;
  const int64_t k = dice_.Between(1, dice_.Chance(0.8) ? 10 : 200);
  *out = {};
  out->expr =
      Expr::Make(filter::NTile{CountOrParameter(k, 0.1), value.expr, PerColumn(), Among(depth)});
  for (int i = 0; i < 4; ++i) out->examples.push_back(std::to_string(dice_.Between(1, k)));
  out->digits = 3;
  return true;
}

bool FilterMaker::PopulationValue(const Scope&, Kind kind, int depth, Subject* out) {
  Subject value;
  if (!Value({}, kind, depth - 1, true, &value)) return false;
  return PopulationOf(value, depth, out);
}

bool FilterMaker::PopulationOf(const Subject& value, int depth, Subject* out) {
  filter::PopulationValue node;
  node.function = static_cast<filter::PopulationFunction>(dice_.Below(4));
  node.value = value.expr;
  if (node.function == filter::PopulationFunction::kPercentile) node.percent = Percent();
  node.among = Among(depth);
  *out = value;
  if (out->IsCount()) out->digits = 4;
  switch (node.function) {
    case filter::PopulationFunction::kPercentile:
      break;
    case filter::PopulationFunction::kMedian:  // over a common denominator
      out->digits += out->divisor + 1;
      out->divisor = 1 + (out->divisor > 0 ? 2 * out->divisor : out->scale);
      break;
    case filter::PopulationFunction::kMean:
    case filter::PopulationFunction::kTotal:
      if (out->divisor > 0) {  // rounded to a decimal on the way in
        out->scale = 12;
        out->digits += 12;
      }
      out->digits += 6;
      out->divisor = node.function == filter::PopulationFunction::kMean ? 6 + out->scale : 0;
  }
  out->expr = Expr::Make(std::move(node));
  return value.type == ColumnType::kReal || std::max(out->digits, out->divisor) <= 36;
}

// A value beside what the population has of it, perhaps some times over.
Expr FilterMaker::PopulationTest(const Scope& scope, int depth) {
  Subject value;
  Subject whole;
  Subject product;
  if (!Value({}, Kind::kNumber, depth - 1, true, &value) || !PopulationOf(value, depth, &whole)) {
    return BoolTest(scope, depth);
  }
  const Subject small = SmallNumber();
  if (dice_.Chance(0.3) && Operate(filter::ArithmeticOp::kMultiply, small, whole, &product)) {
    whole = std::move(product);
  }
  const auto op = static_cast<filter::CompareOp>(2 + dice_.Below(4));
  return Expr::Make(filter::Compare{op, value.expr, whole.expr, false});
}

}  // namespace seine::oracle
