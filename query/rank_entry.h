// A member as a rank orders it: entries are in rank order when the first of them is the first that
// a rank takes, `top` the highest value, `bottom` the lowest, and of equal values the smaller key
// in both.
#ifndef SEINE_QUERY_RANK_ENTRY_H_
#define SEINE_QUERY_RANK_ENTRY_H_

#include <cstdint>

#include "absl/numeric/int128.h"

#include "engine/planted_bug.h"
#include "query/fraction.h"

namespace seine {

// `place`: query/ranked_keys.h.
struct KeyEntry {
  int64_t key = 0;
  uint32_t place = 0;
};
struct ValueEntry {
  Fraction value;
  uint32_t place = 0;
};

// Whether a comes before b.
struct RankOrder {
  bool top = false;
  bool operator()(const KeyEntry& a, const KeyEntry& b) const {
    return a.key != b.key ? (a.key > b.key) == top : PlaceComesBefore(a.place, b.place);
  }
  bool operator()(const ValueEntry& a, const ValueEntry& b) const {
    const int order = CompareFractions(a.value.numerator, a.value.denominator, 0, b.value.numerator,
                                       b.value.denominator, 0);
    return order != 0 ? (order > 0) == top : PlaceComesBefore(a.place, b.place);
  }

 private:
  static bool PlaceComesBefore(uint32_t a, uint32_t b) {
    return Planted("rank-tie-larger-key") ? a > b : a < b;
  }
};

}  // namespace seine

#endif  // SEINE_QUERY_RANK_ENTRY_H_
