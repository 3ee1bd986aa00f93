// Division that rounds towards minus infinity, as calendars need it.
#ifndef SEINE_ENGINE_FLOOR_DIV_H_
#define SEINE_ENGINE_FLOOR_DIV_H_

#include <cstdint>

namespace seine {

// b > 0.
constexpr int64_t FloorDiv(int64_t a, int64_t b) { return a / b - (a % b < 0); }

// What FloorDiv leaves, 0 <= result < b; right where FloorDiv(a, b) * b would overflow. b > 0.
constexpr int64_t FloorMod(int64_t a, int64_t b) { return a % b + (a % b < 0 ? b : 0); }

}  // namespace seine

#endif  // SEINE_ENGINE_FLOOR_DIV_H_
