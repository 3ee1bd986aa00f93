// Structural equality of bound trees: the same question of the same rows. Places and texts do not
// count, nor whether pointers are shared. Zones are equal by name.
#ifndef SEINE_QUERY_BOUND_EQUAL_H_
#define SEINE_QUERY_BOUND_EQUAL_H_

#include <cstdint>

#include "query/bound.h"

namespace seine::bound {

bool Equal(const FilterNode& a, const FilterNode& b);
bool Equal(const ValueNode& a, const ValueNode& b);

// Equal trees have equal hashes, which they keep (NodeFacts). Of long lists only some values count.
inline uint64_t Hash(const FilterNode& filter) { return filter.facts.hash; }
inline uint64_t Hash(const ValueNode& value) { return value.facts.hash; }

// For the facts: of a node with this content.
uint64_t HashOf(const FilterNode::Variant& content);
uint64_t HashOf(const ValueNode::Variant& content);

}  // namespace seine::bound

#endif  // SEINE_QUERY_BOUND_EQUAL_H_
