// Whether somebody asked a build to stop.
#ifndef SEINE_ENGINE_BUILD_CANCEL_H_
#define SEINE_ENGINE_BUILD_CANCEL_H_

#include <atomic>

#include "absl/status/status.h"

namespace seine {

// Errors: Cancelled once the flag (null: never) is raised.
inline absl::Status CheckCancelled(const std::atomic<bool>* cancel) {
  if (cancel == nullptr || !cancel->load(std::memory_order_relaxed)) return absl::OkStatus();
  return absl::CancelledError("the build was cancelled");
}

}  // namespace seine

#endif  // SEINE_ENGINE_BUILD_CANCEL_H_
