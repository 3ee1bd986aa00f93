// The bytes that frame a part (docs/store.md), shared by its writer and its reader.
//
//   header     64 bytes: magic, u32 format version, zeros
//   regions    each a multiple of 64 bytes; their arrays begin on multiples of 64, with zeros
//   between directory  the regions' names, places, arrays, numbers and section checksums trailer 32
//   bytes: u64 directory size, u64 directory XXH3-64, u64 file size, magic
#ifndef SEINE_ENGINE_PART_FORMAT_H_
#define SEINE_ENGINE_PART_FORMAT_H_

#include <bit>
#include <cstddef>
#include <cstdint>

namespace seine {

static_assert(std::endian::native == std::endian::little,
              "parts are mapped as they lie: little-endian machines only");

inline constexpr uint32_t kFormatVersion = 1;
inline constexpr char kPartMagic[8] = {'S', 'E', 'I', 'N', 'E', 'P', 'R', 'T'};
inline constexpr char kPartEndMagic[8] = {'S', 'E', 'I', 'N', 'E', 'E', 'N', 'D'};
inline constexpr size_t kPartAlignment = 64;

struct PartHeader {
  char magic[8];
  uint32_t version;
  uint8_t zeros[52];
};
static_assert(sizeof(PartHeader) == kPartAlignment);

struct PartTrailer {
  uint64_t directory_size;
  uint64_t directory_checksum;
  uint64_t file_size;
  char magic[8];
};
static_assert(sizeof(PartTrailer) == 32);

constexpr uint64_t PartAligned(uint64_t size) {
  return (size + kPartAlignment - 1) / kPartAlignment * kPartAlignment;
}

}  // namespace seine

#endif  // SEINE_ENGINE_PART_FORMAT_H_
