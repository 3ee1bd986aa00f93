// A loop over independent pieces of a build on several threads.
#ifndef SEINE_ENGINE_PARALLEL_FOR_H_
#define SEINE_ENGINE_PARALLEL_FOR_H_

#include <cstddef>
#include <functional>

#include "absl/status/status.h"

namespace seine {

// Calls task(0) .. task(count - 1), each once, on at most `threads` threads (0: as many as the
// machine has); pieces begin in ascending order. After an error no further piece begins. Returns
// the error of the lowest piece that failed, which is the same for any number of threads.
absl::Status ParallelFor(size_t count, int threads,
                         const std::function<absl::Status(size_t)>& task);

}  // namespace seine

#endif  // SEINE_ENGINE_PARALLEL_FOR_H_
