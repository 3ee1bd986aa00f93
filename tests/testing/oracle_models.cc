// rfm, napl, nes and lifecycle, each straight from its definition.

#include <algorithm>

#include "tests/testing/oracle_population.h"
#include "tests/testing/oracle_reduce.h"

namespace seine::oracle {
namespace {

// How many of the ascending thresholds satisfy `reached`, and one.
template <typename Reached>
Value ClassOf(const std::vector<Value>& thresholds, const Reached& reached) {
  const auto count = std::count_if(thresholds.begin(), thresholds.end(), reached);
  return CountValue(static_cast<size_t>(count) + 1);
}

}  // namespace

Value Population::Model(const filter::Model& model, const Context& at) {
  switch (model.kind) {
    case filter::ModelKind::kLifecycle:
      return Lifecycle(model, at);
    case filter::ModelKind::kNapl:
      return Napl(model, at);
    case filter::ModelKind::kNes:
      return Nes(model, at);
    case filter::ModelKind::kRfm:
      return Rfm(model, at);
  }
  return Missing{};
}

std::vector<Context> Population::RowsOf(const filter::Model& model, const Context& at) {
  size_t rest = 0;
  std::vector<Context> rows = evaluator_.RowsOf(model.rows, at, &rest);
  if (!rows.empty() && !evaluator_.TimeOf(rows[0].row)) {
    evaluator_.Fail("a model of rows without time");
    rows.clear();
  }
  return rows;
}

std::optional<Fraction> Population::AverageGap(const std::vector<Context>& rows) {
  if (rows.size() < 2) return std::nullopt;
  const Fraction whole =
      evaluator_.PointInDays(rows.back().row) - evaluator_.PointInDays(rows.front().row);
  return whole / Fraction(BigInt(static_cast<int64_t>(rows.size()) - 1));
}

Fraction Population::DaysSince(const std::vector<Context>& rows, int64_t as_of) {
  const int64_t latest = evaluator_.TimeOf(rows.back().row).value_or(as_of);
  return Fraction(BigInt(evaluator_.UnitsBetween(latest, as_of, filter::TimeUnit::kDay)));
}

Value Population::Lifecycle(const filter::Model& model, const Context& at) {
  const std::vector<Context> rows = RowsOf(model, at);
  if (rows.empty()) return "prospect";
  auto older_than = [&](const filter::Expr& duration) {
    const auto* d = duration.As<filter::Duration>();
    if (d == nullptr) return evaluator_.Fail("a lifecycle without durations"), false;
    const int64_t latest = evaluator_.TimeOf(rows.back().row).value_or(at.as_of);
    return evaluator_.zone().Plus(latest, evaluator_.CountOf(d->count), d->unit) < at.as_of;
  };
  if (older_than(model.arguments[1])) return "lapsed";
  if (older_than(model.arguments[0])) return "at risk";
  return rows.size() == 1 ? "first" : "repeat";
}

Value Population::Napl(const filter::Model& model, const Context& at) {
  const auto [found, is_new] = wholes_.try_emplace({&model, at.as_of});
  if (is_new) {
    std::vector<Value> gaps;
    for (const Context& member : Members(model.among, at.as_of)) {
      const std::optional<Fraction> gap = AverageGap(RowsOf(model, member));
      if (gap) gaps.emplace_back(gap->RoundHalfEven(12));
    }
    found->second = ExactMeanOf(gaps, false);
  }
  const std::vector<Context> rows = RowsOf(model, at);
  if (rows.empty()) return "prospect";
  const Value times = evaluator_.Evaluate(model.arguments[0], at);
  if (const auto* mean = std::get_if<Fraction>(&found->second)) {
    const Fraction most = std::get<Fraction>(times) * *mean;
    if (DaysSince(rows, at.as_of).Compare(most) > 0) return "lapsed";
  }
  return rows.size() == 1 ? "first" : "repeat";
}

Value Population::Nes(const filter::Model& model, const Context& at) {
  const std::vector<Context> rows = RowsOf(model, at);
  if (rows.empty()) return Missing{};
  const std::optional<Fraction> cycle = AverageGap(rows);
  if (!cycle) return "N";
  const Fraction days = DaysSince(rows, at.as_of);
  if (days.Compare(*cycle) <= 0) return "E0";
  if (days.Compare(*cycle * Fraction(BigInt(2))) <= 0) return "S1";
  if (days.Compare(*cycle * Fraction(BigInt(3))) <= 0) return "S2";
  return "S3";
}

Value Population::RfmMeasure(const filter::Model& model, const Context& at) {
  const std::vector<Context> rows = RowsOf(model, at);
  if (rows.empty()) return Missing{};
  const std::string& field = model.field->text;
  if (field == "recency") return InstantValue{evaluator_.TimeOf(rows.back().row).value_or(0)};
  if (field == "frequency") return CountValue(rows.size());
  std::vector<Value> amounts;
  const StaticType type = evaluator_.TypeOf(model.arguments[0], rows[0]);
  for (const Context& row : rows) {
    Value amount = evaluator_.Evaluate(model.arguments[0], row);
    if (IsMissing(amount)) continue;
    if (type == StaticType::kQuotient) amount = std::get<Fraction>(amount).RoundHalfEven(12);
    amounts.push_back(std::move(amount));
  }
  return SumOf(amounts, type == StaticType::kReal);
}

Value Population::Rfm(const filter::Model& model, const Context& at) {
  if (!model.field) return evaluator_.Fail("rfm without a field");
  if (model.arguments.size() == 4) return RfmClass(model, at);
  const auto [found, is_new] = tiles_.try_emplace({&model, at.as_of});
  if (is_new) {
    const Value k = evaluator_.Evaluate(model.arguments[1], at);
    int64_t tiles = 1;
    std::get<Fraction>(k).ToInt64(&tiles);
    const auto measure = [&](const Context& member) { return RfmMeasure(model, member); };
    found->second = Tiles(tiles, Groups(measure, model.per, model.among, at.as_of, true));
  }
  const auto member = found->second.find(evaluator_.MemberOf(at.row).row);
  if (member == found->second.end()) return Missing{};
  return Fraction(BigInt(member->second));
}

Value Population::RfmClass(const filter::Model& model, const Context& at) {
  const Value measure = RfmMeasure(model, at);
  if (IsMissing(measure)) return Missing{};
  const std::string& field = model.field->text;
  const size_t argument = field == "recency" ? 1 : (field == "frequency" ? 2 : 3);
  std::vector<Value> thresholds;
  const auto* list = model.arguments[argument].As<filter::List>();
  if (list == nullptr) {
    thresholds.push_back(evaluator_.Evaluate(model.arguments[argument], at));
  } else {
    for (const filter::Literal& literal : list->literals)
      thresholds.push_back(evaluator_.Evaluate(filter::Expr::Make(literal), at));
  }
  const OracleZone& zone = evaluator_.zone();
  if (field == "recency") {
    const Value days = DaysSince(RowsOf(model, at), at.as_of);
    return ClassOf(thresholds, [&](const Value& t) { return Order(days, t, zone) <= 0; });
  }
  return ClassOf(thresholds, [&](const Value& t) { return Order(measure, t, zone) >= 0; });
}

}  // namespace seine::oracle
