// What a query that should end early ends with.
#ifndef SEINE_QUERY_STOP_CHECK_H_
#define SEINE_QUERY_STOP_CHECK_H_

#include "absl/status/status.h"

#include "engine/stop_signal.h"

namespace seine {

// OK, Cancelled or DeadlineExceeded.
absl::Status CheckStop(const StopSignal& stop);

}  // namespace seine

#endif  // SEINE_QUERY_STOP_CHECK_H_
