// Values of random filters that come from times.

#include <utility>

#include "tests/testing/random_filter.h"

namespace seine::oracle {

using filter::DatePartKind;
using filter::Expr;
using filter::TimeUnit;

bool FilterMaker::TimeArithmetic(const Scope& scope, Kind kind, int depth, Subject* out) {
  Subject time;
  if (!Value(scope, kind, depth - 1, true, &time)) return false;
  const auto op = dice_.Chance(0.6) ? filter::ArithmeticOp::kAdd : filter::ArithmeticOp::kSubtract;
  Expr duration = Expr::Make(RandomDuration());
  *out = std::move(time);
  out->type = ColumnType::kTimestamp;
  Expr left = out->expr;
  if (op == filter::ArithmeticOp::kAdd && dice_.Chance(0.2)) std::swap(left, duration);
  out->expr = Expr::Make(filter::Arithmetic{op, std::move(left), std::move(duration)});
  return true;
}

bool FilterMaker::DatePart(const Scope& scope, Kind, int depth, Subject* out) {
  static const auto* const parts = new std::vector<std::pair<DatePartKind, int64_t>>{
      {DatePartKind::kHour, 23},  {DatePartKind::kDayOfMonth, 31}, {DatePartKind::kWeek, 53},
      {DatePartKind::kMonth, 12}, {DatePartKind::kQuarter, 4},     {DatePartKind::kYear, 2012},
  };
  Subject time;
  if (!Operand(scope, Kind::kTime, depth - 1, &time)) return false;
  const auto& [part, most] = dice_.Pick(*parts);
  *out = {};
  out->expr = Expr::Make(filter::DatePart{part, time.expr});
  const int64_t least = part == DatePartKind::kYear ? 2009 : 0;
  for (int i = 0; i < 4; ++i) out->examples.push_back(std::to_string(dice_.Between(least, most)));
  out->digits = 4;
  return true;
}

bool FilterMaker::DateOf(const Scope& scope, Kind kind, int depth, Subject* out) {
  Subject time;
  if (!Operand(scope, kind, depth - 1, &time)) return false;
  *out = std::move(time);
  out->type = ColumnType::kDate;
  out->expr = Expr::Make(filter::DatePart{DatePartKind::kDate, out->expr});
  return true;
}

bool FilterMaker::Elapsed(const Scope& scope, Kind, int depth, Subject* out) {
  static const auto* const most = new std::vector<std::pair<TimeUnit, int64_t>>{
      {TimeUnit::kMinute, 100'000}, {TimeUnit::kHour, 2400}, {TimeUnit::kDay, 100},
      {TimeUnit::kDay, 100},        {TimeUnit::kWeek, 14},   {TimeUnit::kMonth, 4},
      {TimeUnit::kQuarter, 2},      {TimeUnit::kYear, 1},
  };
  Subject start;
  if (!Operand(scope, Kind::kTime, depth - 1, &start)) return false;
  const auto& [unit, largest] = dice_.Pick(*most);
  filter::Elapsed node{unit, start.expr, {}};
  Subject end;
  if (dice_.Chance(0.4) && Operand(scope, Kind::kTime, depth - 1, &end)) node.end = end.expr;
  *out = {};
  out->expr = Expr::Make(std::move(node));
  for (int i = 0; i < 4; ++i) {
    out->examples.push_back(std::to_string(dice_.Between(-largest / 10, largest)));
  }
  out->digits = 13;
  return true;
}

}  // namespace seine::oracle
