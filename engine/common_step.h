// The greatest number that divides each of some differences, found one by one.
#ifndef SEINE_ENGINE_COMMON_STEP_H_
#define SEINE_ENGINE_COMMON_STEP_H_

#include <cstdint>
#include <numeric>

namespace seine {

// `step` (0 before the first difference) with one more difference. Most columns have none and are
// down to 1 with their first values; times of whole seconds are not.
inline uint64_t CommonStep(uint64_t step, uint64_t difference) {
  if (step == 1 || (step != 0 && difference % step == 0)) return step;
  return std::gcd(step, difference);
}

}  // namespace seine

#endif  // SEINE_ENGINE_COMMON_STEP_H_
