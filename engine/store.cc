#include "engine/store.h"

#include <utility>

#include "absl/strings/str_cat.h"

#include "engine/manifest.h"
#include "engine/store_check.h"
#include "engine/store_folder.h"

namespace seine {
namespace {

constexpr int kOpenAttempts = 10;

// A build may swap and remove the generation between the reads: then CURRENT has changed, and the
// new one is opened.
absl::StatusOr<Snapshot::Parts> OpenParts(const std::string& store, Load load) {
  for (int attempt = 1;; ++attempt) {
    absl::StatusOr<Current> current = ReadCurrent(store);
    if (!current.ok()) return current.status();
    absl::StatusOr<Snapshot::Parts> parts = OpenGeneration(store, *current, load);
    if (!absl::IsNotFound(parts.status())) return parts;
    absl::StatusOr<Current> now = ReadCurrent(store);
    const bool swapped = now.ok() && now->generation != current->generation;
    if (!swapped || attempt == kOpenAttempts) {
      return absl::DataLossError(absl::StrCat(
          store, ": damaged: a file of the store is missing: ", parts.status().message()));
    }
  }
}

}  // namespace

absl::StatusOr<std::shared_ptr<const Snapshot>> OpenStore(const std::string& path, Load load) {
  absl::StatusOr<Snapshot::Parts> parts = OpenParts(path, load);
  if (!parts.ok()) return parts.status();
  return Snapshot::Create(*std::move(parts));
}

absl::Status VerifyStore(const std::string& path,
                         const std::function<void(const std::string&, uint64_t)>& on_part) {
  absl::StatusOr<Snapshot::Parts> parts = OpenParts(path, Load::kMap);
  if (!parts.ok()) return parts.status();
  std::vector<std::shared_ptr<const PartFile>> files = {parts->common};
  for (const auto& shard : parts->shards) files.insert(files.end(), shard.begin(), shard.end());
  const std::vector<std::string> names = PartNames(parts->schema, parts->shards.size());
  for (size_t i = 0; i < files.size(); ++i) {
    if (absl::Status status = files[i]->VerifyAll(); !status.ok()) return status;
    if (on_part != nullptr) on_part(names[i], files[i]->bytes());
  }
  absl::StatusOr<std::shared_ptr<const Snapshot>> snapshot = Snapshot::Create(*std::move(parts));
  if (!snapshot.ok()) return snapshot.status();
  return CheckContent(**snapshot);
}

}  // namespace seine
