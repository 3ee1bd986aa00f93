#include "query/row_batch.h"

#include <cstring>

#include "engine/kernels.h"

namespace seine {
namespace {

uint64_t TailMask(uint32_t rows) {
  const uint32_t used = rows & 63;
  return used == 0 ? ~uint64_t{0} : (uint64_t{1} << used) - 1;
}

// Word `w` of the bits [begin, begin + rows).
uint64_t ShiftedWord(const uint64_t* words, uint64_t begin, uint32_t rows, size_t w) {
  const uint64_t first = begin + w * 64;
  const uint32_t shift = first & 63;
  uint64_t value = words[first >> 6] >> shift;
  const uint64_t last = begin + rows - 1;
  if (shift != 0 && (last >> 6) > (first >> 6)) value |= words[(first >> 6) + 1] << (64 - shift);
  return value;
}

}  // namespace

RowArena& RowArena::OfThisThread() {
  thread_local RowArena arena;
  return arena;
}

void FillMask(uint64_t* mask, uint32_t rows, bool value) {
  const size_t words = MaskWords(rows);
  if (words == 0) return;
  std::memset(mask, value ? 0xff : 0, words * sizeof(uint64_t));
  mask[words - 1] &= TailMask(rows);
}

void InvertMask(uint64_t* mask, uint32_t rows) {
  const size_t words = MaskWords(rows);
  if (words == 0) return;
  for (size_t w = 0; w < words; ++w) mask[w] = ~mask[w];
  mask[words - 1] &= TailMask(rows);
}

uint32_t CountMask(const uint64_t* mask, uint32_t rows) {
  const size_t words = MaskWords(rows);
  const size_t whole = words - words % kWordsAtOnce;
  uint32_t count = whole == 0 ? 0 : ActiveKernels().count(mask, whole);
  for (size_t w = whole; w < words; ++w)
    count += static_cast<uint32_t>(__builtin_popcountll(mask[w]));
  return count;
}

void CopyBits(const uint64_t* words, uint64_t begin, uint32_t rows, uint64_t* mask) {
  const size_t n = MaskWords(rows);
  for (size_t w = 0; w < n; ++w) mask[w] = ShiftedWord(words, begin, rows, w);
  if (n != 0) mask[n - 1] &= TailMask(rows);
}

void AndBits(const uint64_t* words, uint64_t begin, uint32_t rows, uint64_t* mask) {
  for (size_t w = 0; w < MaskWords(rows); ++w) mask[w] &= ShiftedWord(words, begin, rows, w);
}

}  // namespace seine
