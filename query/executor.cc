#include "query/executor.h"

#include <algorithm>
#include <mutex>
#include <utility>

#include "absl/strings/str_cat.h"

#include "engine/planted_bug.h"
#include "query/filter_error.h"
#include "query/workers.h"

namespace seine {
namespace {

// What one worker found, and its buffers.
struct Worker {
  Scratch scratch;
  Selection selection;
  Selection excluded;
  RunResult result;
};

// Takes the exclusions' members out of worker.selection and counts them.
void TakeOutExcluded(const ShardPlan& plan, uint32_t block, Worker& worker) {
  Selection included;
  included.Assign(worker.selection);
  for (size_t i = 0; i < plan.excludes.size() && !included.empty(); ++i) {
    CurrentSelection::Set(&included);
    plan.excludes[i].SelectBlock(block, &worker.excluded, worker.scratch);
    worker.result.alone[i] += worker.excluded.Count();
    if (Planted("dropped-exclusion") && i > 0) continue;
    const uint32_t before = worker.selection.Count();
    worker.selection.AndNot(worker.excluded);
    worker.result.removed[i] += before - worker.selection.Count();
  }
  CurrentSelection::Set(nullptr);
}

void RunBlock(const ShardPlan& plan, uint32_t shard, uint32_t block, bool want_members,
              Worker& worker) {
  if (plan.include->NextCandidateBlock(block) != block) return;
  if (plan.excludes.empty() && !want_members) {
    worker.result.count += plan.include->CountBlock(block, worker.scratch);
    return;
  }
  plan.include->SelectBlock(block, &worker.selection, worker.scratch);
  if (!plan.excludes.empty()) TakeOutExcluded(plan, block, worker);
  worker.result.count += worker.selection.Count();
  if (want_members) worker.result.members.AddSelection(shard, block, worker.selection);
}

}  // namespace

absl::Status NumberTooLarge() {
  return FilterError({}, "a number of this filter takes more than 128 bits",
                     "divide before you multiply, or round the values that are stored");
}

absl::Status CheckBudget(uint64_t needed, uint64_t budget) {
  if (budget == 0 || needed <= budget) return absl::OkStatus();
  return absl::ResourceExhaustedError(absl::StrCat("the query may take ", needed,
                                                   " bytes, more than its budget of ", budget,
                                                   "; raise memory_budget or use fewer threads"));
}

absl::Status RunLimits::Check() const {
  if (stop.Cancelled()) return absl::CancelledError("the query was cancelled");
  if (stop.Late()) return absl::DeadlineExceededError("the query took longer than its timeout");
  return absl::OkStatus();
}

absl::StatusOr<RunResult> RunPlans(const ShardPlans& plans, size_t excludes,
                                   const RunLimits& limits, bool want_members) {
  const bool light =
      std::all_of(plans.begin(), plans.end(), [](const auto& plan) { return plan->stored_only; });
  // A shard of stored bitmaps takes microseconds: one ticket. Computed leaves: a ticket a block.
  const bool whole_shards = light && excludes == 0 && !want_members;
  const int threads = light && plans.size() <= 2 ? 1 : limits.threads;
  std::vector<std::unique_ptr<Worker>> workers(static_cast<size_t>(WorkerCount(threads)));
  for (auto& worker : workers) {
    worker = std::make_unique<Worker>();
    worker->result.alone.resize(excludes);
    worker->result.removed.resize(excludes);
    worker->scratch.set_stop(&limits.stop);
  }
  std::atomic<bool> stop{false};
  std::mutex mutex;
  absl::Status failed;
  const uint64_t tickets = plans.size() * (whole_shards ? 1 : kBlocksPerShard);
  RunTickets(tickets, threads, [&](int w, uint64_t ticket) {
    if (stop.load(std::memory_order_relaxed)) return;
    if (absl::Status status = limits.Check(); !status.ok()) {
      stop = true;
      const std::lock_guard lock(mutex);
      failed = std::move(status);
      return;
    }
    Worker& worker = *workers[static_cast<size_t>(w)];
    if (whole_shards) {
      worker.result.count += plans[ticket]->include->CountShard(worker.scratch);
    } else {
      const auto shard = static_cast<uint32_t>(ticket / kBlocksPerShard);
      RunBlock(*plans[shard], shard, static_cast<uint32_t>(ticket % kBlocksPerShard), want_members,
               worker);
    }
  });
  // A block that was left halfway has a wrong answer.
  if (failed.ok()) failed = limits.Check();
  for (const auto& worker : workers) {
    if (failed.ok() && *worker->scratch.overflow()) failed = NumberTooLarge();
  }
  if (!failed.ok()) return failed;
  RunResult result = std::move(workers[0]->result);
  for (size_t w = 1; w < workers.size(); ++w) {
    const RunResult& other = workers[w]->result;
    result.count += other.count;
    for (size_t i = 0; i < excludes; ++i) {
      result.alone[i] += other.alone[i];
      result.removed[i] += other.removed[i];
    }
    if (want_members) result.members.Or(other.members);
  }
  return result;
}

}  // namespace seine
