#include "query/value_decode.h"

#include <algorithm>
#include <limits>

#include "query/unpacked_low.h"

namespace seine {
namespace {

constexpr uint32_t kAtOnce = 512;  // what they become stays in the first cache

template <typename Plane, typename Raw>
void Append(const Plane* plane, uint32_t rows, int bits, bool first, Raw* raws) {
  if (first) {
    for (uint32_t i = 0; i < rows; ++i) raws[i] = plane[i];
  } else {
    for (uint32_t i = 0; i < rows; ++i) raws[i] = (raws[i] << bits) | plane[i];
  }
}

// The raw values of at most kAtOnce rows.
template <typename Raw>
void DecodeRaws(const NumericView& view, uint64_t begin, uint32_t rows, UnpackedLow& low,
                Raw* raws) {
  bool first = true;
  for (int p = 0; p < view.plane_count; ++p, first = false) {
    const NumericView::Plane& plane = view.planes[p];
    if (plane.bytes == 1) {
      Append(plane.data + begin, rows, 8, first, raws);
    } else {
      Append(reinterpret_cast<const uint16_t*>(plane.data) + begin, rows, 16, first, raws);
    }
  }
  if (view.low_bits != 0) {
    Append(low.Unpack(view, begin, rows, 0), rows, view.low_bits, first, raws);
  } else if (first) {
    std::fill(raws, raws + rows, Raw{0});
  }
}

// out[i] = min + raws[i] * gcd; of 32 bits, as many multiplications at once as a vector holds.
template <typename Raw>
void Scale(const Raw* raws, uint32_t rows, int64_t min, Raw gcd, uint64_t* out) {
  const auto from = static_cast<uint64_t>(min);
  if (gcd == 1) {
    for (uint32_t i = 0; i < rows; ++i) out[i] = from + raws[i];
  } else {
    for (uint32_t i = 0; i < rows; ++i) out[i] = from + uint64_t{raws[i]} * uint64_t{gcd};
  }
}

template <typename Raw>
void DecodeDense(const NumericView& view, const RowBatch& batch, int64_t* out) {
  alignas(64) Raw raws[kAtOnce];
  UnpackedLow low;
  auto* values = reinterpret_cast<uint64_t*>(out);
  for (uint32_t done = 0; done < batch.count; done += kAtOnce) {
    const uint32_t rows = std::min(batch.count - done, kAtOnce);
    DecodeRaws(view, uint64_t{batch.begin} + done, rows, low, raws);
    Scale(raws, rows, view.min, static_cast<Raw>(view.gcd), values + done);
  }
}

template <typename T>
void AppendListed(const T* plane, const uint32_t* rows, uint32_t n, uint64_t* raws) {
  for (uint32_t i = 0; i < n; ++i) raws[i] = (raws[i] << (8 * sizeof(T))) | plane[rows[i]];
}

void DecodeListed(const NumericView& view, const RowBatch& batch, int64_t* out) {
  auto* raws = reinterpret_cast<uint64_t*>(out);
  for (uint32_t done = 0; done < batch.count; done += kAtOnce, raws += kAtOnce) {
    const uint32_t* const rows = batch.rows + done;
    const uint32_t n = std::min(batch.count - done, kAtOnce);
    std::fill(raws, raws + n, uint64_t{0});
    for (int p = 0; p < view.plane_count; ++p) {
      const NumericView::Plane& plane = view.planes[p];
      if (plane.bytes == 1) {
        AppendListed(plane.data, rows, n, raws);
      } else {
        AppendListed(reinterpret_cast<const uint16_t*>(plane.data), rows, n, raws);
      }
    }
    if (view.low_bits != 0) {
      for (uint32_t i = 0; i < n; ++i) raws[i] = (raws[i] << view.low_bits) | view.Low(rows[i]);
    }
    Scale(raws, n, view.min, view.gcd, raws);
  }
}

}  // namespace

void DecodeValues(const NumericView& view, const RowBatch& batch, int64_t* out) {
  constexpr uint64_t kMost = std::numeric_limits<uint32_t>::max();
  if (!batch.dense()) {
    DecodeListed(view, batch, out);
  } else if (view.bits() <= 32 && view.gcd <= kMost) {
    DecodeDense<uint32_t>(view, batch, out);
  } else {
    DecodeDense<uint64_t>(view, batch, out);
  }
}

}  // namespace seine
