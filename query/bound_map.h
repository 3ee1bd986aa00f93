// Walking a bound tree to make another, each node once however many places share it.
#ifndef SEINE_QUERY_BOUND_MAP_H_
#define SEINE_QUERY_BOUND_MAP_H_

#include <unordered_map>
#include <utility>

#include "absl/functional/function_ref.h"

#include "query/bound.h"
#include "query/bound_fields.h"

namespace seine::bound {

// Replaces nodes by what `step` makes of them, children first: the step is given the node with its
// children replaced, which is the node itself when every child came back. Remembers what became of
// each node, so that one shared by several places, of several trees even, is replaced by one.
//
// `Step` takes FilterPtr and ValuePtr; null is not asked. The tests of an InLookup are not visited:
// they speak of other rows.
template <typename Step>
class NodeMapper {
 public:
  explicit NodeMapper(Step step = {}) : step_(std::move(step)) {}

  FilterPtr operator()(const FilterPtr& filter) { return Once(filter, filters_); }
  ValuePtr operator()(const ValuePtr& value) { return Once(value, values_); }

 private:
  template <typename Pointer>
  using Done = std::unordered_map<Pointer, Pointer>;

  template <typename Pointer>
  Pointer Once(const Pointer& from, Done<Pointer>& done) {
    if (const auto found = done.find(from); found != done.end()) return found->second;
    Pointer made = step_(WithChildren(from, *this));
    done.emplace(from, made);
    return made;
  }

  Step step_;
  Done<FilterPtr> filters_;
  Done<ValuePtr> values_;
};

// The same with a step of filters alone.
FilterPtr MapFilters(const FilterPtr& root, absl::FunctionRef<FilterPtr(const FilterPtr&)> step);

}  // namespace seine::bound

#endif  // SEINE_QUERY_BOUND_MAP_H_
