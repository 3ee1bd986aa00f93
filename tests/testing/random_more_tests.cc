// Tests that are switched on by their construct.

#include <utility>

#include "tests/testing/random_filter.h"

namespace seine::oracle {

using filter::Expr;

std::vector<FilterMaker::TestMaker> FilterMaker::MoreTests(const Scope& scope) const {
  std::vector<TestMaker> out;
  if (On(Construct::kDateParts)) out.push_back(&FilterMaker::WeekdayTest);
  if (On(Construct::kAnniversaries)) out.push_back(&FilterMaker::AnniversaryTest);
  if (On(Construct::kSegments)) out.push_back(&FilterMaker::SegmentTest);
  if (On(Construct::kRanks) && scope.table == 0) out.push_back(&FilterMaker::RankTest);
  if (On(Construct::kPopulation) && scope.table == 0) {
    out.push_back(&FilterMaker::PopulationTest);
  }
  return out;
}

// A weekday: of a time, or that of one of many rows.
Expr FilterMaker::WeekdayValue(const Scope& scope, int depth) {
  auto part_on = [&](const Scope& rows) {
    Subject time;
    if (!Value(rows, Kind::kTime, depth - 1, true, &time)) return Expr();
    return Expr::Make(filter::DatePart{filter::DatePartKind::kWeekday, time.expr});
  };
  if (On(Construct::kRowValues) && depth > 0 && dice_.Chance(0.25)) {
    static const auto* const functions = new std::vector<filter::AggregateFunction>{
        filter::AggregateFunction::kMin, filter::AggregateFunction::kMax,
        filter::AggregateFunction::kMode};
    filter::Aggregate node;
    node.function = dice_.Pick(*functions);
    Scope inner;
    node.rows = RandomRows(scope, Lift(scope, false, depth), 0.3, depth - 1, &inner);
    node.value = part_on(inner);
    return node.value ? Expr::Make(std::move(node)) : Expr();
  }
  Expr part = part_on(scope);
  if (!part || !On(Construct::kElse) || !dice_.Chance(0.15)) return part;
  const filter::LiteralValue sunday = filter::Weekday{7};
  return Expr::Make(filter::Else{{part, Expr::Make(filter::Literal{sunday, {}})}});
}

Expr FilterMaker::WeekdayTest(const Scope& scope, int depth) {
  const Expr weekday = WeekdayValue(scope, depth);
  if (!weekday) return BoolTest(scope, depth);
  auto day = [&] {
    const filter::LiteralValue value = filter::Weekday{static_cast<int8_t>(dice_.Between(1, 7))};
    return filter::Literal{value, {}};
  };
  switch (dice_.Below(4)) {
    case 0: {
      const auto op = static_cast<filter::CompareOp>(dice_.Below(6));
      Expr left = weekday;
      Expr right = Expr::Make(day());
      if (dice_.Chance(0.2)) std::swap(left, right);
      return Expr::Make(filter::Compare{op, std::move(left), std::move(right), false});
    }
    case 1:
      return Expr::Make(
          filter::Between{weekday, Expr::Make(day()), Expr::Make(day()), dice_.Chance(0.3), false});
    default:
      break;
  }
  filter::List list;
  for (auto n = dice_.Between(1, 4); n > 0; --n) list.literals.push_back(day());
  return Expr::Make(filter::In{weekday, Expr::Make(std::move(list)), dice_.Chance(0.3), false});
}

Expr FilterMaker::AnniversaryTest(const Scope& scope, int depth) {
  Subject time;
  if (!Value(scope, Kind::kTime, depth, true, &time)) return BoolTest(scope, depth);
  return Expr::Make(filter::Anniversary{time.expr, AnniversaryPeriods(time), dice_.Chance(0.3)});
}

Expr FilterMaker::SegmentTest(const Scope&, int depth) {
  std::string name = "segment " + std::to_string(segments_.size());
  if (!segments_.empty() && dice_.Chance(0.4)) {
    name = "segment " + std::to_string(dice_.Below(segments_.size()));
  } else if (plain_) {
    return Expr::Make(filter::Constant{});  // its name is not taken yet
  } else {
    plain_ = true;
    OracleDefinition segment{Filter({}, depth - 1), {}};
    while (dice_.Chance(0.2)) {
      segment.excludes.emplace_back("not " + std::to_string(segment.excludes.size()),
                                    Filter({}, depth - 2));
    }
    segments_[name] = std::move(segment);
    plain_ = false;
  }
  const Expr segment = Expr::Make(filter::Segment{std::move(name)});
  if (!On(Construct::kAsOf) || !dice_.Chance(0.3)) return segment;
  return Expr::Make(filter::AsOf{segment, Expr::Make(filter::Ago{RandomDuration()})});
}

}  // namespace seine::oracle
