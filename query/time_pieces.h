// Periods that may overlap, cut into pieces that do not: which of them a time lies in is the piece
// it lies in, found by search. Immutable; safe from many threads.
#ifndef SEINE_QUERY_TIME_PIECES_H_
#define SEINE_QUERY_TIME_PIECES_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "query/bound_types.h"
#include "query/key_search.h"

namespace seine {

class TimePieces {
 public:
  // Ranges [first, last] in any order; of an empty one no piece is a part.
  explicit TimePieces(const std::vector<bound::Range>& periods);

  // Pieces 0 … count() - 1 fill all of time.
  size_t count() const { return cuts_.size() + 1; }
  size_t PieceOf(int64_t time) const { return cuts_.Passed(time); }

  // How many 64-bit words hold a bit for each piece.
  size_t words() const { return (count() + 63) / 64; }
  size_t periods() const { return periods_.size(); }
  // Whether in each period some piece has its bit in `pieces`.
  bool EachHasSome(const uint64_t* pieces) const;

 private:
  // The pieces [first, end) of a period.
  struct Part {
    size_t first;
    size_t end;
  };
  KeySearch cuts_;  // where all but the first piece begin
  std::vector<Part> periods_;
  bool disjoint_ = true;         // each period is one piece
  std::vector<uint64_t> these_;  // then: the bits of these
};

}  // namespace seine

#endif  // SEINE_QUERY_TIME_PIECES_H_
