// Seeded chance: the same seed gives the same throws with every compiler and library.
#ifndef SEINE_TESTS_TESTING_DICE_H_
#define SEINE_TESTS_TESTING_DICE_H_

#include <cstddef>
#include <cstdint>
#include <vector>

namespace seine::oracle {

class Dice {
 public:
  explicit Dice(uint64_t seed) : state_(seed) {}

  // SplitMix64.
  uint64_t Bits() {
    uint64_t z = (state_ += 0x9e3779b97f4a7c15ULL);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    return z ^ (z >> 31);
  }
  // 0 … n-1; n > 0.
  size_t Below(size_t n) { return static_cast<size_t>(Bits() % n); }
  // first … last.
  int64_t Between(int64_t first, int64_t last) {
    return first + static_cast<int64_t>(Bits() % static_cast<uint64_t>(last - first + 1));
  }
  bool Chance(double p) { return static_cast<double>(Bits() >> 11) < p * 9007199254740992.0; }
  // Not empty.
  template <typename T>
  const T& Pick(const std::vector<T>& items) {
    return items[Below(items.size())];
  }

 private:
  uint64_t state_;
};

}  // namespace seine::oracle

#endif  // SEINE_TESTS_TESTING_DICE_H_
