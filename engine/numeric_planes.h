// How many planes a NumericView has, how wide each is, and what lies below them.
#ifndef SEINE_ENGINE_NUMERIC_PLANES_H_
#define SEINE_ENGINE_NUMERIC_PLANES_H_

#include <bit>
#include <cstdint>
#include <vector>

namespace seine {

// Bits that a row takes: as many as max_raw needs, or whole bytes where these are at most a tenth
// more, because they are quicker to test.
inline int StoredBits(uint64_t max_raw) {
  const int bits = static_cast<int>(std::bit_width(max_raw));
  const int whole = (bits + 7) / 8 * 8;
  return 10 * whole <= 11 * bits ? whole : bits;
}

// Bytes of each plane, most significant first: pairs of bytes, an odd one last.
inline std::vector<int> PlaneWidths(uint64_t max_raw) {
  int bytes = StoredBits(max_raw) / 8;
  std::vector<int> widths;
  for (; bytes >= 2; bytes -= 2) widths.push_back(2);
  if (bytes == 1) widths.push_back(1);
  return widths;
}

// Bits of a row below the planes, 0 to 7.
inline int LowBits(uint64_t max_raw) { return StoredBits(max_raw) % 8; }

// Bytes of the packed low bits of `rows` rows, before the padding.
inline uint64_t LowBytes(uint64_t rows, int low_bits) {
  return (rows * static_cast<uint64_t>(low_bits) + 7) / 8;
}

}  // namespace seine

#endif  // SEINE_ENGINE_NUMERIC_PLANES_H_
