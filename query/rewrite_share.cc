#include <cstdint>
#include <unordered_map>
#include <utility>

#include "query/bound_equal.h"
#include "query/bound_map.h"
#include "query/rewrite.h"

namespace seine {
namespace {

using bound::FilterPtr;
using bound::ValuePtr;

// Keeps one node of each kind of equal ones. Children come first, so that comparing two nodes looks
// at pointers only.
class Interner {
 public:
  FilterPtr operator()(const FilterPtr& filter) { return Intern(filter, filters_); }
  ValuePtr operator()(const ValuePtr& value) { return Intern(value, values_); }

 private:
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

  std::unordered_multimap<uint64_t, FilterPtr> filters_;
  std::unordered_multimap<uint64_t, ValuePtr> values_;
};

using Sharer = bound::NodeMapper<Interner>;

}  // namespace

FilterPtr Share(const FilterPtr& filter) { return Sharer()(filter); }

void ShareAcross(std::span<bound::BoundDefinition> definitions) {
  Sharer share;
  for (bound::BoundDefinition& definition : definitions) {
    definition.include = share(definition.include);
    for (auto& [name, filter] : definition.excludes) filter = share(filter);
  }
}

}  // namespace seine
