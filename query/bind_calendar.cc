#include "query/bind_calendar.h"

#include <string>
#include <utility>

#include "engine/absl_bridge.h"
#include "engine/planted_bug.h"
#include "engine/retail_calendar.h"
#include "engine/status_macros.h"
#include "query/filter_error.h"
#include "query/printer.h"

namespace seine::binding {
namespace {

absl::StatusOr<std::vector<TimeInterval>> WindowIntervals(const BindContext& context,
                                                          const filter::RetailWindow& window,
                                                          Span span) {
  SEINE_ASSIGN_OR_RETURN(const int64_t year, BoundCount(window.year, span));
  if (year > 0 && year < 100) {
    filter::RetailWindow meant = window;
    meant.year = {year + (year < 70 ? 2000 : 1900), {}};
    const filter::Expr period =
        filter::Expr::Make(filter::Period{filter::PeriodValue(std::move(meant))}, span);
    return FilterError(span, "a year has four digits", WriteHint(PrintFilter(period)));
  }
  const Schema& schema = context.catalog.schema();
  const absl::StatusOr<std::vector<DayRange>> days = RetailWindowDays(schema, window.name, year);
  if (!days.ok()) {
    const std::string hint = days.status().code() == absl::StatusCode::kNotFound
                                 ? NearestHint(window.name, RetailWindowNames(schema),
                                               "a schema adds its own under [calendars]")
                                 : "";
    return FilterError(span, ToStd(days.status().message()), hint);
  }
  std::vector<TimeInterval> intervals;
  for (const DayRange& range : *days) {
    const int64_t end = range.last + (Planted("calendar-last-day") ? 0 : 1);
    intervals.push_back({{range.first, nullptr}, {end, nullptr}});
  }
  return intervals;
}

}  // namespace

absl::StatusOr<std::vector<TimeInterval>> IntervalsOf(const BindContext& context,
                                                      const filter::Expr& expr) {
  const auto* period = expr.As<filter::Period>();
  const auto* window =
      period == nullptr ? nullptr : std::get_if<filter::RetailWindow>(&period->value);
  if (window != nullptr) return WindowIntervals(context, *window, expr.span());
  SEINE_ASSIGN_OR_RETURN(TimeInterval interval, IntervalOf(expr));
  return std::vector<TimeInterval>{std::move(interval)};
}

}  // namespace seine::binding
