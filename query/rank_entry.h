// What a rank sorts: a member's value and place. Entries are in rank order when the first of them
// is the first that a rank takes: `top` the highest value, `bottom` the lowest, and of equal values
// the smaller key in both.
//
// A new entry is left as it is, so that room for a whole population is not written twice.
#ifndef SEINE_QUERY_RANK_ENTRY_H_
#define SEINE_QUERY_RANK_ENTRY_H_

#include <cstdint>

#include "absl/numeric/int128.h"

#include "engine/column_view.h"
#include "query/fraction.h"

namespace seine {

// Numbers of 64 bits, times and reals (OrderedBits). The key is in rank order.
struct SmallEntry {
  uint32_t high;
  uint32_t low;
  uint32_t place;  // shard and place in order of keys (not the ordinal when clustered)

  static SmallEntry Of(int64_t value, bool top, uint32_t place) {
    const uint64_t key = Key(value, top);
    return {static_cast<uint32_t>(key >> 32), static_cast<uint32_t>(key), place};
  }
  uint64_t key() const { return uint64_t{high} << 32 | low; }
  int64_t value(bool top) const {
    const uint64_t ascending = top ? ~key() : key();
    return static_cast<int64_t>(ascending ^ kSign);
  }

 private:
  static constexpr uint64_t kSign = uint64_t{1} << 63;
  static uint64_t Key(int64_t value, bool top) {
    const uint64_t ascending = static_cast<uint64_t>(value) ^ kSign;
    return top ? ~ascending : ascending;
  }
};

// Fractions, and numbers of 128 bits.
struct WideEntry {
  absl::int128 numerator;
  absl::int128 denominator;
  uint32_t place;
};

// Whether a comes before b.
struct RankOrder {
  bool top = false;
  bool operator()(const SmallEntry& a, const SmallEntry& b) const {
    const uint64_t x = a.key();
    const uint64_t y = b.key();
    return x != y ? x < y : a.place < b.place;
  }
  bool operator()(const WideEntry& a, const WideEntry& b) const {
    const int order =
        CompareFractions(a.numerator, a.denominator, 0, b.numerator, b.denominator, 0);
    if (order != 0) return (order > 0) == top;
    return a.place < b.place;
  }
};

}  // namespace seine

#endif  // SEINE_QUERY_RANK_ENTRY_H_
