#include "bench/flat_loop.h"

#ifdef __x86_64__
#pragma GCC push_options
#pragma GCC optimize("O3")
#define SEINE_FLAT_CLONES \
  __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define SEINE_FLAT_CLONES
#endif

namespace seine::bench {
namespace {

// Four places at a time: the compiler's own popcount of a vector is slow, that of a word is not.
template <typename Fn>
inline __attribute__((always_inline)) uint64_t CountWords(size_t n, Fn word) {
  uint64_t a = 0, b = 0, c = 0, d = 0;
  for (size_t i = 0; i < n; i += 4) {
    a += static_cast<uint64_t>(__builtin_popcountll(word(i)));
    b += static_cast<uint64_t>(__builtin_popcountll(word(i + 1)));
    c += static_cast<uint64_t>(__builtin_popcountll(word(i + 2)));
    d += static_cast<uint64_t>(__builtin_popcountll(word(i + 3)));
  }
  return a + b + c + d;
}

}  // namespace

SEINE_FLAT_CLONES uint64_t FlatAnd5(const uint64_t* const* operands, size_t n) {
  const uint64_t* const a = operands[0];
  const uint64_t* const b = operands[1];
  const uint64_t* const c = operands[2];
  const uint64_t* const d = operands[3];
  const uint64_t* const e = operands[4];
  return CountWords(
      n, [=](size_t i) __attribute__((always_inline)) { return a[i] & b[i] & c[i] & d[i] & e[i]; });
}

SEINE_FLAT_CLONES uint64_t FlatCnf(const uint64_t* const* operands, size_t n) {
  const uint64_t* const a = operands[0];
  const uint64_t* const b = operands[1];
  const uint64_t* const c = operands[2];
  const uint64_t* const d = operands[3];
  const uint64_t* const e = operands[4];
  const uint64_t* const f = operands[5];
  return CountWords(n, [=](size_t i) __attribute__((always_inline)) {
    return (a[i] | b[i] | c[i]) & (d[i] | e[i]) & ~f[i];
  });
}

}  // namespace seine::bench
