// Definitions compiled against one snapshot, and the plans that were made of them last: what a
// CompiledQuery (one definition) and a CompiledBatch (many) hold. Private to both.
//
// All are asked together: bound, grounded and rewritten one by one, then equal parts become one,
// are resolved and planned together and run in one pass. Threads: safe from many. Errors:
// query/query.h; those that speak of one definition say which (query/definition_error.h).
#ifndef SEINE_QUERY_COMPILED_DEFINITIONS_H_
#define SEINE_QUERY_COMPILED_DEFINITIONS_H_

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

#include "engine/civil_time.h"
#include "query/bound.h"
#include "query/executor.h"
#include "query/list_tests.h"
#include "query/query.h"
#include "query/shared_parts.h"

namespace seine {

// Made ready for one as_of, zone and set of parameters. Immutable. The vectors are parallel.
struct PreparedDefinitions {
  std::map<std::string, ParameterValue> parameters;
  int64_t as_of = 0;
  std::string timezone;
  Zone zone = Zone::Utc();
  std::vector<Definition> definitions;  // parameters filled in
  std::vector<std::string> hashes;
  std::vector<bound::BoundDefinition> bound;  // grounded
  uint64_t answer_bytes = 0;                  // of what ranks and n-tiles left in them
  SharedParts parts;
  ShardPlans plans;
  uint64_t population = 0;
};

// How far a query with these options may go that begins now.
RunLimits LimitsOf(const QueryOptions& options);

class CompiledDefinitions {
 public:
  static absl::StatusOr<std::unique_ptr<const CompiledDefinitions>> Make(
      std::shared_ptr<const Snapshot> snapshot, std::vector<Definition> definitions,
      const CompileOptions& options, const StopSignal& stop);

  // `infos` is parallel to the definitions, `members` too when they are asked for.
  struct Answer {
    std::shared_ptr<const PreparedDefinitions> prepared;
    std::vector<ResultInfo> infos;
    std::vector<RoaringBitmap> members;
    std::vector<SharedWork> conditions;  // by number in prepared->parts
    std::vector<SharedWork> values;
  };
  absl::StatusOr<Answer> Ask(const QueryOptions& options, const RunLimits& limits,
                             bool want_members) const;
  absl::StatusOr<Answer> Ask(const QueryOptions& options, bool want_members) const {
    return Ask(options, LimitsOf(options), want_members);
  }

  const std::shared_ptr<const Snapshot>& snapshot() const { return snapshot_; }
  const std::vector<Definition>& definitions() const { return definitions_; }

 private:
  CompiledDefinitions() = default;
  const std::string& TimeZone(const QueryOptions& options) const;
  absl::StatusOr<int64_t> AsOf(const QueryOptions& options) const;
  // What was prepared last, if it answers this too; else null.
  std::shared_ptr<const PreparedDefinitions> Known(const QueryOptions& options, int64_t as_of,
                                                   const std::string& timezone) const;
  absl::StatusOr<std::shared_ptr<const PreparedDefinitions>> Prepare(const QueryOptions& options,
                                                                     int64_t as_of,
                                                                     const RunLimits& limits) const;
  absl::StatusOr<bound::BoundDefinition> BoundAt(const PreparedDefinitions& prepared, size_t place,
                                                 const StopSignal& stop,
                                                 binding::ListTests* lists) const;
  std::string HashOf(const Definition& definition, const bound::BoundDefinition& bound) const;
  // Of a list's content, computed once.
  std::string ListHash(const std::string& name) const;
  absl::Status Plan(const RunLimits& limits, PreparedDefinitions* prepared) const;
  // Errors about numbers that did not fit, with the place in their definition.
  absl::Status Placed(const absl::Status& status, const PreparedDefinitions& prepared) const;
  absl::Status CheckMemory(const QueryOptions& options, bool want_members,
                           const PreparedDefinitions* prepared) const;
  // What every result carries; count and exclusions come from `run`.
  ResultInfo Info(const PreparedDefinitions& prepared, size_t place, int64_t as_of,
                  const RunResult& run) const;

  std::shared_ptr<const Snapshot> snapshot_;
  std::vector<Definition> definitions_;
  CompileOptions options_;
  // Of those without parameters.
  std::vector<std::optional<bound::BoundDefinition>> bound_;
  bool timeless_ = true;  // no definition has a slot or a parameter

  mutable std::mutex mutex_;  // guards what follows
  mutable std::shared_ptr<const PreparedDefinitions> last_;
  mutable std::map<std::string, std::string> list_hashes_;
};

}  // namespace seine

#endif  // SEINE_QUERY_COMPILED_DEFINITIONS_H_
