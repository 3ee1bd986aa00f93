// Where the classes of a rank or an n-tile begin in each group: a border before the first member of
// each class but the first.
//
// Keys say where a border lies, but for members who have its very key: there values decide if keys
// do not tell them, and then the order of the members' own keys.
#ifndef SEINE_QUERY_RANK_BORDERS_H_
#define SEINE_QUERY_RANK_BORDERS_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "absl/status/statusor.h"

#include "query/executor.h"
#include "query/key_groups.h"
#include "query/tied_keys.h"
#include "query/tied_values.h"

namespace seine {

// What a node asks for. begins(group, n): the positions in rank order, ascending and below n, the
// size of the group, at which all classes but the first begin.
struct RankClasses {
  bool top = true;
  std::function<std::vector<uint64_t>(uint32_t group, uint64_t n)> begins;
};
// Of a position in rank order, that in ascending order, and back.
inline uint64_t Ascending(bool top, uint64_t position, uint64_t n) {
  return top ? n - 1 - position : position;
}

// Before it are those whose key is less in rank order (InRankOrder), and those of the same key
// whose place is less.
struct KeyBorder {
  int64_t key = 0;
  uint64_t place = 0;
};
// A member who stands before border `passed` though its key puts it behind.
struct MemberBefore {
  uint32_t place = 0;
  uint32_t passed = 0;  // borders that it is not before
};

class RankBorders {
 public:
  // Errors: Cancelled, DeadlineExceeded.
  static absl::StatusOr<RankBorders> Make(const RankClasses& classes, const KeyGroups& groups,
                                          const GroupPositions& positions, const RunLimits& limits);

  // The ties at borders; whoever asked for them gives the places in the same order.
  const std::vector<Tie>& ties() const { return ties_; }
  void BreakByPlace(size_t tie, uint32_t place) { borders_[border_[tie]].place = place; }
  // Ties of one key, [first, last), of whose members these are the values.
  void BreakByValue(size_t first, size_t last, std::span<ValueEntry> members);

  bool top() const { return top_; }
  int64_t InRankOrder(int64_t key) const { return top_ ? ~key : key; }
  std::span<const KeyBorder> Of(uint32_t group) const {
    return std::span(borders_).subspan(begin_[group], begin_[group + 1] - begin_[group]);
  }
  const std::vector<MemberBefore>& exceptions() const { return exceptions_; }

 private:
  explicit RankBorders(bool top) : top_(top) {}
  void Add(uint32_t group, uint64_t n, uint64_t position, const KeyAt& at);

  bool top_;
  std::vector<size_t> begin_{0};  // of each group
  std::vector<KeyBorder> borders_;
  std::vector<Tie> ties_;
  std::vector<size_t> border_;  // of each tie
  std::vector<MemberBefore> exceptions_;
};

}  // namespace seine

#endif  // SEINE_QUERY_RANK_BORDERS_H_
