// Expr: a handle to one immutable node of a filter's logical tree (the nodes are in
// query/filter.h).
//
// One type serves filters and values, because a parenthesis may hold either and only names can tell
// which. Copies share the node. A default-constructed Expr is absent: optional children (`where`,
// `among`) use it. Threads: nodes never change after construction, so any number of threads may
// read one tree.

#ifndef SEINE_QUERY_EXPR_H_
#define SEINE_QUERY_EXPR_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <utility>

#include "query/span.h"

namespace seine::filter {

struct Node;  // query/filter.h

class Expr {
 public:
  Expr() = default;

  // Takes any alternative of NodeValue (query/filter.h). Computes hash, depth and size once.
  template <typename T>
  static Expr Make(T node, Span span = {});

  explicit operator bool() const { return node_ != nullptr; }

  // The accessors below require a present Expr.
  const Node& node() const { return *node_; }
  Span span() const;
  // Equal trees have equal hashes. Not stable between releases: do not store it.
  uint64_t hash() const;
  // 1 for a leaf, else one more than the deepest child.
  uint32_t depth() const;
  // Number of nodes; values inside lists are not nodes.
  uint32_t size() const;

  template <typename T>
  bool Is() const;
  // Null when the node is another kind, or absent.
  template <typename T>
  const T* As() const;

  // Whether both are handles to one node.
  bool Same(const Expr& other) const { return node_ == other.node_; }
  // Structural: spans do not count. Absent equals absent only.
  bool operator==(const Expr& other) const;

 private:
  explicit Expr(std::shared_ptr<const Node> node) : node_(std::move(node)) {}

  std::shared_ptr<const Node> node_;
};

// Calls `visit` for each present child, in a fixed order. Row filters, those of picks inside paths,
// periods' bounds and sequence steps' filters are children like any other.
void VisitChildren(const Expr& expr, const std::function<void(const Expr&)>& visit);

// The same node, span kept, with each present child replaced by `map(child)`, which must not be
// absent. Returns `expr` itself when `map` gave every child back.
Expr MapChildren(const Expr& expr, const std::function<Expr(const Expr&)>& map);

}  // namespace seine::filter

#endif  // SEINE_QUERY_EXPR_H_
