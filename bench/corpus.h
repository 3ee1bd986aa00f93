// Corpora for the benchmarks: seeded bitmaps of a population, held in every form that is compared.

#ifndef SEINE_BENCH_CORPUS_H_
#define SEINE_BENCH_CORPUS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "engine/aligned_vector.h"
#include "engine/bitmap.h"

namespace seine::bench {

// uniform: every member independently. clustered: stretches of 1,000 members on average, in which
// four of five are in. runs: solid stretches of 200 on average.
enum class Pattern { kUniform, kClustered, kRuns };
std::string NameOf(Pattern pattern);

// One bitmap over the population: plain words and the shards of a store.
struct Population {
  AlignedVector<uint64_t> words;  // whole blocks
  std::vector<Bitmap> shards;
  uint64_t stored_bytes = 0;
};

Population MakePopulation(uint64_t members, double density, Pattern pattern, uint64_t seed);

// Everyone, for the evaluator.
std::vector<Bitmap> MakeExists(uint64_t members);

}  // namespace seine::bench

#endif  // SEINE_BENCH_CORPUS_H_
