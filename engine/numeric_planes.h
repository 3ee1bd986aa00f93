// How many planes a NumericView has and how wide each is.
#ifndef SEINE_ENGINE_NUMERIC_PLANES_H_
#define SEINE_ENGINE_NUMERIC_PLANES_H_

#include <bit>
#include <cstdint>
#include <vector>

namespace seine {

// Bytes of each plane, most significant first: as few bytes as `max_raw` needs, in pairs, an odd
// one last.
inline std::vector<int> PlaneWidths(uint64_t max_raw) {
  int bytes = (static_cast<int>(std::bit_width(max_raw)) + 7) / 8;
  std::vector<int> widths;
  for (; bytes >= 2; bytes -= 2) widths.push_back(2);
  if (bytes == 1) widths.push_back(1);
  return widths;
}

}  // namespace seine

#endif  // SEINE_ENGINE_NUMERIC_PLANES_H_
