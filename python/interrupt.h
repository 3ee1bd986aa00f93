// Ctrl-C while C++ works: one way for every query and build.
//
// A query runs on the caller's own thread without the GIL, so that a short one costs nothing more.
// Meanwhile SIGINT goes to a handler that raises the query's cancel flag (polled per block) and
// then calls Python's own, which notes the signal; back under the GIL, PyErr_CheckSignals turns it
// into KeyboardInterrupt. Python runs signal handlers on the main thread alone, so only queries
// there can be interrupted. Other libraries may have put a handler of their own before Python's
// (Polars does); it is called with what it expects.
#ifndef SEINE_PYTHON_INTERRUPT_H_
#define SEINE_PYTHON_INTERRUPT_H_

#include <pybind11/pybind11.h>

#include <atomic>
#include <csignal>

#include "absl/status/statusor.h"

namespace seine::python {

// While it lives, SIGINT raises `cancelled`. Does nothing off the main thread, or where Python does
// not handle SIGINT itself.
class InterruptGuard {
 public:
  InterruptGuard();
  ~InterruptGuard();
  InterruptGuard(const InterruptGuard&) = delete;
  InterruptGuard& operator=(const InterruptGuard&) = delete;

  const std::atomic<bool>* cancelled() const { return &cancelled_; }

 private:
  std::atomic<bool> cancelled_{false};
  bool installed_ = false;
};

// Calls work(cancel flag), which returns a StatusOr, without the GIL. Throws KeyboardInterrupt when
// it was cancelled; asks again when the program's own handler of SIGINT chose to go on.
template <typename Work>
auto RunInterruptibly(const Work& work) {
  while (true) {
    InterruptGuard guard;
    auto result = [&] {
      const pybind11::gil_scoped_release release;
      return work(guard.cancelled());
    }();
    if (!guard.cancelled()->load(std::memory_order_relaxed)) return result;
    if (PyErr_CheckSignals() != 0) throw pybind11::error_already_set();
    if (result.ok()) return result;
  }
}

// The same for work that consumes its input, so that it cannot be asked again.
template <typename Work>
auto RunOnceInterruptibly(const Work& work) {
  InterruptGuard guard;
  auto result = [&] {
    const pybind11::gil_scoped_release release;
    return work(guard.cancelled());
  }();
  if (PyErr_Occurred() != nullptr) throw pybind11::error_already_set();
  if (guard.cancelled()->load(std::memory_order_relaxed) && PyErr_CheckSignals() != 0) {
    throw pybind11::error_already_set();
  }
  return result;
}

}  // namespace seine::python

#endif  // SEINE_PYTHON_INTERRUPT_H_
