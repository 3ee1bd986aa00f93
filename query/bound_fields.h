// Walking a bound node by its fields: what every pass over bound trees is written with.
#ifndef SEINE_QUERY_BOUND_FIELDS_H_
#define SEINE_QUERY_BOUND_FIELDS_H_

#include <tuple>
#include <type_traits>
#include <vector>

#include "query/bound.h"

namespace seine::bound {

template <typename T>
concept HasFields = requires(T& t) { T::Fields(t); };

template <typename T>
inline constexpr bool kIsChild = std::is_same_v<T, FilterPtr> || std::is_same_v<T, ValuePtr>;

template <typename T>
struct ElementOf {
  using Type = void;
};
template <typename T>
struct ElementOf<std::vector<T>> {
  using Type = T;
};

// Calls fn(child) for each FilterPtr and ValuePtr among the fields of `part` and of the structs in
// it, null ones left out. `part` is a node, or a field of one, const or not.
template <typename Part, typename Fn>
void VisitChildren(Part& part, Fn&& fn) {
  using T = std::remove_const_t<Part>;
  using Element = typename ElementOf<T>::Type;
  if constexpr (kIsChild<T>) {
    if (part != nullptr) fn(part);
  } else if constexpr (HasFields<T>) {
    std::apply([&fn](auto&... field) { (VisitChildren(field, fn), ...); }, T::Fields(part));
  } else if constexpr (kIsChild<Element> || HasFields<Element>) {
    for (auto& element : part) VisitChildren(element, fn);
  }
}

// Whether it has any.
template <typename Variant>
bool HasChildren(const Variant& node) {
  bool any = false;
  std::visit([&any](const auto& n) { VisitChildren(n, [&any](const auto&) { any = true; }); },
             node);
  return any;
}

// The same node with `replace(child)` in place of each child; the node itself when every child came
// back. `replace` takes FilterPtr and ValuePtr and is not asked of null.
template <typename NodePtr, typename Replace>
NodePtr WithChildren(const NodePtr& from, Replace&& replace) {
  if (!HasChildren(from->node)) return from;
  auto content = from->node;
  bool changed = false;
  const auto put = [&](auto& child) {
    auto mapped = replace(child);
    changed = changed || mapped != child;
    child = std::move(mapped);
  };
  std::visit([&put](auto& n) { VisitChildren(n, put); }, content);
  return changed ? WithContent(*from, std::move(content)) : from;
}

}  // namespace seine::bound

#endif  // SEINE_QUERY_BOUND_FIELDS_H_
