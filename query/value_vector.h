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
  Mask present;                             // unused for constants (always present)
  RowArena::Buffer<int64_t> small;          // kNumber, kInstant, kDate, kBool
  RowArena::Buffer<absl::int128> wide;      // kNumber, when set instead of `small`
  RowArena::Buffer<int64_t> denominator;    // fractions; never 0 where present
  RowArena::Buffer<double> real;            // kReal
  RowArena::Buffer<std::string_view> text;  // kText

  uint32_t Slot(uint32_t i) const { return constant ? 0 : i; }
  absl::int128 Numerator(uint32_t i) const {
    return wide.empty() ? absl::int128(small[Slot(i)]) : wide[Slot(i)];
  }
  int64_t Denominator(uint32_t i) const { return denominator.empty() ? 1 : denominator[Slot(i)]; }
  double Real(uint32_t i) const;  // of kReal and kNumber
};

// -1, 0, 1 as a/(da 10^sa) is less than, equal to or greater than b/(db 10^sb). Exact. Denominators
// are positive, below 2^63; scales 0..38.
int CompareFractions(absl::int128 a, int64_t da, int sa, absl::int128 b, int64_t db, int sb);

// mask bit i = a[i] op b[i]; false where either is missing. Types are comparable (the binder saw to
// it). A date against an instant is its midnight in `zone`.
void CompareVectors(bound::CompareOp op, const ValueVector& a, const ValueVector& b, uint32_t rows,
                    const Zone& zone, uint64_t* mask);

}  // namespace seine

#endif  // SEINE_QUERY_VALUE_VECTOR_H_
