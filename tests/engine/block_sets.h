// Sets of places of one block, as plain as can be, with every shape that containers and kernels
// treat apart.

#ifndef SEINE_TESTS_ENGINE_BLOCK_SETS_H_
#define SEINE_TESTS_ENGINE_BLOCK_SETS_H_

#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "engine/aligned_vector.h"
#include "engine/block.h"
#include "engine/container.h"

namespace seine::testing {

// bits[p] tells whether place p is in.
using PlaceSet = std::vector<bool>;

struct NamedSet {
  std::string name;
  PlaceSet bits;
};

PlaceSet EmptySet();
// Every place independently.
PlaceSet UniformSet(double density, std::mt19937_64& random);
// Stretches of members, on average `length` long, so that about `density` of the places are in.
PlaceSet ClusteredSet(double density, double length, std::mt19937_64& random);
// Exactly `count` places.
PlaceSet SetOfSize(uint32_t count, std::mt19937_64& random);
// All shapes: empty, full, borders, the sizes around each threshold, uniform, clustered,
// alternating.
std::vector<NamedSet> AllShapes(uint64_t seed);
// Any of them, or something in between.
PlaceSet AnySet(std::mt19937_64& random);

std::vector<uint16_t> PlacesOf(const PlaceSet& set);
AlignedVector<uint64_t> WordsOf(const PlaceSet& set);
PlaceSet SetOfWords(const uint64_t* words);
uint32_t CountOf(const PlaceSet& set);

// Owns an encoded container.
class EncodedSet {
 public:
  explicit EncodedSet(const PlaceSet& set);
  EncodedSet(const PlaceSet& set, ContainerKind kind);
  ContainerView view() const;
  const ContainerHeader& header() const { return header_; }
  AlignedVector<uint8_t>& bytes() { return bytes_; }

 private:
  ContainerHeader header_ = {};
  bool empty_;
  AlignedVector<uint8_t> bytes_;
};

}  // namespace seine::testing

#endif  // SEINE_TESTS_ENGINE_BLOCK_SETS_H_
