#include <cstdlib>
#include <cstring>

#include "engine/kernel_tables.h"

namespace seine {
namespace {

struct Available {
  const Kernels* tables[3];
  size_t count;
};

Available FindAvailable() {
  Available found = {{&kScalarKernels}, 1};
#ifdef SEINE_KERNELS_X86
  __builtin_cpu_init();
  const bool avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") &&
                    __builtin_cpu_supports("bmi2") && __builtin_cpu_supports("popcnt");
  if (avx2) found.tables[found.count++] = &kAvx2Kernels;
  const bool avx512 =
      avx2 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
      __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512vbmi") &&
      __builtin_cpu_supports("avx512vbmi2") && __builtin_cpu_supports("avx512vpopcntdq");
  if (avx512) found.tables[found.count++] = &kAvx512Kernels;
#endif
  return found;
}

const Available& AvailableTables() {
  static const Available found = FindAvailable();
  return found;
}

const Kernels* Choose() {
  const Available& available = AvailableTables();
  if (const char* forced = std::getenv("SEINE_SIMD")) {
    for (size_t i = 0; i < available.count; ++i) {
      if (std::strcmp(available.tables[i]->name, forced) == 0) return available.tables[i];
    }
  }
  return available.tables[available.count - 1];
}

}  // namespace

const Kernels& ActiveKernels() {
  static const Kernels* const active = Choose();
  return *active;
}

std::span<const Kernels* const> AvailableKernels() {
  return {AvailableTables().tables, AvailableTables().count};
}

}  // namespace seine
