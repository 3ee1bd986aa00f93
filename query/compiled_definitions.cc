#include "query/compiled_definitions.h"

#include <xxhash.h>

#include <algorithm>
#include <chrono>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"

#include "query/bind.h"
#include "query/civil_units.h"
#include "query/definition_error.h"
#include "query/host_names.h"
#include "query/number_overflow.h"
#include "query/resolve_population.h"
#include "query/rewrite.h"
#include "query/workers.h"

namespace seine {
namespace {

using Clock = std::chrono::steady_clock;

int64_t Now() {
  return std::chrono::duration_cast<std::chrono::microseconds>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

std::string Hex(const XXH128_hash_t& sum) {
  return absl::StrCat(absl::Hex(sum.high64, absl::kZeroPad16),
                      absl::Hex(sum.low64, absl::kZeroPad16));
}

std::string HashOfList(const std::vector<std::string>& values) {
  const std::unique_ptr<XXH3_state_t, decltype(&XXH3_freeState)> state(XXH3_createState(),
                                                                       &XXH3_freeState);
  XXH3_128bits_reset(state.get());
  for (const std::string& value : values) {
    const uint64_t size = value.size();
    XXH3_128bits_update(state.get(), &size, sizeof(size));
    XXH3_128bits_update(state.get(), value.data(), value.size());
  }
  return Hex(XXH3_128bits_digest(state.get()));
}

// Beyond the levels that kBytesPerWorker has room for, each takes the values of a block.
uint64_t BytesOfDepth(const std::vector<bound::BoundDefinition>& definitions) {
  constexpr uint32_t kLevelsPerWorker = 24;
  constexpr uint64_t kBytesPerLevel = 640 << 10;
  uint32_t depth = kLevelsPerWorker;
  for (const bound::BoundDefinition& definition : definitions) {
    depth = std::max(depth, definition.include->facts.depth);
    for (const auto& [name, filter] : definition.excludes)
      depth = std::max(depth, filter->facts.depth);
  }
  return (depth - kLevelsPerWorker) * kBytesPerLevel;
}

void RewriteAll(const std::set<std::string>& disabled, bound::BoundDefinition* definition) {
  definition->include = Rewrite(definition->include, disabled);
  for (auto& [name, filter] : definition->excludes) filter = Rewrite(filter, disabled);
}

}  // namespace

RunLimits LimitsOf(const QueryOptions& options) {
  RunLimits limits;
  limits.stop.cancel = options.cancel;
  limits.threads = options.threads;
  limits.memory_budget = options.memory_budget;
  if (options.timeout) limits.stop.deadline = Clock::now() + *options.timeout;
  return limits;
}

absl::StatusOr<std::unique_ptr<const CompiledDefinitions>> CompiledDefinitions::Make(
    std::shared_ptr<const Snapshot> snapshot, std::vector<Definition> definitions,
    const CompileOptions& options, const StopSignal& stop) {
  std::unique_ptr<CompiledDefinitions> made(new CompiledDefinitions);
  made->snapshot_ = std::move(snapshot);
  made->definitions_ = std::move(definitions);
  made->options_ = options;
  if (absl::Status status = NormalizeNames("lists", &made->options_.lists); !status.ok())
    return status;
  if (absl::Status status = NormalizeNames("segments", &made->options_.segments); !status.ok())
    return status;
  binding::ListTests lists;
  for (const Definition& definition : made->definitions_) {
    std::optional<bound::BoundDefinition>& kept = made->bound_.emplace_back();
    if (!ParameterNames(definition).empty()) {
      made->timeless_ = false;
      continue;
    }
    absl::StatusOr<bound::BoundDefinition> bound =
        Bind(*made->snapshot_, definition, made->options_, stop, &lists);
    if (!bound.ok()) return InDefinition(bound.status(), made->bound_.size() - 1);
    kept = *std::move(bound);
    RewriteAll(options.disabled_rewrites, &*kept);
    made->timeless_ = made->timeless_ && !kept->has_slots;
  }
  return made;
}

const std::string& CompiledDefinitions::TimeZone(const QueryOptions& query) const {
  return query.timezone.empty() ? snapshot_->schema().timezone : query.timezone;
}

absl::StatusOr<int64_t> CompiledDefinitions::AsOf(const QueryOptions& query) const {
  if (query.as_of) return HeldWithinTime(*query.as_of);
  if (!snapshot_->schema().as_of_data) return Now();
  absl::StatusOr<Zone> zone = Zone::Load(TimeZone(query));
  if (!zone.ok()) return zone.status();
  const std::optional<int64_t> end = snapshot_->DataEnd(*zone);
  return end ? *end : Now();
}

std::shared_ptr<const PreparedDefinitions> CompiledDefinitions::Known(
    const QueryOptions& query, int64_t as_of, const std::string& timezone) const {
  const std::lock_guard lock(mutex_);
  if (last_ == nullptr || last_->timezone != timezone || last_->parameters != query.parameters)
    return nullptr;
  if (last_->as_of == as_of) return last_;
  if (!timeless_) return nullptr;
  // Without slots, every as_of after the newest time gives the same plans.
  const std::optional<int64_t> end = snapshot_->DataEnd(last_->zone);
  return !end || std::min(as_of, last_->as_of) >= *end ? last_ : nullptr;
}

// Bound and rewritten, grounded and rewritten again.
absl::StatusOr<bound::BoundDefinition> CompiledDefinitions::BoundAt(
    const PreparedDefinitions& prepared, size_t place, const StopSignal& stop,
    binding::ListTests* lists) const {
  bound::BoundDefinition slots;
  if (bound_[place]) {
    slots = *bound_[place];
  } else {
    auto bound = Bind(*snapshot_, prepared.definitions[place], options_, stop, lists);
    if (!bound.ok()) return bound.status();
    slots = *std::move(bound);
    RewriteAll(options_.disabled_rewrites, &slots);
  }
  auto grounded = Ground(slots, *snapshot_, prepared.as_of, prepared.zone);
  // Ranges that waited for as_of can merge only now.
  if (grounded.ok() && slots.has_slots) RewriteAll(options_.disabled_rewrites, &*grounded);
  return grounded;
}

// Lists and segments that the host gave are part of what is asked, where it names them.
std::string CompiledDefinitions::HashOf(const Definition& definition,
                                        const bound::BoundDefinition& bound) const {
  std::string hash = DefinitionHash(definition);
  const size_t plain = hash.size();
  for (const std::string& name : bound.segments) {
    const auto given = options_.segments.find(name);
    if (given == options_.segments.end()) continue;
    const std::string& text = given->second;
    absl::StrAppend(&hash, "\nsegment ", name.size(), ":", name, text.size(), ":", text);
  }
  for (const std::string& name : bound.lists)
    absl::StrAppend(&hash, "\nlist ", name.size(), ":", name, ListHash(name));
  return hash.size() == plain ? hash : Hex(XXH3_128bits(hash.data(), hash.size()));
}

std::string CompiledDefinitions::ListHash(const std::string& name) const {
  const std::lock_guard lock(mutex_);
  std::string& hash = list_hashes_[name];
  if (hash.empty()) hash = HashOfList(options_.lists.at(name));
  return hash;
}

absl::StatusOr<std::shared_ptr<const PreparedDefinitions>> CompiledDefinitions::Prepare(
    const QueryOptions& query, int64_t as_of, const RunLimits& limits) const {
  const std::string& timezone = TimeZone(query);
  if (auto known = Known(query, as_of, timezone); known != nullptr) return known;
  absl::StatusOr<Zone> zone = Zone::Load(timezone);
  if (!zone.ok()) return zone.status();
  auto prepared = std::make_shared<PreparedDefinitions>();
  prepared->parameters = query.parameters;
  prepared->as_of = as_of;
  prepared->timezone = timezone;
  prepared->zone = *zone;
  absl::StatusOr<std::vector<Definition>> filled =
      SubstituteParameters(definitions_, query.parameters);
  if (!filled.ok()) return filled.status();
  prepared->definitions = *std::move(filled);
  binding::ListTests lists;
  for (size_t place = 0; place < definitions_.size(); ++place) {
    absl::StatusOr<bound::BoundDefinition> bound = BoundAt(*prepared, place, limits.stop, &lists);
    if (!bound.ok()) return InDefinition(bound.status(), place);
    prepared->hashes.push_back(HashOf(prepared->definitions[place], *bound));
    prepared->bound.push_back(*std::move(bound));
  }
  if (absl::Status status = Plan(limits, prepared.get()); !status.ok())
    return Placed(status, *prepared);
  const std::lock_guard lock(mutex_);
  last_ = prepared;
  return last_;
}

absl::Status CompiledDefinitions::Plan(const RunLimits& limits,
                                       PreparedDefinitions* prepared) const {
  const bool share = !options_.disabled_rewrites.contains("share");
  if (share) ShareAcross(prepared->bound);
  absl::StatusOr<uint64_t> resolved =
      ResolvePopulation(*snapshot_, prepared->as_of, prepared->zone, limits, prepared->bound);
  if (!resolved.ok()) return resolved.status();
  prepared->answer_bytes = *resolved;
  SharedParts* const parts = share ? &prepared->parts : nullptr;
  for (size_t shard = 0; shard < snapshot_->shard_count(); ++shard) {
    auto plan = Planner(*snapshot_, shard, prepared->as_of, prepared->zone, parts)
                    .Plan(prepared->bound, limits.stop);
    if (!plan.ok()) return plan.status();
    prepared->population += (*plan)->exists.View().Cardinality();
    prepared->plans.push_back(*std::move(plan));
  }
  return absl::OkStatus();
}

absl::Status CompiledDefinitions::Placed(const absl::Status& status,
                                         const PreparedDefinitions& prepared) const {
  const std::optional<size_t> place = FailedDefinition(status);
  if (!place) return status;
  const auto segment = [this](const std::string& name) -> std::optional<std::string> {
    if (const auto given = options_.segments.find(name); given != options_.segments.end())
      return given->second;
    for (const auto& [saved, text] : snapshot_->schema().segments) {
      if (saved == name) return text;
    }
    return std::nullopt;
  };
  return InDefinition(PlaceNumberTooLarge(status, prepared.definitions[*place], segment), *place);
}

ResultInfo CompiledDefinitions::Info(const PreparedDefinitions& prepared, size_t place,
                                     int64_t as_of, const RunResult& run) const {
  const bound::BoundDefinition& bound = prepared.bound[place];
  ResultInfo info;
  info.count = run.count;
  info.population = prepared.population;
  info.as_of = as_of;
  info.timezone = prepared.timezone;
  info.snapshot = snapshot_->version();
  info.store_id = snapshot_->store_id();
  info.definition = prepared.hashes[place];
  for (size_t i = 0; i < run.alone.size(); ++i) {
    info.excluded.push_back({bound.excludes[i].first, run.alone[i], run.removed[i]});
  }
  info.warnings = bound.warnings;
  return info;
}

// Buffers of the workers, the members at their largest and, once it is planned, what is remembered
// of a block and of the population, and what deep filters take on top.
absl::Status CompiledDefinitions::CheckMemory(const QueryOptions& options, bool want_members,
                                              const PreparedDefinitions* prepared) const {
  uint64_t per_worker = kBytesPerWorker;
  if (prepared != nullptr) {
    uint64_t most = 0;
    for (const auto& plan : prepared->plans) {
      most = std::max(most, plan->shared_leaves * BlockMemory::kBytesPerCondition +
                                plan->shared_values * BlockMemory::kBytesPerValue);
    }
    per_worker += most + BytesOfDepth(prepared->bound);
  }
  const uint64_t answers = prepared != nullptr ? prepared->answer_bytes : 0;
  const uint64_t members =
      want_members ? snapshot_->member_count() / 4 * uint64_t{definitions_.size()} : 0;
  const auto workers = static_cast<uint64_t>(WorkerCount(options.threads));
  return CheckBudget(per_worker * workers + members + answers, options.memory_budget);
}

absl::StatusOr<CompiledDefinitions::Answer> CompiledDefinitions::Ask(const QueryOptions& query,
                                                                     const RunLimits& limits,
                                                                     bool want_members) const {
  const auto start = Clock::now();
  if (absl::Status status = CheckMemory(query, want_members, nullptr); !status.ok()) return status;
  const absl::StatusOr<int64_t> as_of = AsOf(query);
  if (!as_of.ok()) return as_of.status();
  auto prepared = Prepare(query, *as_of, limits);
  if (!prepared.ok()) return prepared.status();
  if (absl::Status status = CheckMemory(query, want_members, prepared->get()); !status.ok())
    return status;
  std::vector<size_t> excludes;
  for (const Definition& definition : definitions_) excludes.push_back(definition.excludes.size());
  absl::StatusOr<RunResults> run = RunPlans((*prepared)->plans, excludes, limits, want_members);
  if (!run.ok()) return Placed(run.status(), **prepared);
  const std::chrono::duration<double, std::milli> elapsed = Clock::now() - start;
  Answer answer;
  for (size_t place = 0; place < definitions_.size(); ++place) {
    RunResult& result = run->definitions[place];
    answer.infos.push_back(Info(**prepared, place, *as_of, result));
    answer.infos.back().elapsed_ms = elapsed.count();
    if (want_members) answer.members.push_back(std::move(result.members));
  }
  answer.conditions = std::move(run->conditions);
  answer.values = std::move(run->values);
  answer.prepared = *std::move(prepared);
  return answer;
}

}  // namespace seine
