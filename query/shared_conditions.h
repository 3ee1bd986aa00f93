// The conditions that compute, of all definitions that are planned together: equal ones, asked as
// of the same moment, have one number. Every shard's plan makes one leaf of a number, however many
// places ask for it.
//
// Threads: one while it numbers; immutable afterwards.
#ifndef SEINE_QUERY_SHARED_CONDITIONS_H_
#define SEINE_QUERY_SHARED_CONDITIONS_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "query/bound.h"

namespace seine {

class SharedConditions {
 public:
  // Numbers count from 0, in the order in which conditions are first asked for. `filter` is
  // grounded.
  size_t NumberOf(const bound::FilterNode& filter, int64_t as_of);
  size_t size() const { return conditions_.size(); }
  // The condition printed, as its definition says it; empty where a rewrite made it.
  const std::string& text(size_t number) const { return conditions_[number].filter->text; }

 private:
  struct Condition {
    bound::FilterPtr filter;
    int64_t as_of;
  };
  std::vector<Condition> conditions_;
  std::unordered_multimap<uint64_t, size_t> by_hash_;
};

}  // namespace seine

#endif  // SEINE_QUERY_SHARED_CONDITIONS_H_
