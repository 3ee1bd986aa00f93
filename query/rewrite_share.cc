#include <cstdint>
#include <functional>
#include <unordered_map>
#include <utility>

#include "query/bound_equal.h"
#include "query/rewrite.h"

namespace seine {
namespace {

using bound::FilterPtr;
using bound::ValuePtr;

// Keeps one node of each kind of equal ones. Children come first, so that comparing two nodes looks
// at pointers only.
class Sharer {
 public:
  FilterPtr Filter(const FilterPtr& filter) {
    if (filter == nullptr) return nullptr;
    auto node = filter->node;
    const bool changed = std::visit([this](auto& n) { return Children(n); }, node);
    FilterPtr own =
        changed ? bound::MakeFilter(std::move(node), filter->span, filter->text) : filter;
    return Intern(std::move(own), filters_);
  }

 private:
  ValuePtr Value(const ValuePtr& value) {
    if (value == nullptr) return nullptr;
    auto node = value->node;
    const bool changed = std::visit([this](auto& n) { return Children(n); }, node);
    ValuePtr own =
        changed ? bound::MakeValue(std::move(node), value->type, value->span, value->text) : value;
    return Intern(std::move(own), values_);
  }

  template <typename Pointer>
  static Pointer Intern(Pointer node, std::unordered_multimap<uint64_t, Pointer>& known) {
    const uint64_t hash = bound::Hash(*node);
    const auto [first, last] = known.equal_range(hash);
    for (auto it = first; it != last; ++it) {
      if (bound::Equal(*it->second, *node)) return it->second;
    }
    known.emplace(hash, node);
    return node;
  }

  bool Replace(FilterPtr& filter) {
    FilterPtr shared = Filter(filter);
    const bool changed = shared != filter;
    filter = std::move(shared);
    return changed;
  }
  bool Replace(ValuePtr& value) {
    ValuePtr shared = Value(value);
    const bool changed = shared != value;
    value = std::move(shared);
    return changed;
  }
  bool Operands(std::vector<FilterPtr>& operands) {
    bool changed = false;
    for (FilterPtr& operand : operands) changed = Replace(operand) || changed;
    return changed;
  }

  bool Children(bound::And& n) { return Operands(n.operands); }
  bool Children(bound::Or& n) { return Operands(n.operands); }
  bool Children(bound::KOf& n) { return Operands(n.operands); }
  bool Children(bound::Not& n) { return Replace(n.operand); }
  bool Children(bound::Lift& n) { return Replace(n.where); }
  bool Children(bound::ValueExists& n) { return Replace(n.value); }
  bool Children(bound::Compare& n) {
    const bool left = Replace(n.left);
    return Replace(n.right) || left;
  }
  bool Children(bound::MidnightOf& n) { return Replace(n.date); }
  bool Children(bound::Aggregate& n) {
    const bool value = Replace(n.value);
    return Replace(n.where) || value;
  }
  template <typename T>
  bool Children(T&) {
    return false;
  }

  std::unordered_multimap<uint64_t, FilterPtr> filters_;
  std::unordered_multimap<uint64_t, ValuePtr> values_;
};

}  // namespace

FilterPtr Share(const FilterPtr& filter) { return Sharer().Filter(filter); }

}  // namespace seine
