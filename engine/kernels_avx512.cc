// The AVX-512 table (F, BW, VL, VBMI, VBMI2, VPOPCNTDQ). Compress and expand only in their register
// forms: the forms that go to memory are microcoded on some processors.

#include "engine/kernel_tables.h"

#ifdef SEINE_KERNELS_X86
#include <immintrin.h>

#include "engine/byte_shuffles.h"

// GCC 12's own headers pass deliberately undefined registers where a mask makes them irrelevant.
#pragma GCC diagnostic ignored "-Wuninitialized"
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#pragma GCC push_options
#pragma GCC target( \
    "avx2,bmi,bmi2,popcnt,lzcnt,avx512f,avx512bw,avx512vl,avx512dq,avx512vbmi,avx512vbmi2,avx512vpopcntdq")

namespace seine {
namespace {

struct Lanes {
  using V = __m512i;
  static constexpr size_t kWords = 8;
  static V Load(const uint64_t* p) { return _mm512_loadu_si512(p); }
  static void Store(uint64_t* p, V v) { _mm512_storeu_si512(p, v); }
  static V Zero() { return _mm512_setzero_si512(); }
  static V Ones() { return _mm512_set1_epi64(-1); }
  static V And(V a, V b) { return _mm512_and_si512(a, b); }
  static V Or(V a, V b) { return _mm512_or_si512(a, b); }
  static V Xor(V a, V b) { return _mm512_xor_si512(a, b); }
  static V AndNot(V a, V b) { return _mm512_andnot_si512(b, a); }
  static V OrNot(V a, V b) { return _mm512_ternarylogic_epi64(a, b, b, 0xF3); }

  struct Counter {
    // Spelled out: GCC 12 does not give an implicit constructor the target of this file.
    Counter() : total(_mm512_setzero_si512()) {}
    void Add(const V (&v)[4]) {
      const V low = _mm512_add_epi64(_mm512_popcnt_epi64(v[0]), _mm512_popcnt_epi64(v[1]));
      const V high = _mm512_add_epi64(_mm512_popcnt_epi64(v[2]), _mm512_popcnt_epi64(v[3]));
      total = _mm512_add_epi64(total, _mm512_add_epi64(low, high));
    }
    uint32_t Total() const { return static_cast<uint32_t>(_mm512_reduce_add_epi64(total)); }
    V total;
  };
};

struct Masks {
  template <typename T>
  struct Bounds {
    Bounds(T low_bound, T high_bound) : low(low_bound), high(high_bound) {}
    T low, high;
  };
  static uint64_t InRange(const uint8_t* rows, const Bounds<uint8_t>& bounds) {
    const __m512i v = _mm512_loadu_si512(rows);
    return _mm512_cmpge_epu8_mask(v, _mm512_set1_epi8(static_cast<char>(bounds.low))) &
           _mm512_cmple_epu8_mask(v, _mm512_set1_epi8(static_cast<char>(bounds.high)));
  }
  static uint64_t InRange(const uint16_t* rows, const Bounds<uint16_t>& bounds) {
    const __m512i low = _mm512_set1_epi16(static_cast<short>(bounds.low));
    const __m512i high = _mm512_set1_epi16(static_cast<short>(bounds.high));
    uint64_t mask = 0;
    for (int part = 0; part < 2; ++part) {
      const __m512i v = _mm512_loadu_si512(rows + part * 32);
      const uint64_t in = _mm512_cmpge_epu16_mask(v, low) & _mm512_cmple_epu16_mask(v, high);
      mask |= in << (part * 32);
    }
    return mask;
  }
  static uint64_t InRange(const int64_t* rows, const Bounds<int64_t>& bounds) {
    const __m512i low = _mm512_set1_epi64(bounds.low);
    const __m512i high = _mm512_set1_epi64(bounds.high);
    uint64_t mask = 0;
    for (int part = 0; part < 8; ++part) {
      const __m512i v = _mm512_loadu_si512(rows + part * 8);
      const __mmask8 in = _mm512_mask_cmple_epi64_mask(_mm512_cmpge_epi64_mask(v, low), v, high);
      mask |= static_cast<uint64_t>(in) << (part * 8);
    }
    return mask;
  }

  // A bit a code; two registers of 128 codes each are one byte permutation away from a look-up.
  struct ByteSet {
    explicit ByteSet(const uint64_t* codes) {
      alignas(64) uint8_t bytes[64] = {};
      const auto* from = reinterpret_cast<const uint8_t*>(codes);
      for (int i = 0; i < 32; ++i) bytes[i] = from[i];
      set = _mm512_load_si512(bytes);
    }
    __m512i set;
  };
  static uint64_t In(const uint8_t* rows, const ByteSet& set) {
    const __m512i v = _mm512_loadu_si512(rows);
    const __m512i byte = _mm512_and_si512(_mm512_srli_epi16(v, 3), _mm512_set1_epi8(31));
    const __m512i found = _mm512_permutexvar_epi8(byte, set.set);
    const __m512i bit_of = _mm512_set1_epi64(static_cast<long long>(uint64_t{0x8040201008040201}));
    const __m512i bit = _mm512_shuffle_epi8(bit_of, _mm512_and_si512(v, _mm512_set1_epi8(7)));
    return _mm512_test_epi8_mask(found, bit);
  }
};

// clang-format off: each builds on the ones before
#include "engine/kernel_columns.inc"
#include "engine/kernel_words.inc"
#include "engine/kernel_places_x86.inc"
#include "engine/kernel_byte_sparse_avx512.inc"
#include "engine/kernel_runs_x86.inc"
#include "engine/kernel_unpack_x86.inc"
// clang-format on

}  // namespace

const Kernels kAvx512Kernels = {
    .name = "avx512",
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
