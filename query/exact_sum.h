// Sums that do not depend on the order of what they add: of doubles, exactly, and of 128-bit
// integers, past 128 bits on the way.
#ifndef SEINE_QUERY_EXACT_SUM_H_
#define SEINE_QUERY_EXACT_SUM_H_

#include <array>
#include <cstddef>
#include <cstdint>

#include "absl/numeric/int128.h"

namespace seine {

// A fixed-point number with every bit that a double may have: up to 2^40 doubles in any order.
class ExactRealSum {
 public:
  // No NaN.
  void Add(double value);
  void Add(const ExactRealSum& other);

  bool finite() const { return infinite_[0] == 0 && infinite_[1] == 0; }
  // The nearest double, ties to even; infinite beyond the largest. NaN: infinite both ways.
  double Rounded() const;
  // a * x against b * y: -1, 0, 1. Finite sums.
  static int Compare(const ExactRealSum& x, absl::uint128 a, const ExactRealSum& y,
                     absl::uint128 b);

 private:
  // 2^-1074 to 2^1023 and 64 bits above, in digits of 32 bits; and room for a factor.
  static constexpr size_t kDigits = 70;
  static constexpr size_t kFactorDigits = 4;
  struct Magnitude {
    bool negative = false;
    std::array<uint32_t, kDigits + kFactorDigits> digits{};
  };
  void Carry();
  Magnitude Normal() const;
  static Magnitude Times(const Magnitude& x, absl::uint128 factor);

  std::array<int64_t, kDigits> digits_{};  // each may stand for more than 32 bits until Carry()
  uint64_t added_ = 0;                     // since then
  std::array<uint64_t, 2> infinite_{};     // negative, positive
};

// Up to 2^40 integers in any order.
class ExactIntegerSum {
 public:
  void Add(absl::int128 value) {
    high_ += absl::Int128High64(value);
    low_ += absl::Int128Low64(value);
  }
  void Add(const ExactIntegerSum& other) {
    high_ += other.high_;
    low_ += other.low_;
  }
  // False: it takes more than 128 bits.
  bool Get(absl::int128* sum) const;

 private:
  absl::int128 high_ = 0;  // times 2^64
  absl::int128 low_ = 0;   // never negative
};

}  // namespace seine

#endif  // SEINE_QUERY_EXACT_SUM_H_
