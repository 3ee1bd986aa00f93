// How large a filter may be. Readers check while they read, so that hostile input is refused early
// and cheaply.

#ifndef SEINE_QUERY_FILTER_LIMITS_H_
#define SEINE_QUERY_FILTER_LIMITS_H_

#include <cstddef>
#include <cstdint>

namespace seine {

struct FilterLimits {
  uint32_t depth = 64;               // nodes from the root down to a leaf
  uint32_t nodes = 10'000;           // values in lists are not nodes
  uint32_t list_values = 1'000'000;  // of all lists together
  size_t bytes = size_t{16} << 20;   // of text or JSON
};

// What a filter may come to when everything in it is written out: segments and models at each place
// that names them, values at each place that compares them. A few names can say a great deal, so
// that what is read bounds neither planning nor running; this does. Ten times what one text may
// say.
inline constexpr uint32_t kMostWrittenOut = 100'000;  // filters and values
inline constexpr uint32_t kDeepestWrittenOut = 500;
// Filters within each other, through segments, too: what the stack of a thread holds while they are
// bound, which takes it up to 4 kB a filter (13 kB with AddressSanitizer).
inline constexpr uint32_t kDeepestFilters = 250;

}  // namespace seine

#endif  // SEINE_QUERY_FILTER_LIMITS_H_
