#include "engine/manifest.h"

#include <xxhash.h>

#include <charconv>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"

#include "engine/absl_bridge.h"
#include "engine/part_format.h"
#include "engine/part_names.h"

namespace seine {
namespace {

constexpr std::string_view kCurrentMagic = "seine-store ";
constexpr size_t kGenerationDigits = 10;

absl::Status Damaged(const std::string& path) {
  return absl::DataLossError(absl::StrCat(
      path, ": damaged: it is not as it must be; restore the file or build the store again"));
}

std::string TextOf(std::span<const uint8_t> bytes) {
  return std::string(reinterpret_cast<const char*>(bytes.data()), bytes.size());
}

// The whole of `text` as a number.
bool ParseNumber(std::string_view text, int base, uint64_t* number) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), *number, base);
  return error == std::errc() && end == text.data() + text.size();
}

}  // namespace

std::vector<std::string> PartNames(const Schema& schema, size_t shards) {
  std::vector<std::string> names = {std::string(kCommonPart)};
  for (size_t shard = 0; shard < shards; ++shard) {
    names.push_back(PartName(shard, schema, 0));
    for (int history : schema.Children(0)) names.push_back(PartName(shard, schema, history));
  }
  return names;
}

Snapshot::Parts AssembleParts(Schema schema, std::vector<std::shared_ptr<const PartFile>> files) {
  Snapshot::Parts parts;
  const size_t a_shard = schema.Children(0).size() + 1;
  parts.common = files[0];
  for (size_t i = 1; i < files.size(); i += a_shard) {
    parts.shards.emplace_back(files.begin() + static_cast<int64_t>(i),
                              files.begin() + static_cast<int64_t>(i + a_shard));
  }
  parts.schema = std::move(schema);
  return parts;
}

std::string ContentId(std::string_view schema_json, const std::vector<PartEntry>& parts) {
  std::string all = absl::StrCat(schema_json.size(), ":", ToAbsl(schema_json));
  for (const PartEntry& part : parts)
    absl::StrAppend(&all, "\n", part.name, " ", part.bytes, " ", part.checksum);
  const XXH128_hash_t hash = XXH3_128bits(all.data(), all.size());
  return absl::StrFormat("%016x%016x", hash.high64, hash.low64);
}

absl::Status WriteManifest(const Manifest& manifest, std::unique_ptr<PartSink> sink) {
  PartWriter writer(std::move(sink));
  const std::vector<int64_t> numbers = {static_cast<int64_t>(manifest.version),
                                        static_cast<int64_t>(manifest.shards)};
  const std::vector<std::span<const uint8_t>> texts = {BytesOf(manifest.store_id),
                                                       BytesOf(manifest.schema_json)};
  absl::Status status = writer.WriteRegion("store", numbers, texts);
  std::vector<std::string> names;
  std::vector<uint64_t> bytes;
  std::vector<uint64_t> checksums;
  for (const PartEntry& part : manifest.parts) {
    names.push_back(part.name);
    bytes.push_back(part.bytes);
    checksums.push_back(part.checksum);
  }
  const std::string joined = absl::StrJoin(names, "\n");
  const std::vector<std::span<const uint8_t>> arrays = {BytesOf(joined), BytesOf(bytes),
                                                        BytesOf(checksums)};
  if (status.ok()) status = writer.WriteRegion("parts", {}, arrays);
  if (!status.ok()) return status;
  return writer.Finish().status();
}

absl::StatusOr<Manifest> ReadManifest(const PartFile& file) {
  if (absl::Status status = file.VerifyAll(); !status.ok()) return status;
  const RegionView store = file.Find("store");
  const RegionView parts = file.Find("parts");
  if (!store || store.numbers.size() != 2 || store.arrays.size() != 2 || !parts ||
      parts.arrays.size() != 3) {
    return Damaged(file.path());
  }
  Manifest manifest;
  manifest.version = static_cast<uint64_t>(store.numbers[0]);
  manifest.shards = static_cast<uint64_t>(store.numbers[1]);
  manifest.store_id = TextOf(store.arrays[0]);
  manifest.schema_json = TextOf(store.arrays[1]);
  const std::vector<std::string> names = absl::StrSplit(TextOf(parts.arrays[0]), '\n');
  const std::span<const uint64_t> bytes = parts.Array<uint64_t>(1);
  const std::span<const uint64_t> checksums = parts.Array<uint64_t>(2);
  if (names.size() != bytes.size() || names.size() != checksums.size()) return Damaged(file.path());
  for (size_t i = 0; i < names.size(); ++i)
    manifest.parts.push_back({names[i], bytes[i], checksums[i]});
  return manifest;
}

std::string CurrentText(const Current& current) {
  return absl::StrFormat("%s%d\n%s\n%016x\n", ToAbsl(kCurrentMagic), kFormatVersion,
                         current.generation, current.manifest_checksum);
}

absl::StatusOr<Current> ParseCurrent(const std::string& path, std::string_view text) {
  if (text.substr(0, kCurrentMagic.size()) != kCurrentMagic) {
    return absl::DataLossError(absl::StrCat(
        path, ": does not begin as a store's CURRENT does; is the folder a store of seine?"));
  }
  const std::vector<std::string> lines =
      absl::StrSplit(ToAbsl(text.substr(kCurrentMagic.size())), '\n');
  uint64_t format = 0;
  if (!ParseNumber(lines[0], 10, &format) || format == 0) return Damaged(path);
  if (format > kFormatVersion) {
    return absl::FailedPreconditionError(
        absl::StrCat(path, ": written by a newer version of seine (format ", format,
                     ", this one reads up to ", kFormatVersion, "); open it with that version"));
  }
  Current current;
  if (lines.size() != 4 || !lines[3].empty() || GenerationNumber(lines[1]) == 0 ||
      lines[2].size() != 16 || !ParseNumber(lines[2], 16, &current.manifest_checksum)) {
    return Damaged(path);
  }
  current.generation = lines[1];
  if (CurrentText(current) != text) return Damaged(path);  // one spelling only
  return current;
}

std::string GenerationName(uint64_t number) { return absl::StrFormat("g%010d", number); }

uint64_t GenerationNumber(std::string_view name) {
  uint64_t number = 0;
  if (name.size() != kGenerationDigits + 1 || name[0] != 'g') return 0;
  return ParseNumber(name.substr(1), 10, &number) ? number : 0;
}

}  // namespace seine
