#include "query/population_scan.h"

#include <algorithm>
#include <atomic>
#include <utility>

#include "engine/planted_bug.h"
#include "query/code_maps.h"
#include "query/definition_error.h"
#include "query/number_overflow.h"
#include "query/row_evaluator.h"
#include "query/workers.h"

namespace seine {

// Those of a block, as batches take them: all with a mask, or the few that are chosen.
struct PopulationScan::Rows {
  Rows(uint32_t s, uint32_t b, const ShardPlan& of, const uint64_t* members)
      : shard(s), block(b), plan(of) {
    RowArena& arena = RowArena::OfThisThread();
    const uint32_t first = block * kBlockSize;
    const uint32_t all = std::min(kBlockSize, plan.shard.view->members - first);
    const uint32_t chosen = CountMask(members, kBlockSize);
    mask = arena.Take<uint64_t>(kBlockWords + 8);
    batch = {0, block, all, first, nullptr};
    if (chosen > all / 4) {
      std::copy_n(members, kBlockWords, mask.data());
      return;
    }
    rows = arena.Take<uint32_t>(chosen);
    uint32_t* next = rows.data();
    ForEachBit(members, kBlockSize, [&](uint32_t i) { *next++ = first + i; });
    batch.count = chosen;
    batch.rows = rows.data();
    FillMask(mask.data(), chosen, true);
  }

  uint32_t shard;
  uint32_t block;
  const ShardPlan& plan;
  RowBatch batch;
  RowArena::Buffer<uint32_t> rows;
  Mask mask;
};

size_t PopulationScan::workers() const { return static_cast<size_t>(WorkerCount(limits_.threads)); }

absl::Status PopulationScan::Plan(PopulationPass pass) {
  pass_ = std::move(pass);
  known_.resize(pass_.questions.size());
  const bool ignored = Planted("among-ignored");
  const bound::FilterPtr members =
      pass_.among != nullptr && !ignored ? pass_.among : bound::MakeFilter(bound::Constant{true});
  const auto maps = std::make_shared<CodeMaps>();
  for (size_t s = 0; s < snapshot_.shard_count(); ++s) {
    if (absl::Status status = limits_.Check(); !status.ok()) return status;
    Shard shard;
    auto planned = Planner(snapshot_, s, pass_.as_of, zone_, nullptr, maps).PlanFilter(*members);
    if (!planned.ok()) return planned.status();
    shard.members = *std::move(planned);
    RowPlanner rows(shard.members->shard, pass_.as_of, maps);
    for (size_t q = 0; q < pass_.questions.size(); ++q) {
      if (absl::Status status = PlanQuestion(rows, q, &shard); !status.ok()) return status;
    }
    shards_.push_back(std::move(shard));
  }
  return absl::OkStatus();
}

absl::Status PopulationScan::PlanQuestion(RowPlanner& rows, size_t question, Shard* shard) {
  const PopulationQuestion& asked = pass_.questions[question];
  Known& known = known_[question];
  auto value = rows.PlanValue(*asked.value);
  if (!value.ok()) return value.status();
  const bool number = asked.value->type.kind == bound::ValueKind::kNumber;
  if (number && !(*value)->bound) known.narrow = false;
  Values values{*std::move(value), nullptr};
  if (asked.per != nullptr) {
    auto per = rows.PlanCode(*asked.per, &known.codes);
    if (!per.ok()) return per.status();
    values.per = *std::move(per);
  }
  shard->questions.push_back(std::move(values));
  return absl::OkStatus();
}

bool PopulationScan::Choose(const Shard& shard, uint32_t block, Scratch& scratch,
                            uint64_t* members) const {
  const BlockEvaluator& include = shard.members->include();
  Scratch::SelectionLease chosen(&scratch);
  chosen->SetEmpty();
  if (include.NextCandidateBlock(block) == block) include.SelectBlock(block, chosen.get(), scratch);
  if (chosen->empty()) {
    if (!Planted("empty-filter-as-none")) return false;
    const uint32_t first = block * kBlockSize;
    chosen->SetRange(0, std::min(kBlockSize, shard.members->shard.view->members - first));
  }
  chosen->ToWords(members);
  return true;
}

void PopulationScan::Ask(int worker, size_t question, const Rows& rows, Scratch& scratch,
                         Consume consume) const {
  const Values& asked = shards_[rows.shard].questions[question];
  RowArena& arena = RowArena::OfThisThread();
  RowEvaluator evaluator(rows.plan.shard, arena, scratch.stop(), scratch.failure());
  Mask mask = arena.Take<uint64_t>(kBlockWords + 8);
  std::copy_n(rows.mask.data(), MaskWords(rows.batch.count), mask.data());
  ValueVector value;
  ValueVector per;
  evaluator.EvaluateOf(*asked.value, rows.batch, mask.data(), &value);
  AndPresent(value, rows.batch.count, mask.data());
  bool too_large = false;
  BlockValues values{rows.shard, rows.block, rows.batch, mask.data(), &value, nullptr, &too_large};
  if (asked.per != nullptr) {
    evaluator.EvaluateOf(*asked.per, rows.batch, mask.data(), &per);
    if (!Planted("per-missing-ranked")) AndPresent(per, rows.batch.count, mask.data());
    values.per = &per;
  }
  consume(worker, question, values);
  if (too_large) scratch.failure()->Update(NumberTooLarge(pass_.questions[question].value->text));
}

template <typename Block>
absl::Status PopulationScan::RunBlocks(Block&& block) const {
  std::vector<std::unique_ptr<Scratch>> scratches(workers());
  for (auto& scratch : scratches) {
    scratch = std::make_unique<Scratch>();
    scratch->set_stop(&limits_.stop);
  }
  std::vector<size_t> failed(workers());  // of each worker the question that did not fit
  std::atomic<bool> stopped{false};
  const uint64_t blocks = shards_.size() * kBlocksPerShard;
  absl::Status status = limits_.Run(blocks, [&](int w, uint64_t ticket) {
    if (stopped.load(std::memory_order_relaxed)) return;
    const auto s = static_cast<uint32_t>(ticket / kBlocksPerShard);
    const auto b = static_cast<uint32_t>(ticket % kBlocksPerShard);
    if (b >= BlocksFor(shards_[s].members->shard.view->members)) return;
    Scratch& scratch = *scratches[static_cast<size_t>(w)];
    failed[static_cast<size_t>(w)] = block(w, s, b, scratch);
    if (!scratch.failure()->ok()) stopped = true;
  });
  for (size_t w = 0; w < failed.size() && status.ok(); ++w) {
    if (!scratches[w]->failure()->ok())
      status = InDefinition(*scratches[w]->failure(), pass_.questions[failed[w]].definition);
  }
  return status;
}

// What a block's work gives back is the question it ended with: the one that did not fit, if one
// did.
absl::Status PopulationScan::Run(Consume consume) const {
  return RunBlocks([&](int w, uint32_t s, uint32_t b, Scratch& scratch) {
    Scratch::Lease members(&scratch);
    size_t question = 0;
    if (!Choose(shards_[s], b, scratch, members.words())) return question;
    const Rows rows(s, b, *shards_[s].members, members.words());
    while (true) {
      Ask(w, question, rows, scratch, consume);
      if (!scratch.failure()->ok() || question + 1 == pass_.questions.size()) return question;
      ++question;
    }
  });
}

absl::Status PopulationScan::RunAgain(size_t question, Only only, Consume consume) const {
  return RunBlocks([&](int w, uint32_t s, uint32_t b, Scratch& scratch) {
    Scratch::Lease members(&scratch);
    if (only(s, b, members.words()))
      Ask(w, question, Rows(s, b, *shards_[s].members, members.words()), scratch, consume);
    return question;
  });
}

}  // namespace seine
