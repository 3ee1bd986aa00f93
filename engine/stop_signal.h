// A wish that long work end early: a flag that a signal handler or another thread raises, a
// deadline, both or neither. Whoever works polls it; once raised it stays raised.
//
// Threads: any number may poll. The flag must outlive the work.
#ifndef SEINE_ENGINE_STOP_SIGNAL_H_
#define SEINE_ENGINE_STOP_SIGNAL_H_

#include <atomic>
#include <chrono>
#include <optional>

namespace seine {

struct StopSignal {
  const std::atomic<bool>* cancel = nullptr;
  std::optional<std::chrono::steady_clock::time_point> deadline;

  bool Cancelled() const { return cancel != nullptr && cancel->load(std::memory_order_relaxed); }
  bool Late() const { return deadline && std::chrono::steady_clock::now() >= *deadline; }
  bool Raised() const { return Cancelled() || Late(); }
};

}  // namespace seine

#endif  // SEINE_ENGINE_STOP_SIGNAL_H_
