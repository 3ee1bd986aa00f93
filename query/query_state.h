// What a CompiledQuery holds, and the plans it made last. Private to query.cc and explain.cc.
#ifndef SEINE_QUERY_QUERY_STATE_H_
#define SEINE_QUERY_QUERY_STATE_H_

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "engine/civil_time.h"
#include "query/bound.h"
#include "query/executor.h"
#include "query/query.h"

namespace seine {

// A query made ready for one as_of, zone and set of parameters. Immutable.
struct PreparedQuery {
  std::map<std::string, ParameterValue> parameters;
  int64_t as_of = 0;
  std::string timezone;
  Zone zone = Zone::Utc();
  Definition definition;  // parameters filled in
  std::string hash;
  bound::BoundDefinition bound;  // grounded
  ShardPlans plans;
  uint64_t population = 0;
};

struct CompiledQuery::State {
  std::shared_ptr<const Snapshot> snapshot;
  Definition definition;
  CompileOptions options;
  bool has_parameters = false;
  bound::BoundDefinition bound;  // when it has no parameters

  std::mutex mutex;  // guards `last`
  std::shared_ptr<const PreparedQuery> last;

  struct Answer {
    std::shared_ptr<const PreparedQuery> prepared;
    ResultInfo info;
    RoaringBitmap members;  // when asked for
  };
  absl::StatusOr<Answer> Ask(const QueryOptions& options, bool want_members);
  absl::StatusOr<std::shared_ptr<const PreparedQuery>> Prepare(const QueryOptions& options,
                                                               int64_t as_of,
                                                               const RunLimits& limits);
  int64_t AsOf(const QueryOptions& options) const;
  // What every result carries; count and exclusions come from `run`.
  ResultInfo Info(const PreparedQuery& prepared, int64_t as_of, const RunResult& run,
                  double elapsed_ms) const;
};

}  // namespace seine

#endif  // SEINE_QUERY_QUERY_STATE_H_
