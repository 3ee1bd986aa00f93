// Where a match may begin: which rows can be the first, and how their times go together when
// windows count from them.
#ifndef SEINE_QUERY_SEQUENCE_FIRST_H_
#define SEINE_QUERY_SEQUENCE_FIRST_H_

#include <cstdint>
#include <span>
#include <vector>

#include "query/sequence_levels.h"
#include "query/sequence_timing.h"

namespace seine {

// The places of the first level's rows before which the negative steps find nothing. `rows`: of
// every step.
std::vector<uint32_t> FirstRows(const SequenceLevels& levels, std::span<const SequenceEvents> rows);

// Whether a later start may end earlier in some window `of start` (SequenceWindow::EndsEarly).
bool StartsMayCross(const SequenceLevels& levels);

// Splits starts, which ascend, into chains: within one, whoever starts later ends later, or at the
// same time, in every window `of start`. One chain, but for starts near the end of a month or a
// change of the clock.
std::vector<std::vector<int64_t>> StartChains(const SequenceLevels& levels,
                                              std::span<const int64_t> starts);

}  // namespace seine

#endif  // SEINE_QUERY_SEQUENCE_FIRST_H_
