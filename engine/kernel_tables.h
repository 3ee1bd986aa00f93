// The tables behind ActiveKernels(), one file each. Included by the kernel files only.

#ifndef SEINE_ENGINE_KERNEL_TABLES_H_
#define SEINE_ENGINE_KERNEL_TABLES_H_

#include "engine/kernels.h"

#if defined(__x86_64__)
#define SEINE_KERNELS_X86 1
#endif

namespace seine {

extern const Kernels kScalarKernels;
#ifdef SEINE_KERNELS_X86
extern const Kernels kAvx2Kernels;    // AVX2, BMI1, BMI2, POPCNT
extern const Kernels kAvx512Kernels;  // and F, BW, VL, VBMI, VBMI2, VPOPCNTDQ
#endif

}  // namespace seine

#endif  // SEINE_ENGINE_KERNEL_TABLES_H_
