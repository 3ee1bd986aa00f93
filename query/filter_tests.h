// Nodes that are true or false of one row or member. See query/filter.h for how they join.
//
// `negated` is the `not` in front of an infix word (`not in`, `not contains`), which is false on
// missing values, unlike the complement that Not gives.

#ifndef SEINE_QUERY_FILTER_TESTS_H_
#define SEINE_QUERY_FILTER_TESTS_H_

#include <cstdint>
#include <tuple>

#include "query/expr.h"
#include "query/path.h"

namespace seine::filter {

enum class CompareOp : uint8_t { kEqual, kNotEqual, kLess, kLessEqual, kGreater, kGreaterEqual };

struct Compare {
  CompareOp op = CompareOp::kEqual;
  Expr left;
  Expr right;
  bool ignoring_case = false;
  bool operator==(const Compare&) const = default;
  template <typename Self>
  static auto Fields(Self& s) {
    return std::tie(s.op, s.left, s.right, s.ignoring_case);
  }
};

// age between 29 and 50; on times as BetweenPeriod says.
struct Between {
  Expr subject;
  Expr low;
  Expr high;
  bool negated = false;
  bool ignoring_case = false;
  bool operator==(const Between&) const = default;
  template <typename Self>
  static auto Fields(Self& s) {
    return std::tie(s.subject, s.low, s.high, s.negated, s.ignoring_case);
  }
};

// subject in SET, where SET is a List (query/filter_list.h), a Period, a Literal that is a period
// (2011-09), a set-valued Path, a NamedList or a Parameter. Ranks are their own node.
struct In {
  Expr subject;
  Expr set;
  bool negated = false;
  bool ignoring_case = false;
  bool operator==(const In&) const = default;
  template <typename Self>
  static auto Fields(Self& s) {
    return std::tie(s.subject, s.set, s.negated, s.ignoring_case);
  }
};

enum class TextOp : uint8_t { kContains, kStartsWith, kEndsWith, kLike, kMatches };

struct TextTest {
  TextOp op = TextOp::kContains;
  Expr subject;
  Expr pattern;
  bool negated = false;
  bool ignoring_case = false;
  bool operator==(const TextTest&) const = default;
  template <typename Self>
  static auto Fields(Self& s) {
    return std::tie(s.op, s.subject, s.pattern, s.negated, s.ignoring_case);
  }
};

enum class HasMode : uint8_t { kValue, kAny, kAll, kNone, kOnly };

// tags has "vip" (kValue: `value` is one value); tags has any|all|none|only SET (a List, NamedList,
// Parameter or set-valued Path).
struct Has {
  HasMode mode = HasMode::kValue;
  Expr subject;
  Expr value;
  bool negated = false;
  bool ignoring_case = false;
  bool operator==(const Has&) const = default;
  template <typename Self>
  static auto Fields(Self& s) {
    return std::tie(s.mode, s.subject, s.value, s.negated, s.ignoring_case);
  }
};

// phone exists, email is missing (`is not missing` is `exists`).
struct Exists {
  Expr subject;
  bool missing = false;
  bool operator==(const Exists&) const = default;
  template <typename Self>
  static auto Fields(Self& s) {
    return std::tie(s.subject, s.missing);
  }
};

// birthday anniversary in next 7 days
struct Anniversary {
  Expr subject;
  Expr period;  // a Period, a Literal that is one, a List of them or a Parameter
  bool negated = false;
  bool operator==(const Anniversary&) const = default;
  template <typename Self>
  static auto Fields(Self& s) {
    return std::tie(s.subject, s.period, s.negated);
  }
};

}  // namespace seine::filter

#endif  // SEINE_QUERY_FILTER_TESTS_H_
