// Makes new inputs for a fuzz target from those it has: bits, edge bytes and numbers, cuts,
// splices, and pieces repeated a thousand times. The same seed and the same calls give the same
// inputs.

#ifndef SEINE_TESTS_FUZZ_DRIVER_MUTATOR_H_
#define SEINE_TESTS_FUZZ_DRIVER_MUTATOR_H_

#include <cstddef>
#include <cstdint>
#include <random>
#include <vector>

namespace seine::fuzz {

using Bytes = std::vector<uint8_t>;

class Mutator {
 public:
  Mutator(uint64_t seed, size_t max_length) : random_(seed), max_length_(max_length) {}

  // One of `corpus`, which is not empty, changed in 1 to 8 places; at most max_length bytes.
  Bytes Next(const std::vector<Bytes>& corpus);

 private:
  size_t Below(size_t bound) { return bound == 0 ? 0 : static_cast<size_t>(random_() % bound); }
  void Change(const std::vector<Bytes>& corpus, Bytes& bytes);
  void Repeat(Bytes& bytes, size_t at);
  void WriteNumber(Bytes& bytes, size_t at);
  void Splice(const Bytes& other, Bytes& bytes, size_t at);

  std::mt19937_64 random_;
  size_t max_length_;
};

}  // namespace seine::fuzz

#endif  // SEINE_TESTS_FUZZ_DRIVER_MUTATOR_H_
