// A vector of values: one per row of a batch, of one type; and exact comparison of two of them.
//
// Numbers are numerator / (denominator * 10^scale): `small` (int64) or `wide` (int128) numerators,
// and denominators for fractions only. Texts point into the snapshot or the plan. A constant has
// one element for all rows.
#ifndef SEINE_QUERY_VALUE_VECTOR_H_
#define SEINE_QUERY_VALUE_VECTOR_H_

#include <cstdint>
#include <string_view>

#include "absl/numeric/int128.h"

#include "engine/civil_time.h"
#include "query/bound.h"
#include "query/row_batch.h"

namespace seine {

struct ValueVector {
  bound::ValueType type;
  bool constant = false;
  Mask present;                                     // unused for constants (always present)
  RowArena::Buffer<int64_t> small;                  // kNumber, kInstant, kDate, kBool
  RowArena::Buffer<absl::int128> wide;              // kNumber, when set instead of `small`
  RowArena::Buffer<int64_t> denominator;            // fractions; positive where present
  RowArena::Buffer<absl::int128> wide_denominator;  // fractions, when set instead
  RowArena::Buffer<double> real;                    // kReal
  RowArena::Buffer<std::string_view> text;          // kText

  uint32_t Slot(uint32_t i) const { return constant ? 0 : i; }
  absl::int128 Numerator(uint32_t i) const {
    return wide.empty() ? absl::int128(small[Slot(i)]) : wide[Slot(i)];
  }
  absl::int128 Denominator(uint32_t i) const {
    if (!denominator.empty()) return denominator[Slot(i)];
    return wide_denominator.empty() ? absl::int128(1) : wide_denominator[Slot(i)];
  }
  bool Has(uint32_t i) const { return constant || MaskBit(present.data(), i); }
  double Real(uint32_t i) const;  // of kReal and kNumber
};

// Slots for a vector's type: `present` unspecified, numbers as `small`.
void TakeSlots(uint32_t rows, RowArena& arena, ValueVector* out);
// mask &= the rows that have a value.
void AndPresent(const ValueVector& v, uint32_t rows, uint64_t* mask);
// out[i] = from[owner[i]]; `from` may be a constant.
void SpreadVector(const ValueVector& from, const uint32_t* owner, uint32_t rows, RowArena& arena,
                  ValueVector* out);

// The number of slot i as it enters an aggregate, without a fraction: a quotient is rounded half to
// even, to units of 10^-12. False: it takes more than 128 bits.
bool RoundedNumber(const ValueVector& v, uint32_t i, absl::int128* number);

// mask bit i = a[i] op b[i]; false where either is missing. Types are comparable (the binder saw to
// it). A date against an instant is its midnight in `zone`. `ignoring_case`: texts only.
void CompareVectors(bound::CompareOp op, const ValueVector& a, const ValueVector& b, uint32_t rows,
                    const Zone& zone, bool ignoring_case, uint64_t* mask);

}  // namespace seine

#endif  // SEINE_QUERY_VALUE_VECTOR_H_
