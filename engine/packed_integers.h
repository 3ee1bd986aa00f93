// Integers packed to the fewest bits that their own minimum, maximum and common step need.
#ifndef SEINE_ENGINE_PACKED_INTEGERS_H_
#define SEINE_ENGINE_PACKED_INTEGERS_H_

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <span>

namespace seine {

// Immutable once made; safe to read from many threads. The default holds nothing.
class PackedIntegers {
 public:
  PackedIntegers() = default;
  static PackedIntegers Pack(std::span<const int64_t> values);

  // Precondition: i is below the number of packed values.
  int64_t At(size_t i) const {
    const size_t bit = i * bits_;
    uint64_t word;
    std::memcpy(&word, data_.get() + (bit >> 3), sizeof(word));
    return static_cast<int64_t>(min_ + ((word >> (bit & 7)) & mask_) * step_);
  }
  size_t MemoryBytes() const { return bytes_; }

 private:
  uint64_t min_ = 0;
  uint64_t step_ = 1;  // divides each value less min_
  uint64_t mask_ = 0;
  size_t bits_ = 0;  // 0 to 56, or 64, so that one unaligned load holds any value
  size_t bytes_ = 0;
  std::unique_ptr<uint8_t[]> data_;
};

}  // namespace seine

#endif  // SEINE_ENGINE_PACKED_INTEGERS_H_
