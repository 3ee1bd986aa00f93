// What nodes of the logical tree were bound to, by the scope that they stand in: so that a node
// which is met again in one scope is not bound again, and comes to the same bound node.
//
// Models say several things of the same rows, whose `where` may have models in it, and so on:
// without this, binding would cost the product instead of the sum of what they say.
#ifndef SEINE_QUERY_BIND_ONCE_H_
#define SEINE_QUERY_BIND_ONCE_H_

#include <string>
#include <tuple>
#include <utility>

#include "absl/container/flat_hash_map.h"

#include "query/filter.h"

namespace seine::binding {

// `Bound` is a pointer to a bound node.
template <typename Bound>
class BoundOnce {
 public:
  // Null: not bound in that scope yet.
  Bound Find(const filter::Expr& expr, int scope) const {
    const auto found = bound_.find({&expr.node(), scope});
    return found == bound_.end() ? nullptr : found->second.second;
  }
  void Keep(const filter::Expr& expr, int scope, const Bound& bound) {
    bound_.try_emplace({&expr.node(), scope}, expr, bound);
  }

 private:
  // Holds the expression, too, so that no other takes its address.
  absl::flat_hash_map<std::pair<const filter::Node*, int>, std::pair<filter::Expr, Bound>> bound_;
};

// The scopes that were opened for rows with a `where`: the same rows, asked for from one scope,
// open the same scope again. Ids count from 1, in the order in which scopes are first opened.
class ScopeIds {
 public:
  // `where` may be absent; `base` and `table` are where the rows hang and lie.
  int IdOf(const filter::Expr& where, int outer, int base, int table, const std::string& alias) {
    if (!where) return ++last_;
    const auto [found, fresh] =
        ids_.try_emplace({&where.node(), outer, base, table, alias}, where, last_ + 1);
    if (fresh) ++last_;
    return found->second.second;
  }

 private:
  using Key = std::tuple<const filter::Node*, int, int, int, std::string>;

  absl::flat_hash_map<Key, std::pair<filter::Expr, int>> ids_;
  int last_ = 0;
};

}  // namespace seine::binding

#endif  // SEINE_QUERY_BIND_ONCE_H_
