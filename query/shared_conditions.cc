#include "query/shared_conditions.h"

#include <memory>

#include "query/bound_equal.h"

namespace seine {

size_t SharedConditions::NumberOf(const bound::FilterNode& filter, int64_t as_of) {
  const uint64_t hash = bound::Hash(filter);
  const auto [first, last] = by_hash_.equal_range(hash);
  for (auto it = first; it != last; ++it) {
    const Condition& known = conditions_[it->second];
    if (known.as_of == as_of && bound::Equal(*known.filter, filter)) return it->second;
  }
  const size_t number = conditions_.size();
  conditions_.push_back({std::make_shared<const bound::FilterNode>(filter), as_of});
  by_hash_.emplace(hash, number);
  return number;
}

}  // namespace seine
