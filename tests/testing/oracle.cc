#include "tests/testing/oracle.h"

#include <optional>

#include "tests/testing/oracle_evaluator.h"
#include "tests/testing/oracle_time.h"

namespace seine::oracle {

absl::StatusOr<OracleAudience> AskOracle(const RowTree& tree, const OracleDefinition& definition,
                                         const OracleOptions& options) {
  Evaluator evaluator(tree, options);
  const int64_t as_of = HeldWithinTime(options.as_of);
  OracleAudience out;
  for (const auto& [name, filter] : definition.excludes) out.excluded.push_back({name});
  for (size_t m = 0; m < tree.data().tables[0].rows.size(); ++m) {
    const Context at{RowRef{0, m}, {}, as_of};
    if (tree.Hidden(at.row, as_of, evaluator.zone())) continue;
    ++out.population;
    if (!evaluator.Holds(definition.include, at)) continue;
    bool removed = false;
    for (size_t i = 0; i < definition.excludes.size(); ++i) {
      if (!evaluator.Holds(definition.excludes[i].second, at)) continue;
      ++out.excluded[i].alone;
      if (!removed) ++out.excluded[i].removed;
      removed = true;
    }
    if (!removed) out.keys.insert(tree.data().member_keys[m]);
    if (!evaluator.status().ok()) break;
  }
  if (!evaluator.status().ok()) return evaluator.status();
  return out;
}

}  // namespace seine::oracle
