// Values of random filters.

#include <cstdio>
#include <cstdlib>
#include <utility>

#include "tests/testing/random_filter.h"

namespace seine::oracle {

using filter::Expr;

ValueKind KindOf(ColumnType type) {
  switch (type) {
    case ColumnType::kBool:
      return ValueKind::kBool;
    case ColumnType::kCategory:
    case ColumnType::kText:
      return ValueKind::kText;
    case ColumnType::kInteger:
    case ColumnType::kDecimal:
    case ColumnType::kReal:
      return ValueKind::kNumber;
    case ColumnType::kDate:
    case ColumnType::kTimestamp:
      return ValueKind::kTime;
    case ColumnType::kSet:
      return ValueKind::kSet;
  }
  return ValueKind::kNumber;
}

bool FilterMaker::Value(const Scope& scope, Kind kind, int depth, bool direct, Subject* out) {
  const bool aggregates = kind == Kind::kNumber || kind == Kind::kTime;
  if (aggregates && dice_.Chance(0.35)) return Aggregate(scope, kind, depth, out);
  const std::vector<ValueMaker> more = MoreValues(scope, kind);
  if (!more.empty() && depth >= 0 && dice_.Chance(0.5)) {
    const ValueMaker maker = dice_.Pick(more);
    if ((this->*maker)(scope, kind, depth, out)) return true;
  }
  return Column(scope, kind, direct, out);
}

std::vector<FilterMaker::ValueMaker> FilterMaker::MoreValues(const Scope& scope, Kind kind) const {
  std::vector<ValueMaker> out;
  auto add = [&](Construct construct, ValueMaker maker) {
    if (On(construct)) out.push_back(maker);
  };
  add(Construct::kElse, &FilterMaker::Else);
  add(Construct::kPicks, &FilterMaker::Pick);
  add(Construct::kMode, &FilterMaker::Mode);
  if (kind == Kind::kTime) {
    add(Construct::kTimeArithmetic, &FilterMaker::TimeArithmetic);
    add(Construct::kDateParts, &FilterMaker::DateOf);
  }
  if (kind == Kind::kText) add(Construct::kModels, &FilterMaker::StageModel);
  if (kind != Kind::kNumber) return out;
  if (scope.table == 0) add(Construct::kRanks, &FilterMaker::NTile);
  add(Construct::kModels, &FilterMaker::Rfm);
  add(Construct::kPopulation, &FilterMaker::PopulationValue);
  for (int i = 0; i < 5; ++i) add(Construct::kArithmetic, &FilterMaker::Arithmetic);
  add(Construct::kDateParts, &FilterMaker::DatePart);
  add(Construct::kElapsed, &FilterMaker::Elapsed);
  add(Construct::kBucket, &FilterMaker::Bucket);
  add(Construct::kScore, &FilterMaker::Score);
  add(Construct::kDistinct, &FilterMaker::Distinct);
  add(Construct::kDistinct, &FilterMaker::DistinctPeriods);
  add(Construct::kGaps, &FilterMaker::Gap);
  return out;
}

bool FilterMaker::Column(const Scope& scope, Kind kind, bool direct, Subject* out) {
  std::vector<ColumnChoice> fitting;
  for (ColumnChoice& choice : ColumnsInScope(world_, scope)) {
    // Two lookups deep, only a test may stand, not a value beside another one.
    if (direct && choice.lookups > 1 && !On(Construct::kLookupValues)) continue;
    if (KindOf(choice.column->type) == kind) fitting.push_back(std::move(choice));
  }
  if (fitting.empty()) return false;
  const ColumnChoice choice = dice_.Pick(fitting);
  *out = {Expr::Make(MakePath(choice.names)),
          choice.column->type,
          choice.column->scale,
          choice.rows,
          choice.index,
          HasWindows(choice)};
  MeasureDigits(out);
  return true;
}

bool FilterMaker::Else(const Scope& scope, Kind kind, int depth, Subject* out) {
  filter::Else node;
  Subject first;
  for (auto n = dice_.Between(2, 3); n > 0; --n) {
    Subject operand;
    if (!Operand(scope, kind, depth - 1, &operand)) return false;
    if (operand.IsCount()) operand.digits = 4;
    if (node.operands.empty()) first = operand;
    first.windows = first.windows && operand.windows;
    if (operand.type == ColumnType::kReal) first.type = ColumnType::kReal;
    if (operand.type == ColumnType::kTimestamp) first.type = ColumnType::kTimestamp;
    first.scale = std::max(first.scale, operand.scale);
    first.digits = std::max(first.digits, operand.digits);
    first.divisor = std::max(first.divisor, operand.divisor);
    node.operands.push_back(operand.expr);
  }
  if (dice_.Chance(0.25)) {
    const bool time = kind == Kind::kTime;
    if (time && !On(Construct::kConstantValues)) return false;
    node.operands.back() =
        time ? TimeExpr(first, false) : Expr::Make(filter::Literal{ConstantFor(first), {}});
    if (time) first.type = ColumnType::kTimestamp;
    first.digits = std::max(first.digits, 24);  // of the longest
  }
  first.digits += first.scale;
  *out = std::move(first);
  out->expr = Expr::Make(std::move(node));
  return out->digits <= 37;
}

bool FilterMaker::Bucket(const Scope&, Kind, int, Subject* out) {
  const int64_t buckets = dice_.Between(1, 100);
  *out = {};
  out->expr = Expr::Make(
      filter::Bucket{CountOrParameter(buckets, 0.1), dice_.Chance(0.5) ? "spring" : "測試"});
  for (int i = 0; i < 4; ++i) out->examples.push_back(std::to_string(dice_.Between(0, buckets)));
  return true;
}

bool FilterMaker::Score(const Scope& scope, Kind, int depth, Subject* out) {
  filter::Score node;
  *out = {{}, ColumnType::kDecimal, 1};
  std::vector<double> sums = {0};
  for (auto n = dice_.Between(1, 3); n > 0; --n) {
    const int64_t tenths = dice_.Chance(0.7) ? dice_.Between(-2, 5) * 10 : dice_.Between(-20, 50);
    filter::LiteralValue weight = filter::Integer{std::to_string(tenths / 10)};
    if (tenths % 10 != 0) weight = filter::Decimal{std::to_string(tenths), 1};
    node.terms.push_back({LiteralOrParameter(weight, 0.15), Filter(scope, depth - 1)});
    for (size_t i = sums.size(); i-- > 0;) {
      sums.push_back(sums[i] + static_cast<double>(tenths) / 10);
    }
  }
  for (double sum : sums) {
    char text[32];
    std::snprintf(text, sizeof(text), "%.1f", sum);
    out->examples.push_back(text);
  }
  out->digits = 4;
  out->expr = Expr::Make(std::move(node));
  return true;
}

}  // namespace seine::oracle
