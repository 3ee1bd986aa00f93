// A filter's logical tree, before any name is looked up: what the text, JSON and Python forms all
// convert to.
//
// The nodes are structs in a closed variant, visited exhaustively:
//   literal.h             Literal
//   period.h, path.h      Period, Path, Duration
//   filter_values.h       Parameter OwnKey Negate Arithmetic Else DatePart Ago Elapsed Bucket
//   filter_aggregates.h   Aggregate DistinctPeriods Size Gap
//   filter_population.h   Rank NTile PopulationValue Model
//   filter_tests.h        Compare Between In TextTest Has Exists Anniversary
//   filter_list.h         List NamedList
//   filter_joins.h        Constant And Or Not KOf Score Quantifier Sequence Segment AsOf
//
// Invariants:
//   1. Nodes never change after Expr::Make; passes build new trees (MapChildren).
//   2. Nothing is resolved: `a = b` holds two Paths, whatever they turn out to be. A Path alone may
//   be a filter (a
//      bool column), and a filter may stand where a value is needed: the binder decides and
//      refuses.
//   3. Parentheses are not kept; the shape of the tree says what they said.
//   4. What the comments on the fields promise (counts, presence) holds for every tree that a
//   parser made. Code that
//      builds trees by hand keeps it too, or the printed text does not parse back.

#ifndef SEINE_QUERY_FILTER_H_
#define SEINE_QUERY_FILTER_H_

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <variant>

#include "query/expr.h"
#include "query/filter_aggregates.h"
#include "query/filter_joins.h"
#include "query/filter_list.h"
#include "query/filter_population.h"
#include "query/filter_tests.h"
#include "query/filter_values.h"
#include "query/literal.h"
#include "query/path.h"
#include "query/period.h"
#include "query/span.h"

namespace seine {
namespace filter {

using NodeValue =
    std::variant<Literal, Period, Path, Duration, Parameter, OwnKey, Negate, Arithmetic, Else,
                 DatePart, Ago, Elapsed, Bucket, Aggregate, DistinctPeriods, Size, Gap, Rank, NTile,
                 PopulationValue, Model, Compare, Between, In, TextTest, Has, Exists, Anniversary,
                 List, NamedList, Constant, And, Or, Not, KOf, Score, Quantifier, Sequence, Segment,
                 AsOf>;

struct Node {
  Node(NodeValue v, Span s);

  const NodeValue value;
  const Span span;
  uint64_t hash = 0;
  uint32_t depth = 1;
  uint32_t size = 1;
};

// Lambdas as one visitor: std::visit(Overloaded{[](const And& n) {…}, …}, expr.node().value).
template <typename... Fs>
struct Overloaded : Fs... {
  using Fs::operator()...;
};
template <typename... Fs>
Overloaded(Fs...) -> Overloaded<Fs...>;

template <typename T>
Expr Expr::Make(T node, Span span) {
  return Expr(std::make_shared<const Node>(NodeValue(std::move(node)), span));
}

template <typename T>
bool Expr::Is() const {
  return As<T>() != nullptr;
}

template <typename T>
const T* Expr::As() const {
  return node_ == nullptr ? nullptr : std::get_if<T>(&node_->value);
}

}  // namespace filter

// A whole filter with the text it was read from, so that later errors can show the place.
struct Filter {
  filter::Expr root;
  std::shared_ptr<const std::string> source;  // null when the tree was built in code

  bool operator==(const Filter& other) const { return root == other.root; }
};

}  // namespace seine

#endif  // SEINE_QUERY_FILTER_H_
