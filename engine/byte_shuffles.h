// Tables of shuffles for the kernels that have no compress or expand instruction.

#ifndef SEINE_ENGINE_BYTE_SHUFFLES_H_
#define SEINE_ENGINE_BYTE_SHUFFLES_H_

#include <cstdint>

namespace seine {

// shuffle[m]: puts the first bytes of a run where m has its bits, zero elsewhere (128 asks PSHUFB
// for zero).
struct ByteShuffles {
  alignas(64) uint8_t shuffle[256][8];
  constexpr ByteShuffles() : shuffle() {
    for (unsigned mask = 0; mask < 256; ++mask) {
      uint8_t next = 0;
      for (unsigned bit = 0; bit < 8; ++bit) {
        shuffle[mask][bit] = (mask >> bit & 1) != 0 ? next++ : uint8_t{128};
      }
    }
  }
};

// shuffle[m]: moves the u16 where m has its bits to the front.
struct PlaceShuffles {
  alignas(64) uint8_t shuffle[256][16];
  constexpr PlaceShuffles() : shuffle() {
    for (unsigned mask = 0; mask < 256; ++mask) {
      unsigned next = 0;
      for (unsigned place = 0; place < 8; ++place) {
        if ((mask >> place & 1) == 0) continue;
        shuffle[mask][2 * next] = static_cast<uint8_t>(2 * place);
        shuffle[mask][2 * next + 1] = static_cast<uint8_t>(2 * place + 1);
        ++next;
      }
      for (; next < 8; ++next) shuffle[mask][2 * next] = shuffle[mask][2 * next + 1] = 128;
    }
  }
};

inline constexpr ByteShuffles kByteShuffles;
inline constexpr PlaceShuffles kPlaceShuffles;

}  // namespace seine

#endif  // SEINE_ENGINE_BYTE_SHUFFLES_H_
