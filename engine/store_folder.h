// What lies in a store's folder: CURRENT, LOCK and generations; how a generation is opened, and how
// a new one is written into it.
#ifndef SEINE_ENGINE_STORE_FOLDER_H_
#define SEINE_ENGINE_STORE_FOLDER_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "engine/manifest.h"
#include "engine/part_file.h"
#include "engine/schema.h"
#include "engine/snapshot.h"
#include "engine/store.h"

namespace seine {

std::string CurrentPath(const std::string& store);
// Errors: NotFound (no store there), DataLoss, FailedPrecondition (newer version).
absl::StatusOr<Current> ReadCurrent(const std::string& store);

// What a folder holds, as far as a writer must know.
struct StoreFolder {
  bool has_current = false;
  std::vector<std::string> generations;
  std::vector<std::string> foreign;  // what no store has
};
absl::StatusOr<StoreFolder> LookIntoFolder(const std::string& path);
// A folder may be written to when it is new or empty, or holds nothing but a store (or what a
// killed first build left). Errors: FailedPrecondition, naming what else it holds.
absl::Status PrepareFolder(const std::string& path);
// Removes every generation but `keep`. What cannot be removed is left for the next build.
void RemoveGenerations(const std::string& store, const std::string& keep);

// The id of the store whose generation `current` names. Errors: as of OpenGeneration.
absl::StatusOr<std::string> ReadStoreId(const std::string& store, const Current& current);
// Opens the generation that `current` names. Errors: NotFound (a file is missing), DataLoss,
// FailedPrecondition.
absl::StatusOr<Snapshot::Parts> OpenGeneration(const std::string& store, const Current& current,
                                               Load load);

// One generation being written, by the holder of the store's lock. The destructor removes one that
// was not published. OpenSink is safe from many threads.
class GenerationWriter {
 public:
  GenerationWriter(std::string store, uint64_t number);
  ~GenerationWriter();
  const std::string& name() const { return name_; }

  absl::Status Begin();
  absl::StatusOr<std::unique_ptr<PartSink>> OpenSink(const std::string& part);
  // All parts were written: writes the manifest and makes everything durable. `store_id`: of the
  // store that is built anew; empty: the content gives it. Returns what CURRENT has to say.
  absl::StatusOr<Current> Seal(const Schema& schema, const std::string& store_id);
  // Swaps CURRENT: from here on readers open this generation.
  absl::Status Publish(const Current& current);

 private:
  std::string folder() const;
  absl::StatusOr<Manifest> Describe(const Schema& schema) const;
  absl::Status SyncFolders(size_t shards) const;

  const std::string store_;
  const std::string name_;
  const uint64_t number_;
  bool published_ = false;
  std::mutex mutex_;
  size_t parts_ = 0;
};

}  // namespace seine

#endif  // SEINE_ENGINE_STORE_FOLDER_H_
