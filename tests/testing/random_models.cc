// Models of random filters.

#include <algorithm>
#include <utility>

#include "tests/testing/random_filter.h"

namespace seine::oracle {

using filter::Expr;
// Below the member, wherever the model stands.
bool FilterMaker::ModelRows(int depth, filter::Rows* rows, LiftChoice* lift, Scope* inner) {
  std::vector<LiftChoice> timed;
  for (LiftChoice& choice : LiftsInScope(world_, 0)) {
    if (world_.schema.TimeTable(choice.table) >= 0) timed.push_back(std::move(choice));
  }
  if (timed.empty()) return false;
  *lift = dice_.Pick(timed);
  *rows = RandomRows({}, *lift, 0.4, std::min(depth - 1, 1), inner);
  return true;
}

void FilterMaker::StageArguments(int depth, filter::Model* node, Subject* out) {
  if (node->kind == filter::ModelKind::kNes) {
    out->examples = {"N", "E0", "S1", "S2", "S3"};
    return;
  }
  if (node->kind == filter::ModelKind::kNapl) {
    filter::LiteralValue k = filter::Integer{std::to_string(dice_.Between(0, 4))};
    if (dice_.Chance(0.3)) k = filter::Decimal{std::to_string(dice_.Between(1, 39)), 1};
    node->arguments.push_back(LiteralOrParameter(k, 0.1));
    node->among = Among(depth);
    return;
  }
  static const auto* const units = new std::vector<filter::TimeUnit>{
      filter::TimeUnit::kDay,  filter::TimeUnit::kDay,   filter::TimeUnit::kWeek,
      filter::TimeUnit::kHour, filter::TimeUnit::kMonth, filter::TimeUnit::kMinute};
  const auto unit = dice_.Pick(*units);
  const int64_t many = unit < filter::TimeUnit::kDay ? 1000 : 1;
  const int64_t first = dice_.Between(0, 30) * many;
  const int64_t second = first + dice_.Between(1, 60) * many;
  for (int64_t n : {first, second})
    node->arguments.push_back(Expr::Make(filter::Duration{CountOrParameter(n, 0.15), unit}));
  if (dice_.Chance(0.2)) {
    const filter::Duration other{{dice_.Between(0, 3), {}}, filter::TimeUnit::kQuarter};
    node->arguments.back() = Expr::Make(other);
  }
}

// lifecycle, napl, nes: in words.
bool FilterMaker::StageModel(const Scope&, Kind, int depth, Subject* out) {
  filter::Model node;
  LiftChoice lift;
  Scope inner;
  if (!ModelRows(depth, &node.rows, &lift, &inner)) return false;
  node.kind = static_cast<filter::ModelKind>(1 + dice_.Below(3));
  *out = {};
  out->type = ColumnType::kText;
  out->examples = {"prospect", "first", "repeat", "lapsed", "at risk"};
  StageArguments(depth, &node, out);
  out->expr = Expr::Make(std::move(node));
  return true;
}

bool FilterMaker::Rfm(const Scope& scope, Kind, int depth, Subject* out) {
  static const auto* const fields =
      new std::vector<std::string>{"recency", "frequency", "monetary"};
  filter::Model node;
  LiftChoice lift;
  Scope inner;
  if (!ModelRows(depth, &node.rows, &lift, &inner)) return false;
  Subject amount;
  const bool computed = On(Construct::kRowValues) && dice_.Chance(0.3) &&
                        Value(inner, Kind::kNumber, 0, true, &amount);
  if (!computed && !Column({lift.table, {}}, Kind::kNumber, true, &amount)) return false;
  if (amount.digits + (amount.divisor > 0 ? 16 : 4) > 34) return false;
  node.arguments.push_back(amount.expr);
  node.field = Name{dice_.Pick(*fields), {}};
  int64_t classes = 5;
  if (scope.table != 0 || dice_.Chance(0.3)) {  // classes by rank are of members
    for (int64_t most : {90, 4, 1000}) node.arguments.push_back(Thresholds(most));
  } else {
    classes = dice_.Between(1, 6);
    const filter::LiteralValue k = filter::Integer{std::to_string(classes)};
    node.arguments.push_back(LiteralOrParameter(k, 0.1));
    node.per = PerColumn();
    node.among = Among(depth);
  }
  *out = {};
  out->expr = Expr::Make(std::move(node));
  for (int i = 0; i < 4; ++i) out->examples.push_back(std::to_string(dice_.Between(1, classes)));
  out->digits = 2;
  return true;
}

}  // namespace seine::oracle
