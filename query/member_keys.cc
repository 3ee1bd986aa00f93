#include "query/member_keys.h"

#include "engine/column_view.h"

namespace seine {
namespace {

using absl::int128;
using absl::uint128;

constexpr int kFractionBits = 24;
constexpr int64_t kWholeParts = int64_t{1} << (63 - kFractionBits);

// The same where numerator and quotient are small.
bool QuickKey(int128 numerator, int128 denominator, int64_t* key) {
  if (numerator <= -kWholeParts || numerator >= kWholeParts || denominator > INT64_MAX)
    return false;
  *key = static_cast<int64_t>(numerator) * (int64_t{1} << kFractionBits) /
         static_cast<int64_t>(denominator);
  return true;
}

}  // namespace

KeyKind KeyKindOf(const bound::ValueType& type, bool narrow) {
  if (type.fraction) return KeyKind::kFraction;
  return narrow ? KeyKind::kValue : KeyKind::kClamped;
}

int64_t KeyOfNumber(int128 number) {
  if (number < INT64_MIN) return INT64_MIN;
  return number > INT64_MAX ? INT64_MAX : static_cast<int64_t>(number);
}

int64_t KeyOfFraction(int128 numerator, int128 denominator) {
  int64_t quick = 0;
  if (QuickKey(numerator, denominator, &quick)) return quick;
  const bool negative = numerator < 0;
  const uint128 above =
      negative ? uint128(0) - static_cast<uint128>(numerator) : static_cast<uint128>(numerator);
  const auto below = static_cast<uint128>(denominator);
  uint128 key = above / below;
  if (key >= static_cast<uint128>(kWholeParts)) return negative ? INT64_MIN : INT64_MAX;
  uint128 rest = above % below;
  for (int i = 0; i < kFractionBits; ++i) {
    rest <<= 1;  // below 2^128, as the denominator is below 2^127
    const bool one = rest >= below;
    if (one) rest -= below;
    key = key << 1 | uint128(one ? 1 : 0);
  }
  const auto number = static_cast<int64_t>(key);
  return negative ? -number : number;
}

const int64_t* KeysOf(const BlockValues& values, RowArena::Buffer<int64_t>* room) {
  const ValueVector& value = *values.value;
  const uint32_t rows = values.batch.count;
  const bool real = value.type.kind == bound::ValueKind::kReal;
  if (!real && value.wide.empty() && !value.type.fraction && !value.constant)
    return value.small.data();
  *room = RowArena::OfThisThread().Take<int64_t>(rows);
  int64_t* const keys = room->data();
  ForEachBit(values.mask, rows, [&](uint32_t i) {
    if (real) {
      keys[i] = OrderedBits(value.real[value.Slot(i)]);
    } else if (value.type.fraction) {
      keys[i] = KeyOfFraction(value.Numerator(i), value.Denominator(i));
    } else {
      keys[i] = KeyOfNumber(value.Numerator(i));
    }
  });
  return keys;
}

}  // namespace seine
