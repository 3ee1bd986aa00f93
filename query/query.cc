#include "query/query.h"

#include <xxhash.h>

#include <algorithm>
#include <chrono>
#include <utility>

#include "absl/strings/str_cat.h"

#include "query/bind.h"
#include "query/filter_error.h"
#include "query/query_state.h"
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

// Lists and segments that the host gave are part of what is asked.
std::string HashWithOptions(const Definition& definition, const CompileOptions& options) {
  std::string hash = DefinitionHash(definition);
  if (options.lists.empty() && options.segments.empty()) return hash;
  for (const auto& [name, text] : options.segments)
    absl::StrAppend(&hash, "\nsegment ", name.size(), ":", name, text.size(), ":", text);
  for (const auto& [name, values] : options.lists) {
    absl::StrAppend(&hash, "\n", name.size(), ":", name);
    for (const std::string& value : values) absl::StrAppend(&hash, "\n", value.size(), ":", value);
  }
  const XXH128_hash_t sum = XXH3_128bits(hash.data(), hash.size());
  return absl::StrCat(absl::Hex(sum.high64, absl::kZeroPad16),
                      absl::Hex(sum.low64, absl::kZeroPad16));
}

void RewriteAll(const std::set<std::string>& disabled, bound::BoundDefinition* definition) {
  definition->include = Rewrite(definition->include, disabled);
  for (auto& [name, filter] : definition->excludes) filter = Rewrite(filter, disabled);
}

RunLimits Limits(const QueryOptions& options) {
  RunLimits limits;
  limits.stop.cancel = options.cancel;
  limits.threads = options.threads;
  limits.memory_budget = options.memory_budget;
  if (options.timeout) limits.stop.deadline = Clock::now() + *options.timeout;
  return limits;
}

// Buffers of the workers, and the members at their largest.
absl::Status CheckMemory(const Snapshot& snapshot, const QueryOptions& options, bool want_members) {
  const uint64_t needed = kBytesPerWorker * static_cast<uint64_t>(WorkerCount(options.threads)) +
                          (want_members ? snapshot.member_count() / 4 : 0);
  return CheckBudget(needed, options.memory_budget);
}

}  // namespace

CompiledQuery::CompiledQuery() : state_(std::make_unique<State>()) {}
CompiledQuery::~CompiledQuery() = default;

const Definition& CompiledQuery::definition() const { return state_->definition; }
const std::shared_ptr<const Snapshot>& CompiledQuery::snapshot() const { return state_->snapshot; }

absl::StatusOr<std::shared_ptr<const CompiledQuery>> Compile(
    std::shared_ptr<const Snapshot> snapshot, Definition definition,
    const CompileOptions& options) {
  std::shared_ptr<CompiledQuery> query(new CompiledQuery);
  CompiledQuery::State& state = *query->state_;
  state.snapshot = std::move(snapshot);
  state.definition = std::move(definition);
  state.options = options;
  state.has_parameters = !ParameterNames(state.definition).empty();
  if (!state.has_parameters) {
    absl::StatusOr<bound::BoundDefinition> bound = Bind(*state.snapshot, state.definition, options);
    if (!bound.ok()) return bound.status();
    state.bound = *std::move(bound);
    RewriteAll(options.disabled_rewrites, &state.bound);
  }
  return query;
}

int64_t CompiledQuery::State::AsOf(const QueryOptions& query) const {
  if (query.as_of) return *query.as_of;
  if (!snapshot->schema().as_of_data) return Now();
  return snapshot->data_end() ? *snapshot->data_end() : Now();
}

absl::StatusOr<std::shared_ptr<const PreparedQuery>> CompiledQuery::State::Prepare(
    const QueryOptions& query, int64_t as_of, const RunLimits& limits) {
  const std::string& timezone =
      query.timezone.empty() ? snapshot->schema().timezone : query.timezone;
  {
    const std::lock_guard lock(mutex);
    // Without slots, every as_of after the newest time gives the same plans.
    const bool timeless =
        last != nullptr && !bound.has_slots && !has_parameters &&
        (!snapshot->data_end() || std::min(as_of, last->as_of) >= *snapshot->data_end());
    if (last != nullptr && last->timezone == timezone && (timeless || last->as_of == as_of) &&
        last->parameters == query.parameters) {
      return last;
    }
  }
  absl::StatusOr<Zone> zone = Zone::Load(timezone);
  if (!zone.ok()) return zone.status();
  auto prepared = std::make_shared<PreparedQuery>();
  prepared->parameters = query.parameters;
  prepared->as_of = as_of;
  prepared->timezone = timezone;
  prepared->zone = *zone;
  absl::StatusOr<Definition> filled = SubstituteParameters(definition, query.parameters);
  if (!filled.ok()) return filled.status();
  prepared->definition = *std::move(filled);
  prepared->hash = HashWithOptions(prepared->definition, options);
  bound::BoundDefinition slots = bound;
  if (has_parameters) {
    absl::StatusOr<bound::BoundDefinition> fresh = Bind(*snapshot, prepared->definition, options);
    if (!fresh.ok()) return fresh.status();
    slots = *std::move(fresh);
    RewriteAll(options.disabled_rewrites, &slots);
  }
  absl::StatusOr<bound::BoundDefinition> grounded = Ground(slots, *snapshot, as_of, prepared->zone);
  if (!grounded.ok()) return grounded.status();
  prepared->bound = *std::move(grounded);
  // Ranges that waited for as_of can merge only now.
  if (slots.has_slots) RewriteAll(options.disabled_rewrites, &prepared->bound);
  absl::Status resolved =
      ResolvePopulation(*snapshot, as_of, prepared->zone, limits, &prepared->bound);
  if (!resolved.ok()) return resolved;
  for (size_t shard = 0; shard < snapshot->shard_count(); ++shard) {
    auto plan = Planner(*snapshot, shard, as_of, prepared->zone).Plan(prepared->bound);
    if (!plan.ok()) return plan.status();
    prepared->population += (*plan)->exists.View().Cardinality();
    prepared->plans.push_back(*std::move(plan));
  }
  const std::lock_guard lock(mutex);
  last = prepared;
  return last;
}

ResultInfo CompiledQuery::State::Info(const PreparedQuery& prepared, int64_t as_of,
                                      const RunResult& run, double elapsed_ms) const {
  ResultInfo info;
  info.count = run.count;
  info.population = prepared.population;
  info.as_of = as_of;
  info.timezone = prepared.timezone;
  info.snapshot = snapshot->version();
  info.store_id = snapshot->store_id();
  info.definition = prepared.hash;
  for (size_t i = 0; i < run.alone.size(); ++i) {
    info.excluded.push_back({prepared.bound.excludes[i].first, run.alone[i], run.removed[i]});
  }
  info.warnings = prepared.bound.warnings;
  info.elapsed_ms = elapsed_ms;
  return info;
}

absl::StatusOr<CompiledQuery::State::Answer> CompiledQuery::State::Ask(const QueryOptions& query,
                                                                       bool want_members) {
  const auto start = Clock::now();
  const RunLimits limits = Limits(query);
  if (absl::Status status = CheckMemory(*snapshot, query, want_members); !status.ok())
    return status;
  const int64_t as_of = AsOf(query);
  absl::StatusOr<std::shared_ptr<const PreparedQuery>> prepared = Prepare(query, as_of, limits);
  if (!prepared.ok()) return prepared.status();
  absl::StatusOr<RunResult> run =
      RunPlans((*prepared)->plans, definition.excludes.size(), limits, want_members);
  if (!run.ok()) return run.status();
  const std::chrono::duration<double, std::milli> elapsed = Clock::now() - start;
  Answer answer;
  answer.info = Info(**prepared, as_of, *run, elapsed.count());
  answer.members = std::move(run->members);
  answer.prepared = *std::move(prepared);
  return answer;
}

absl::StatusOr<ResultInfo> CompiledQuery::Count(const QueryOptions& options) const {
  absl::StatusOr<State::Answer> answer = state_->Ask(options, false);
  if (!answer.ok()) return answer.status();
  return std::move(answer->info);
}

absl::StatusOr<std::shared_ptr<const Audience>> CompiledQuery::Select(
    const QueryOptions& options) const {
  absl::StatusOr<State::Answer> answer = state_->Ask(options, true);
  if (!answer.ok()) return answer.status();
  return std::make_shared<const Audience>(state_->snapshot, std::move(answer->members),
                                          std::move(answer->info));
}

}  // namespace seine
