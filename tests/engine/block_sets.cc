#include "tests/engine/block_sets.h"

#include <algorithm>

namespace seine::testing {
namespace {

double Uniform(std::mt19937_64& random) { return static_cast<double>(random() >> 11) * 0x1.0p-53; }

PlaceSet RangeSet(uint32_t begin, uint32_t end) {
  PlaceSet set(kBlockSize);
  for (uint32_t place = begin; place < end; ++place) set[place] = true;
  return set;
}

PlaceSet EveryNth(uint32_t n) {
  PlaceSet set(kBlockSize);
  for (uint32_t place = 0; place < kBlockSize; place += n) set[place] = true;
  return set;
}

}  // namespace

PlaceSet EmptySet() { return PlaceSet(kBlockSize); }

PlaceSet UniformSet(double density, std::mt19937_64& random) {
  PlaceSet set(kBlockSize);
  for (uint32_t place = 0; place < kBlockSize; ++place) set[place] = Uniform(random) < density;
  return set;
}

PlaceSet ClusteredSet(double density, double length, std::mt19937_64& random) {
  PlaceSet set(kBlockSize);
  bool on = Uniform(random) < density;
  for (uint32_t place = 0; place < kBlockSize; ++place) {
    set[place] = on;
    const double leave = on ? 1 / length : density / (1 - density) / length;
    if (Uniform(random) < leave) on = !on;
  }
  return set;
}

PlaceSet SetOfSize(uint32_t count, std::mt19937_64& random) {
  PlaceSet set(kBlockSize, count > kBlockSize / 2);
  const bool put = count <= kBlockSize / 2;
  for (uint32_t left = put ? count : kBlockSize - count; left > 0;) {
    const auto place = static_cast<uint16_t>(random());
    if (set[place] == put) continue;
    set[place] = put;
    --left;
  }
  return set;
}

std::vector<NamedSet> AllShapes(uint64_t seed) {
  std::mt19937_64 random(seed);
  std::vector<NamedSet> shapes = {
      {"empty", EmptySet()},
      {"full", RangeSet(0, kBlockSize)},
      {"first", RangeSet(0, 1)},
      {"last", RangeSet(kBlockSize - 1, kBlockSize)},
      {"all but first", RangeSet(1, kBlockSize)},
      {"all but last", RangeSet(0, kBlockSize - 1)},
      {"first word", RangeSet(0, 64)},
      {"last byte", RangeSet(kBlockSize - 8, kBlockSize)},
      {"middle", RangeSet(12345, 54321)},
      {"ends with the block", RangeSet(60000, kBlockSize)},
      {"every 2nd", EveryNth(2)},
      {"every 8th", EveryNth(8)},
      {"every 64th", EveryNth(64)},
      {"every 512th", EveryNth(512)},
  };
  for (const uint32_t size :
       {2u,   7u,    8u,    9u,    63u,   64u,   65u,   200u,   500u,   530u,
        700u, 1311u, 3000u, 3277u, 4095u, 4096u, 4097u, 13000u, 65000u, 65535u}) {
    shapes.push_back({std::to_string(size) + " places", SetOfSize(size, random)});
  }
  for (const double density : {0.001, 0.02, 0.3, 0.5, 0.9}) {
    for (const double length : {3.0, 50.0, 1000.0}) {
      shapes.push_back({"clustered " + std::to_string(density) + " by " + std::to_string(length),
                        ClusteredSet(density, length, random)});
    }
  }
  return shapes;
}

PlaceSet AnySet(std::mt19937_64& random) {
  switch (random() % 6) {
    case 0: {
      static const std::vector<NamedSet> shapes = AllShapes(7);
      return shapes[random() % shapes.size()].bits;
    }
    case 1:
      return ClusteredSet(0.001 + 0.9 * Uniform(random), 1 + 500 * Uniform(random), random);
    case 2:
      return UniformSet(Uniform(random), random);
    case 3:
      return SetOfSize(static_cast<uint32_t>(random() % 5000), random);
    case 4:
      return SetOfSize(static_cast<uint32_t>(random() % 700), random);
    default:
      return SetOfSize(static_cast<uint32_t>(random() % 20), random);
  }
}

std::vector<uint16_t> PlacesOf(const PlaceSet& set) {
  std::vector<uint16_t> places;
  for (uint32_t place = 0; place < kBlockSize; ++place) {
    if (set[place]) places.push_back(static_cast<uint16_t>(place));
  }
  return places;
}

AlignedVector<uint64_t> WordsOf(const PlaceSet& set) {
  AlignedVector<uint64_t> words(kBlockWords);
  for (uint32_t place = 0; place < kBlockSize; ++place) {
    words[place / 64] |= static_cast<uint64_t>(set[place]) << (place % 64);
  }
  return words;
}

PlaceSet SetOfWords(const uint64_t* words) {
  PlaceSet set(kBlockSize);
  for (uint32_t place = 0; place < kBlockSize; ++place) {
    set[place] = ((words[place / 64] >> (place % 64)) & 1) != 0;
  }
  return set;
}

uint32_t CountOf(const PlaceSet& set) {
  return static_cast<uint32_t>(std::count(set.begin(), set.end(), true));
}

EncodedSet::EncodedSet(const PlaceSet& set) : empty_(CountOf(set) == 0) {
  if (!empty_) header_ = EncodeWords(3, WordsOf(set).data(), &bytes_);
  bytes_.resize(bytes_.size() + kReadPadding);
}

EncodedSet::EncodedSet(const PlaceSet& set, ContainerKind kind) : empty_(CountOf(set) == 0) {
  if (!empty_) header_ = EncodeWordsAs(kind, 3, WordsOf(set).data(), &bytes_);
  bytes_.resize(bytes_.size() + kReadPadding);
}

ContainerView EncodedSet::view() const {
  if (empty_) return {};
  return {header_.kind, header_.cardinality(), bytes_.data() + header_.offset};
}

}  // namespace seine::testing
