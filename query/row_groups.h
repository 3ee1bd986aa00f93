// Rows' numbers put together parent by parent: what aggregates need that look at a parent's rows
// side by side.
#ifndef SEINE_QUERY_ROW_GROUPS_H_
#define SEINE_QUERY_ROW_GROUPS_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace seine {

// Collects (parent, number) pairs; Group() then gives each parent's numbers in the order in which
// they were added.
class RowGroups {
 public:
  explicit RowGroups(uint32_t parents) : begin_(parents + 1) {}

  void Add(uint32_t parent, int64_t number) {
    parents_.push_back(parent);
    numbers_.push_back(number);
    ++begin_[parent + 1];
  }
  // Once, after the last Add.
  void Group() {
    for (size_t p = 1; p < begin_.size(); ++p) begin_[p] += begin_[p - 1];
    std::vector<size_t> next(begin_.begin(), begin_.end() - 1);
    grouped_.resize(numbers_.size());
    for (size_t i = 0; i < numbers_.size(); ++i) grouped_[next[parents_[i]]++] = numbers_[i];
  }
  std::span<int64_t> Of(uint32_t parent) {
    return {grouped_.data() + begin_[parent], begin_[parent + 1] - begin_[parent]};
  }

 private:
  std::vector<size_t> begin_;
  std::vector<uint32_t> parents_;
  std::vector<int64_t> numbers_;
  std::vector<int64_t> grouped_;
};

}  // namespace seine

#endif  // SEINE_QUERY_ROW_GROUPS_H_
