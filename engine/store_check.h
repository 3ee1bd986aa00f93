// Checks what the regions of a snapshot hold, beyond their checksums: order, bounds, and that
// indexes are well formed. For bytes whose writer is not trusted; a store that passes can be
// queried without harm.
#ifndef SEINE_ENGINE_STORE_CHECK_H_
#define SEINE_ENGINE_STORE_CHECK_H_

#include "absl/status/status.h"

#include "engine/snapshot.h"

namespace seine {

// Reads every region. Errors: DataLoss naming file and region.
absl::Status CheckContent(const Snapshot& snapshot);

}  // namespace seine

#endif  // SEINE_ENGINE_STORE_CHECK_H_
