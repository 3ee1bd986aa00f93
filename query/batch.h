// A batch: many definitions compiled against one snapshot and asked in one pass over its blocks.
//
// Each gives what its own CompiledQuery gives at the same as_of, zone and parameters, but for
// elapsed_ms, which is the whole batch's. What is shared: a condition of the members that several
// definitions have (equal after binding, grounding and rewriting, wherever it stands and however it
// is spelt) is evaluated at most once for a member; a value of the members that several conditions
// compare is kept for the block once as many were asked for as it has members; what is asked of the
// population is answered once; the rows that as_of hides are looked for once. Conditions that are
// stored bitmaps are read by each definition: that costs less than remembering them.
//
// Threads and errors: as of CompiledQuery. A filter error names its definition in front of the
// message, `definitions["vip"]: …`, and FailedDefinition (query/definition_error.h) gives its
// place. One wrong definition fails the batch.
#ifndef SEINE_QUERY_BATCH_H_
#define SEINE_QUERY_BATCH_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

#include "engine/snapshot.h"
#include "query/audience.h"
#include "query/definition.h"
#include "query/query.h"

namespace seine {

struct NamedDefinition {
  std::string name;  // for errors only; empty: its place in the list
  Definition definition;
};

// A condition or a value of the members that several places of a batch have, and what sharing it
// saved.
struct SharedPart {
  std::string text;        // as a definition says it; empty for values and what rewrites made
  uint64_t asked = 0;      // members it was asked of, in all places together
  uint64_t evaluated = 0;  // members it was evaluated for; a scan takes a whole block
};

struct BatchExplanation {
  std::vector<ResultInfo> infos;
  std::vector<SharedPart> conditions;
  std::vector<SharedPart> values;
};

class CompiledBatch {
 public:
  ~CompiledBatch();

  // In the order of the definitions. `options.parameters`: a value that no definition uses is an
  // error. as_of "now" is read once. Timeout and memory budget are of the whole batch.
  absl::StatusOr<std::vector<ResultInfo>> Count(const QueryOptions& options) const;
  absl::StatusOr<std::vector<std::shared_ptr<const Audience>>> Select(
      const QueryOptions& options) const;
  // Counts, and says what was shared.
  absl::StatusOr<BatchExplanation> Explain(const QueryOptions& options) const;

  size_t size() const { return names_.size(); }
  const Definition& definition(size_t place) const;
  const std::shared_ptr<const Snapshot>& snapshot() const;

 private:
  friend absl::StatusOr<std::shared_ptr<const CompiledBatch>> CompileBatch(
      std::shared_ptr<const Snapshot> snapshot, std::vector<NamedDefinition> definitions,
      const CompileOptions& options, const StopSignal& stop);
  CompiledBatch(std::vector<std::string> names,
                std::unique_ptr<const CompiledDefinitions> compiled);
  absl::Status Named(const absl::Status& status) const;

  std::vector<std::string> names_;
  std::unique_ptr<const CompiledDefinitions> compiled_;
};

// Any number of definitions, also none. `options` are those of all of them.
absl::StatusOr<std::shared_ptr<const CompiledBatch>> CompileBatch(
    std::shared_ptr<const Snapshot> snapshot, std::vector<NamedDefinition> definitions,
    const CompileOptions& options, const StopSignal& stop = {});

}  // namespace seine

#endif  // SEINE_QUERY_BATCH_H_
