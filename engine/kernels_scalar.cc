// The scalar table: plain C++ for any machine, and the reference the other tables are tested
// against.

#include "engine/kernel_tables.h"

namespace seine {
namespace {

struct Lanes {
  using V = uint64_t;
  static constexpr size_t kWords = 1;
  static V Load(const uint64_t* p) { return *p; }
  static void Store(uint64_t* p, V v) { *p = v; }
  static V Zero() { return 0; }
  static V Ones() { return ~uint64_t{0}; }
  static V And(V a, V b) { return a & b; }
  static V Or(V a, V b) { return a | b; }
  static V Xor(V a, V b) { return a ^ b; }
  static V AndNot(V a, V b) { return a & ~b; }
  static V OrNot(V a, V b) { return a | ~b; }
  struct Counter {
    uint32_t total = 0;
    void Add(const V (&v)[4]) {
      for (V word : v) total += static_cast<uint32_t>(__builtin_popcountll(word));
    }
    uint32_t Total() const { return total; }
  };
};

struct Masks {
  template <typename T>
  struct Bounds {
    Bounds(T low_bound, T high_bound) : low(low_bound), high(high_bound) {}
    T low, high;
  };
  template <typename T>
  static uint64_t InRange(const T* rows, const Bounds<T>& bounds) {
    uint64_t mask = 0;
    for (size_t i = 0; i < 64; ++i) {
      const bool in = bounds.low <= rows[i] && rows[i] <= bounds.high;
      mask |= static_cast<uint64_t>(in) << i;
    }
    return mask;
  }
  struct ByteSet {
    explicit ByteSet(const uint64_t* bits) : codes(bits) {}
    const uint64_t* codes;
  };
  static uint64_t In(const uint8_t* rows, const ByteSet& set) {
    uint64_t mask = 0;
    for (size_t i = 0; i < 64; ++i) {
      mask |= ((set.codes[rows[i] >> 6] >> (rows[i] & 63)) & 1) << i;
    }
    return mask;
  }
};

// clang-format off: each builds on the ones before
#include "engine/kernel_columns.inc"
#include "engine/kernel_words.inc"
// clang-format on

bool BitAt(const uint64_t* words, uint32_t place) {
  return ((words[place >> 6] >> (place & 63)) & 1) != 0;
}

void OrPlaces(const uint16_t* places, uint32_t n, uint64_t* words) {
  for (uint32_t i = 0; i < n; ++i) words[places[i] >> 6] |= uint64_t{1} << (places[i] & 63);
}

uint32_t WordsToPlaces(const uint64_t* words, size_t n, uint16_t* places) {
  uint32_t count = 0;
  for (size_t w = 0; w < n; ++w) {
    for (uint64_t left = words[w]; left != 0; left &= left - 1) {
      places[count++] = static_cast<uint16_t>(w * 64 + static_cast<size_t>(__builtin_ctzll(left)));
    }
  }
  return count;
}

template <bool kWrite, typename T>
uint32_t Intersect(const T* a, uint32_t na, const T* b, uint32_t nb, T* out) {
  uint32_t i = 0, j = 0, count = 0;
  while (i < na && j < nb) {
    if (a[i] == b[j]) {
      if (kWrite) out[count] = a[i];
      ++count;
    }
    const bool step_a = a[i] <= b[j];
    const bool step_b = b[j] <= a[i];
    i += step_a;
    j += step_b;
  }
  return count;
}

uint32_t IntersectPlaces(const uint16_t* a, uint32_t na, const uint16_t* b, uint32_t nb,
                         uint16_t* out) {
  return Intersect<true>(a, na, b, nb, out);
}

uint32_t CountIntersectPlaces(const uint16_t* a, uint32_t na, const uint16_t* b, uint32_t nb) {
  return Intersect<false, uint16_t>(a, na, b, nb, nullptr);
}

uint32_t CountIntersectOffsets(const uint32_t* a, uint32_t na, const uint32_t* b, uint32_t nb) {
  return Intersect<false, uint32_t>(a, na, b, nb, nullptr);
}

uint32_t FilterPlaces(const uint16_t* places, uint32_t n, const uint64_t* words, bool wanted,
                      uint16_t* out) {
  uint32_t count = 0;
  for (uint32_t i = 0; i < n; ++i) {
    const uint16_t place = places[i];
    out[count] = place;
    count += BitAt(words, place) == wanted;
  }
  return count;
}

uint32_t CountFilterPlaces(const uint16_t* places, uint32_t n, const uint64_t* words) {
  uint32_t count = 0;
  for (uint32_t i = 0; i < n; ++i) count += BitAt(words, places[i]);
  return count;
}

// One level of presence: a bit a byte of the bitset.
struct OneLevel {
  explicit OneLevel(const ByteSparseView& container) {
    bytes = container.presence;
    auto* out = reinterpret_cast<uint8_t*>(presence);
    for (uint32_t w = 0; w < 1024; ++w) {
      out[w] = container.top == nullptr || BitAt(container.top, w) ? *bytes++ : uint8_t{0};
    }
  }
  uint64_t presence[128];
  const uint8_t* bytes;
};

void ExpandBytes(const ByteSparseView& container, WordOp op, uint64_t* words) {
  const OneLevel level(container);
  auto* out = reinterpret_cast<uint8_t*>(words);
  const uint8_t* next = level.bytes;
  for (uint32_t i = 0; i < 8192; ++i) {
    const uint8_t byte = BitAt(level.presence, i) ? *next++ : uint8_t{0};
    switch (op) {
      case WordOp::kSet:
        out[i] = byte;
        break;
      case WordOp::kOr:
        out[i] = static_cast<uint8_t>(out[i] | byte);
        break;
      case WordOp::kAnd:
        out[i] = static_cast<uint8_t>(out[i] & byte);
        break;
      case WordOp::kAndNot:
        out[i] = static_cast<uint8_t>(out[i] & ~byte);
        break;
    }
  }
}

uint32_t CountByteSparseAnd(const ByteSparseView& container, const uint64_t* words) {
  uint64_t result[1024];
  for (uint32_t w = 0; w < 1024; ++w) result[w] = words[w];
  ExpandBytes(container, WordOp::kAnd, result);
  return Count(result, 1024);
}

uint32_t IntersectByteSparse(const ByteSparseView* containers, uint32_t n,
                             const uint64_t* const* bitsets, uint32_t bitset_count, uint64_t* out) {
  uint64_t result[1024];
  ExpandBytes(containers[0], WordOp::kSet, result);
  for (uint32_t c = 1; c < n; ++c) ExpandBytes(containers[c], WordOp::kAnd, result);
  for (uint32_t b = 0; b < bitset_count; ++b) {
    for (uint32_t w = 0; w < 1024; ++w) result[w] &= bitsets[b][w];
  }
  for (uint32_t w = 0; out != nullptr && w < 1024; ++w) out[w] = result[w];
  return Count(result, 1024);
}

uint32_t FilterPlacesSparse(const uint16_t* places, uint32_t n, const ByteSparseView& container,
                            bool wanted, uint16_t* out) {
  uint64_t words[1024];
  ExpandBytes(container, WordOp::kSet, words);
  return FilterPlaces(places, n, words, wanted, out);
}

void UnpackLow(const uint8_t* packed, size_t rows, int bits, int shift, uint8_t* out) {
  const unsigned mask = (1u << bits) - 1;
  for (size_t row = 0; row < rows; ++row) {
    const size_t bit = row * static_cast<size_t>(bits);
    const unsigned pair = packed[bit / 8] | static_cast<unsigned>(packed[bit / 8 + 1]) << 8;
    out[row] = static_cast<uint8_t>(((pair >> (bit % 8)) & mask) << shift);
  }
}

uint32_t CountRunsInWords(const PlaceRun* runs, uint32_t n, const uint64_t* words) {
  uint32_t count = 0;
  for (uint32_t r = 0; r < n; ++r) {
    const uint32_t end = runs[r].first + runs[r].length_minus_one + 1u;
    for (uint32_t place = runs[r].first; place < end; ++place) count += BitAt(words, place);
  }
  return count;
}

uint32_t CountRunsInSparse(const PlaceRun* runs, uint32_t n, const ByteSparseView& container) {
  uint64_t words[1024];
  ExpandBytes(container, WordOp::kSet, words);
  return CountRunsInWords(runs, n, words);
}

}  // namespace

const Kernels kScalarKernels = {
    .name = "scalar",
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
