// Counts the values of lists in one quick pass over brackets and commas, before anything is read:
// a group with more commas than a filter may have nodes can only be a list.
//
// Precondition: the caller skips quoted text and comments. One use per text.
#ifndef SEINE_QUERY_LIST_TALLY_H_
#define SEINE_QUERY_LIST_TALLY_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "query/filter_limits.h"

namespace seine {

class ListTally {
 public:
  // `most_commas`: of all groups together.
  ListTally(const FilterLimits& limits, uint64_t most_commas)
      : limits_(limits), commas_left_(most_commas) {}

  void Open() {
    if (groups_.size() < kMostGroups) {
      groups_.push_back(0);
    } else {
      ++unseen_;  // nested too deep, which is refused elsewhere
    }
  }
  void Close() {
    if (unseen_ > 0) {
      --unseen_;
    } else if (groups_.size() > 1) {
      groups_.pop_back();
    }
  }
  // False when the value after this comma is one too many.
  bool Comma() {
    const uint32_t commas = ++groups_.back();
    if (commas > limits_.nodes) values_ += commas == limits_.nodes + 1 ? uint64_t{commas} + 1 : 1;
    return values_ <= limits_.list_values && commas_left_-- > 0;
  }

 private:
  static constexpr size_t kMostGroups = 1024;

  const FilterLimits limits_;
  uint64_t commas_left_;
  std::vector<uint32_t> groups_{0};  // commas of the open brackets, innermost last
  size_t unseen_ = 0;
  uint64_t values_ = 0;  // of groups that can only be lists
};

}  // namespace seine

#endif  // SEINE_QUERY_LIST_TALLY_H_
