// The low bits of consecutive rows of a NumericView, a byte each.
#ifndef SEINE_QUERY_UNPACKED_LOW_H_
#define SEINE_QUERY_UNPACKED_LOW_H_

#include <cstdint>

#include "engine/column_view.h"
#include "engine/kernels.h"

namespace seine {

class UnpackedLow {
 public:
  static constexpr uint32_t kMostRows = 1024;  // at once; what they become stays in the first cache

  // Of the rows from `begin` on, `shift` to the left; valid until the next call. Precondition:
  // view.low_bits > 0.
  const uint8_t* Unpack(const NumericView& view, uint64_t begin, uint32_t rows, int shift) {
    const uint64_t first = begin & ~uint64_t{7};  // eight rows' bits are whole bytes
    ActiveKernels().unpack_low(view.low + first / 8 * static_cast<uint64_t>(view.low_bits),
                               rows + (begin - first), view.low_bits, shift, bytes_);
    return bytes_ + (begin - first);
  }

 private:
  alignas(64) uint8_t bytes_[kMostRows + 64];
};

}  // namespace seine

#endif  // SEINE_QUERY_UNPACKED_LOW_H_
