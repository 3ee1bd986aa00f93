#include "query/value_vector.h"

#include <cmath>
#include <utility>

#include "engine/case_fold.h"
#include "engine/planted_bug.h"
#include "query/fraction.h"

namespace seine {
namespace {

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
      b.wide.empty() && !a.type.fraction && !b.type.fraction) {
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
  if (!from.constant) {
    for (uint32_t i = 0; i < rows; ++i) {
      if (MaskBit(from.present.data(), owner[i])) SetMaskBit(out->present.data(), i);
    }
  }
  spread(from.small, &out->small);
  spread(from.wide, &out->wide);
  spread(from.denominator, &out->denominator);
  spread(from.wide_denominator, &out->wide_denominator);
  spread(from.real, &out->real);
  spread(from.text, &out->text);
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
    CompareEach(op, rows, mask,
                [&](uint32_t i) { return Order(a.small[a.Slot(i)], b.small[b.Slot(i)]); });
  }
}

}  // namespace seine
