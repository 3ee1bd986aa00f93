// any, no, all, and the same in each of several periods.

#include <algorithm>

#include "tests/testing/oracle_evaluator.h"
#include "tests/testing/oracle_units.h"

namespace seine::oracle {
namespace {

bool Lies(const std::optional<int64_t>& time, const TimeSpans& unit) {
  return std::any_of(unit.begin(), unit.end(), [&](const TimeSpan& span) {
    return time && (!span.start || *span.start <= *time) && (!span.end || *time < *span.end);
  });
}

}  // namespace

bool Evaluator::HoldsQuantifier(const filter::Quantifier& test, const Context& at) {
  if (test.each) return HoldsInEach(test, at);
  size_t rest = 0;
  const size_t matching = RowsOf(test.rows, at, &rest).size();
  if (test.kind == filter::Quantifier::Kind::kAny) return matching > 0;
  if (test.kind == filter::Quantifier::Kind::kNo) return matching == 0;
  filter::Rows every = test.rows;
  every.where = filter::Expr();
  const size_t rows = RowsOf(every, at, &rest).size();
  return rows > 0 && matching == rows;
}

bool Evaluator::HoldsInEach(const filter::Quantifier& test, const Context& at) {
  size_t rest = 0;
  filter::Rows every = test.rows;
  every.where = filter::Expr();
  const std::vector<Context> rows = RowsOf(every, at, &rest);
  auto has = [&](const TimeSpans& unit, bool matching) {
    return std::any_of(rows.begin(), rows.end(), [&](const Context& row) {
      return Lies(TimeOf(row.row), unit) &&
             (!test.rows.where || Holds(test.rows.where, row)) == matching;
    });
  };
  const std::vector<TimeSpans> units = UnitsOf(*this, test.each, at);
  const bool all = test.kind == filter::Quantifier::Kind::kAll;
  const bool each = std::all_of(units.begin(), units.end(), [&](const TimeSpans& unit) {
    return has(unit, true) && !(all && has(unit, false));
  });
  return each != (test.kind == filter::Quantifier::Kind::kNo);
}

}  // namespace seine::oracle
