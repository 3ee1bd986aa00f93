// any, no, all, and the same in each of several periods.

#include <algorithm>

#include "tests/testing/oracle_evaluator.h"

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
  const std::vector<TimeSpans> units = UnitsOf(test.each, at);
  const bool all = test.kind == filter::Quantifier::Kind::kAll;
  const bool each = std::all_of(units.begin(), units.end(), [&](const TimeSpans& unit) {
    return has(unit, true) && !(all && has(unit, false));
  });
  return each != (test.kind == filter::Quantifier::Kind::kNo);
}

std::vector<TimeSpans> Evaluator::UnitsOf(const filter::Expr& periods, const Context& at) {
  std::vector<TimeSpans> out;
  if (const auto* list = periods.As<filter::List>()) {
    for (const filter::Literal& literal : list->literals) {
      Value value = EvaluateLiteral(literal.value);
      if (const auto year = YearOf(value)) value = *year;
      const auto* days = std::get_if<DaySpan>(&value);
      if (days == nullptr) {
        Fail("in each of what is no period");
        return out;
      }
      out.push_back({{zone_.Midnight(days->first), zone_.Midnight(days->end)}});
    }
    for (const filter::Expr& other : list->others) {
      for (TimeSpans& unit : UnitsOf(other, at)) out.push_back(std::move(unit));
    }
    return out;
  }
  const auto* period = periods.As<filter::Period>();
  if (period == nullptr) {
    Fail("in each of what is no period");
  } else if (const auto* rolling = std::get_if<filter::RollingPeriod>(&period->value)) {
    return RollingUnits(*rolling, at);
  } else if (const auto* calendar = std::get_if<filter::CalendarPeriod>(&period->value)) {
    return CalendarUnits(*calendar, at);
  } else {
    // Without its bounds there is no unit that a row could lie in.
    out.push_back(SpansOf(*period, at).value_or(TimeSpans{}));
  }
  return out;
}

std::vector<TimeSpans> Evaluator::RollingUnits(const filter::RollingPeriod& period,
                                               const Context& at) {
  std::vector<TimeSpans> out;
  for (int64_t k = 1; k <= CountOf(period.count); ++k) {
    if (period.direction == filter::RollingPeriod::Direction::kLast) {
      out.push_back(
          {{zone_.Plus(at.as_of, -k, period.unit), zone_.Plus(at.as_of, 1 - k, period.unit)}});
    } else {
      out.push_back(
          {{zone_.Plus(at.as_of, k - 1, period.unit), zone_.Plus(at.as_of, k, period.unit)}});
    }
  }
  return out;
}

std::vector<TimeSpans> Evaluator::CalendarUnits(const filter::CalendarPeriod& period,
                                                const Context& at) {
  std::vector<TimeSpans> out;
  const int64_t current = StartOfUnit(zone_.WallAt(at.as_of).day, period.unit);
  const int64_t newest = period.which == filter::CalendarPeriod::Which::kThis ? 0 : -1;
  for (int64_t k = 0; k < CountOf(period.count); ++k) {
    out.push_back({{zone_.Midnight(DayPlusUnits(current, newest - k, period.unit)),
                    zone_.Midnight(DayPlusUnits(current, newest - k + 1, period.unit))}});
  }
  return out;
}

}  // namespace seine::oracle
