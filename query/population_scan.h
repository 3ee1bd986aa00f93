// One pass over the population: a value of every member that exists and, with `among`, is chosen.
#ifndef SEINE_QUERY_POPULATION_SCAN_H_
#define SEINE_QUERY_POPULATION_SCAN_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"

#include "engine/civil_time.h"
#include "engine/snapshot.h"
#include "query/bound.h"
#include "query/executor.h"
#include "query/number_overflow.h"
#include "query/planner.h"
#include "query/value_vector.h"

namespace seine {

// What is asked of each member. None owned; `per` and `among` may be null.
struct MemberQuestion {
  const bound::ValueNode* value = nullptr;
  const bound::ValueNode* per = nullptr;
  const bound::FilterNode* among = nullptr;
};

// The members of one block that were chosen and for which value and `per` exist.
struct BlockValues {
  uint32_t shard = 0;
  uint32_t block = 0;
  RowBatch batch;                  // rows of the members
  const uint64_t* mask = nullptr;  // of the batch
  const ValueVector* value = nullptr;
  const ValueVector* per = nullptr;
  bool* too_large = nullptr;  // set by who finds that a number does not fit
};

// Plans once, runs any number of times. Threads: one at a time. The snapshot, zone, limits and
// nodes outlive it.
class PopulationScan {
 public:
  PopulationScan(const Snapshot& snapshot, const Zone& zone, const RunLimits& limits)
      : snapshot_(snapshot), zone_(zone), limits_(limits) {}

  // Errors: DataLoss.
  absl::Status Plan(const MemberQuestion& question, int64_t as_of);
  // Calls consume for each block with such members, blocks in parallel and in any order, until one
  // call says false; `worker` counts below workers(). Errors: Cancelled, DeadlineExceeded, numbers
  // of more than 128 bits.
  using Consume = absl::FunctionRef<bool(int worker, const BlockValues&)>;
  absl::Status Run(Consume consume) const;

  size_t workers() const;
  // What it says of the value when a number does not fit.
  absl::Status TooLarge() const { return NumberTooLarge(text_); }
  bool grouped() const { return grouped_; }
  const Snapshot& snapshot() const { return snapshot_; }
  const RunLimits& limits() const { return limits_; }

 private:
  struct Shard {
    std::unique_ptr<const ShardPlan> members;
    row::ValuePtr value;
    row::ValuePtr per;
  };
  bool RunBlock(int worker, uint32_t shard, uint32_t block, Scratch& scratch,
                Consume consume) const;

  const Snapshot& snapshot_;
  const Zone& zone_;
  const RunLimits& limits_;
  std::string text_;  // of the value
  std::vector<Shard> shards_;
  bool grouped_ = false;
};

}  // namespace seine

#endif  // SEINE_QUERY_POPULATION_SCAN_H_
