#include "query/value_decode.h"

#include <algorithm>
#include <cstring>

namespace seine {
namespace {

constexpr uint32_t kAtOnce = 512;  // what they become stays in the first cache

template <typename T>
void Append(const T* plane, uint32_t rows, bool first, uint64_t* raws) {
  if (first) {
    for (uint32_t i = 0; i < rows; ++i) raws[i] = plane[i];
  } else {
    for (uint32_t i = 0; i < rows; ++i) raws[i] = (raws[i] << (8 * sizeof(T))) | plane[i];
  }
}

// Eight rows' low bits are whole bytes.
void AppendLow(const NumericView& view, uint64_t begin, uint32_t rows, uint64_t* raws) {
  const int bits = view.low_bits;
  const uint64_t mask = (uint64_t{1} << bits) - 1;
  uint32_t i = 0;
  for (; i < rows && (begin + i) % 8 != 0; ++i) raws[i] = (raws[i] << bits) | view.Low(begin + i);
  for (; i + 8 <= rows; i += 8) {
    uint64_t word = 0;
    std::memcpy(&word, view.low + (begin + i) / 8 * static_cast<uint64_t>(bits), sizeof(word));
    for (uint32_t k = 0; k < 8; ++k) {
      raws[i + k] = (raws[i + k] << bits) | ((word >> (k * static_cast<uint32_t>(bits))) & mask);
    }
  }
  for (; i < rows; ++i) raws[i] = (raws[i] << bits) | view.Low(begin + i);
}

}  // namespace

void DecodeValues(const NumericView& view, const RowBatch& batch, int64_t* out) {
  if (!batch.dense()) {
    for (uint32_t i = 0; i < batch.count; ++i) out[i] = view.Value(batch.rows[i]);
    return;
  }
  auto* raws = reinterpret_cast<uint64_t*>(out);
  for (uint32_t first = 0; first < batch.count; first += kAtOnce, raws += kAtOnce) {
    const uint32_t rows = std::min(batch.count - first, kAtOnce);
    const uint64_t begin = uint64_t{batch.begin} + first;
    if (view.plane_count == 0) std::fill(raws, raws + rows, 0);
    for (int p = 0; p < view.plane_count; ++p) {
      const NumericView::Plane& plane = view.planes[p];
      if (plane.bytes == 1) {
        Append(plane.data + begin, rows, p == 0, raws);
      } else {
        Append(reinterpret_cast<const uint16_t*>(plane.data) + begin, rows, p == 0, raws);
      }
    }
    if (view.low_bits != 0) AppendLow(view, begin, rows, raws);
    const auto min = static_cast<uint64_t>(view.min);
    if (view.gcd == 1) {
      for (uint32_t i = 0; i < rows; ++i) raws[i] += min;
    } else {
      for (uint32_t i = 0; i < rows; ++i) raws[i] = min + raws[i] * view.gcd;
    }
  }
}

}  // namespace seine
