#include "query/executor.h"

#include <algorithm>
#include <atomic>
#include <deque>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"

#include "engine/planted_bug.h"
#include "query/definition_error.h"
#include "query/stop_check.h"
#include "query/workers.h"

namespace seine {
namespace {

// What one worker found, and its buffers.
struct Worker {
  Scratch scratch;
  BlockMemory memory;
  Selection selection;
  Selection excluded;
  std::vector<RunResult> results;  // by definition
  std::optional<size_t> failed;    // the first definition that did
};

// Takes the exclusions' members out of worker.selection and counts them.
void TakeOutExcluded(const DefinitionPlan& plan, uint32_t block, Worker& worker,
                     RunResult& result) {
  Selection included;
  included.Assign(worker.selection);
  for (size_t i = 0; i < plan.excludes.size() && !included.empty(); ++i) {
    CurrentSelection::Set(&included);
    plan.excludes[i].SelectBlock(block, &worker.excluded, worker.scratch);
    result.alone[i] += worker.excluded.Count();
    if (Planted("dropped-exclusion") && i > 0) continue;
    const uint32_t before = worker.selection.Count();
    worker.selection.AndNot(worker.excluded);
    result.removed[i] += before - worker.selection.Count();
  }
  CurrentSelection::Set(nullptr);
}

void RunDefinition(const DefinitionPlan& plan, uint32_t shard, uint32_t block, bool want_members,
                   Worker& worker, RunResult& result) {
  if (plan.include->NextCandidateBlock(block) != block) return;
  if (plan.excludes.empty() && !want_members) {
    result.count += plan.include->CountBlock(block, worker.scratch);
    return;
  }
  plan.include->SelectBlock(block, &worker.selection, worker.scratch);
  if (!plan.excludes.empty()) TakeOutExcluded(plan, block, worker, result);
  result.count += worker.selection.Count();
  if (want_members) result.members.AddSelection(shard, block, worker.selection);
}

void RunBlock(const ShardPlan& plan, uint32_t shard, uint32_t block, bool want_members,
              Worker& worker) {
  worker.memory.NextBlock();
  const BlockMemory::Lending lent(&worker.memory);
  for (size_t d = 0; d < plan.definitions.size() && !worker.scratch.stopped(); ++d) {
    RunDefinition(plan.definitions[d], shard, block, want_members, worker, worker.results[d]);
    if (!worker.scratch.failure()->ok() && !worker.failed) worker.failed = d;
  }
}

void CountShard(const ShardPlan& plan, Worker& worker) {
  for (size_t d = 0; d < plan.definitions.size(); ++d) {
    worker.results[d].count += plan.definitions[d].include->CountShard(worker.scratch);
  }
}

template <typename Part>
void AddWork(const std::deque<Part>& parts, std::vector<SharedWork>* sums) {
  if (sums->size() < parts.size()) sums->resize(parts.size());
  for (size_t i = 0; i < parts.size(); ++i) (*sums)[i].Add(parts[i].work);
}

RunResults Collected(std::vector<std::unique_ptr<Worker>>& workers, bool want_members) {
  RunResults all;
  all.definitions = std::move(workers[0]->results);
  for (size_t w = 0; w < workers.size(); ++w) {
    AddWork(workers[w]->memory.conditions(), &all.conditions);
    AddWork(workers[w]->memory.values(), &all.values);
    if (w == 0) continue;
    for (size_t d = 0; d < all.definitions.size(); ++d) {
      RunResult& result = all.definitions[d];
      const RunResult& other = workers[w]->results[d];
      result.count += other.count;
      for (size_t i = 0; i < result.alone.size(); ++i) {
        result.alone[i] += other.alone[i];
        result.removed[i] += other.removed[i];
      }
      if (want_members) result.members.Or(other.members);
    }
  }
  return all;
}

}  // namespace

absl::Status CheckBudget(uint64_t needed, uint64_t budget) {
  if (budget == 0 || needed <= budget) return absl::OkStatus();
  return absl::ResourceExhaustedError(absl::StrCat("the query may take ", needed,
                                                   " bytes, more than its budget of ", budget,
                                                   "; raise memory_budget or use fewer threads"));
}

absl::Status RunLimits::Run(uint64_t items, absl::FunctionRef<void(int, uint64_t)> body) const {
  std::atomic<bool> stopped{false};
  RunTickets(items, threads, [&](int worker, uint64_t item) {
    if (stopped.load(std::memory_order_relaxed)) return;
    if (stop.Raised()) {
      stopped = true;
    } else {
      body(worker, item);
    }
  });
  return Check();  // an item that was left halfway has a wrong answer, too
}

absl::StatusOr<RunResults> RunPlans(const ShardPlans& plans, const std::vector<size_t>& excludes,
                                    const RunLimits& limits, bool want_members) {
  const bool light =
      std::all_of(plans.begin(), plans.end(), [](const auto& plan) { return plan->stored_only; });
  const bool none_excluded =
      std::all_of(excludes.begin(), excludes.end(), [](size_t count) { return count == 0; });
  // A shard of stored bitmaps takes microseconds: one ticket. Computed leaves: a ticket a block.
  const bool whole_shards = light && none_excluded && !want_members;
  RunLimits within = limits;
  if (light && plans.size() * excludes.size() <= 2) within.threads = 1;
  std::vector<std::unique_ptr<Worker>> workers(static_cast<size_t>(WorkerCount(within.threads)));
  for (auto& worker : workers) {
    worker = std::make_unique<Worker>();
    for (const size_t count : excludes) {
      RunResult& result = worker->results.emplace_back();
      result.alone.resize(count);
      result.removed.resize(count);
    }
    worker->scratch.set_stop(&limits.stop);
  }
  const uint64_t tickets = plans.size() * (whole_shards ? 1 : kBlocksPerShard);
  absl::Status failed = within.Run(tickets, [&](int w, uint64_t ticket) {
    Worker& worker = *workers[static_cast<size_t>(w)];
    if (whole_shards) {
      CountShard(*plans[ticket], worker);
    } else {
      const auto shard = static_cast<uint32_t>(ticket / kBlocksPerShard);
      RunBlock(*plans[shard], shard, static_cast<uint32_t>(ticket % kBlocksPerShard), want_members,
               worker);
    }
  });
  for (const auto& worker : workers) {
    if (failed.ok() && worker->failed)
      failed = InDefinition(*worker->scratch.failure(), *worker->failed);
  }
  if (!failed.ok()) return failed;
  return Collected(workers, want_members);
}

absl::StatusOr<RunResult> RunFilter(const ShardPlans& plans, const RunLimits& limits,
                                    bool want_members) {
  absl::StatusOr<RunResults> run = RunPlans(plans, {0}, limits, want_members);
  if (!run.ok()) return run.status();
  return std::move(run->definitions.front());
}

}  // namespace seine
