// What rows have, put together parent by parent: for aggregates that look at a parent's rows side
// by side.
#ifndef SEINE_QUERY_ROW_GROUPS_H_
#define SEINE_QUERY_ROW_GROUPS_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace seine {

// Collects pairs of a parent and an item; Group() then gives each parent's items in the order in
// which they were added.
template <typename Item>
class RowGroups {
 public:
  explicit RowGroups(uint32_t parents) : begin_(size_t{parents} + 1) {}

  void Add(uint32_t parent, const Item& item) {
    parents_.push_back(parent);
    items_.push_back(item);
    ++begin_[parent + 1];
  }
  // Once, after the last Add.
  void Group() {
    for (size_t p = 1; p < begin_.size(); ++p) begin_[p] += begin_[p - 1];
    std::vector<size_t> next(begin_.begin(), begin_.end() - 1);
    std::vector<Item> grouped(items_.size());
    for (size_t i = 0; i < items_.size(); ++i) grouped[next[parents_[i]]++] = items_[i];
    items_ = std::move(grouped);
  }
  // After Group().
  std::span<Item> Of(uint32_t parent) {
    return std::span(items_).subspan(begin_[parent], begin_[parent + 1] - begin_[parent]);
  }
  // A parent's items as places among all.
  std::pair<size_t, size_t> PlacesOf(uint32_t parent) const {
    return {begin_[parent], begin_[parent + 1]};
  }
  size_t size() const { return items_.size(); }
  const Item& At(size_t place) const { return items_[place]; }

 private:
  std::vector<size_t> begin_;
  std::vector<uint32_t> parents_;
  std::vector<Item> items_;
};

}  // namespace seine

#endif  // SEINE_QUERY_ROW_GROUPS_H_
