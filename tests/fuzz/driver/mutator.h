// Makes new inputs for a fuzz target from those it has: bits, edge bytes and numbers, cuts,
// splices, pieces repeated a thousand times, and words of the target's language put in, or put
// around the whole. The same seed and the same calls give the same inputs.

#ifndef SEINE_TESTS_FUZZ_DRIVER_MUTATOR_H_
#define SEINE_TESTS_FUZZ_DRIVER_MUTATOR_H_

#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <utility>
#include <vector>

namespace seine::fuzz {

using Bytes = std::vector<uint8_t>;

class Mutator {
 public:
  // In place of each `@` of a word stands the whole input that it is put around; a word without one
  // is put in somewhere.
  Mutator(uint64_t seed, size_t max_length, std::vector<std::string> words)
      : random_(seed), max_length_(max_length), words_(std::move(words)) {}

  // One of `corpus`, which is not empty, changed in 1 to 8 places; at most max_length bytes.
  Bytes Next(const std::vector<Bytes>& corpus);

 private:
  size_t Below(size_t bound) { return bound == 0 ? 0 : static_cast<size_t>(random_() % bound); }
  void Change(const std::vector<Bytes>& corpus, Bytes& bytes);
  void Repeat(Bytes& bytes, size_t at);
  void WriteNumber(Bytes& bytes, size_t at);
  void PutWord(const std::string& word, Bytes& bytes, size_t at) const;
  void Splice(const Bytes& other, Bytes& bytes, size_t at);

  std::mt19937_64 random_;
  size_t max_length_;
  std::vector<std::string> words_;
};

}  // namespace seine::fuzz

#endif  // SEINE_TESTS_FUZZ_DRIVER_MUTATOR_H_
