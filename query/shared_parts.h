// The parts that compute, of all definitions that are planned together: conditions and values of
// the members. Equal ones, asked as of the same moment, have one number, under which what they come
// to is remembered for a block (query/block_memory.h), however many places ask.
//
// Threads: one while it numbers; immutable afterwards.
#ifndef SEINE_QUERY_SHARED_PARTS_H_
#define SEINE_QUERY_SHARED_PARTS_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "query/bound.h"
#include "query/code_maps.h"

namespace seine {

template <typename Node>
class PartNumbers {
 public:
  // Numbers count from 0, in the order in which parts are first asked for. `node` is grounded.
  size_t NumberOf(const Node& node, int64_t as_of);
  // The part printed, as its definition says it; empty where a rewrite made it.
  const std::string& text(size_t number) const { return parts_[number].node->text; }

 private:
  struct Part {
    std::shared_ptr<const Node> node;
    int64_t as_of;
  };
  std::vector<Part> parts_;
  std::unordered_multimap<uint64_t, size_t> by_hash_;
};

struct SharedParts {
  PartNumbers<bound::FilterNode> conditions;
  PartNumbers<bound::ValueNode> values;
  std::shared_ptr<CodeMaps> maps = std::make_shared<CodeMaps>();
};

}  // namespace seine

#endif  // SEINE_QUERY_SHARED_PARTS_H_
