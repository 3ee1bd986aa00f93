#include "query/query.h"

#include <utility>

#include "query/compiled_definitions.h"

namespace seine {

CompiledQuery::CompiledQuery(std::unique_ptr<const CompiledDefinitions> compiled)
    : compiled_(std::move(compiled)) {}
CompiledQuery::~CompiledQuery() = default;

const Definition& CompiledQuery::definition() const { return compiled_->definitions().front(); }
const std::shared_ptr<const Snapshot>& CompiledQuery::snapshot() const {
  return compiled_->snapshot();
}

absl::StatusOr<std::shared_ptr<const CompiledQuery>> Compile(
    std::shared_ptr<const Snapshot> snapshot, Definition definition, const CompileOptions& options,
    const StopSignal& stop) {
  std::vector<Definition> one;
  one.push_back(std::move(definition));
  auto compiled = CompiledDefinitions::Make(std::move(snapshot), std::move(one), options, stop);
  if (!compiled.ok()) return compiled.status();
  return std::shared_ptr<const CompiledQuery>(new CompiledQuery(*std::move(compiled)));
}

absl::StatusOr<ResultInfo> CompiledQuery::Count(const QueryOptions& options) const {
  auto answer = compiled_->Ask(options, false);
  if (!answer.ok()) return answer.status();
  return std::move(answer->infos.front());
}

absl::StatusOr<std::shared_ptr<const Audience>> CompiledQuery::Select(
    const QueryOptions& options) const {
  auto answer = compiled_->Ask(options, true);
  if (!answer.ok()) return answer.status();
  return std::make_shared<const Audience>(snapshot(), std::move(answer->members.front()),
                                          std::move(answer->infos.front()));
}

}  // namespace seine
