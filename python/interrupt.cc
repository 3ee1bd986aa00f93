#include "python/interrupt.h"

#include <unistd.h>

#ifdef __linux__
#include <sys/syscall.h>
#else
#include <pthread.h>
#endif

namespace seine::python {
namespace {

// Written by the main thread only, read by the signal handler.
std::atomic<std::atomic<bool>*> current{nullptr};
struct sigaction python_action;

void OnInterrupt(int signal) {
  if (std::atomic<bool>* flag = current.load(std::memory_order_relaxed)) {
    flag->store(true, std::memory_order_relaxed);
  }
  python_action.sa_handler(signal);
}

bool OnMainThread() {
#ifdef __linux__
  return getpid() == static_cast<pid_t>(syscall(SYS_gettid));
#else
  return pthread_main_np() != 0;
#endif
}

}  // namespace

InterruptGuard::InterruptGuard() {
  if (!OnMainThread() || current.load(std::memory_order_relaxed) != nullptr) return;
  struct sigaction now;
  if (sigaction(SIGINT, nullptr, &now) != 0 || (now.sa_flags & SA_SIGINFO) != 0) return;
  if (now.sa_handler == SIG_DFL || now.sa_handler == SIG_IGN) return;
  python_action = now;
  current.store(&cancelled_, std::memory_order_relaxed);
  struct sigaction ours = now;
  ours.sa_handler = OnInterrupt;
  installed_ = sigaction(SIGINT, &ours, nullptr) == 0;
  if (!installed_) current.store(nullptr, std::memory_order_relaxed);
}

InterruptGuard::~InterruptGuard() {
  if (!installed_) return;
  sigaction(SIGINT, &python_action, nullptr);
  current.store(nullptr, std::memory_order_relaxed);
}

}  // namespace seine::python
