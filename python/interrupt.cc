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

void OnInterrupt(int signal, siginfo_t* info, void* context) {
  if (std::atomic<bool>* flag = current.load(std::memory_order_relaxed)) {
    flag->store(true, std::memory_order_relaxed);
  }
  if ((python_action.sa_flags & SA_SIGINFO) != 0) {
    python_action.sa_sigaction(signal, info, context);
  } else {
    python_action.sa_handler(signal);
  }
}

// Whether a handler in Python waits behind that of another library; the GIL is held.
bool PythonListens() {
  const pybind11::object handler = pybind11::module_::import("signal").attr("getsignal")(SIGINT);
  return PyCallable_Check(handler.ptr()) != 0;
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
  if (sigaction(SIGINT, nullptr, &now) != 0) return;
  if ((now.sa_flags & SA_SIGINFO) != 0) {
    if (!PythonListens()) return;
  } else if (now.sa_handler == SIG_DFL || now.sa_handler == SIG_IGN) {
    return;
  }
  python_action = now;
  current.store(&cancelled_, std::memory_order_relaxed);
  struct sigaction ours = now;
  ours.sa_flags |= SA_SIGINFO;
  ours.sa_sigaction = OnInterrupt;
  installed_ = sigaction(SIGINT, &ours, nullptr) == 0;
  if (!installed_) current.store(nullptr, std::memory_order_relaxed);
}

InterruptGuard::~InterruptGuard() {
  if (!installed_) return;
  sigaction(SIGINT, &python_action, nullptr);
  current.store(nullptr, std::memory_order_relaxed);
}

}  // namespace seine::python
