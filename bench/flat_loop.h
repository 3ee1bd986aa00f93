// The floors: loops over plain bitsets, as quick as we can write them, that no evaluator can beat
// by much.

#ifndef SEINE_BENCH_FLAT_LOOP_H_
#define SEINE_BENCH_FLAT_LOOP_H_

#include <cstddef>
#include <cstdint>

namespace seine::bench {

// Members in all five, of `n` words each; and in (0 or 1 or 2) and (3 or 4) and not 5.
uint64_t FlatAnd5(const uint64_t* const* operands, size_t n);
uint64_t FlatCnf(const uint64_t* const* operands, size_t n);

}  // namespace seine::bench

#endif  // SEINE_BENCH_FLAT_LOOP_H_
