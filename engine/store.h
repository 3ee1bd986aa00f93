// A store: a folder of immutable parts, generations named by CURRENT, and one writer lock
// (docs/store.md); or the same parts in memory only.
#ifndef SEINE_ENGINE_STORE_H_
#define SEINE_ENGINE_STORE_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "engine/layout.h"
#include "engine/raw_table.h"
#include "engine/snapshot.h"

namespace seine {

enum class Load : uint8_t { kMap, kMemory };

// Opens the current generation. Errors: NotFound (no store there), DataLoss (names file and
// section), FailedPrecondition (written by a newer version).
absl::StatusOr<std::shared_ptr<const Snapshot>> OpenStore(const std::string& path,
                                                          Load load = Load::kMap);

// Asked about a generation before readers see it; with an error it is not published.
using SnapshotCheck = std::function<absl::Status(const std::shared_ptr<const Snapshot>&)>;

// Lays `raw` out as a new generation of the store at `path` (created when absent) and makes it
// CURRENT at the end; killed at any moment it leaves the old generation as it was. A store that can
// be read keeps its id. Errors: FailedPrecondition when the folder is not a store or another writer
// holds its lock; what `check` (may be null) says.
absl::StatusOr<std::shared_ptr<const Snapshot>> BuildStore(RawStore raw,
                                                           const LayoutOptions& options,
                                                           const std::string& path,
                                                           const SnapshotCheck& check = nullptr);
// The same, in memory.
absl::StatusOr<std::shared_ptr<const Snapshot>> BuildInMemory(RawStore raw,
                                                              const LayoutOptions& options);

// Reads everything and checks every checksum; calls `on_part` (may be null) with the name and size
// of each part.
absl::Status VerifyStore(
    const std::string& path,
    const std::function<void(const std::string&, uint64_t)>& on_part = nullptr);

}  // namespace seine

#endif  // SEINE_ENGINE_STORE_H_
