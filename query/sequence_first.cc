#include "query/sequence_first.h"

#include <algorithm>

#include "query/sequence_cursor.h"

namespace seine {
namespace {

// Whether a step before the first level forbids a row there.
bool IsPreceded(const SequenceLevels& levels, size_t step, const SequenceEvent& first,
                SequenceCursor* rows) {
  const SequenceEvent* const before = rows->Before(first.time);
  const SequenceWindow& window = levels.window(step);
  if (before != nullptr && (!window.limited() || before->time >= window.BeginOf(first.time)))
    return true;
  if (!levels.step(step).at_or_after) return false;
  for (const SequenceEvent& event : rows->From(first.time)) {
    if (event.time != first.time) return false;
    if (levels.step(step).table != levels[0].table || event.row != first.row) return true;
  }
  return false;
}

}  // namespace

std::vector<uint32_t> FirstRows(const SequenceLevels& levels,
                                std::span<const SequenceEvents> rows) {
  std::vector<SequenceCursor> opening;
  for (const size_t s : levels.opening()) opening.emplace_back(rows[s]);
  std::vector<uint32_t> places;
  const SequenceEvents first = rows[levels[0].step];
  for (uint32_t i = 0; i < first.size(); ++i) {
    bool preceded = false;
    for (size_t k = 0; k < opening.size() && !preceded; ++k)
      preceded = IsPreceded(levels, levels.opening()[k], first[i], &opening[k]);
    if (!preceded) places.push_back(i);
  }
  return places;
}

bool StartsMayCross(const SequenceLevels& levels) {
  return std::ranges::any_of(levels.of_start(),
                             [&](size_t s) { return levels.window(s).ever_ends_early(); });
}

std::vector<std::vector<int64_t>> StartChains(const SequenceLevels& levels,
                                              std::span<const int64_t> starts) {
  std::vector<std::vector<int64_t>> chains;
  std::vector<std::vector<int64_t>> last;  // of each chain: where its last start's windows end
  for (const int64_t start : starts) {
    std::vector<int64_t> ends;
    for (const size_t s : levels.of_start()) ends.push_back(levels.window(s).EndOf(start));
    size_t c = 0;
    while (c < chains.size() && !std::ranges::equal(last[c], ends, std::less_equal())) ++c;
    if (c == chains.size()) {
      chains.emplace_back();
      last.emplace_back();
    }
    chains[c].push_back(start);
    last[c] = std::move(ends);
  }
  return chains;
}

}  // namespace seine
