#include "bench/corpus.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>

namespace seine::bench {
namespace {

double Uniform(std::mt19937_64& random) {
  return static_cast<double>((random() >> 11) + 1) * 0x1.0p-53;
}

// Failures before the first success.
uint64_t Geometric(double p, std::mt19937_64& random) {
  if (p >= 1) return 0;
  return static_cast<uint64_t>(std::log(Uniform(random)) / std::log1p(-p));
}

void Set(uint64_t member, AlignedVector<uint64_t>* words) {
  (*words)[member / 64] |= uint64_t{1} << (member % 64);
}

void FillUniform(uint64_t members, double density, std::mt19937_64& random,
                 AlignedVector<uint64_t>* words) {
  if (density == 0.5) {
    for (uint64_t w = 0; w < members / 64; ++w) (*words)[w] = random();
    return;
  }
  for (uint64_t m = Geometric(density, random); m < members; m += 1 + Geometric(density, random)) {
    Set(m, words);
  }
}

void FillStretches(uint64_t members, double density, double length, double inner,
                   std::mt19937_64& random, AlignedVector<uint64_t>* words) {
  const double share = std::min(density / inner, 0.99);
  const double gap = length * (1 - share) / share;
  uint64_t m = Geometric(1 / (gap + 1), random);
  while (m < members) {
    const uint64_t end = std::min(members, m + 1 + Geometric(1 / length, random));
    for (; m < end; ++m) {
      if (inner >= 1 || Uniform(random) < inner) Set(m, words);
    }
    m += 1 + Geometric(1 / (gap + 1), random);
  }
}

}  // namespace

std::string NameOf(Pattern pattern) {
  switch (pattern) {
    case Pattern::kUniform:
      return "uniform";
    case Pattern::kClustered:
      return "clustered";
    case Pattern::kRuns:
      return "runs";
  }
  return "";
}

Population MakePopulation(uint64_t members, double density, Pattern pattern, uint64_t seed) {
  std::mt19937_64 random(seed);
  Population made;
  const uint64_t blocks = (members + kBlockSize - 1) / kBlockSize;
  made.words.resize(blocks * kBlockWords);
  switch (pattern) {
    case Pattern::kUniform:
      FillUniform(members, density, random, &made.words);
      break;
    case Pattern::kClustered:
      FillStretches(members, density, 1000, 0.8, random, &made.words);
      break;
    case Pattern::kRuns:
      FillStretches(members, density, 200, 1, random, &made.words);
      break;
  }
  for (uint64_t shard = 0; shard < ShardsFor(members); ++shard) {
    BitmapBuilder builder;
    for (uint32_t b = 0; b < kBlocksPerShard && shard * kBlocksPerShard + b < blocks; ++b) {
      builder.AddWords(b, made.words.data() + (shard * kBlocksPerShard + b) * kBlockWords);
    }
    made.shards.push_back(builder.Finish());
    made.stored_bytes += made.shards.back().StoredBytes();
  }
  return made;
}

std::vector<Bitmap> MakeExists(uint64_t members) {
  std::vector<Bitmap> shards;
  for (uint64_t shard = 0; shard < ShardsFor(members); ++shard) {
    std::vector<uint32_t> everyone(std::min<uint64_t>(kShardSize, members - shard * kShardSize));
    std::iota(everyone.begin(), everyone.end(), 0u);
    shards.push_back(Bitmap::FromOffsets(everyone));
  }
  return shards;
}

}  // namespace seine::bench
