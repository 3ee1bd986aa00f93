// The oracle: who is in an audience, decided member by member and row by row straight from the
// logical tree (query/filter.h). Slow and obvious on purpose: no index, no block, no plan, and no
// code of engine/ or query/ beyond the tree and the schema. What engine and oracle agree on is
// therefore likely to be what docs/language.md says.
//
// Filters are expected to be well-typed: what the oracle cannot make sense of is an error, but not
// every mistake that the binder refuses is seen here.
#ifndef SEINE_TESTS_TESTING_ORACLE_H_
#define SEINE_TESTS_TESTING_ORACLE_H_

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/status/statusor.h"

#include "query/filter.h"
#include "query/literal.h"
#include "tests/testing/oracle_data.h"

namespace seine::oracle {

using ParameterValue = std::variant<filter::LiteralValue, std::vector<filter::LiteralValue>>;

struct OracleDefinition {
  filter::Expr include;
  std::vector<std::pair<std::string, filter::Expr>> excludes;
};

struct OracleOptions {
  int64_t as_of = 0;             // microseconds
  std::string timezone = "UTC";  // IANA
  std::map<std::string, ParameterValue> parameters;
  std::map<std::string, std::vector<std::string>> lists;
  std::map<std::string, OracleDefinition> segments;
  OracleCalendars calendars;
  // Rows that may be looked at, counted each time; 0: any number. More are ResourceExhausted.
  uint64_t most_rows = 0;
};

struct OracleExcluded {
  std::string name;
  uint64_t alone = 0;    // of the included, those that it selects
  uint64_t removed = 0;  // of those, the ones that none before it selects
  bool operator==(const OracleExcluded&) const = default;
};

struct OracleAudience {
  std::set<std::string> keys;  // as text
  std::vector<OracleExcluded> excluded;
  uint64_t population = 0;
};

// `tree` is of the data that is asked. Errors: InvalidArgument for a filter that means nothing
// here, Unimplemented for what the oracle does not cover. Threads: one.
absl::StatusOr<OracleAudience> AskOracle(const RowTree& tree, const OracleDefinition& definition,
                                         const OracleOptions& options);

}  // namespace seine::oracle

#endif  // SEINE_TESTS_TESTING_ORACLE_H_
