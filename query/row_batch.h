// A batch: at most 2^16 rows of one table in one block, the unit of row vectors; and masks over it.
//
// A batch is either consecutive rows or a list of rows, ascending without repeats unless it says
// otherwise. Row numbers are the part's. A mask is one bit per row of a batch, bit i for the
// batch's i-th row; bits from `count` to the end of the last word are zero.
#ifndef SEINE_QUERY_ROW_BATCH_H_
#define SEINE_QUERY_ROW_BATCH_H_

#include <cstddef>
#include <cstdint>
#include <cstring>

#include "query/row_arena.h"

namespace seine {

inline constexpr uint32_t kBatchRows = 1u << 16;

// Rows of an outer scope that a batch's rows are compared with: of row i, rows[i].
struct OuterRows {
  int scope;
  const uint32_t* rows;
  const OuterRows* next;  // further scopes
};

struct RowBatch {
  int table = 0;
  uint32_t block = 0;  // of the shard
  uint32_t count = 0;
  uint32_t begin = 0;              // when `rows` is null: the rows begin .. begin + count - 1
  const uint32_t* rows = nullptr;  // not owned
  bool ordered = true;             // false: `rows` in any order, with repeats
  const OuterRows* outer = nullptr;

  bool dense() const { return rows == nullptr; }
  uint32_t Row(uint32_t i) const { return rows == nullptr ? begin + i : rows[i]; }
};

inline size_t MaskWords(uint32_t rows) { return (rows + 63) / 64; }

using Mask = RowArena::Buffer<uint64_t>;

// All of these respect the zero tail.
void FillMask(uint64_t* mask, uint32_t rows, bool value);
void InvertMask(uint64_t* mask, uint32_t rows);
uint32_t CountMask(const uint64_t* mask, uint32_t rows);
// Bits [begin, begin + rows) of `words`, moved to bit 0. Reads only words that hold such a bit.
void CopyBits(const uint64_t* words, uint64_t begin, uint32_t rows, uint64_t* mask);
// mask &= those bits.
void AndBits(const uint64_t* words, uint64_t begin, uint32_t rows, uint64_t* mask);

inline bool MaskBit(const uint64_t* mask, uint32_t i) {
  return ((mask[i >> 6] >> (i & 63)) & 1) != 0;
}
inline void SetMaskBit(uint64_t* mask, uint32_t i) { mask[i >> 6] |= uint64_t{1} << (i & 63); }

// Bit i: test(i), of i < n <= 64. Branch-free, and quick where the compiler makes vectors of it.
template <typename Test>
uint64_t PackBits(uint32_t n, Test&& test) {
  uint8_t passed[64] = {};
  if (n == 64) {
    for (uint32_t i = 0; i < 64; ++i) passed[i] = test(i) ? 1 : 0;
  } else {
    for (uint32_t i = 0; i < n; ++i) passed[i] = test(i) ? 1 : 0;
  }
  uint64_t bits = 0;
  for (uint32_t k = 0; k < 8; ++k) {
    uint64_t bytes = 0;
    std::memcpy(&bytes, passed + 8 * k, sizeof(bytes));
    bits |= ((bytes * 0x0102040810204080) >> 56) << (8 * k);  // the low bit of each byte
  }
  return bits;
}

template <typename Fn>
void ForEachBit(const uint64_t* mask, uint32_t rows, Fn&& fn) {
  for (uint32_t first = 0; first < rows; first += 64) {
    uint64_t left = mask[first >> 6];
    if (left == ~uint64_t{0}) {
      for (uint32_t i = 0; i < 64; ++i) fn(first + i);
      continue;
    }
    for (; left != 0; left &= left - 1) fn(first + static_cast<uint32_t>(__builtin_ctzll(left)));
  }
}

}  // namespace seine

#endif  // SEINE_QUERY_ROW_BATCH_H_
