// Pieces of a time as text that the ISO and the strptime reader share.
#ifndef SEINE_ENGINE_CLOCK_TEXT_H_
#define SEINE_ENGINE_CLOCK_TEXT_H_

#include <cstdint>
#include <optional>

#include "engine/civil_time.h"
#include "engine/digits.h"

namespace seine {

// One to nine digits after the point, as microseconds; what is finer is cut off.
inline bool TakeFraction(TextCursor* cursor, int32_t* micros) {
  int64_t value = 0;
  int digits = cursor->TakeUpTo(9, &value);
  if (digits == 0) return false;
  for (; digits > 6; --digits) value /= 10;
  for (; digits < 6; ++digits) value *= 10;
  *micros = static_cast<int32_t>(value);
  return true;
}

// Z, +08, +0800, +08:00 or +08:00:00, as seconds east of Greenwich.
inline bool TakeOffset(TextCursor* cursor, int32_t* seconds) {
  if (cursor->Take('Z') || cursor->Take('z')) {
    *seconds = 0;
    return true;
  }
  const bool negative = cursor->Peek() == '-';
  if (!cursor->Take('-') && !cursor->Take('+')) return false;
  int32_t parts[3] = {0, 0, 0};
  if (!cursor->TakeFixed(2, &parts[0])) return false;
  if (cursor->Peek() == ':') {
    for (int i = 1; i < 3 && cursor->Take(':'); ++i) {
      if (!cursor->TakeFixed(2, &parts[i])) return false;
    }
  } else if (IsDigit(cursor->Peek()) && !cursor->TakeFixed(2, &parts[1])) {
    return false;
  }
  if (parts[0] > 23 || parts[1] > 59 || parts[2] > 59) return false;
  const int32_t east = parts[0] * 3600 + parts[1] * 60 + parts[2];
  *seconds = negative ? -east : east;
  return true;
}

// The instant of a wall clock, at `offset` or else in `zone`; absent outside the years 1 to 9999.
inline std::optional<int64_t> InstantOf(int64_t day, int64_t micros, std::optional<int32_t> offset,
                                        const Zone& zone) {
  const int64_t instant = offset ? day * kMicrosPerDay + micros - *offset * kMicrosPerSecond
                                 : zone.Instant(day, micros);
  if (instant < kMinInstant || instant > kMaxInstant) return std::nullopt;
  return instant;
}

}  // namespace seine

#endif  // SEINE_ENGINE_CLOCK_TEXT_H_
