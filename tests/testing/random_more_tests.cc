// Tests that are switched on by their construct.

#include <utility>

#include "tests/testing/random_filter.h"

namespace seine::oracle {

using filter::Expr;

std::vector<FilterMaker::TestMaker> FilterMaker::MoreTests(const Scope& scope) const {
  std::vector<TestMaker> out;
  if (On(Construct::kDateParts)) out.push_back(&FilterMaker::WeekdayTest);
  if (On(Construct::kAnniversaries)) out.push_back(&FilterMaker::AnniversaryTest);
  if (On(Construct::kSegments) && scope.table == 0) out.push_back(&FilterMaker::SegmentTest);
  if (On(Construct::kRanks) && scope.table == 0) out.push_back(&FilterMaker::RankTest);
  if (On(Construct::kPopulation) && scope.table == 0) {
    out.push_back(&FilterMaker::PopulationTest);
  }
  return out;
}

Expr FilterMaker::WeekdayTest(const Scope& scope, int depth) {
  Subject time;
  if (!Value(scope, Kind::kTime, depth, true, &time)) return BoolTest(scope, depth);
  const Expr part = Expr::Make(filter::DatePart{filter::DatePartKind::kWeekday, time.expr});
  auto day = [&] {
    const filter::LiteralValue weekday = filter::Weekday{static_cast<int8_t>(dice_.Between(1, 7))};
    return filter::Literal{weekday, {}};
  };
  if (dice_.Chance(0.3)) {
    const auto op = static_cast<filter::CompareOp>(dice_.Below(2));
    return Expr::Make(filter::Compare{op, part, Expr::Make(day()), false});
  }
  filter::List list;
  for (auto n = dice_.Between(1, 4); n > 0; --n) list.literals.push_back(day());
  return Expr::Make(filter::In{part, Expr::Make(std::move(list)), dice_.Chance(0.3), false});
}

Expr FilterMaker::AnniversaryTest(const Scope& scope, int depth) {
  Subject time;
  if (!Value(scope, Kind::kTime, depth, true, &time)) return BoolTest(scope, depth);
  filter::Anniversary out{time.expr, {}, dice_.Chance(0.3)};
  for (;;) {  // a period with two ends, which no value bounds
    out.period = RandomPeriod(time, scope, -100);
    const auto* period = out.period.As<filter::Period>();
    if (period == nullptr) break;
    if (!std::holds_alternative<filter::Since>(period->value) &&
        !std::holds_alternative<filter::Before>(period->value)) {
      break;
    }
  }
  return Expr::Make(std::move(out));
}

Expr FilterMaker::SegmentTest(const Scope&, int depth) {
  std::string name = "segment " + std::to_string(segments_.size());
  if (!segments_.empty() && dice_.Chance(0.4)) {
    name = "segment " + std::to_string(dice_.Below(segments_.size()));
  } else if (plain_) {
    return Expr::Make(filter::Constant{});  // its name is not taken yet
  } else {
    plain_ = true;
    segments_[name] = Filter({}, depth - 1);
    plain_ = false;
  }
  const Expr segment = Expr::Make(filter::Segment{std::move(name)});
  if (!On(Construct::kAsOf) || !dice_.Chance(0.3)) return segment;
  return Expr::Make(filter::AsOf{segment, Expr::Make(filter::Ago{RandomDuration()})});
}

}  // namespace seine::oracle
