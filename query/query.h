// A query: a definition compiled against a snapshot (parsed, bound and planned once), then asked
// any number of times.
//
// Threads: a CompiledQuery is immutable; Count, Select and Explain may run from many threads at
// once. Errors: InvalidArgument with a filter error (query/filter_error.h) for what the person
// wrote, DataLoss for a damaged store, ResourceExhausted (memory budget), DeadlineExceeded,
// Cancelled.
#ifndef SEINE_QUERY_QUERY_H_
#define SEINE_QUERY_QUERY_H_

#include <atomic>
#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "absl/status/statusor.h"

#include "engine/snapshot.h"
#include "engine/stop_signal.h"
#include "query/audience.h"
#include "query/definition.h"
#include "query/explained_model.h"
#include "query/literal.h"

namespace seine {

class CompiledDefinitions;  // query/compiled_definitions.h

// What a parameter stands for: one literal, or a list of them.
using ParameterValue = std::variant<filter::LiteralValue, std::vector<filter::LiteralValue>>;

struct CompileOptions {
  // Lists of member keys or of values that `list("name")` refers to, each value as its text. Names
  // of lists and segments, like those of parameters, may come in any normal form of Unicode.
  std::map<std::string, std::vector<std::string>> lists;
  // Segments beside those that are saved with the store, which they go before: name, filter or
  // definition as text.
  std::map<std::string, std::string> segments;
  std::set<std::string> disabled_rewrites;  // names of query/rewrite.h
};

struct QueryOptions {
  // Microseconds since the epoch; beyond the years 1 to 9999 the end of these. Absent: the schema's
  // default, else now (read once by the caller of Count or Select).
  std::optional<int64_t> as_of;
  std::string timezone;  // IANA; empty: the schema's
  std::map<std::string, ParameterValue> parameters;
  int threads = 0;             // 0: as many as the machine has
  uint64_t memory_budget = 0;  // bytes a query may take; 0: no limit
  std::optional<std::chrono::nanoseconds> timeout;
  const std::atomic<bool>* cancel = nullptr;  // polled per block
};

struct ExcludedCount {
  std::string name;
  uint64_t alone = 0;    // of the included members, those that this exclusion selects
  uint64_t removed = 0;  // of those, the ones that no exclusion before it had removed
};

// What every result carries.
struct ResultInfo {
  uint64_t count = 0;
  uint64_t population = 0;
  int64_t as_of = 0;
  std::string timezone;
  uint64_t snapshot = 0;
  std::string store_id;
  std::string definition;  // hash, hex
  std::vector<ExcludedCount> excluded;
  std::vector<std::string> warnings;  // at most 20
  double elapsed_ms = 0;
};

struct ExplainNode {
  std::string text;       // the node of the filter, printed
  std::string operation;  // what the plan does for it
  double estimate = 0;    // members
  uint64_t actual = 0;
  double elapsed_ms = 0;  // inclusive
  std::vector<ExplainNode> children;
};

struct Explanation {
  std::string filter;  // fully parenthesised
  ResultInfo info;
  ExplainNode root;
  std::vector<ExplainedModel> models;  // that the definition or its segments speak of, spelled out
};

class CompiledQuery {
 public:
  ~CompiledQuery();

  absl::StatusOr<ResultInfo> Count(const QueryOptions& options) const;
  absl::StatusOr<std::shared_ptr<const Audience>> Select(const QueryOptions& options) const;
  absl::StatusOr<Explanation> Explain(const QueryOptions& options) const;

  const Definition& definition() const;
  const std::shared_ptr<const Snapshot>& snapshot() const;

 private:
  friend absl::StatusOr<std::shared_ptr<const CompiledQuery>> Compile(
      std::shared_ptr<const Snapshot> snapshot, Definition definition,
      const CompileOptions& options, const StopSignal& stop);
  explicit CompiledQuery(std::unique_ptr<const CompiledDefinitions> compiled);

  std::unique_ptr<const CompiledDefinitions> compiled_;
};

// `stop` is polled for each condition: Cancelled, DeadlineExceeded.
absl::StatusOr<std::shared_ptr<const CompiledQuery>> Compile(
    std::shared_ptr<const Snapshot> snapshot, Definition definition, const CompileOptions& options,
    const StopSignal& stop = {});

// Reads what --as-of takes: "now", "data", or a time literal (a day is its start in the query's
// zone; empty `timezone`: the schema's). "data" of a store without times is an error. `now` is the
// caller's clock.
absl::StatusOr<int64_t> ParseAsOf(const Snapshot& snapshot, std::string_view text,
                                  std::string_view timezone, int64_t now);

}  // namespace seine

#endif  // SEINE_QUERY_QUERY_H_
