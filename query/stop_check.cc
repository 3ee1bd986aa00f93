#include "query/stop_check.h"

namespace seine {

absl::Status CheckStop(const StopSignal& stop) {
  if (stop.Cancelled()) return absl::CancelledError("the query was cancelled");
  if (stop.Late()) return absl::DeadlineExceededError("the query took longer than its timeout");
  return absl::OkStatus();
}

}  // namespace seine
