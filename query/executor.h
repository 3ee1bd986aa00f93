// The executor: plans of every shard, block by block, in parallel, into a count or a set of members
// of each definition. All definitions are asked about a block before the next one is taken, so they
// share what is found there.
#ifndef SEINE_QUERY_EXECUTOR_H_
#define SEINE_QUERY_EXECUTOR_H_

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "engine/roaring_bitmap.h"
#include "engine/stop_signal.h"
#include "query/block_memory.h"
#include "query/planner.h"
#include "query/stop_check.h"

namespace seine {

// How a run may end early: polled per block, per operand that is computed and per batch of rows.
struct RunLimits {
  StopSignal stop;
  int threads = 0;
  uint64_t memory_budget = 0;  // bytes; 0: no limit

  // OK, Cancelled or DeadlineExceeded.
  absl::Status Check() const { return CheckStop(stop); }
  // RunTickets() of query/workers.h with these threads, polled before each item. Not OK: Check()
  // says why, and some items were left out.
  absl::Status Run(uint64_t items, absl::FunctionRef<void(int worker, uint64_t item)> body) const;
};

struct RunResult {
  uint64_t count = 0;             // included and not excluded
  std::vector<uint64_t> alone;    // per exclusion: of the included, those it selects
  std::vector<uint64_t> removed;  // per exclusion: of those, the ones not removed before
  RoaringBitmap members;          // only when asked for
};
struct RunResults {
  std::vector<RunResult> definitions;
  // By number of the part; zeros where one place asks.
  std::vector<SharedWork> conditions;
  std::vector<SharedWork> values;
};

// The buffers of each worker, for estimates of memory.
inline constexpr uint64_t kBytesPerWorker = 16u << 20;
// ResourceExhausted when `needed` bytes are more than `budget` (0: no limit).
absl::Status CheckBudget(uint64_t needed, uint64_t budget);

using ShardPlans = std::vector<std::unique_ptr<const ShardPlan>>;

// `excludes`: how many exclusions each definition of the plans has. Errors: Cancelled,
// DeadlineExceeded, NumberTooLarge (InDefinition). From any thread.
absl::StatusOr<RunResults> RunPlans(const ShardPlans& plans, const std::vector<size_t>& excludes,
                                    const RunLimits& limits, bool want_members);
// Plans of one filter.
absl::StatusOr<RunResult> RunFilter(const ShardPlans& plans, const RunLimits& limits,
                                    bool want_members);

}  // namespace seine

#endif  // SEINE_QUERY_EXECUTOR_H_
