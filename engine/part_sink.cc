// Sinks of parts: a file, or bytes in memory.
#include <memory>
#include <string>
#include <utility>

#include "engine/file_io.h"
#include "engine/part_file.h"

namespace seine {
namespace {

class FilePartSink : public PartSink {
 public:
  explicit FilePartSink(FileWriter writer) : writer_(std::move(writer)) {}
  absl::Status Write(const void* data, size_t size) override { return writer_.Write(data, size); }
  absl::Status Close() override { return writer_.Close(); }

 private:
  FileWriter writer_;
};

class MemoryPartSink : public PartSink {
 public:
  explicit MemoryPartSink(AlignedVector<uint8_t>* out) : out_(out) {}
  absl::Status Write(const void* data, size_t size) override {
    const auto* bytes = static_cast<const uint8_t*>(data);
    out_->insert(out_->end(), bytes, bytes + size);
    return absl::OkStatus();
  }
  absl::Status Close() override { return absl::OkStatus(); }

 private:
  AlignedVector<uint8_t>* out_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<PartSink>> FileSink(const std::string& path) {
  absl::StatusOr<FileWriter> writer = FileWriter::Create(path);
  if (!writer.ok()) return writer.status();
  return std::make_unique<FilePartSink>(std::move(*writer));
}

std::unique_ptr<PartSink> MemorySink(AlignedVector<uint8_t>* out) {
  return std::make_unique<MemoryPartSink>(out);
}

}  // namespace seine
