// The values of members whose keys are the same and do not tell the value: those that stand at a
// border of a rank, as a rule a few. Evaluated once more, for them only.
#ifndef SEINE_QUERY_TIED_VALUES_H_
#define SEINE_QUERY_TIED_VALUES_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "absl/status/status.h"

#include "query/population_scan.h"
#include "query/rank_entry.h"
#include "query/ranked_keys.h"
#include "query/tied_keys.h"

namespace seine {

class TiedValues {
 public:
  // `keys` were kept of the question at that place of the scan.
  TiedValues(const TiedKeys& tied, const RankedKeys& keys) : tied_(tied), keys_(keys) {}

  // Errors: as PopulationScan::Run.
  absl::Status Fill(const PopulationScan& scan, size_t question);
  // What it takes of so many members who have one of the keys.
  static uint64_t BytesOf(uint64_t members) {
    return members * (sizeof(Met) * 2 + sizeof(ValueEntry));
  }

  // Those who have a key of `tied`. May be rearranged.
  std::span<ValueEntry> Of(const GroupKey& key);

 private:
  struct Met {
    size_t number;
    ValueEntry entry;
  };
  void PutTogether(std::vector<std::vector<Met>>& met);

  const TiedKeys& tied_;
  const RankedKeys& keys_;
  std::vector<size_t> begin_;  // of each key's in what follows
  std::vector<ValueEntry> entries_;
};

}  // namespace seine

#endif  // SEINE_QUERY_TIED_VALUES_H_
