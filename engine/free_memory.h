// Memory between the phases of a build.
#ifndef SEINE_ENGINE_FREE_MEMORY_H_
#define SEINE_ENGINE_FREE_MEMORY_H_

#include <cstdlib>  // __GLIBC__, if it is

#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace seine {

// Gives memory that was freed back to the system, where the allocator would keep it in pieces that
// the next phase, which wants other sizes, cannot use. Takes milliseconds; any thread.
inline void ReturnFreeMemory() {
#ifdef __GLIBC__
  ::malloc_trim(0);
#endif
}

}  // namespace seine

#endif  // SEINE_ENGINE_FREE_MEMORY_H_
