// Nodes that give a value: per member, per row, or one for the population. See query/filter.h for
// the rest, query/filter_aggregates.h for those that reduce rows.
//
// Each struct lists its fields in Fields(), which is all that equality, hashing and traversal need
// to know.

#ifndef SEINE_QUERY_FILTER_VALUES_H_
#define SEINE_QUERY_FILTER_VALUES_H_

#include <cstdint>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "query/expr.h"
#include "query/path.h"

namespace seine::filter {

// $minimum, without the dollar.
struct Parameter {
  std::string name;
  bool operator==(const Parameter&) const = default;
  template <typename Self>
  static auto Fields(Self& s) {
    return std::tie(s.name);
  }
};

// `member`, the member's key; only as the subject of `in`, `not in`, `=`, `!=`. A column of that
// name is written in backquotes there, and is a Path.
struct OwnKey {
  bool operator==(const OwnKey&) const = default;
  template <typename Self>
  static auto Fields(Self&) {
    return std::tie();
  }
};

// -x. A minus straight before a number belongs to the literal instead.
struct Negate {
  Expr operand;
  bool operator==(const Negate&) const = default;
  template <typename Self>
  static auto Fields(Self& s) {
    return std::tie(s.operand);
  }
};

enum class ArithmeticOp : uint8_t { kAdd, kSubtract, kMultiply, kDivide };

// a + b; chains lean to the left.
struct Arithmetic {
  ArithmeticOp op = ArithmeticOp::kAdd;
  Expr left;
  Expr right;
  bool operator==(const Arithmetic&) const = default;
  template <typename Self>
  static auto Fields(Self& s) {
    return std::tie(s.op, s.left, s.right);
  }
};

// a else b else c: the first that exists. At least two operands.
struct Else {
  std::vector<Expr> operands;
  bool operator==(const Else&) const = default;
  template <typename Self>
  static auto Fields(Self& s) {
    return std::tie(s.operands);
  }
};

enum class DatePartKind : uint8_t {
  kWeekday,
  kHour,
  kDate,
  kDayOfMonth,
  kWeek,
  kMonth,
  kQuarter,
  kYear
};

// at weekday, latest(orders).at day of month
struct DatePart {
  DatePartKind part = DatePartKind::kWeekday;
  Expr time;
  bool operator==(const DatePart&) const = default;
  template <typename Self>
  static auto Fields(Self& s) {
    return std::tie(s.part, s.time);
  }
};

// 30 days ago: an instant.
struct Ago {
  Duration duration;
  bool operator==(const Ago&) const = default;
  template <typename Self>
  static auto Fields(Self& s) {
    return std::tie(s.duration);
  }
};

// days since T (to as_of), days from T to T.
struct Elapsed {
  TimeUnit unit = TimeUnit::kDay;
  Expr start;
  Expr end;  // absent: as_of
  bool operator==(const Elapsed&) const = default;
  template <typename Self>
  static auto Fields(Self& s) {
    return std::tie(s.unit, s.start, s.end);
  }
};

// bucket(100, "spring test"): 0 … n-1, stable for a member and a salt.
struct Bucket {
  Count buckets;
  std::string salt;
  bool operator==(const Bucket&) const = default;
  template <typename Self>
  static auto Fields(Self& s) {
    return std::tie(s.buckets, s.salt);
  }
};

}  // namespace seine::filter

#endif  // SEINE_QUERY_FILTER_VALUES_H_
