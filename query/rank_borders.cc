#include "query/rank_borders.h"

#include <algorithm>

#include "query/rank_select.h"

namespace seine {
namespace {

constexpr uint32_t kGroupsBetweenChecks = 1024;  // between looks at the stop signal

}  // namespace

absl::StatusOr<RankBorders> RankBorders::Make(const RankClasses& classes, const KeyGroups& groups,
                                              const GroupPositions& positions,
                                              const RunLimits& limits) {
  RankBorders borders(classes.top);
  for (uint32_t g = 0; g < groups.count(); ++g) {
    const uint64_t n = groups.Size(g);
    if (n > 0) {
      for (const uint64_t position : classes.begins(g, n))
        borders.Add(g, n, position, positions.Of(g, Ascending(classes.top, position, n)));
    }
    borders.begin_.push_back(borders.borders_.size());
    if (g % kGroupsBetweenChecks != 0) continue;
    if (absl::Status status = limits.Check(); !status.ok()) return status;
  }
  return borders;
}

void RankBorders::Add(uint32_t group, uint64_t n, uint64_t position, const KeyAt& at) {
  const uint64_t ahead = top_ ? n - at.less - at.same : at.less;
  if (position > ahead) {
    ties_.push_back({{group, at.key}, at.same, position - ahead});
    border_.push_back(borders_.size());
  }
  borders_.push_back({InRankOrder(at.key), 0});
}

// Its key puts everyone of them behind the borders here.
void RankBorders::BreakByValue(size_t first, size_t last, std::span<ValueEntry> members) {
  std::vector<uint64_t> before;
  for (size_t t = first; t < last; ++t) before.push_back(ties_[t].before);
  std::vector<ValueEntry> found(before.size());
  SelectAt(members, before, RankOrder{top_}, found.data());
  const uint32_t group = ties_[first].key.group;
  size_t i = 0;
  for (size_t t = first; t < last; ++t) {
    const auto passed = static_cast<uint32_t>(border_[t] - begin_[group]);
    for (; i < ties_[t].before; ++i) exceptions_.push_back({members[i].place, passed});
  }
}

}  // namespace seine
