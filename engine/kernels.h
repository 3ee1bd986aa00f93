// Kernels: the inner loops, one table of functions per instruction set, chosen once at start.
//
// SEINE_SIMD=scalar|avx2|avx512 in the environment forces one that the machine has; nothing else in
// the engine reads the environment. Every table gives the same answers as the scalar one.
// Intrinsics live in kernels_*.cc only.
//
// Preconditions of all kernels: "words" are 64-bit words in multiples of kWordsAtOnce unless a size
// in bits or rows is given; "places" are sorted distinct u16; inputs may be read up
// to kReadPadding bytes past their end, and place outputs written up to 32 values past it. Outputs
// do not overlap inputs unless a kernel says "in place".

#ifndef SEINE_ENGINE_KERNELS_H_
#define SEINE_ENGINE_KERNELS_H_

#include <cstddef>
#include <cstdint>
#include <span>

namespace seine {

// AND of clauses, each the OR of its literals, over words. Clause c has the operands [end(c-1),
// end(c)); of these, those from negated_begin(c) on count as their complement.
struct WordClauses {
  struct Clause {
    uint32_t negated_begin;
    uint32_t end;
  };
  const uint64_t* const* operands;
  const Clause* clauses;
  uint32_t clause_count;
};

// A byte-sparse container: which bytes of the bitset are not zero, then these bytes. In one level
// (top is null) the presence is 1,024 bytes; in two only those of its bytes that are not zero,
// which the bits of `top` tell.
struct ByteSparseView {
  const uint64_t* top;      // 16 words or null
  const uint8_t* presence;  // the bytes follow it
};

// As containers store them: the places first .. first + length_minus_one.
struct PlaceRun {
  uint16_t first;
  uint16_t length_minus_one;
};

// What the widest table takes in a step: four vectors of 64 bytes.
inline constexpr size_t kWordsAtOnce = 32;

inline constexpr uint32_t kMaxByteSparseAtOnce = 16;

// How a kernel brings a container into a bitset that is there.
enum class WordOp : uint8_t { kSet, kOr, kAnd, kAndNot };

// Range over one byte plane: low <= value <= high. Two planes: value = high plane << 8 * low
// plane's width | low plane.
struct Kernels {
  const char* name;

  // ---- words
  uint32_t (*count)(const uint64_t* words, size_t n);
  uint32_t (*count_clauses)(const WordClauses& clauses, size_t n);
  // The same, written to `out` (which may be one of the operands).
  uint32_t (*write_clauses)(const WordClauses& clauses, size_t n, uint64_t* out);
  // Bits set in at least k of the operands (the last ones complemented); `operand_count` < 65,536;
  // out may be an operand.
  uint32_t (*at_least)(uint32_t k, const uint64_t* const* operands, uint32_t negated_begin,
                       uint32_t operand_count, size_t n, uint64_t* out);

  // ---- places
  void (*or_places)(const uint16_t* places, uint32_t n, uint64_t* words);
  // Sorted places of the set bits; returns how many. Room for that many + 32.
  uint32_t (*words_to_places)(const uint64_t* words, size_t n, uint16_t* places);
  uint32_t (*intersect_places)(const uint16_t* a, uint32_t na, const uint16_t* b, uint32_t nb,
                               uint16_t* out);
  uint32_t (*count_intersect_places)(const uint16_t* a, uint32_t na, const uint16_t* b,
                                     uint32_t nb);
  // Places whose bit in `words` equals `wanted`. In place allowed.
  uint32_t (*filter_places)(const uint16_t* places, uint32_t n, const uint64_t* words, bool wanted,
                            uint16_t* out);
  uint32_t (*count_filter_places)(const uint16_t* places, uint32_t n, const uint64_t* words);
  // Sorted distinct u32; how many are in both.
  uint32_t (*count_intersect_offsets)(const uint32_t* a, uint32_t na, const uint32_t* b,
                                      uint32_t nb);

  // ---- byte-sparse
  // 1,024 words `op`= the container.
  void (*expand_bytes)(const ByteSparseView& container, WordOp op, uint64_t* words);
  // AND with a bitset, counted only.
  uint32_t (*count_byte_sparse_and)(const ByteSparseView& container, const uint64_t* words);
  // AND of 1..16 containers and any number of bitsets; writes 1,024 words unless `out` is null;
  // returns the count. Quick if few bytes are present in all containers.
  uint32_t (*intersect_byte_sparse)(const ByteSparseView* containers, uint32_t n,
                                    const uint64_t* const* bitsets, uint32_t bitset_count,
                                    uint64_t* out);
  // Places that are (wanted) or are not in the container. In place allowed.
  uint32_t (*filter_places_sparse)(const uint16_t* places, uint32_t n,
                                   const ByteSparseView& container, bool wanted, uint16_t* out);

  // ---- runs
  // Bits of `words` in any of the ascending, disjoint runs.
  uint32_t (*count_runs_in_words)(const PlaceRun* runs, uint32_t n, const uint64_t* words);
  // The same of a byte-sparse container; n > 0.
  uint32_t (*count_runs_in_sparse)(const PlaceRun* runs, uint32_t n,
                                   const ByteSparseView& container);

  // ---- columns: each writes `rows` bits to `out` (whole words, the last padded with zero bits);
  // `rows` need not be a multiple of anything. They AND into `out` what is there when `narrow` is
  // set.
  void (*range_u8)(const uint8_t* plane, size_t rows, uint8_t low, uint8_t high, bool narrow,
                   uint64_t* out);
  void (*range_u16)(const uint16_t* plane, size_t rows, uint16_t low, uint16_t high, bool narrow,
                    uint64_t* out);
  void (*range_i64)(const int64_t* values, size_t rows, int64_t low, int64_t high, bool narrow,
                    uint64_t* out);
  // Two planes, value = high_plane << (8 * bytes of low plane) | low_plane; the low plane is read
  // only where a row of a vector touches a bound of the high plane.
  void (*range_u8_u8)(const uint8_t* high_plane, const uint8_t* low_plane, size_t rows,
                      uint16_t low, uint16_t high, bool narrow, uint64_t* out);
  void (*range_u16_u8)(const uint16_t* high_plane, const uint8_t* low_plane, size_t rows,
                       uint32_t low, uint32_t high, bool narrow, uint64_t* out);
  void (*range_u16_u16)(const uint16_t* high_plane, const uint16_t* low_plane, size_t rows,
                        uint32_t low, uint32_t high, bool narrow, uint64_t* out);
  // Rows whose code's bit is set in `codes`, a bitset over all values a code can have (u8: 4 words;
  // u16: 1,024 words).
  void (*in_u8)(const uint8_t* column, size_t rows, const uint64_t* codes, bool narrow,
                uint64_t* out);
  void (*in_u16)(const uint16_t* column, size_t rows, const uint64_t* codes, bool narrow,
                 uint64_t* out);
  // Packed values of 1 to 7 bits, value r at bit bits * r, to a byte each, shifted left by `shift`
  // (bits + shift <= 8). Room for rows rounded up to 32.
  void (*unpack_low)(const uint8_t* packed, size_t rows, int bits, int shift, uint8_t* out);
};

// The table in use: the best the machine has, or what SEINE_SIMD forces. The same one for the life
// of the process.
const Kernels& ActiveKernels();

// All tables this machine can run, the scalar one first. For tests and benchmarks.
std::span<const Kernels* const> AvailableKernels();

}  // namespace seine

#endif  // SEINE_ENGINE_KERNELS_H_
