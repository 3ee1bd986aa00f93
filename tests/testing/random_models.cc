// Models of random filters.

#include <algorithm>
#include <utility>

#include "tests/testing/random_filter.h"

namespace seine::oracle {
namespace {

using filter::Expr;

Expr NumberExpr(int64_t value) {
  const filter::LiteralValue literal = filter::Integer{std::to_string(value)};
  return Expr::Make(filter::Literal{literal, {}});
}

}  // namespace

bool FilterMaker::ModelRows(int depth, filter::Rows* rows, LiftChoice* lift) {
  std::vector<LiftChoice> timed;
  for (LiftChoice& choice : LiftsInScope(world_, 0)) {
    if (world_.schema.TimeTable(choice.table) >= 0) timed.push_back(std::move(choice));
  }
  if (timed.empty()) return false;
  *lift = dice_.Pick(timed);
  Scope inner;
  *rows = RandomRows({}, *lift, 0.3, std::min(depth - 1, 1), &inner);
  return true;
}

// lifecycle, napl, nes: in words.
bool FilterMaker::StageModel(const Scope&, Kind, int depth, Subject* out) {
  filter::Model node;
  LiftChoice lift;
  if (!ModelRows(depth, &node.rows, &lift)) return false;
  node.kind = static_cast<filter::ModelKind>(1 + dice_.Below(3));
  *out = {};
  out->type = ColumnType::kText;
  out->examples = {"prospect", "first", "repeat", "lapsed", "at risk"};
  if (node.kind == filter::ModelKind::kNes) {
    out->examples = {"N", "E0", "S1", "S2", "S3"};
  } else if (node.kind == filter::ModelKind::kNapl) {
    node.arguments.push_back(NumberExpr(dice_.Between(0, 4)));
    if (dice_.Chance(0.3)) {
      const filter::LiteralValue k = filter::Decimal{std::to_string(dice_.Between(1, 39)), 1};
      node.arguments.back() = Expr::Make(filter::Literal{k, {}});
    }
  } else {
    const auto unit = dice_.Chance(0.7) ? filter::TimeUnit::kDay : filter::TimeUnit::kWeek;
    const int64_t first = dice_.Between(0, 30);
    const int64_t second = first + dice_.Between(1, 60);
    for (int64_t n : {first, second}) {
      node.arguments.push_back(Expr::Make(filter::Duration{{n, {}}, unit}));
    }
  }
  out->expr = Expr::Make(std::move(node));
  return true;
}

bool FilterMaker::Rfm(const Scope&, Kind, int depth, Subject* out) {
  static const auto* const fields =
      new std::vector<std::string>{"recency", "frequency", "monetary"};
  filter::Model node;
  LiftChoice lift;
  if (!ModelRows(depth, &node.rows, &lift)) return false;
  std::vector<ColumnChoice> columns;
  for (ColumnChoice& choice : BareColumns(world_, lift.table)) {
    if (choice.lookups <= 1 && KindOf(choice.column->type) == Kind::kNumber) {
      columns.push_back(std::move(choice));
    }
  }
  if (columns.empty()) return false;
  node.arguments.push_back(Expr::Make(MakePath(dice_.Pick(columns).names)));
  node.field = Name{dice_.Pick(*fields), {}};
  int64_t classes = 5;
  if (dice_.Chance(0.3)) {
    for (int64_t most : {90, 4, 1000}) node.arguments.push_back(Thresholds(most));
  } else {
    classes = dice_.Between(1, 6);
    node.arguments.push_back(NumberExpr(classes));
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
