#include "engine/packed_integers.h"

#include <algorithm>
#include <bit>

namespace seine {

PackedIntegers PackedIntegers::Pack(std::span<const int64_t> values) {
  PackedIntegers packed;
  int64_t min = 0;
  int64_t max = 0;
  if (!values.empty()) {
    const auto [least, greatest] = std::minmax_element(values.begin(), values.end());
    min = *least;
    max = *greatest;
  }
  const uint64_t range = static_cast<uint64_t>(max) - static_cast<uint64_t>(min);
  size_t bits = static_cast<size_t>(std::bit_width(range));
  if (bits > 56) bits = 64;
  packed.min_ = static_cast<uint64_t>(min);
  packed.bits_ = bits;
  packed.mask_ = bits == 64 ? ~uint64_t{0} : (uint64_t{1} << bits) - 1;
  packed.bytes_ = (values.size() * bits + 7) / 8 + sizeof(uint64_t);  // a load may reach beyond
  packed.data_ = std::make_unique<uint8_t[]>(packed.bytes_);
  for (size_t i = 0; bits > 0 && i < values.size(); ++i) {
    const uint64_t raw = static_cast<uint64_t>(values[i]) - packed.min_;
    uint8_t* at = packed.data_.get() + (i * bits >> 3);
    uint64_t word;
    std::memcpy(&word, at, sizeof(word));
    word |= raw << (i * bits & 7);
    std::memcpy(at, &word, sizeof(word));
  }
  return packed;
}

}  // namespace seine
