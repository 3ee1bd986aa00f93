// Periods: half-open intervals of time, relative to as_of unless their bounds say otherwise. They
// stand to the right of `in`, inside its lists, and after `in each of`. Day, month and quarter
// literals are periods too, but are plain Literals here. Bounds are values (`from first(orders).at
// to first(orders).at + 90 days`).

#ifndef SEINE_QUERY_PERIOD_H_
#define SEINE_QUERY_PERIOD_H_

#include <cstdint>
#include <string>
#include <tuple>
#include <variant>

#include "query/expr.h"
#include "query/path.h"

namespace seine::filter {

// last 90 days, next 7 days: rolls from as_of.
struct RollingPeriod {
  enum class Direction : uint8_t { kLast, kNext };
  Direction direction = Direction::kLast;
  Count count;
  TimeUnit unit = TimeUnit::kDay;
  bool operator==(const RollingPeriod&) const = default;
  template <typename Self>
  static auto Fields(Self& s) {
    return std::tie(s.direction, s.count, s.unit);
  }
};

// today, yesterday
struct NamedDay {
  enum class Which : uint8_t { kToday, kYesterday };
  Which which = Which::kToday;
  bool operator==(const NamedDay&) const = default;
  template <typename Self>
  static auto Fields(Self& s) {
    return std::tie(s.which);
  }
};

// this month, previous quarter, previous 3 months: calendar units. The unit is week or longer.
struct CalendarPeriod {
  enum class Which : uint8_t { kThis, kPrevious };
  Which which = Which::kThis;
  Count count{1, {}};  // `this month` and `this 1 month` are the same
  TimeUnit unit = TimeUnit::kMonth;
  bool operator==(const CalendarPeriod&) const = default;
  template <typename Self>
  static auto Fields(Self& s) {
    return std::tie(s.which, s.count, s.unit);
  }
};

// day 3 days ago: that whole day.
struct DayAgo {
  Count count;
  bool operator==(const DayAgo&) const = default;
  template <typename Self>
  static auto Fields(Self& s) {
    return std::tie(s.count);
  }
};

// since D
struct Since {
  Expr start;
  bool operator==(const Since&) const = default;
  template <typename Self>
  static auto Fields(Self& s) {
    return std::tie(s.start);
  }
};

// before D
struct Before {
  Expr end;
  bool operator==(const Before&) const = default;
  template <typename Self>
  static auto Fields(Self& s) {
    return std::tie(s.end);
  }
};

// from D to D, half-open.
struct FromTo {
  Expr start;
  Expr end;
  bool operator==(const FromTo&) const = default;
  template <typename Self>
  static auto Fields(Self& s) {
    return std::tie(s.start, s.end);
  }
};

// between D and D as a period (`at in between D and D`, or inside a list): both whole; half-open
// when both bounds are `N UNIT ago`. `at between D and D` is a Between test with the same meaning.
struct BetweenPeriod {
  Expr start;
  Expr end;
  bool operator==(const BetweenPeriod&) const = default;
  template <typename Self>
  static auto Fields(Self& s) {
    return std::tie(s.start, s.end);
  }
};

// calendar("double-11", 2025)
struct RetailWindow {
  std::string name;
  Count year;
  bool operator==(const RetailWindow&) const = default;
  template <typename Self>
  static auto Fields(Self& s) {
    return std::tie(s.name, s.year);
  }
};

using PeriodValue = std::variant<RollingPeriod, NamedDay, CalendarPeriod, DayAgo, Since, Before,
                                 FromTo, BetweenPeriod, RetailWindow>;

// The node.
struct Period {
  PeriodValue value;

  bool operator==(const Period&) const = default;
  template <typename Self>
  static auto Fields(Self& s) {
    return std::tie(s.value);
  }
};

}  // namespace seine::filter

#endif  // SEINE_QUERY_PERIOD_H_
