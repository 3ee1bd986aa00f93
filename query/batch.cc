#include "query/batch.h"

#include <utility>

#include "query/compiled_definitions.h"
#include "query/definition_error.h"

namespace seine {
namespace {

absl::Status NamedOf(const std::vector<std::string>& names, const absl::Status& status) {
  const std::optional<size_t> place = FailedDefinition(status);
  return place ? NameDefinition(status, names[*place]) : status;
}

template <typename Node>
std::vector<SharedPart> Shared(const std::vector<SharedWork>& works,
                               const PartNumbers<Node>& numbers) {
  std::vector<SharedPart> shared;
  for (size_t number = 0; number < works.size(); ++number) {
    const SharedWork& work = works[number];
    if (work.asked != 0) shared.push_back({numbers.text(number), work.asked, work.evaluated});
  }
  return shared;
}

}  // namespace

CompiledBatch::CompiledBatch(std::vector<std::string> names,
                             std::unique_ptr<const CompiledDefinitions> compiled)
    : names_(std::move(names)), compiled_(std::move(compiled)) {}
CompiledBatch::~CompiledBatch() = default;

const Definition& CompiledBatch::definition(size_t place) const {
  return compiled_->definitions()[place];
}
const std::shared_ptr<const Snapshot>& CompiledBatch::snapshot() const {
  return compiled_->snapshot();
}

absl::StatusOr<std::shared_ptr<const CompiledBatch>> CompileBatch(
    std::shared_ptr<const Snapshot> snapshot, std::vector<NamedDefinition> definitions,
    const CompileOptions& options, const StopSignal& stop) {
  std::vector<std::string> names;
  std::vector<Definition> all;
  for (NamedDefinition& named : definitions) {
    names.push_back(std::move(named.name));
    all.push_back(std::move(named.definition));
  }
  auto compiled = CompiledDefinitions::Make(std::move(snapshot), std::move(all), options, stop);
  if (!compiled.ok()) return NamedOf(names, compiled.status());
  return std::shared_ptr<const CompiledBatch>(
      new CompiledBatch(std::move(names), *std::move(compiled)));
}

absl::Status CompiledBatch::Named(const absl::Status& status) const {
  return NamedOf(names_, status);
}

absl::StatusOr<std::vector<ResultInfo>> CompiledBatch::Count(const QueryOptions& options) const {
  auto answer = compiled_->Ask(options, false);
  if (!answer.ok()) return Named(answer.status());
  return std::move(answer->infos);
}

absl::StatusOr<std::vector<std::shared_ptr<const Audience>>> CompiledBatch::Select(
    const QueryOptions& options) const {
  auto answer = compiled_->Ask(options, true);
  if (!answer.ok()) return Named(answer.status());
  std::vector<std::shared_ptr<const Audience>> audiences;
  for (size_t place = 0; place < size(); ++place) {
    audiences.push_back(std::make_shared<const Audience>(
        snapshot(), std::move(answer->members[place]), std::move(answer->infos[place])));
  }
  return audiences;
}

absl::StatusOr<BatchExplanation> CompiledBatch::Explain(const QueryOptions& options) const {
  auto answer = compiled_->Ask(options, false);
  if (!answer.ok()) return Named(answer.status());
  const SharedParts& parts = answer->prepared->parts;
  BatchExplanation explanation;
  explanation.infos = std::move(answer->infos);
  explanation.conditions = Shared(answer->conditions, parts.conditions);
  explanation.values = Shared(answer->values, parts.values);
  return explanation;
}

}  // namespace seine
