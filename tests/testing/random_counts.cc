// Counts, durations, shares and thresholds: constants that no column is beside.

#include <algorithm>
#include <utility>

#include "tests/testing/random_constants.h"

namespace seine::oracle {

using filter::Expr;
using filter::TimeUnit;

filter::Count ConstantMaker::RandomCount(int64_t first, int64_t last) {
  return CountOrParameter(dice_.Between(first, last), 0.03);
}

filter::Duration ConstantMaker::RandomDuration() {
  if (dice_.Chance(0.03)) return {RandomCount(1'500, 12'000), TimeUnit::kYear};  // out of time
  static const auto* const units = new std::vector<TimeUnit>{
      TimeUnit::kMinute, TimeUnit::kHour,  TimeUnit::kDay,     TimeUnit::kDay, TimeUnit::kDay,
      TimeUnit::kWeek,   TimeUnit::kMonth, TimeUnit::kQuarter, TimeUnit::kYear};
  const TimeUnit unit = dice_.Pick(*units);
  const bool small = unit == TimeUnit::kQuarter || unit == TimeUnit::kYear;
  return {RandomCount(small || dice_.Chance(0.5) ? 0 : 10, small ? 3 : 120), unit};
}

// Ascending, some of them decimals; one of them is written alone.
Expr ConstantMaker::Thresholds(int64_t most) {
  std::vector<int64_t> values;
  for (auto n = dice_.Between(1, 4); n > 0; --n) values.push_back(dice_.Between(0, most));
  std::sort(values.begin(), values.end());
  filter::List list;
  for (size_t i = 0; i < values.size(); ++i) {
    const int64_t value = values[i] + static_cast<int64_t>(i);  // all different
    filter::LiteralValue literal = filter::Integer{std::to_string(value)};
    if (value > 0 && dice_.Chance(0.3))
      literal = filter::Decimal{std::to_string(value * 10 + dice_.Between(1, 9)), 1};
    list.literals.push_back({literal, {}});
  }
  if (list.literals.size() == 1) return Expr::Make(std::move(list.literals.front()));
  return Expr::Make(std::move(list));
}

// A share of the members or of what they hold.
Expr ConstantMaker::Percent() {
  filter::LiteralValue percent = filter::Integer{std::to_string(dice_.Between(1, 100))};
  if (dice_.Chance(0.2)) percent = filter::Decimal{std::to_string(dice_.Between(1, 999)), 1};
  return LiteralOrParameter(percent);
}

Subject ConstantMaker::SmallNumber() {
  Subject out;
  const int64_t tenths = dice_.Chance(0.8) ? dice_.Between(-2, 12) * 10 : dice_.Between(1, 99);
  filter::LiteralValue value = filter::Integer{std::to_string(tenths / 10)};
  out.examples = {std::to_string(tenths / 10)};
  if (tenths % 10 != 0) {
    value = filter::Decimal{std::to_string(tenths), 1};
    out.type = ColumnType::kDecimal;
    out.scale = 1;
    out.examples = {std::to_string(tenths / 10) + "." + std::to_string(tenths % 10)};
  }
  out.expr = Expr::Make(filter::Literal{value, {}});
  out.digits = 3;
  return out;
}

// As many as the longest number that the column holds.
void ConstantMaker::MeasureDigits(Subject* subject) {
  if (subject->rows == nullptr || KindOf(subject->type) != Kind::kNumber) return;
  size_t longest = 1;
  for (const TextRow& row : subject->rows->rows) {
    const TextCell& cell = row.cells[subject->index];
    if (!cell) continue;
    longest = std::max(longest, cell->size() - ((*cell)[0] == '-' ? 1 : 0));
  }
  subject->digits = std::min(static_cast<int>(longest) + subject->scale, 19);
}

}  // namespace seine::oracle
