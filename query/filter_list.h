// Nodes that stand for many values at once, right of `in` and `has`.

#ifndef SEINE_QUERY_FILTER_LIST_H_
#define SEINE_QUERY_FILTER_LIST_H_

#include <string>
#include <tuple>
#include <vector>

#include "query/expr.h"
#include "query/literal.h"

namespace seine::filter {

// ("Taipei", "新北市", 2011-09, last 7 days): only right of `in` and `has any|all|none|only`, and
// as a model's argument. Literals are kept flat, because there may be a million; everything else
// (periods, parameters, paths) stands in `others`. Their order is the order written within each.
// Never empty in both.
struct List {
  std::vector<Literal> literals;
  std::vector<Expr> others;
  bool operator==(const List&) const = default;
  template <typename Self>
  static auto Fields(Self& s) {
    return std::tie(s.literals, s.others);
  }
};

// list("uploaded"): a list that the host gave. Only where a List may stand.
struct NamedList {
  std::string name;
  bool operator==(const NamedList&) const = default;
  template <typename Self>
  static auto Fields(Self& s) {
    return std::tie(s.name);
  }
};

}  // namespace seine::filter

#endif  // SEINE_QUERY_FILTER_LIST_H_
