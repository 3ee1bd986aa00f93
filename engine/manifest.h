// The manifest of a generation (which parts it has) and CURRENT (which generation is the store),
// docs/store.md.
//
// A chain of checksums: CURRENT names the manifest's, the manifest each part's directory's, a
// directory each section's. So no file can stand in for another, whole as it may be.
#ifndef SEINE_ENGINE_MANIFEST_H_
#define SEINE_ENGINE_MANIFEST_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "engine/part_file.h"
#include "engine/snapshot.h"

namespace seine {

struct PartEntry {
  std::string name;  // in the generation's folder
  uint64_t bytes = 0;
  uint64_t checksum = 0;  // PartFile::directory_checksum
};

struct Manifest {
  std::string store_id;  // of the first build at this path: what all versions have in common
  uint64_t version = 1;
  std::string schema_json;
  uint64_t shards = 0;
  std::vector<PartEntry> parts;  // common, then each shard's, in order
};

// The names of a store's parts, in the manifest's order.
std::vector<std::string> PartNames(const Schema& schema, size_t shards);
// Puts a store's files, in the manifest's order, where a snapshot wants them.
Snapshot::Parts AssembleParts(Schema schema, std::vector<std::shared_ptr<const PartFile>> files);
// 32 hex digits over the schema and every part's name, size and checksum: builds of the same
// content have the same. The first build at a path gives its own to the store as its id.
std::string ContentId(std::string_view schema_json, const std::vector<PartEntry>& parts);

absl::Status WriteManifest(const Manifest& manifest, std::unique_ptr<PartSink> sink);
absl::StatusOr<Manifest> ReadManifest(const PartFile& file);

struct Current {
  std::string generation;      // folder name, "g0000000001"
  uint64_t manifest_checksum;  // PartFile::directory_checksum
};
inline constexpr size_t kCurrentLimit = 256;  // bytes
std::string CurrentText(const Current& current);
// Errors: DataLoss, FailedPrecondition (newer version), naming `path`.
absl::StatusOr<Current> ParseCurrent(const std::string& path, std::string_view text);

std::string GenerationName(uint64_t number);
// The number of a folder's name; 0 when it is not one.
uint64_t GenerationNumber(std::string_view name);

}  // namespace seine

#endif  // SEINE_ENGINE_MANIFEST_H_
