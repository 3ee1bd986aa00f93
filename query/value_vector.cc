#include "query/value_vector.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <utility>

#include "engine/case_fold.h"
#include "engine/kernels.h"
#include "engine/planted_bug.h"
#include "query/fraction.h"

namespace seine {
namespace {

template <typename T>
int Order(const T& a, const T& b) {
  return (b < a ? 1 : 0) - (a < b ? 1 : 0);
}

// Calls fn with what the operator asks of two numbers.
template <typename Fn>
void VisitOperator(bound::CompareOp op, Fn&& fn) {
  switch (op) {
    case bound::CompareOp::kEqual:
      return fn(std::equal_to<>());
    case bound::CompareOp::kNotEqual:
      return fn(std::not_equal_to<>());
    case bound::CompareOp::kLess:
      return fn(std::less<>());
    case bound::CompareOp::kLessEqual:
      return fn(std::less_equal<>());
    case bound::CompareOp::kGreater:
      return fn(std::greater<>());
    case bound::CompareOp::kGreaterEqual:
      return fn(std::greater_equal<>());
  }
}

// Of the rows in the mask alone, whose order costs more.
template <typename OrderFn>
void CompareEach(bound::CompareOp op, uint32_t rows, uint64_t* mask, OrderFn&& order) {
  VisitOperator(op, [&](auto holds) {
    for (uint32_t first = 0; first < rows; first += 64) {
      uint64_t word = 0;
      for (uint64_t left = mask[first >> 6]; left != 0; left &= left - 1) {
        const auto bit = static_cast<uint32_t>(__builtin_ctzll(left));
        word |= uint64_t{holds(order(first + bit), 0)} << bit;
      }
      mask[first >> 6] = word;
    }
  });
}

template <typename Holds>
void NarrowEach(uint32_t rows, uint64_t* mask, Holds&& holds) {
  for (uint32_t first = 0; first < rows; first += 64) {
    mask[first >> 6] &=
        PackBits(std::min(rows - first, 64u), [&](uint32_t i) { return holds(first + i); });
  }
}

// `v op y` as low <= v <= high; nothing when low is above high. Not of kNotEqual.
std::pair<int64_t, int64_t> RangeOf(bound::CompareOp op, int64_t y) {
  constexpr std::pair<int64_t, int64_t> kNothing{1, 0};
  switch (op) {
    case bound::CompareOp::kLess:
      return y == INT64_MIN ? kNothing : std::pair{INT64_MIN, y - 1};
    case bound::CompareOp::kLessEqual:
      return {INT64_MIN, y};
    case bound::CompareOp::kGreater:
      return y == INT64_MAX ? kNothing : std::pair{y + 1, INT64_MAX};
    case bound::CompareOp::kGreaterEqual:
      return {y, INT64_MAX};
    case bound::CompareOp::kEqual:
    case bound::CompareOp::kNotEqual:
      break;
  }
  return {y, y};
}

// Numbers of 64 bits in the same unit: those of missing values, too, which the mask leaves out.
void CompareSmall(bound::CompareOp op, const ValueVector& a, const ValueVector& b, uint32_t rows,
                  uint64_t* mask) {
  const int64_t* const left = a.small.data();
  const int64_t* const right = b.small.data();
  if (b.constant && !a.constant && op != bound::CompareOp::kNotEqual) {
    const auto [low, high] = RangeOf(op, right[0]);
    ActiveKernels().range_i64(left, rows, low, high, true, mask);
    return;
  }
  VisitOperator(op, [&](auto holds) {
    if (a.constant) {
      NarrowEach(rows, mask, [&, x = left[0]](uint32_t i) { return holds(x, right[b.Slot(i)]); });
    } else if (b.constant) {
      NarrowEach(rows, mask, [&, y = right[0]](uint32_t i) { return holds(left[i], y); });
    } else {
      NarrowEach(rows, mask, [&](uint32_t i) { return holds(left[i], right[i]); });
    }
  });
}

bool Of64Bits(const ValueVector& v) { return v.wide.empty() && v.wide_denominator.empty(); }

// Numbers and fractions of 64 bits above and below the line: false, and nothing is done, for any
// others. Brought to one unit, both sides times the other's denominator fit into 128 bits.
bool CompareFractionsOf64(bound::CompareOp op, const ValueVector& a, const ValueVector& b,
                          uint32_t rows, uint64_t* mask) {
  constexpr int kMostDigits = 18;
  const int digits = a.type.scale - b.type.scale;
  if (!Of64Bits(a) || !Of64Bits(b) || digits < -kMostDigits || digits > kMostDigits) return false;
  const auto unit_a = static_cast<int64_t>(PowerOfTen(std::max(-digits, 0)));
  const auto unit_b = static_cast<int64_t>(PowerOfTen(std::max(digits, 0)));
  const auto below = [](const ValueVector& v, uint32_t i) {
    return v.denominator.empty() ? 1 : v.denominator[v.Slot(i)];
  };
  CompareEach(op, rows, mask, [&](uint32_t i) {
    int64_t x = 0;
    int64_t y = 0;
    if (__builtin_mul_overflow(a.small[a.Slot(i)], unit_a, &x) ||
        __builtin_mul_overflow(b.small[b.Slot(i)], unit_b, &y)) {
      return CompareFractions(a.Numerator(i), a.Denominator(i), a.type.scale, b.Numerator(i),
                              b.Denominator(i), b.type.scale);
    }
    return Order(static_cast<__int128>(x) * below(b, i), static_cast<__int128>(y) * below(a, i));
  });
  return true;
}

int64_t AsInstant(const ValueVector& v, uint32_t i, const Zone& zone) {
  const int64_t value = v.small[v.Slot(i)];
  return v.type.kind == bound::ValueKind::kDate ? zone.Midnight(value) : value;
}

void CompareNumbers(bound::CompareOp op, const ValueVector& a, const ValueVector& b, uint32_t rows,
                    uint64_t* mask) {
  if ((a.type.scale == b.type.scale || Planted("decimal-scale")) && a.wide.empty() &&
      b.wide.empty() && !a.type.fraction && !b.type.fraction) {
    CompareSmall(op, a, b, rows, mask);
    return;
  }
  if (CompareFractionsOf64(op, a, b, rows, mask)) return;
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

void TakeSlots(uint32_t rows, RowArena& arena, ValueVector* out) {
  out->present = arena.Take<uint64_t>(MaskWords(rows) + 8);
  if (out->type.kind == bound::ValueKind::kReal) {
    out->real = arena.Take<double>(rows);
  } else if (out->type.kind == bound::ValueKind::kText) {
    out->text = arena.Take<std::string_view>(rows);
  } else {
    out->small = arena.Take<int64_t>(rows);
  }
}

void AndPresent(const ValueVector& v, uint32_t rows, uint64_t* mask) {
  if (v.constant) return;
  for (size_t w = 0; w < MaskWords(rows); ++w) mask[w] &= v.present[w];
}

void SpreadVector(const ValueVector& from, const uint32_t* owner, uint32_t rows, RowArena& arena,
                  ValueVector* out) {
  out->type = from.type;
  out->present = arena.Take<uint64_t>(MaskWords(rows) + 8);
  FillMask(out->present.data(), rows, from.constant);
  const auto spread = [&]<typename T>(const RowArena::Buffer<T>& source, RowArena::Buffer<T>* to) {
    if (source.empty()) return;
    *to = arena.Take<T>(rows);
    for (uint32_t i = 0; i < rows; ++i) (*to)[i] = source[from.Slot(owner[i])];
  };
  for (uint32_t first = 0; first < rows && !from.constant; first += 64) {
    out->present[first >> 6] = PackBits(std::min(rows - first, 64u), [&](uint32_t i) {
      return MaskBit(from.present.data(), owner[first + i]);
    });
  }
  spread(from.small, &out->small);
  spread(from.wide, &out->wide);
  spread(from.denominator, &out->denominator);
  spread(from.wide_denominator, &out->wide_denominator);
  spread(from.real, &out->real);
  spread(from.text, &out->text);
}

bool RoundedNumber(const ValueVector& v, uint32_t i, absl::int128* number) {
  *number = v.Numerator(i);
  if (!v.type.fraction) return true;
  return RoundToTwelve({*number, v.Denominator(i)}, v.type.scale, number);
}

void CompareVectors(bound::CompareOp op, const ValueVector& a, const ValueVector& b, uint32_t rows,
                    const Zone& zone, bool ignoring_case, uint64_t* mask) {
  FillMask(mask, rows, true);
  AndPresent(a, rows, mask);
  AndPresent(b, rows, mask);
  using bound::ValueKind;
  if (a.type.kind == ValueKind::kText && ignoring_case) {
    CompareEach(op, rows, mask, [&](uint32_t i) {
      return Order(FoldCase(a.text[a.Slot(i)]), FoldCase(b.text[b.Slot(i)]));
    });
  } else if (a.type.kind == ValueKind::kText) {
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
    CompareSmall(op, a, b, rows, mask);
  }
}

}  // namespace seine
