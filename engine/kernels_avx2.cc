// The AVX2 table (with BMI and POPCNT).

#include "engine/kernel_tables.h"

#ifdef SEINE_KERNELS_X86
#include <immintrin.h>

#include "engine/byte_shuffles.h"

#pragma GCC push_options
#pragma GCC target("avx2,bmi,bmi2,popcnt,lzcnt")

namespace seine {
namespace {

struct Lanes {
  using V = __m256i;
  static constexpr size_t kWords = 4;
  static V Load(const uint64_t* p) {
    return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(p));
  }
  static void Store(uint64_t* p, V v) { _mm256_storeu_si256(reinterpret_cast<__m256i*>(p), v); }
  static V Zero() { return _mm256_setzero_si256(); }
  static V Ones() { return _mm256_set1_epi8(-1); }
  static V And(V a, V b) { return _mm256_and_si256(a, b); }
  static V Or(V a, V b) { return _mm256_or_si256(a, b); }
  static V Xor(V a, V b) { return _mm256_xor_si256(a, b); }
  static V AndNot(V a, V b) { return _mm256_andnot_si256(b, a); }
  static V OrNot(V a, V b) { return _mm256_or_si256(a, _mm256_xor_si256(b, Ones())); }

  // Bytes hold counts of at most 32, so one horizontal sum serves four vectors (Mula, Kurz and
  // Lemire, 2018).
  struct Counter {
    // Spelled out: GCC 12 does not give an implicit constructor the target of this file.
    Counter() : total(_mm256_setzero_si256()) {}
    static V BytesOf(V v) {
      const V counts = _mm256_setr_epi8(0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4, 0, 1, 1, 2,
                                        1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4);
      const V nibble = _mm256_set1_epi8(15);
      const V low = _mm256_shuffle_epi8(counts, _mm256_and_si256(v, nibble));
      const V high = _mm256_shuffle_epi8(counts, _mm256_and_si256(_mm256_srli_epi16(v, 4), nibble));
      return _mm256_add_epi8(low, high);
    }
    void Add(const V (&v)[4]) {
      const V bytes = _mm256_add_epi8(_mm256_add_epi8(BytesOf(v[0]), BytesOf(v[1])),
                                      _mm256_add_epi8(BytesOf(v[2]), BytesOf(v[3])));
      total = _mm256_add_epi64(total, _mm256_sad_epu8(bytes, _mm256_setzero_si256()));
    }
    uint32_t Total() const {
      const __m128i half =
          _mm_add_epi64(_mm256_castsi256_si128(total), _mm256_extracti128_si256(total, 1));
      return static_cast<uint32_t>(_mm_cvtsi128_si64(half) + _mm_extract_epi64(half, 1));
    }
    V total;
  };
};

uint32_t Mask32(__m256i bytes) { return static_cast<uint32_t>(_mm256_movemask_epi8(bytes)); }

template <typename T>
__m256i LoadRows(const T* rows) {
  return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(rows));
}

struct Masks {
  // v in [low, high] if and only if v - low <= high - low, unsigned.
  template <typename T>
  struct Bounds;
  static uint64_t InRange(const uint8_t* rows, const Bounds<uint8_t>& bounds);
  static uint64_t InRange(const uint16_t* rows, const Bounds<uint16_t>& bounds);
  static uint64_t InRange(const int64_t* rows, const Bounds<int64_t>& bounds);

  // Row c of a 16 x 16 bit matrix is found by its low nibble, the column by its high one.
  struct ByteSet {
    explicit ByteSet(const uint64_t* codes) {
      alignas(16) uint8_t below[16] = {};
      alignas(16) uint8_t above[16] = {};
      for (unsigned c = 0; c < 256; ++c) {
        const unsigned bit = (codes[c >> 6] >> (c & 63)) & 1;
        uint8_t* half = c < 128 ? below : above;
        half[c & 15] = static_cast<uint8_t>(half[c & 15] | (bit << ((c >> 4) & 7)));
      }
      low = _mm256_broadcastsi128_si256(_mm_load_si128(reinterpret_cast<__m128i*>(below)));
      high = _mm256_broadcastsi128_si256(_mm_load_si128(reinterpret_cast<__m128i*>(above)));
    }
    __m256i low, high;
  };
  static __m256i InBytes(__m256i v, const ByteSet& set) {
    const __m256i bit_of =
        _mm256_setr_epi8(1, 2, 4, 8, 16, 32, 64, -128, 1, 2, 4, 8, 16, 32, 64, -128, 1, 2, 4, 8, 16,
                         32, 64, -128, 1, 2, 4, 8, 16, 32, 64, -128);
    const __m256i nibble = _mm256_set1_epi8(15);
    const __m256i low_nibble = _mm256_and_si256(v, nibble);
    const __m256i bit =
        _mm256_shuffle_epi8(bit_of, _mm256_and_si256(_mm256_srli_epi16(v, 4), nibble));
    const __m256i row = _mm256_blendv_epi8(_mm256_shuffle_epi8(set.low, low_nibble),
                                           _mm256_shuffle_epi8(set.high, low_nibble), v);
    return _mm256_cmpeq_epi8(_mm256_and_si256(row, bit), bit);
  }
  static uint64_t In(const uint8_t* rows, const ByteSet& set) {
    return Mask32(InBytes(LoadRows(rows), set)) |
           static_cast<uint64_t>(Mask32(InBytes(LoadRows(rows + 32), set))) << 32;
  }
};

template <>
struct Masks::Bounds<uint8_t> {
  Bounds(uint8_t low_bound, uint8_t high_bound)
      : low(_mm256_set1_epi8(static_cast<char>(low_bound))),
        width(_mm256_set1_epi8(static_cast<char>(high_bound - low_bound))) {}
  __m256i In(__m256i v) const {
    const __m256i d = _mm256_sub_epi8(v, low);
    return _mm256_cmpeq_epi8(_mm256_min_epu8(d, width), d);
  }
  __m256i low, width;
};

template <>
struct Masks::Bounds<uint16_t> {
  Bounds(uint16_t low_bound, uint16_t high_bound)
      : low(_mm256_set1_epi16(static_cast<short>(low_bound))),
        width(_mm256_set1_epi16(static_cast<short>(high_bound - low_bound))) {}
  __m256i In(__m256i v) const {
    const __m256i d = _mm256_sub_epi16(v, low);
    return _mm256_cmpeq_epi16(_mm256_min_epu16(d, width), d);
  }
  __m256i low, width;
};

template <>
struct Masks::Bounds<int64_t> {
  Bounds(int64_t low_bound, int64_t high_bound)
      : low(_mm256_set1_epi64x(low_bound)), high(_mm256_set1_epi64x(high_bound)) {}
  __m256i Outside(__m256i v) const {
    return _mm256_or_si256(_mm256_cmpgt_epi64(low, v), _mm256_cmpgt_epi64(v, high));
  }
  __m256i low, high;
};

uint64_t Masks::InRange(const uint8_t* rows, const Bounds<uint8_t>& bounds) {
  return Mask32(bounds.In(LoadRows(rows))) |
         static_cast<uint64_t>(Mask32(bounds.In(LoadRows(rows + 32)))) << 32;
}

uint64_t Masks::InRange(const uint16_t* rows, const Bounds<uint16_t>& bounds) {
  uint64_t mask = 0;
  for (int half = 0; half < 2; ++half) {
    const __m256i packed = _mm256_packs_epi16(bounds.In(LoadRows(rows + half * 32)),
                                              bounds.In(LoadRows(rows + half * 32 + 16)));
    mask |= static_cast<uint64_t>(Mask32(_mm256_permute4x64_epi64(packed, 0xD8))) << (half * 32);
  }
  return mask;
}

uint64_t Masks::InRange(const int64_t* rows, const Bounds<int64_t>& bounds) {
  uint64_t outside = 0;
  for (int part = 0; part < 16; ++part) {
    const __m256d four = _mm256_castsi256_pd(bounds.Outside(LoadRows(rows + part * 4)));
    outside |= static_cast<uint64_t>(_mm256_movemask_pd(four)) << (part * 4);
  }
  return ~outside;
}

// clang-format off: each builds on the ones before
#include "engine/kernel_columns.inc"
#include "engine/kernel_words.inc"
#include "engine/kernel_places_x86.inc"
#include "engine/kernel_byte_sparse_avx2.inc"
#include "engine/kernel_runs_x86.inc"
#include "engine/kernel_unpack_x86.inc"
// clang-format on

}  // namespace

const Kernels kAvx2Kernels = {
    .name = "avx2",
    .count = Count,
    .count_clauses = CountClauses,
    .write_clauses = WriteClauses,
    .at_least = AtLeast,
    .or_places = OrPlaces,
    .words_to_places = WordsToPlaces,
    .intersect_places = IntersectPlaces,
    .count_intersect_places = CountIntersectPlaces,
    .filter_places = FilterPlaces,
    .count_filter_places = CountFilterPlaces,
    .count_intersect_offsets = CountIntersectOffsets,
    .expand_bytes = ExpandBytes,
    .count_byte_sparse_and = CountByteSparseAnd,
    .intersect_byte_sparse = IntersectByteSparse,
    .filter_places_sparse = FilterPlacesSparse,
    .count_runs_in_words = CountRunsInWords,
    .count_runs_in_sparse = CountRunsInSparse,
    .range_u8 = Range<uint8_t>,
    .range_u16 = Range<uint16_t>,
    .range_i64 = Range<int64_t>,
    .range_u8_u8 = SplitRange<uint8_t, uint8_t, uint16_t>,
    .range_u16_u8 = SplitRange<uint16_t, uint8_t, uint32_t>,
    .range_u16_u16 = SplitRange<uint16_t, uint16_t, uint32_t>,
    .in_u8 = InU8,
    .in_u16 = InU16,
    .unpack_low = UnpackLow,
};

}  // namespace seine

#pragma GCC pop_options
#endif  // SEINE_KERNELS_X86
