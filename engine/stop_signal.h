// A wish that long work end early: a flag that a signal handler or another thread raises, a
// deadline, a number of polls, or none of them. Whoever works polls it; once raised it stays
// raised.
//
// Threads: any number may poll. Flag and number must outlive the work.
#ifndef SEINE_ENGINE_STOP_SIGNAL_H_
#define SEINE_ENGINE_STOP_SIGNAL_H_

#include <atomic>
#include <chrono>
#include <cstdint>
#include <optional>

namespace seine {

struct StopSignal {
  const std::atomic<bool>* cancel = nullptr;
  std::optional<std::chrono::steady_clock::time_point> deadline;
  // Each poll takes one, and all that find none are told to stop: at the same place in every run of
  // one thread.
  std::atomic<int64_t>* polls_left = nullptr;

  bool Cancelled() const {
    if (cancel != nullptr && cancel->load(std::memory_order_relaxed)) return true;
    return polls_left != nullptr && polls_left->fetch_sub(1, std::memory_order_relaxed) <= 0;
  }
  bool Late() const { return deadline && std::chrono::steady_clock::now() >= *deadline; }
  bool Raised() const { return Cancelled() || Late(); }
};

}  // namespace seine

#endif  // SEINE_ENGINE_STOP_SIGNAL_H_
