#include "tests/testing/stopped_run.h"

#include <atomic>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "query/bind.h"
#include "query/definition.h"
#include "query/executor.h"
#include "query/planner.h"
#include "query/resolve_population.h"
#include "query/rewrite.h"

namespace seine::oracle {
namespace {

void RewriteAll(bound::BoundDefinition* definition) {
  definition->include = Rewrite(definition->include);
  for (auto& [name, filter] : definition->excludes) filter = Rewrite(filter);
}

absl::StatusOr<bound::BoundDefinition> Grounded(const Snapshot& snapshot, const Question& question,
                                                const Zone& zone) {
  const Definition asked = AsDefinition(question.definition);
  std::map<std::string, ParameterValue> used;
  for (const std::string& name : ParameterNames(asked))
    used.emplace(name, question.options.parameters.at(name));
  absl::StatusOr<Definition> filled = SubstituteParameters(asked, used);
  if (!filled.ok()) return filled.status();
  CompileOptions compile;
  compile.lists = question.options.lists;
  for (const auto& [name, segment] : question.options.segments)
    compile.segments[name] = PrintDefinition(AsDefinition(segment));
  absl::StatusOr<bound::BoundDefinition> bound = Bind(snapshot, *filled, compile);
  if (!bound.ok()) return bound.status();
  RewriteAll(&*bound);
  bound = Ground(*bound, snapshot, question.options.as_of, zone);
  if (bound.ok()) RewriteAll(&*bound);
  return bound;
}

}  // namespace

absl::Status AskUntilStopped(const Snapshot& snapshot, const Question& question, int64_t polls) {
  const absl::StatusOr<Zone> zone = Zone::Load(question.options.timezone);
  if (!zone.ok()) return zone.status();
  absl::StatusOr<bound::BoundDefinition> bound = Grounded(snapshot, question, *zone);
  if (!bound.ok()) return bound.status();
  std::vector<bound::BoundDefinition> definitions{*std::move(bound)};
  std::atomic<int64_t> left{polls};
  RunLimits limits;
  limits.stop.polls_left = &left;
  limits.threads = 1;
  const int64_t as_of = question.options.as_of;
  const auto resolved = ResolvePopulation(snapshot, as_of, *zone, limits, definitions);
  if (!resolved.ok()) return resolved.status();
  SharedParts parts;
  ShardPlans plans;
  for (size_t shard = 0; shard < snapshot.shard_count(); ++shard) {
    auto plan = Planner(snapshot, shard, as_of, *zone, &parts).Plan(definitions);
    if (!plan.ok()) return plan.status();
    plans.push_back(*std::move(plan));
  }
  return RunPlans(plans, {definitions.front().excludes.size()}, limits, true).status();
}

}  // namespace seine::oracle
