#include "query/shared_parts.h"

#include "query/bound_equal.h"

namespace seine {

template <typename Node>
size_t PartNumbers<Node>::NumberOf(const Node& node, int64_t as_of) {
  const uint64_t hash = bound::Hash(node);
  const auto [first, last] = by_hash_.equal_range(hash);
  for (auto it = first; it != last; ++it) {
    const Part& known = parts_[it->second];
    if (known.as_of == as_of && bound::Equal(*known.node, node)) return it->second;
  }
  const size_t number = parts_.size();
  parts_.push_back({std::make_shared<const Node>(node), as_of});
  by_hash_.emplace(hash, number);
  return number;
}

template class PartNumbers<bound::FilterNode>;
template class PartNumbers<bound::ValueNode>;

}  // namespace seine
