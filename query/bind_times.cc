#include "query/bind_times.h"

#include <limits>
#include <utility>

#include "absl/strings/str_cat.h"

#include "engine/absl_bridge.h"
#include "engine/civil_time.h"
#include "engine/status_macros.h"
#include "query/bind_mistakes.h"
#include "query/bind_numbers.h"
#include "query/filter_error.h"

namespace seine::binding {
namespace {

using filter::TimeUnit;

TimeEdge DayEdge(int64_t day) { return {day, nullptr}; }
TimeEdge TermEdge(TimeTermPtr term) { return {std::nullopt, std::move(term)}; }

TimeInterval Days(int64_t first, int64_t end) { return {DayEdge(first), DayEdge(end)}; }

TimeInterval Moment(TimeTermPtr term) {
  TimeTermPtr end = ElapsedTerm(term, 1);
  if (const auto* constant = std::get_if<TimeTerm::Constant>(&term->value)) {
    if (constant->instant < std::numeric_limits<int64_t>::max())
      end = InstantTerm(constant->instant + 1);
  }
  return {TermEdge(std::move(term)), TermEdge(std::move(end))};
}

int64_t FirstOfMonth(int year, int month) {
  return DayNumber({year, static_cast<int8_t>(month), 1});
}

struct LiteralInterval {
  std::optional<TimeInterval> operator()(const filter::Integer& literal) const {
    if (literal.digits.size() != 4 || literal.digits[0] == '-') return std::nullopt;
    const int year = std::stoi(literal.digits);
    return Days(FirstOfMonth(year, 1), FirstOfMonth(year + 1, 1));
  }
  std::optional<TimeInterval> operator()(const filter::Day& literal) const {
    const int64_t day = DayNumber({literal.year, literal.month, literal.day});
    return Days(day, day + 1);
  }
  std::optional<TimeInterval> operator()(const filter::Month& literal) const {
    const int64_t first = FirstOfMonth(literal.year, literal.month);
    return Days(first, AddMonths(first, 1));
  }
  std::optional<TimeInterval> operator()(const filter::Quarter& literal) const {
    const int64_t first = FirstOfMonth(literal.year, (literal.quarter - 1) * 3 + 1);
    return Days(first, AddMonths(first, 3));
  }
  std::optional<TimeInterval> operator()(const filter::WallTime& literal) const {
    return Moment(WallTerm(DayNumber({literal.day.year, literal.day.month, literal.day.day}),
                           literal.micros));
  }
  std::optional<TimeInterval> operator()(const filter::Instant& literal) const {
    return Moment(InstantTerm(literal.micros));
  }
  template <typename T>
  std::optional<TimeInterval> operator()(const T&) const {
    return std::nullopt;
  }
};

// Calendar units around as_of: from `first` units on up to `end` units on.
TimeInterval AroundAsOf(TimeUnit unit, int64_t first, int64_t end) {
  return {TermEdge(StartOfTerm(AsOfTerm(), unit, first)),
          TermEdge(StartOfTerm(AsOfTerm(), unit, end))};
}

// A bound of a period: a day, a moment or a period with two ends.
absl::StatusOr<TimeInterval> BoundOf(const filter::Expr& expr) {
  SEINE_ASSIGN_OR_RETURN(TimeInterval interval, IntervalOf(expr));
  if (interval.first.open() || interval.end.open()) {
    return FilterError(expr.span(),
                       "expected a day or a moment here, such as 2011-09-11 or 30 days ago");
  }
  return interval;
}

class PeriodInterval {
 public:
  explicit PeriodInterval(Span span) : span_(span) {}

  absl::StatusOr<TimeInterval> operator()(const filter::RollingPeriod& period) const {
    SEINE_ASSIGN_OR_RETURN(const int64_t n, BoundCount(period.count, span_));
    TimeInterval interval;
    interval.rolling = true;
    if (period.direction == filter::RollingPeriod::Direction::kLast) {
      interval.first = TermEdge(ShiftTerm(AsOfTerm(), -n, period.unit));
      interval.end = TermEdge(AsOfTerm());
    } else {
      interval.first = TermEdge(AsOfTerm());
      interval.end = TermEdge(ShiftTerm(AsOfTerm(), n, period.unit));
    }
    return interval;
  }
  absl::StatusOr<TimeInterval> operator()(const filter::NamedDay& period) const {
    return period.which == filter::NamedDay::Which::kToday ? AroundAsOf(TimeUnit::kDay, 0, 1)
                                                           : AroundAsOf(TimeUnit::kDay, -1, 0);
  }
  absl::StatusOr<TimeInterval> operator()(const filter::CalendarPeriod& period) const {
    SEINE_ASSIGN_OR_RETURN(const int64_t n, BoundCount(period.count, span_));
    if (period.which == filter::CalendarPeriod::Which::kThis)
      return AroundAsOf(period.unit, 1 - n, 1);
    return AroundAsOf(period.unit, -n, 0);
  }
  absl::StatusOr<TimeInterval> operator()(const filter::DayAgo& period) const {
    SEINE_ASSIGN_OR_RETURN(const int64_t n, BoundCount(period.count, span_));
    return AroundAsOf(TimeUnit::kDay, -n, 1 - n);
  }
  absl::StatusOr<TimeInterval> operator()(const filter::Since& period) const {
    SEINE_ASSIGN_OR_RETURN(const TimeInterval start, BoundOf(period.start));
    return Compared(bound::CompareOp::kGreaterEqual, start);
  }
  absl::StatusOr<TimeInterval> operator()(const filter::Before& period) const {
    SEINE_ASSIGN_OR_RETURN(const TimeInterval end, BoundOf(period.end));
    return Compared(bound::CompareOp::kLess, end);
  }
  absl::StatusOr<TimeInterval> operator()(const filter::FromTo& period) const {
    SEINE_ASSIGN_OR_RETURN(const TimeInterval start, BoundOf(period.start));
    SEINE_ASSIGN_OR_RETURN(const TimeInterval end, BoundOf(period.end));
    return TimeInterval{start.first, end.first};
  }
  absl::StatusOr<TimeInterval> operator()(const filter::BetweenPeriod& period) const {
    SEINE_ASSIGN_OR_RETURN(const TimeInterval low, BoundOf(period.start));
    SEINE_ASSIGN_OR_RETURN(const TimeInterval high, BoundOf(period.end));
    return Between(low, high);
  }
  absl::StatusOr<TimeInterval> operator()(const filter::RetailWindow&) const {
    return FilterError(span_, "expected one period here, and `calendar(...)` may be several",
                       "write `in` before it");
  }

 private:
  Span span_;
};

// The instant that an edge is whatever the query says, if it is one.
std::optional<int64_t> ConstantOf(const TimeEdge& edge) {
  if (edge.day || edge.term == nullptr) return std::nullopt;
  const auto* constant = std::get_if<TimeTerm::Constant>(&edge.term->value);
  return constant == nullptr ? std::nullopt : std::optional<int64_t>(constant->instant);
}

// [first, end) of integers with open ends; {1, 0} when empty.
bound::Range HalfOpen(std::optional<int64_t> first, std::optional<int64_t> end) {
  bound::Range range;
  if (first) range.first = *first;
  if (end) {
    if (*end == std::numeric_limits<int64_t>::min()) return {1, 0};
    range.last = *end - 1;
  }
  return range;
}

// `Test` is InRanges or ValueInRanges.
template <typename Test>
void AddInterval(Test& test, bool date, const TimeInterval& interval) {
  const TimeEdge& first = interval.first;
  const TimeEdge& end = interval.end;
  if (date && (first.open() || first.day) && (end.open() || end.day)) {
    test.ranges.push_back(HalfOpen(first.day, end.day));
  } else if (!date && (first.open() || ConstantOf(first)) && (end.open() || ConstantOf(end))) {
    test.ranges.push_back(HalfOpen(ConstantOf(first), ConstantOf(end)));
  } else {
    test.terms.push_back({TermOf(first), TermOf(end)});
  }
}

}  // namespace

TimeTermPtr TermOf(const TimeEdge& edge) { return edge.day ? WallTerm(*edge.day, 0) : edge.term; }

bound::ValuePtr AsOfValue(Span span) {
  bound::ConstantValue now;
  now.term = AsOfTerm();
  return bound::MakeValue(std::move(now), {bound::ValueKind::kInstant, 0, false}, span);
}

bool IsTime(ColumnType type) { return type == ColumnType::kDate || type == ColumnType::kTimestamp; }

bool IsTime(const bound::ValueType& type) {
  return type.kind == bound::ValueKind::kDate || type.kind == bound::ValueKind::kInstant;
}

bound::ValuePtr AsInstant(const bound::ValuePtr& value) {
  if (value->type.kind != bound::ValueKind::kDate) return value;
  return bound::MakeValue(bound::MidnightOf{value, {}}, {bound::ValueKind::kInstant, 0, false},
                          value->span, value->text);
}

namespace {

// 2011-09-11 + 30 days, 30 days ago - 1 day.
absl::StatusOr<TimeInterval> ShiftedMoment(const filter::Arithmetic& sum,
                                           const filter::Duration& duration, Span span) {
  if (sum.op != filter::ArithmeticOp::kAdd && sum.op != filter::ArithmeticOp::kSubtract)
    return FilterError(span, "a length of time is added to a time, or taken from it");
  SEINE_ASSIGN_OR_RETURN(const TimeInterval base, BoundOf(sum.left));
  SEINE_ASSIGN_OR_RETURN(int64_t n, BoundCount(duration.count, span));
  if (sum.op == filter::ArithmeticOp::kSubtract) n = -n;
  return Moment(ShiftTerm(TermOf(base.first), n, duration.unit));
}

}  // namespace

std::optional<TimeInterval> IntervalOf(const filter::LiteralValue& literal) {
  return std::visit(LiteralInterval(), literal);
}

absl::StatusOr<TimeInterval> IntervalOf(const filter::Expr& expr) {
  if (const auto* literal = expr.As<filter::Literal>()) {
    if (const auto interval = IntervalOf(literal->value)) return *interval;
    const bool text = std::holds_alternative<filter::Text>(literal->value);
    return FilterError(expr.span(), "expected a time here, such as 2011-09-11 or 30 days ago",
                       text ? "write times without quotes" : "");
  }
  if (const auto* ago = expr.As<filter::Ago>()) {
    SEINE_ASSIGN_OR_RETURN(const int64_t n, BoundCount(ago->duration.count, expr.span()));
    TimeInterval interval = Moment(ShiftTerm(AsOfTerm(), -n, ago->duration.unit));
    interval.ago = true;
    return interval;
  }
  if (const auto* period = expr.As<filter::Period>())
    return std::visit(PeriodInterval(expr.span()), period->value);
  const auto* sum = expr.As<filter::Arithmetic>();
  const auto* duration = sum == nullptr ? nullptr : sum->right.As<filter::Duration>();
  if (duration != nullptr) return ShiftedMoment(*sum, *duration, expr.span());
  if (const auto* parameter = expr.As<filter::Parameter>())
    return NoValue(parameter->name, expr.span());
  return FilterError(expr.span(), absl::StrCat("expected a time here, found ", Describe(expr)),
                     MomentHint(expr));
}

TimeInterval Between(const TimeInterval& low, const TimeInterval& high) {
  if (low.ago && high.ago) return {low.first, high.first};
  return {low.first, high.end};
}

TimeInterval Compared(bound::CompareOp op, const TimeInterval& interval) {
  switch (op) {
    case bound::CompareOp::kEqual:
    case bound::CompareOp::kNotEqual:
      return interval;
    case bound::CompareOp::kLess:
      return {{}, interval.first};
    case bound::CompareOp::kLessEqual:
      return {{}, interval.end};
    case bound::CompareOp::kGreater:
      return {interval.end, {}};
    case bound::CompareOp::kGreaterEqual:
      return {interval.first, {}};
  }
  return interval;
}

bound::FilterPtr InIntervals(const ColumnPath& column, const std::vector<TimeInterval>& intervals,
                             bool negated, Span span) {
  bound::InRanges test;
  test.column = column.Leaf();
  test.complement = negated;
  const bool date = column.schema->type == ColumnType::kDate;
  for (const TimeInterval& interval : intervals) AddInterval(test, date, interval);
  NormalizeRanges(test.ranges);
  return bound::MakeFilter(std::move(test), span);
}

bound::FilterPtr ValueInIntervals(const bound::ValuePtr& value,
                                  const std::vector<TimeInterval>& intervals, bool negated,
                                  Span span) {
  bound::ValueInRanges test{value, {}, {}, negated};
  const bool date = value->type.kind == bound::ValueKind::kDate;
  for (const TimeInterval& interval : intervals) AddInterval(test, date, interval);
  NormalizeRanges(test.ranges);
  return bound::MakeFilter(std::move(test), span);
}

absl::Status CheckWindow(const BindContext& context, bound::ColumnRef column,
                         const TimeInterval& interval, Span span) {
  if (!interval.rolling || column.table <= 0 ||
      context.catalog.schema().TimeTable(column.table) >= 0) {
    return absl::OkStatus();
  }
  const TableSchema& table = context.catalog.schema().tables[static_cast<size_t>(column.table)];
  return FilterError(
      span, absl::StrCat("a window needs rows with a time, and ", table.name, " declares none"),
      absl::StrCat("give ", table.name,
                   " its `time` in the schema, or compare with `30 days ago`"));
}

}  // namespace seine::binding
