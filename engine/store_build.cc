// Builds stores: as a new generation of a folder, or in memory.
#include <algorithm>
#include <map>
#include <mutex>
#include <utility>

#include "absl/strings/str_cat.h"

#include "engine/manifest.h"
#include "engine/store.h"
#include "engine/store_folder.h"
#include "engine/store_lock.h"

namespace seine {

absl::StatusOr<std::shared_ptr<const Snapshot>> BuildStore(RawStore raw,
                                                           const LayoutOptions& options,
                                                           const std::string& path,
                                                           const SnapshotCheck& check) {
  if (absl::Status status = PrepareFolder(path); !status.ok()) return status;
  absl::StatusOr<StoreLock> lock = StoreLock::Take(path);
  if (!lock.ok()) return lock.status();
  absl::StatusOr<StoreFolder> folder = LookIntoFolder(path);
  if (!folder.ok()) return folder.status();
  absl::StatusOr<Current> old = ReadCurrent(path);
  if (absl::IsFailedPrecondition(old.status()))
    return old.status();  // a newer version's: not ours to replace
  // A CURRENT that cannot be read may yet be restored, so its generations stay until there is a new
  // one.
  const absl::StatusOr<std::string> store_id = old.ok() ? ReadStoreId(path, *old) : old.status();
  if (old.ok() || !folder->has_current) RemoveGenerations(path, old.ok() ? old->generation : "");
  uint64_t version = 1;
  for (const std::string& generation : folder->generations) {
    version = std::max(version, GenerationNumber(generation) + 1);
  }
  GenerationWriter generation(path, version);
  if (absl::Status status = generation.Begin(); !status.ok()) return status;
  const Schema schema = raw.schema;
  absl::Status status = LayOut(std::move(raw), options,
                               [&](const std::string& part) { return generation.OpenSink(part); });
  if (!status.ok()) return status;
  absl::StatusOr<Current> current = generation.Seal(schema, store_id.value_or(""));
  if (!current.ok()) return current.status();
  // Only what opens replaces the old generation.
  absl::StatusOr<Snapshot::Parts> parts = OpenGeneration(path, *current, Load::kMap);
  if (!parts.ok()) return parts.status();
  absl::StatusOr<std::shared_ptr<const Snapshot>> snapshot = Snapshot::Create(*std::move(parts));
  if (!snapshot.ok()) return snapshot.status();
  if (check != nullptr) {
    if (status = check(*snapshot); !status.ok()) return status;
  }
  if (status = generation.Publish(*current); !status.ok()) return status;
  RemoveGenerations(path, generation.name());
  return snapshot;
}

absl::StatusOr<std::shared_ptr<const Snapshot>> BuildInMemory(RawStore raw,
                                                              const LayoutOptions& options) {
  std::mutex mutex;
  std::map<std::string, AlignedVector<uint8_t>> bytes;  // a node stays where it is
  Schema schema = raw.schema;
  absl::Status status =
      LayOut(std::move(raw), options,
             [&](const std::string& part) -> absl::StatusOr<std::unique_ptr<PartSink>> {
               const std::lock_guard<std::mutex> lock(mutex);
               return MemorySink(&bytes[part]);
             });
  if (!status.ok()) return status;
  const size_t shards = (bytes.size() - 1) / (schema.Children(0).size() + 1);
  std::vector<std::shared_ptr<const PartFile>> files;
  std::vector<PartEntry> entries;
  for (const std::string& name : PartNames(schema, shards)) {
    absl::StatusOr<std::shared_ptr<const PartFile>> file =
        PartFile::FromBytes(name, std::move(bytes[name]));
    if (!file.ok()) return file.status();
    entries.push_back({name, (*file)->bytes(), (*file)->directory_checksum()});
    files.push_back(*std::move(file));
  }
  std::string id = ContentId(SchemaToJson(schema), entries);
  Snapshot::Parts parts = AssembleParts(std::move(schema), std::move(files));
  parts.store_id = id;
  parts.content_id = std::move(id);
  return Snapshot::Create(std::move(parts));
}

}  // namespace seine
