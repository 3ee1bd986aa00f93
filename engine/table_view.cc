#include "engine/table_view.h"

#include <algorithm>
#include <limits>

#include "engine/civil_time.h"

namespace seine {

int64_t TileTime(ColumnType type, int64_t value) {
  if (type != ColumnType::kDate) return value;
  int64_t time = 0;
  if (!__builtin_mul_overflow(value, kMicrosPerDay, &time)) return time;
  return value < 0 ? std::numeric_limits<int64_t>::min() : std::numeric_limits<int64_t>::max();
}

std::pair<uint32_t, uint32_t> TableView::MemberRows(uint32_t tile, uint32_t member_in_block) const {
  const uint32_t* group =
      group_begin.data() + size_t{tile} * (kOffsetGroups + 1) + member_in_block / kOffsetGroup;
  const uint16_t* begin = member + group[0];
  const uint16_t* end = member + group[1];
  const auto wanted = static_cast<uint16_t>(member_in_block);
  const uint16_t* first = std::lower_bound(begin, end, wanted);
  const uint16_t* last = std::upper_bound(first, end, wanted);
  return {static_cast<uint32_t>(first - member), static_cast<uint32_t>(last - member)};
}

}  // namespace seine
