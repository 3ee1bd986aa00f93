#include "tests/testing/random_filter.h"

#include <utility>

namespace seine::oracle {

using filter::Expr;

Expr FilterMaker::Filter(const Scope& scope, int depth) {
  if (depth <= 0 || dice_.Chance(0.25)) return Test(scope, depth);
  const bool sequences = On(scope.table == 0 ? Construct::kSequences : Construct::kRowSequences);
  if (sequences && dice_.Chance(0.12)) return Sequence(scope, depth);
  return dice_.Chance(0.6) ? Composite(scope, depth) : Quantifier(scope, depth);
}

Expr FilterMaker::Composite(const Scope& scope, int depth) {
  if (On(Construct::kAsOf) && dice_.Chance(0.1)) return AsOf(scope, depth);
  auto operands = [&](int64_t least) {
    std::vector<Expr> out;
    for (auto n = dice_.Between(least, 4); n > 0; --n) out.push_back(Filter(scope, depth - 1));
    return out;
  };
  switch (dice_.Below(6)) {
    case 0:
      return Expr::Make(filter::Not{Filter(scope, depth - 1)});
    case 1:
    case 2:
      return Expr::Make(filter::And{operands(2)});
    case 3:
    case 4:
      return Expr::Make(filter::Or{operands(2)});
    default:
      break;
  }
  filter::KOf k_of;
  k_of.bound = static_cast<filter::KOf::Bound>(dice_.Below(3));
  k_of.operands = operands(1);
  k_of.k = RandomCount(0, static_cast<int64_t>(k_of.operands.size()) + 1);
  return Expr::Make(std::move(k_of));
}

Expr FilterMaker::AsOf(const Scope& scope, int depth) {
  filter::AsOf out;
  out.filter = Filter(scope, depth - 1);
  Subject any_time;
  any_time.type = ColumnType::kTimestamp;
  out.time =
      dice_.Chance(0.4) ? Expr::Make(filter::Ago{RandomDuration()}) : TimeExpr(any_time, true);
  return Expr::Make(std::move(out));
}

Expr FilterMaker::Quantifier(const Scope& scope, int depth) {
  const bool each = On(Construct::kInEachOf) && dice_.Chance(0.2);
  const LiftChoice lift = Lift(scope, each, depth);
  filter::Quantifier out;
  out.kind = static_cast<filter::Quantifier::Kind>(dice_.Below(3));
  Scope inner;
  out.rows = RandomRows(scope, lift, 0.9, depth, &inner);
  if (each && world_.schema.TimeTable(lift.table) >= 0) out.each = EachPeriods(TimeOf(lift.table));
  return Expr::Make(std::move(out));
}

Expr FilterMaker::Test(const Scope& scope, int depth) {
  const std::vector<TestMaker> more = MoreTests(scope);
  if (!more.empty() && dice_.Chance(0.04 * static_cast<double>(more.size()))) {
    return (this->*dice_.Pick(more))(scope, depth);
  }
  static const auto* const usual = new std::vector<std::pair<int, TestMaker>>{
      {2, &FilterMaker::BoolTest},    {2, &FilterMaker::ExistsTest},  {3, &FilterMaker::HasTest},
      {3, &FilterMaker::TextTest},    {3, &FilterMaker::BetweenTest}, {3, &FilterMaker::InTest},
      {4, &FilterMaker::CompareTest}, {1, &FilterMaker::MemberTest}};
  auto at = dice_.Between(0, 21);
  for (const auto& [weight, maker] : *usual) {
    if (at < weight) return (this->*maker)(scope, depth);
    at -= weight;
  }
  return Expr::Make(filter::Constant{dice_.Chance(0.5)});
}

}  // namespace seine::oracle
