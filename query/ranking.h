// Ranks, n-tiles, medians and percentiles of one question: from the members' keys to who is in,
// which tile everybody is in, and what lies in the middle.
//
// Within each group the members fall into classes in rank order; what a node asks for are the
// positions where the classes begin. What lies at all positions that all nodes ask for is looked
// up at once; nothing is sorted.
#ifndef SEINE_QUERY_RANKING_H_
#define SEINE_QUERY_RANKING_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/status/status.h"

#include "query/bound.h"
#include "query/population_scan.h"
#include "query/ranked_keys.h"

namespace seine {

// What is asked, and in the same order the answers.
struct KeyQuestions {
  std::vector<const bound::Rank*> ranks;
  std::vector<const bound::NTile*> tiles;
  std::vector<const bound::PopulationValue*> values;  // of one group, IsAtPosition()

  bool empty() const { return ranks.empty() && tiles.empty() && values.empty(); }
};
struct KeyAnswers {
  std::vector<bound::MemberBits> ranks;
  std::vector<bound::MemberTiles> tiles;
  std::vector<bound::ConstantValue> values;
};

// Whether the keys must have the amounts with them (query/ranked_keys.h).
bool NeedsAmounts(const KeyQuestions& asked, const bound::ValueType& type, bool narrow);

// What keys take of a store with so many members at their largest: while they are kept, and more
// while these are answered.
struct KeyBytes {
  uint64_t kept = 0;
  uint64_t work = 0;
};
KeyBytes BytesOfKeys(uint64_t members, bool grouped, bool amounts);

// `keys` were kept of the question at that place of the scan. `used`: bytes that were counted
// before, BytesOfKeys() among them. Errors: as PopulationScan::Run; ResourceExhausted.
absl::Status AnswerByKeys(const PopulationScan& scan, size_t question, const RankedKeys& keys,
                          const KeyQuestions& asked, uint64_t used, KeyAnswers* answers);

}  // namespace seine

#endif  // SEINE_QUERY_RANKING_H_
