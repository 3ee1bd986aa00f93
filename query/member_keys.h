// Keys: 64 bits for the value of a member, in the order of values, so that ranks compare numbers
// and nothing else. Reals, times and numbers of 64 bits are their own keys. Where more is needed,
// keys do not fall as values rise, and whoever has the same key is told apart by value.
#ifndef SEINE_QUERY_MEMBER_KEYS_H_
#define SEINE_QUERY_MEMBER_KEYS_H_

#include <cstdint>

#include "absl/numeric/int128.h"

#include "query/population_scan.h"
#include "query/row_arena.h"

namespace seine {

enum class KeyKind : uint8_t {
  kValue,     // the number, OrderedBits of the real, the time
  kClamped,   // the number; INT64_MIN and INT64_MAX also stand for all beyond
  kFraction,  // the fraction times 2^24 towards zero, clamped
};
KeyKind KeyKindOf(const bound::ValueType& type, bool narrow);
// Whether those who have the key have the same value.
inline bool KeyIsValue(KeyKind kind, int64_t key) {
  return kind == KeyKind::kValue ||
         (kind == KeyKind::kClamped && key != INT64_MIN && key != INT64_MAX);
}

int64_t KeyOfNumber(absl::int128 number);
// Precondition: denominator > 0.
int64_t KeyOfFraction(absl::int128 numerator, absl::int128 denominator);

// A key a slot of the batch: the vector's own, or made in `room`. Unspecified where the mask has no
// bit.
const int64_t* KeysOf(const BlockValues& values, RowArena::Buffer<int64_t>* room);

}  // namespace seine

#endif  // SEINE_QUERY_MEMBER_KEYS_H_
