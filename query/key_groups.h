// Keys group by group: how many there are, and what lies at some positions of each group.
#ifndef SEINE_QUERY_KEY_GROUPS_H_
#define SEINE_QUERY_KEY_GROUPS_H_

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/numeric/int128.h"
#include "absl/status/status.h"

#include "query/executor.h"
#include "query/rank_select.h"
#include "query/ranked_keys.h"

namespace seine {

class KeyGroups {
 public:
  // Copies the keys together where there are groups, the amounts where they are kept. `keys`
  // outlives it. Errors: Cancelled, DeadlineExceeded.
  absl::Status Fill(const RankedKeys& keys, const RunLimits& limits);

  uint32_t count() const { return static_cast<uint32_t>(begin_.size() - 1); }
  uint64_t Size(uint32_t group) const { return begin_[group + 1] - begin_[group]; }
  // In any order.
  KeyPieces Keys(uint32_t group) const;
  std::span<absl::int128> Amounts(uint32_t group) const;  // which may be rearranged

  // Calls visit(group) for each group, large ones one by one (to be worked at by all threads),
  // small ones side by side. Errors: those of visit; Cancelled, DeadlineExceeded.
  absl::Status ForEach(const RunLimits& limits,
                       absl::FunctionRef<absl::Status(uint32_t group)> visit) const;

 private:
  absl::Status PutTogether(const std::vector<RankedBlock>& blocks, const RunLimits& limits);

  KeyPieces pieces_;             // of the only group
  std::vector<uint64_t> begin_;  // group g has [begin_[g], begin_[g + 1]) of what follows
  std::unique_ptr<int64_t[]> keys_;
  std::unique_ptr<absl::int128[]> amounts_;
};

// What lies at some positions of each group.
class GroupPositions {
 public:
  // Every position of the group that will be asked for, below its size; in any order, with repeats.
  // Called once for each group that has members, in order.
  using Positions = absl::FunctionRef<void(uint32_t group, std::vector<uint64_t>* positions)>;
  // Errors of both: Cancelled, DeadlineExceeded. Select() follows Gather() once.
  absl::Status Gather(const KeyGroups& groups, Positions positions, const RunLimits& limits);
  absl::Status Select(const KeyGroups& groups, const RunLimits& limits);

  uint64_t size() const { return positions_.size(); }  // after Gather()
  const KeyAt& Of(uint32_t group, uint64_t position) const;

 private:
  std::vector<size_t> begin_{0};  // of each group in what follows
  std::vector<uint64_t> positions_;
  std::vector<KeyAt> found_;
};

}  // namespace seine

#endif  // SEINE_QUERY_KEY_GROUPS_H_
