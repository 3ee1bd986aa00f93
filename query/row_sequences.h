// The rows of a sequence's steps, parent by parent, with what joins them. For one evaluation, on
// one thread.
#ifndef SEINE_QUERY_ROW_SEQUENCES_H_
#define SEINE_QUERY_ROW_SEQUENCES_H_

#include <bit>
#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "absl/numeric/int128.h"

#include "query/row_groups.h"
#include "query/sequence_matcher.h"
#include "query/value_vector.h"

namespace seine {

// Numbers of 64 bits for the values of both sides of a join, equal exactly when the values are,
// whatever their scales.
class JoinIds {
 public:
  // Precondition: row i exists.
  int64_t Of(const ValueVector& v, uint32_t i);
  int64_t OfText(std::string_view text);

 private:
  std::unordered_map<std::string, int64_t> texts_;
  std::map<std::pair<absl::int128, absl::int128>, int64_t> numbers_;
};

// A row of a step, and what joins it.
struct KeyedRow {
  uint32_t parent;
  uint32_t row;
  int64_t key;
};
struct StepEvent {
  int64_t time;
  int64_t key;
  uint32_t step;
};

class StepRows {
 public:
  explicit StepRows(size_t joins) : ids_(joins) {}

  void Add(uint32_t parent, SequenceEvent event) {
    parent_.push_back(parent);
    events_.push_back(event);
  }
  // Of each row in the order of Add: the ids that it has in a join.
  std::vector<std::vector<int64_t>>* Ids(size_t join) { return &ids_[join]; }
  // Once, after the last Add: rows by parent and time.
  void Group(uint32_t parents);

  SequenceMatcher::Events EventsOf(uint32_t parent) const {
    const auto [first, last] = RowsOf(parent);
    return std::span(events_).subspan(first, last - first);
  }
  // The parent's rows as numbers for Event and IdsOf.
  std::pair<size_t, size_t> RowsOf(uint32_t parent) const { return order_.PlacesOf(parent); }
  const SequenceEvent& Event(size_t row) const { return events_[row]; }
  const std::vector<int64_t>& IdsOf(size_t join, size_t row) const {
    return ids_[join][order_.At(row)];
  }

 private:
  std::vector<uint32_t> parent_;
  std::vector<SequenceEvent> events_;
  RowGroups<size_t> order_{0};                          // rows in the order of Add
  std::vector<std::vector<std::vector<int64_t>>> ids_;  // per join, per row
};

}  // namespace seine

#endif  // SEINE_QUERY_ROW_SEQUENCES_H_
