#include "query/population_scan.h"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <utility>

#include "engine/planted_bug.h"
#include "query/row_evaluator.h"
#include "query/workers.h"

namespace seine {

size_t PopulationScan::workers() const { return static_cast<size_t>(WorkerCount(limits_.threads)); }

absl::Status PopulationScan::Plan(const MemberQuestion& question, int64_t as_of) {
  grouped_ = question.per != nullptr;
  text_ = question.value->text;
  const auto maps = std::make_shared<CodeMaps>();
  const bound::FilterPtr everyone = bound::MakeFilter(bound::Constant{true});
  for (size_t s = 0; s < snapshot_.shard_count(); ++s) {
    Shard shard;
    if (absl::Status status = limits_.Check(); !status.ok()) return status;
    auto members = Planner(snapshot_, s, as_of, zone_, nullptr, maps)
                       .PlanFilter(question.among != nullptr ? *question.among : *everyone);
    if (!members.ok()) return members.status();
    shard.members = *std::move(members);
    RowPlanner rows(shard.members->shard, as_of, maps);
    auto value = rows.PlanValue(*question.value);
    if (!value.ok()) return value.status();
    shard.value = *std::move(value);
    if (question.per != nullptr) {
      const Dictionary* dictionary = nullptr;
      auto per = rows.PlanCode(*question.per, &dictionary);
      if (!per.ok()) return per.status();
      shard.per = *std::move(per);
    }
    shards_.push_back(std::move(shard));
  }
  return absl::OkStatus();
}

bool PopulationScan::RunBlock(int worker, uint32_t s, uint32_t block, Scratch& scratch,
                              Consume consume) const {
  const Shard& shard = shards_[s];
  const ShardPlan& plan = *shard.members;
  const uint32_t first = block * kBlockSize;
  const uint32_t members = std::min(kBlockSize, plan.shard.view->members - first);
  Scratch::SelectionLease chosen(&scratch);
  chosen->SetEmpty();
  if (plan.include().NextCandidateBlock(block) == block)
    plan.include().SelectBlock(block, chosen.get(), scratch);
  if (chosen->empty()) {
    if (!Planted("empty-filter-as-none")) return true;
    chosen->SetRange(0, members);
  }
  const uint32_t count = chosen->Count();
  RowArena& arena = RowArena::OfThisThread();
  RowEvaluator evaluator(plan.shard, arena, scratch.stop(), scratch.failure());
  bool too_large = false;
  BlockValues values{s,       block,     {0, block, members, first, nullptr}, nullptr, nullptr,
                     nullptr, &too_large};
  Mask mask = arena.Take<uint64_t>(kBlockWords + 8);
  RowArena::Buffer<uint32_t> rows;
  if (count > members / 4) {
    chosen->ToWords(mask.data());
  } else {
    auto places = arena.Take<uint16_t>(count + 32);
    rows = arena.Take<uint32_t>(count);
    chosen->ToPlaces(places.data());
    for (uint32_t i = 0; i < count; ++i) rows[i] = first + places[i];
    values.batch.count = count;
    values.batch.rows = rows.data();
    FillMask(mask.data(), count, true);
  }
  ValueVector value;
  ValueVector per;
  evaluator.EvaluateOf(*shard.value, values.batch, mask.data(), &value);
  AndPresent(value, values.batch.count, mask.data());
  if (shard.per != nullptr) {
    evaluator.EvaluateOf(*shard.per, values.batch, mask.data(), &per);
    AndPresent(per, values.batch.count, mask.data());
    values.per = &per;
  }
  values.mask = mask.data();
  values.value = &value;
  const bool more = consume(worker, values);
  if (too_large) scratch.failure()->Update(TooLarge());
  return more;
}

absl::Status PopulationScan::Run(Consume consume) const {
  std::vector<std::unique_ptr<Scratch>> scratches(workers());
  for (auto& scratch : scratches) {
    scratch = std::make_unique<Scratch>();
    scratch->set_stop(&limits_.stop);
  }
  std::atomic<bool> stop{false};
  RunTickets(shards_.size() * kBlocksPerShard, limits_.threads, [&](int w, uint64_t ticket) {
    if (stop.load(std::memory_order_relaxed)) return;
    if (limits_.stop.Raised()) {
      stop = true;
      return;
    }
    const auto shard = static_cast<uint32_t>(ticket / kBlocksPerShard);
    const auto block = static_cast<uint32_t>(ticket % kBlocksPerShard);
    if (block >= BlocksFor(shards_[shard].members->shard.view->members)) return;
    if (!RunBlock(w, shard, block, *scratches[static_cast<size_t>(w)], consume)) stop = true;
  });
  if (absl::Status status = limits_.Check(); !status.ok()) return status;
  for (const auto& scratch : scratches) {
    if (!scratch->failure()->ok()) return *scratch->failure();
  }
  return absl::OkStatus();
}

}  // namespace seine
