// Opens one generation of a store: its manifest, then every part the manifest names.
#include <utility>

#include "absl/strings/str_cat.h"

#include "engine/store_folder.h"

namespace seine {
namespace {

absl::Status Foreign(const std::string& file) {
  return absl::DataLossError(
      absl::StrCat(file, ": whole, but not the file that the store's manifest names; ",
                   "restore the file or build the store again"));
}

absl::StatusOr<Manifest> ManifestOf(const std::string& store, const Current& current, Load load) {
  const std::string path = absl::StrCat(store, "/", current.generation, "/manifest");
  absl::StatusOr<std::shared_ptr<const PartFile>> file =
      PartFile::Open(path, load == Load::kMemory);
  if (!file.ok()) return file.status();
  if ((*file)->directory_checksum() != current.manifest_checksum) return Foreign(path);
  return ReadManifest(**file);
}

}  // namespace

absl::StatusOr<std::string> ReadStoreId(const std::string& store, const Current& current) {
  absl::StatusOr<Manifest> manifest = ManifestOf(store, current, Load::kMemory);
  if (!manifest.ok()) return manifest.status();
  return std::move(manifest->store_id);
}

absl::StatusOr<Snapshot::Parts> OpenGeneration(const std::string& store, const Current& current,
                                               Load load) {
  const std::string folder = absl::StrCat(store, "/", current.generation);
  absl::StatusOr<Manifest> manifest = ManifestOf(store, current, load);
  if (!manifest.ok()) return manifest.status();
  absl::StatusOr<Schema> schema = ParseSchema(manifest->schema_json);
  if (!schema.ok()) {
    return absl::DataLossError(
        absl::StrCat(folder, "/manifest: its schema: ", schema.status().message()));
  }
  const uint64_t a_shard = schema->Children(0).size() + 1;
  if (manifest->parts.empty() || (manifest->parts.size() - 1) % a_shard != 0 ||
      (manifest->parts.size() - 1) / a_shard != manifest->shards) {
    return Foreign(folder + "/manifest");
  }
  const std::vector<std::string> names = PartNames(*schema, manifest->shards);
  std::vector<std::shared_ptr<const PartFile>> files;
  for (size_t i = 0; i < names.size(); ++i) {
    const PartEntry& entry = manifest->parts[i];
    const std::string path = absl::StrCat(folder, "/", names[i]);
    if (entry.name != names[i]) return Foreign(folder + "/manifest");
    absl::StatusOr<std::shared_ptr<const PartFile>> file =
        PartFile::Open(path, load == Load::kMemory);
    if (!file.ok()) return file.status();
    if ((*file)->bytes() != entry.bytes || (*file)->directory_checksum() != entry.checksum)
      return Foreign(path);
    files.push_back(*std::move(file));
  }
  Snapshot::Parts parts = AssembleParts(*std::move(schema), std::move(files));
  parts.store_id = manifest->store_id;
  parts.content_id = ContentId(manifest->schema_json, manifest->parts);
  parts.version = manifest->version;
  return parts;
}

}  // namespace seine
