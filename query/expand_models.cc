#include "query/expand_models.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace seine::binding {

using filter::Expr;

ModelParts::ModelParts(const Schema& schema, int table, const filter::Model& model, Span span)
    : rows_(model.rows), span_(span) {
  const int timed = schema.TimeTable(table);
  const auto at = [&](int t) -> const TableSchema& {
    return schema.tables[static_cast<size_t>(t)];
  };
  const std::string& time = at(timed).time;
  // A column of that name on a table below would be found first.
  bool hidden = false;
  for (int t = table; t != timed; t = at(t).parent) hidden = hidden || at(t).FindColumn(time) >= 0;
  if (hidden) time_.push_back({at(timed).name, span});
  time_.push_back({time, span});
}

Expr ModelParts::Any() const {
  return Make(filter::Quantifier{filter::Quantifier::Kind::kAny, rows_, {}});
}
Expr ModelParts::No() const {
  return Make(filter::Quantifier{filter::Quantifier::Kind::kNo, rows_, {}});
}
Expr ModelParts::Count() const {
  return Make(filter::Aggregate{filter::AggregateFunction::kCount, {}, rows_});
}
Expr ModelParts::Sum(const Expr& value) const {
  return Make(filter::Aggregate{filter::AggregateFunction::kSum, value, rows_});
}
Expr ModelParts::LatestTime() const {
  filter::RowPick pick{filter::RowPick::Kind::kLatest, rows_, {}, span_};
  filter::Path path;
  path.pick = std::make_shared<const filter::RowPick>(std::move(pick));
  path.names = time_;
  path.span = span_;
  return Make(std::move(path));
}
Expr ModelParts::DaysSinceLatest() const {
  return Make(filter::Elapsed{filter::TimeUnit::kDay, LatestTime(), {}});
}
Expr ModelParts::AverageGap() const { return Make(filter::Gap{filter::GapFunction::kAvg, rows_}); }
Expr ModelParts::OlderThan(const Expr& duration) const {
  const Expr end = Make(filter::Arithmetic{filter::ArithmeticOp::kAdd, LatestTime(), duration});
  return Compare(filter::CompareOp::kLess, end,
                 Make(filter::Ago{{{0, {}}, filter::TimeUnit::kDay}}));
}
Expr ModelParts::Number(int64_t n) const {
  return Make(filter::Literal{filter::Integer{std::to_string(n)}, span_});
}
Expr ModelParts::Times(const Expr& a, const Expr& b) const {
  return Make(filter::Arithmetic{filter::ArithmeticOp::kMultiply, a, b});
}
Expr ModelParts::Compare(filter::CompareOp op, const Expr& a, const Expr& b) const {
  return Make(filter::Compare{op, a, b, false});
}
Expr ModelParts::Not(const Expr& a) const { return Make(filter::Not{a}); }
Expr ModelParts::And(std::vector<Expr> all) const { return Make(filter::And{std::move(all)}); }

}  // namespace seine::binding
