// Workers: the process's threads that queries share. Items are taken one by one by ticket, so that
// uneven work spreads itself; the caller works too. In a forked child, which has no threads,
// everything runs in the caller.
#ifndef SEINE_QUERY_WORKERS_H_
#define SEINE_QUERY_WORKERS_H_

#include <cstdint>

#include "absl/functional/function_ref.h"

namespace seine {

// Threads that a request for `threads` (0: as many as the machine has) gets at most, the caller
// included.
int WorkerCount(int threads);

// Calls body(worker, item) for every item in [0, items), worker in [0, WorkerCount(threads)): one
// call at a time for each worker, so `worker` may index per-thread state. Returns when all are
// done. From any thread, many at once.
void RunTickets(uint64_t items, int threads,
                absl::FunctionRef<void(int worker, uint64_t item)> body);

}  // namespace seine

#endif  // SEINE_QUERY_WORKERS_H_
