#include "engine/parallel_for.h"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <thread>
#include <vector>

namespace seine {

absl::Status ParallelFor(size_t count, int threads,
                         const std::function<absl::Status(size_t)>& task) {
  std::atomic<size_t> next{0};
  std::atomic<bool> failed{false};
  std::mutex mutex;
  size_t first_failure = count;
  absl::Status result;
  const auto work = [&] {
    while (!failed.load(std::memory_order_relaxed)) {
      const size_t i = next.fetch_add(1);
      if (i >= count) return;
      absl::Status status = task(i);
      if (status.ok()) continue;
      const std::lock_guard<std::mutex> lock(mutex);
      failed.store(true, std::memory_order_relaxed);
      if (i < first_failure) {
        first_failure = i;
        result = std::move(status);
      }
    }
  };
  const size_t wanted = threads > 0 ? static_cast<size_t>(threads)
                                    : std::max(1u, std::thread::hardware_concurrency());
  std::vector<std::thread> helpers;
  for (size_t t = 1; t < std::min(wanted, count); ++t) helpers.emplace_back(work);
  work();
  for (std::thread& helper : helpers) helper.join();
  return result;
}

}  // namespace seine
