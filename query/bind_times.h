// Times: what literals and periods mean as half-open intervals, and tests of columns and values
// against them (LANGUAGE §3.6).
#ifndef SEINE_QUERY_BIND_TIMES_H_
#define SEINE_QUERY_BIND_TIMES_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/status/statusor.h"

#include "query/bind_context.h"
#include "query/bind_scope.h"
#include "query/bound.h"
#include "query/filter.h"
#include "query/time_term.h"

namespace seine::binding {

// One end of an interval: the start of a day (of the calendar for dates, midnight in the zone for
// instants), an instant, or, when both are absent, open.
struct TimeEdge {
  std::optional<int64_t> day;
  TimeTermPtr term;
  bool open() const { return !day && term == nullptr; }
};

// [first, end). A moment is the microsecond that begins with it.
struct TimeInterval {
  TimeEdge first;
  TimeEdge end;
  bool ago = false;      // `N UNIT ago`
  bool rolling = false;  // `last N …`, `next N …`
};

bool IsTime(ColumnType type);
bool IsTime(const bound::ValueType& type);

// The edge as a term: a day is its midnight. Precondition: not open.
TimeTermPtr TermOf(const TimeEdge& edge);
// The query's as_of.
bound::ValuePtr AsOfValue(Span span);

// The value itself, or a date's midnight.
bound::ValuePtr AsInstant(const bound::ValuePtr& value);

// A day, month, quarter, moment, or a whole number of four digits: that year. Absent for every
// other literal.
std::optional<TimeInterval> IntervalOf(const filter::LiteralValue& literal);
// A literal, `N UNIT ago` or a period. Errors: other nodes, with what was expected; a window of the
// retail calendar, which may be several intervals (IntervalsOf, query/bind_calendar.h).
absl::StatusOr<TimeInterval> IntervalOf(const filter::Expr& expr);
// `between low and high`: both whole, but half-open between two `N UNIT ago`.
TimeInterval Between(const TimeInterval& low, const TimeInterval& high);
// The times t with `t OP interval`, kNotEqual excepted.
TimeInterval Compared(bound::CompareOp op, const TimeInterval& interval);

// The column lies in one of the intervals, or with `negated` in none.
bound::FilterPtr InIntervals(const ColumnPath& column, const std::vector<TimeInterval>& intervals,
                             bool negated, Span span);
// The same for a value of kind kDate or kInstant.
bound::FilterPtr ValueInIntervals(const bound::ValuePtr& value,
                                  const std::vector<TimeInterval>& intervals, bool negated,
                                  Span span);

// Whether rows of a table without time would meet a rolling window: refused.
absl::Status CheckWindow(const BindContext& context, bound::ColumnRef column,
                         const TimeInterval& interval, Span span);

}  // namespace seine::binding

#endif  // SEINE_QUERY_BIND_TIMES_H_
