#include "engine/column_view.h"

#include <algorithm>
#include <bit>
#include <limits>

namespace seine {
namespace {

int64_t FindCode(std::span<const uint32_t> codes, uint32_t code) {
  const auto found = std::lower_bound(codes.begin(), codes.end(), code);
  return found != codes.end() && *found == code ? found - codes.begin() : -1;
}

constexpr uint64_t kSignBit = uint64_t{1} << 63;

}  // namespace

// The bits of a double order as sign and magnitude; below zero the magnitude is turned round.
int64_t OrderedBits(double value) {
  const auto bits = std::bit_cast<uint64_t>(value == 0 ? 0.0 : value);
  return static_cast<int64_t>((bits & kSignBit) != 0 ? ~bits | kSignBit : bits);
}

double FromOrderedBits(int64_t ordered) {
  const auto bits = static_cast<uint64_t>(ordered);
  return std::bit_cast<double>((bits & kSignBit) != 0 ? ~bits | kSignBit : bits);
}

int64_t ValueIndexView::Find(uint32_t code) const { return FindCode(codes, code); }

BitmapView ValueIndexView::At(int64_t index) const {
  const auto i = static_cast<size_t>(index);
  if (header_begin[i] != header_begin[i + 1]) {
    return BitmapView(headers.subspan(header_begin[i], header_begin[i + 1] - header_begin[i]),
                      containers + data_begin[i]);
  }
  return BitmapView(lists.subspan(list_begin[i], list_begin[i + 1] - list_begin[i]));
}

int64_t PostingsView::Find(uint32_t code) const { return FindCode(codes, code); }

}  // namespace seine
