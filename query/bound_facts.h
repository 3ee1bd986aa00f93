// What is known of a bound node from the moment it is made, so that nobody walks what lies below to
// learn it. See query/bound.h.
#ifndef SEINE_QUERY_BOUND_FACTS_H_
#define SEINE_QUERY_BOUND_FACTS_H_

#include <cstdint>
#include <limits>

namespace seine::bound {

// No outer row is spoken of.
inline constexpr int kNoScope = std::numeric_limits<int>::max();

struct NodeFacts {
  // Equal nodes have equal hashes (query/bound_equal.h).
  uint64_t hash = 0;
  // How many nodes there are when what is shared is written out at each place: what planning and
  // running may cost at most. Long lists and the periods of `in each of` count, too. Saturates.
  uint32_t weight = 1;
  // 1 for a leaf, else one more than the deepest child.
  uint32_t depth = 1;
  // The least id of the outer scopes whose rows are spoken of, at any depth: scopes further out
  // have lower ones.
  int outermost = kNoScope;
  // Here or below waits something for as_of or the zone, until Ground() fills it: a time term, a
  // zone or an InLookup.
  bool has_slots = false;
};

}  // namespace seine::bound

#endif  // SEINE_QUERY_BOUND_FACTS_H_
