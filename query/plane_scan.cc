#include "query/plane_scan.h"

#include <algorithm>
#include <cstring>

#include "engine/kernels.h"
#include "query/unpacked_low.h"

namespace seine {
namespace {

constexpr uint32_t kChunk = UnpackedLow::kMostRows;
constexpr size_t kChunkWords = kChunk / 64;

const uint8_t* BytesAt(const NumericView::Plane& plane, uint64_t row) { return plane.data + row; }
const uint16_t* PairsAt(const NumericView::Plane& plane, uint64_t row) {
  return reinterpret_cast<const uint16_t*>(plane.data) + row;
}

// high << bits | low.
void Join(const uint8_t* high, const uint8_t* low, uint32_t rows, int bits, uint16_t* out) {
  for (uint32_t i = 0; i < rows; ++i) out[i] = static_cast<uint16_t>(high[i] << bits | low[i]);
}

// A range over a view with low bits, which stand at the top of a byte below other planes.
class LowScan {
 public:
  LowScan(const NumericView& view, std::pair<uint64_t, uint64_t> range)
      : view_(view),
        shift_(view.plane_count == 0 ? 0 : 8 - view.low_bits),
        low_(static_cast<uint32_t>(range.first << shift_)),
        high_(static_cast<uint32_t>((range.second << shift_) | ((uint64_t{1} << shift_) - 1))) {}

  void Chunk(uint64_t begin, uint32_t rows, uint64_t* mask) {
    if (view_.plane_count == 0) {
      kernels_.range_u8(Low(begin, rows), rows, static_cast<uint8_t>(low_),
                        static_cast<uint8_t>(high_), false, mask);
    } else if (view_.planes[0].bytes == 1) {
      kernels_.range_u8_u8(BytesAt(view_.planes[0], begin), Low(begin, rows), rows,
                           static_cast<uint16_t>(low_), static_cast<uint16_t>(high_), false, mask);
    } else if (view_.plane_count == 1) {
      if (Decided(begin, rows, 8, mask)) return;
      kernels_.range_u16_u8(PairsAt(view_.planes[0], begin), Low(begin, rows), rows, low_, high_,
                            false, mask);
    } else {
      if (Decided(begin, rows, 16, mask)) return;
      uint16_t joined[kChunk];
      Join(BytesAt(view_.planes[1], begin), Low(begin, rows), rows, 8, joined);
      kernels_.range_u16_u16(PairsAt(view_.planes[0], begin), joined, rows, low_, high_, false,
                             mask);
    }
  }

 private:
  const uint8_t* Low(uint64_t begin, uint32_t rows) {
    return bytes_.Unpack(view_, begin, rows, shift_);
  }

  // Whether no row of the first plane touches a bound, so that it alone tells; `below` bits lie
  // under it.
  bool Decided(uint64_t begin, uint32_t rows, int below, uint64_t* mask) const {
    const auto low = static_cast<uint16_t>(low_ >> below);
    const auto high = static_cast<uint16_t>(high_ >> below);
    const uint16_t* plane = PairsAt(view_.planes[0], begin);
    uint64_t edges[2][kChunkWords];
    kernels_.range_u16(plane, rows, low, low, false, edges[0]);
    kernels_.range_u16(plane, rows, high, high, false, edges[1]);
    uint64_t touched = 0;
    for (size_t w = 0; w < (rows + 63) / 64; ++w) touched |= edges[0][w] | edges[1][w];
    if (touched != 0) return false;
    kernels_.range_u16(plane, rows, low, high, false, mask);
    return true;
  }

  const NumericView& view_;
  const Kernels& kernels_ = ActiveKernels();
  int shift_;
  uint32_t low_, high_;
  UnpackedLow bytes_;
};

template <typename Fn>
void ForEachChunk(uint64_t begin, uint32_t rows, uint64_t* mask, Fn&& fn) {
  for (uint32_t done = 0; done < rows; done += kChunk) {
    fn(begin + done, std::min(kChunk, rows - done), mask + done / 64);
  }
}

}  // namespace

bool ScanRange(const NumericView& view, std::pair<uint64_t, uint64_t> range, uint64_t begin,
               uint32_t rows, uint64_t* mask) {
  if (view.bits() == 0 || view.bits() > 32) return false;
  if (view.low_bits != 0) {
    LowScan scan(view, range);
    ForEachChunk(begin, rows, mask, [&](auto... chunk) { scan.Chunk(chunk...); });
    return true;
  }
  const Kernels& kernels = ActiveKernels();
  const auto low = static_cast<uint32_t>(range.first);
  const auto high = static_cast<uint32_t>(range.second);
  const auto& p = view.planes;
  if (p[0].bytes == 1) {
    kernels.range_u8(BytesAt(p[0], begin), rows, static_cast<uint8_t>(low),
                     static_cast<uint8_t>(high), false, mask);
  } else if (view.plane_count == 1) {
    kernels.range_u16(PairsAt(p[0], begin), rows, static_cast<uint16_t>(low),
                      static_cast<uint16_t>(high), false, mask);
  } else if (p[1].bytes == 1) {
    kernels.range_u16_u8(PairsAt(p[0], begin), BytesAt(p[1], begin), rows, low, high, false, mask);
  } else {
    kernels.range_u16_u16(PairsAt(p[0], begin), PairsAt(p[1], begin), rows, low, high, false, mask);
  }
  return true;
}

bool ScanIn(const NumericView& view, const uint64_t* raws, uint64_t begin, uint32_t rows,
            uint64_t* mask) {
  if (view.bits() == 0 || view.bits() > 16) return false;
  const Kernels& kernels = ActiveKernels();
  if (view.low_bits == 0) {
    if (view.planes[0].bytes == 1) {
      kernels.in_u8(BytesAt(view.planes[0], begin), rows, raws, false, mask);
    } else {
      kernels.in_u16(PairsAt(view.planes[0], begin), rows, raws, false, mask);
    }
    return true;
  }
  UnpackedLow bytes;
  uint16_t joined[kChunk];
  ForEachChunk(begin, rows, mask, [&](uint64_t first, uint32_t n, uint64_t* out) {
    const uint8_t* low = bytes.Unpack(view, first, n, 0);
    if (view.plane_count == 0) {
      kernels.in_u8(low, n, raws, false, out);
    } else {
      Join(BytesAt(view.planes[0], first), low, n, view.low_bits, joined);
      kernels.in_u16(joined, n, raws, false, out);
    }
  });
  return true;
}

}  // namespace seine
