#include "engine/packed_integers.h"

#include <algorithm>
#include <bit>

#include "engine/common_step.h"

namespace seine {
namespace {

// The common step of the values less `min`; 1 if all are equal.
uint64_t StepAbove(std::span<const int64_t> values, uint64_t min) {
  uint64_t step = 0;
  for (int64_t value : values) {
    step = CommonStep(step, static_cast<uint64_t>(value) - min);
    if (step == 1) break;
  }
  return std::max<uint64_t>(step, 1);
}

}  // namespace

PackedIntegers PackedIntegers::Pack(std::span<const int64_t> values) {
  PackedIntegers packed;
  int64_t min = 0;
  int64_t max = 0;
  if (!values.empty()) {
    const auto [least, greatest] = std::minmax_element(values.begin(), values.end());
    min = *least;
    max = *greatest;
  }
  const uint64_t step = StepAbove(values, static_cast<uint64_t>(min));
  const uint64_t range = (static_cast<uint64_t>(max) - static_cast<uint64_t>(min)) / step;
  size_t bits = static_cast<size_t>(std::bit_width(range));
  if (bits > 56) bits = 64;
  packed.min_ = static_cast<uint64_t>(min);
  packed.step_ = step;
  packed.bits_ = bits;
  packed.mask_ = bits == 64 ? ~uint64_t{0} : (uint64_t{1} << bits) - 1;
  packed.bytes_ = (values.size() * bits + 7) / 8 + sizeof(uint64_t);  // a load may reach beyond
  packed.data_ = std::make_unique<uint8_t[]>(packed.bytes_);
  if (bits == 0) return packed;
  uint8_t* at = packed.data_.get();
  uint64_t word = 0;  // bits that wait to be stored
  size_t filled = 0;
  for (int64_t value : values) {
    uint64_t raw = static_cast<uint64_t>(value) - packed.min_;
    if (step != 1) raw /= step;
    word |= raw << filled;
    filled += bits;
    if (filled < 64) continue;
    std::memcpy(at, &word, sizeof(word));
    at += sizeof(word);
    filled -= 64;
    word = filled == 0 ? 0 : raw >> (bits - filled);
  }
  std::memcpy(at, &word, sizeof(word));
  return packed;
}

}  // namespace seine
