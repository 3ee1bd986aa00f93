// Writes one generation of a store: parts, manifest, and at the end CURRENT.
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

#include "engine/file_io.h"
#include "engine/store_folder.h"

namespace seine {

GenerationWriter::GenerationWriter(std::string store, uint64_t number)
    : store_(std::move(store)), name_(GenerationName(number)), number_(number) {}

GenerationWriter::~GenerationWriter() {
  if (!published_) RemoveFolderTree(folder()).IgnoreError();
}

std::string GenerationWriter::folder() const { return absl::StrCat(store_, "/", name_); }

absl::Status GenerationWriter::Begin() { return MakeFolder(folder()); }

absl::StatusOr<std::unique_ptr<PartSink>> GenerationWriter::OpenSink(const std::string& part) {
  if (const size_t slash = part.rfind('/'); slash != std::string::npos) {
    const std::string shard = absl::StrCat(folder(), "/", part.substr(0, slash));
    if (absl::Status status = MakeFolder(shard); !status.ok()) return status;
  }
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    ++parts_;
  }
  return FileSink(absl::StrCat(folder(), "/", part));
}

absl::StatusOr<Current> GenerationWriter::Seal(const Schema& schema, const std::string& store_id) {
  absl::StatusOr<Manifest> manifest = Describe(schema);
  if (!manifest.ok()) return manifest.status();
  if (!store_id.empty()) manifest->store_id = store_id;
  const std::string path = absl::StrCat(folder(), "/manifest");
  absl::StatusOr<std::unique_ptr<PartSink>> sink = FileSink(path);
  if (!sink.ok()) return sink.status();
  if (absl::Status status = WriteManifest(*manifest, *std::move(sink)); !status.ok()) return status;
  if (absl::Status status = SyncFolders(manifest->shards); !status.ok()) return status;
  absl::StatusOr<std::shared_ptr<const PartFile>> written =
      PartFile::Open(path, /*in_memory=*/true);
  if (!written.ok()) return written.status();
  return Current{name_, (*written)->directory_checksum()};
}

absl::StatusOr<Manifest> GenerationWriter::Describe(const Schema& schema) const {
  Manifest manifest;
  manifest.version = number_;
  manifest.schema_json = SchemaToJson(schema);
  manifest.shards = (parts_ - 1) / (schema.Children(0).size() + 1);
  for (const std::string& name : PartNames(schema, manifest.shards)) {
    absl::StatusOr<std::shared_ptr<const PartFile>> file =
        PartFile::Open(absl::StrCat(folder(), "/", name), /*in_memory=*/false);
    if (!file.ok()) return file.status();
    manifest.parts.push_back({name, (*file)->bytes(), (*file)->directory_checksum()});
  }
  manifest.store_id = ContentId(manifest.schema_json, manifest.parts);
  return manifest;
}

absl::Status GenerationWriter::SyncFolders(size_t shards) const {
  for (size_t shard = 0; shard < shards; ++shard) {
    if (absl::Status status = SyncFolder(absl::StrFormat("%s/%04d", folder(), shard)); !status.ok())
      return status;
  }
  if (absl::Status status = SyncFolder(folder()); !status.ok()) return status;
  return SyncFolder(store_);
}

absl::Status GenerationWriter::Publish(const Current& current) {
  const std::string text = CurrentText(current);
  const std::string fresh = absl::StrCat(CurrentPath(store_), ".new");
  absl::StatusOr<FileWriter> writer = FileWriter::Create(fresh);
  if (!writer.ok()) return writer.status();
  absl::Status status = writer->Write(text.data(), text.size());
  if (status.ok()) status = writer->Close();
  if (!status.ok()) return status;
  published_ = true;  // whatever rename says, readers may have it from here on
  if (status = RenameFile(fresh, CurrentPath(store_)); !status.ok()) return status;
  return SyncFolder(store_);
}

}  // namespace seine
