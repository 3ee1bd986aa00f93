// Nodes that join filters or lift filters on rows to their parent.

#ifndef SEINE_QUERY_FILTER_JOINS_H_
#define SEINE_QUERY_FILTER_JOINS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "query/expr.h"
#include "query/path.h"

namespace seine::filter {

// everyone, nobody
struct Constant {
  bool everyone = true;
  bool operator==(const Constant&) const = default;
  template <typename Self>
  static auto Fields(Self& s) {
    return std::tie(s.everyone);
  }
};

// At least two operands. Nested conjunctions stay nested: flattening is a rewrite.
struct And {
  std::vector<Expr> operands;
  bool operator==(const And&) const = default;
  template <typename Self>
  static auto Fields(Self& s) {
    return std::tie(s.operands);
  }
};

struct Or {
  std::vector<Expr> operands;
  bool operator==(const Or&) const = default;
  template <typename Self>
  static auto Fields(Self& s) {
    return std::tie(s.operands);
  }
};

// The complement within the population, or within the rows inside a `where`.
struct Not {
  Expr operand;
  bool operator==(const Not&) const = default;
  template <typename Self>
  static auto Fields(Self& s) {
    return std::tie(s.operand);
  }
};

// at least|exactly|at most K of (p, q, r). At least one operand.
struct KOf {
  enum class Bound : uint8_t { kAtLeast, kExactly, kAtMost };
  Bound bound = Bound::kAtLeast;
  Count k;
  std::vector<Expr> operands;
  bool operator==(const KOf&) const = default;
  template <typename Self>
  static auto Fields(Self& s) {
    return std::tie(s.bound, s.k, s.operands);
  }
};

// score of (2: p, 1: q): the sum of the weights of those that hold. A value.
struct Score {
  struct Term {
    Expr weight;  // an Integer or Decimal literal, or a Parameter
    Expr filter;
    bool operator==(const Term&) const = default;
    template <typename Self>
    static auto Fields(Self& s) {
      return std::tie(s.weight, s.filter);
    }
  };
  std::vector<Term> terms;  // at least one
  bool operator==(const Score&) const = default;
  template <typename Self>
  static auto Fields(Self& s) {
    return std::tie(s.terms);
  }
};

// any|no|all PATH [as x] [in each of PERIODS] [where W]
struct Quantifier {
  enum class Kind : uint8_t { kAny, kNo, kAll };
  Kind kind = Kind::kAny;
  Rows rows;
  Expr each;  // absent, or a Period, Literal, List or Parameter, each of whose units must have such
              // a row
  bool operator==(const Quantifier&) const = default;
  template <typename Self>
  static auto Fields(Self& s) {
    return std::tie(s.kind, s.rows, s.each);
  }
};

// sequence STEP then STEP …, STEP = [no] [at or after] (ROWS) [within D [of start]]
struct Sequence {
  struct Step {
    bool negative = false;     // no
    bool at_or_after = false;  // never on the first step
    Rows rows;
    std::optional<Duration> within;
    bool of_start = false;  // only with `within`, never on the first step
    bool operator==(const Step&) const = default;
    template <typename Self>
    static auto Fields(Self& s) {
      return std::tie(s.negative, s.at_or_after, s.rows, s.within, s.of_start);
    }
  };
  std::vector<Step> steps;  // at least two, at least one of them positive
  bool operator==(const Sequence&) const = default;
  template <typename Self>
  static auto Fields(Self& s) {
    return std::tie(s.steps);
  }
};

// segment("vip")
struct Segment {
  std::string name;
  bool operator==(const Segment&) const = default;
  template <typename Self>
  static auto Fields(Self& s) {
    return std::tie(s.name);
  }
};

// (FILTER) as of T
struct AsOf {
  Expr filter;
  Expr time;
  bool operator==(const AsOf&) const = default;
  template <typename Self>
  static auto Fields(Self& s) {
    return std::tie(s.filter, s.time);
  }
};

}  // namespace seine::filter

#endif  // SEINE_QUERY_FILTER_JOINS_H_
