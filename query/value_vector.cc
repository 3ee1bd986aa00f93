#include "query/value_vector.h"

#include <cmath>
#include <utility>

#include "engine/planted_bug.h"

namespace seine {
namespace {

using absl::int128;
using absl::uint128;

uint128 UnsignedPowerOfTen(int n) {
  uint128 power = 1;
  for (int i = 0; i < n; ++i) power *= 10;
  return power;
}

uint128 Magnitude(int128 value) {
  return value < 0 ? uint128(0) - static_cast<uint128>(value) : static_cast<uint128>(value);
}

// An unsigned number of 384 bits: enough for 128 (numerator) + 63 (denominator) + 127 (10^38).
struct Wide {
  uint64_t limb[6] = {};
};

Wide Multiply(const Wide& a, uint64_t b) {
  Wide product;
  uint64_t carry = 0;
  for (int i = 0; i < 6; ++i) {
    const uint128 sum = uint128(a.limb[i]) * b + carry;
    product.limb[i] = absl::Uint128Low64(sum);
    carry = absl::Uint128High64(sum);
  }
  return product;
}

Wide Scaled(uint128 numerator, int64_t other_denominator, int other_scale) {
  Wide value;
  value.limb[0] = absl::Uint128Low64(numerator);
  value.limb[1] = absl::Uint128High64(numerator);
  value = Multiply(value, static_cast<uint64_t>(other_denominator));
  for (int left = other_scale; left > 0;) {
    const int step = left > 18 ? 18 : left;
    value = Multiply(value, absl::Uint128Low64(UnsignedPowerOfTen(step)));
    left -= step;
  }
  return value;
}

int CompareWide(const Wide& a, const Wide& b) {
  for (int i = 5; i >= 0; --i) {
    if (a.limb[i] != b.limb[i]) return a.limb[i] < b.limb[i] ? -1 : 1;
  }
  return 0;
}

bool Holds(bound::CompareOp op, int order) {
  switch (op) {
    case bound::CompareOp::kEqual:
      return order == 0;
    case bound::CompareOp::kNotEqual:
      return order != 0;
    case bound::CompareOp::kLess:
      return order < 0;
    case bound::CompareOp::kLessEqual:
      return order <= 0;
    case bound::CompareOp::kGreater:
      return order > 0;
    case bound::CompareOp::kGreaterEqual:
      return order >= 0;
  }
  return false;
}

template <typename T>
int Order(const T& a, const T& b) {
  return a < b ? -1 : (b < a ? 1 : 0);
}

template <typename OrderFn>
void CompareEach(bound::CompareOp op, uint32_t rows, uint64_t* mask, OrderFn&& order) {
  for (uint32_t first = 0; first < rows; first += 64) {
    const uint64_t candidates = mask[first >> 6];
    uint64_t word = 0;
    for (uint64_t left = candidates; left != 0; left &= left - 1) {
      const auto bit = static_cast<uint32_t>(__builtin_ctzll(left));
      word |= static_cast<uint64_t>(Holds(op, order(first + bit))) << bit;
    }
    mask[first >> 6] = word;
  }
}

int64_t AsInstant(const ValueVector& v, uint32_t i, const Zone& zone) {
  const int64_t value = v.small[v.Slot(i)];
  return v.type.kind == bound::ValueKind::kDate ? zone.Midnight(value) : value;
}

void CompareNumbers(bound::CompareOp op, const ValueVector& a, const ValueVector& b, uint32_t rows,
                    uint64_t* mask) {
  if ((a.type.scale == b.type.scale || Planted("decimal-scale")) && a.wide.empty() &&
      b.wide.empty() && a.denominator.empty() && b.denominator.empty()) {
    CompareEach(op, rows, mask,
                [&](uint32_t i) { return Order(a.small[a.Slot(i)], b.small[b.Slot(i)]); });
    return;
  }
  CompareEach(op, rows, mask, [&](uint32_t i) {
    return CompareFractions(a.Numerator(i), a.Denominator(i), a.type.scale, b.Numerator(i),
                            b.Denominator(i), b.type.scale);
  });
}

}  // namespace

double ValueVector::Real(uint32_t i) const {
  if (type.kind == bound::ValueKind::kReal) return real[Slot(i)];
  return static_cast<double>(Numerator(i)) / static_cast<double>(Denominator(i)) /
         std::pow(10.0, type.scale);
}

int CompareFractions(int128 a, int64_t da, int sa, int128 b, int64_t db, int sb) {
  const bool a_negative = a < 0;
  const bool b_negative = b < 0;
  if (a_negative != b_negative) return a_negative ? -1 : 1;
  const int common = sa < sb ? sa : sb;
  const int order =
      CompareWide(Scaled(Magnitude(a), db, sb - common), Scaled(Magnitude(b), da, sa - common));
  return a_negative ? -order : order;
}

void CompareVectors(bound::CompareOp op, const ValueVector& a, const ValueVector& b, uint32_t rows,
                    const Zone& zone, uint64_t* mask) {
  FillMask(mask, rows, true);
  for (const ValueVector* v : {&a, &b}) {
    if (v->constant) continue;
    for (size_t w = 0; w < MaskWords(rows); ++w) mask[w] &= v->present[w];
  }
  using bound::ValueKind;
  if (a.type.kind == ValueKind::kText) {
    CompareEach(op, rows, mask,
                [&](uint32_t i) { return Order(a.text[a.Slot(i)], b.text[b.Slot(i)]); });
  } else if (a.type.kind == ValueKind::kReal || b.type.kind == ValueKind::kReal) {
    CompareEach(op, rows, mask, [&](uint32_t i) { return Order(a.Real(i), b.Real(i)); });
  } else if (a.type.kind == ValueKind::kNumber) {
    CompareNumbers(op, a, b, rows, mask);
  } else if (a.type.kind != b.type.kind) {
    CompareEach(op, rows, mask,
                [&](uint32_t i) { return Order(AsInstant(a, i, zone), AsInstant(b, i, zone)); });
  } else {
    CompareEach(op, rows, mask,
                [&](uint32_t i) { return Order(a.small[a.Slot(i)], b.small[b.Slot(i)]); });
  }
}

}  // namespace seine
