// The rows that may go with an outer row: those below each parent, found by a key that both have
// and by time instead of one by one.
//
// Bounds: n rows are put in order in n log n steps, once for a batch of outer rows; then each outer
// row costs two searches and the rows that it finds. Without key and time, all of its parent's. For
// one evaluation, on one thread.
#ifndef SEINE_QUERY_PAIR_CANDIDATES_H_
#define SEINE_QUERY_PAIR_CANDIDATES_H_

#include <cstdint>
#include <span>

#include "query/row_groups.h"

namespace seine {

struct PairCandidate {
  int64_t key;
  int64_t time;
  uint32_t row;
};

// What an outer row asks for: its key, and times first … last.
struct PairWanted {
  int64_t key = 0;
  int64_t first = INT64_MIN;
  int64_t last = INT64_MAX;
};

class PairCandidates {
 public:
  explicit PairCandidates(uint32_t parents) : groups_(parents) {}

  // Precondition: a parent's rows come in order of time.
  void Add(uint32_t parent, const PairCandidate& candidate) { groups_.Add(parent, candidate); }
  // Once, after the last Add: by parent and key, and so in order of time.
  void Group(uint32_t parents);
  // After Group(): in order of time.
  std::span<const PairCandidate> Of(uint32_t parent, const PairWanted& wanted);

 private:
  RowGroups<PairCandidate> groups_;
};

}  // namespace seine

#endif  // SEINE_QUERY_PAIR_CANDIDATES_H_
