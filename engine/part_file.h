// The container format of a part: regions of arrays, then a footer with their directory and
// checksums (docs/store.md).
//
// A region holds arrays (each aligned to 64 bytes) and up to kMaxNumbers plain numbers. Reader and
// writer agree on the meaning by the region's name and the position of an array in it. Everything
// is little-endian.
//
// The same bytes come out for the same calls. A PartWriter is used by one thread; a PartFile is
// immutable.
#ifndef SEINE_ENGINE_PART_FILE_H_
#define SEINE_ENGINE_PART_FILE_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "engine/aligned_vector.h"
#include "engine/region.h"

namespace seine {

// One region as a reader sees it: typed spans over its arrays.
struct RegionView {
  const Region* region = nullptr;  // null: the part has no such region
  std::vector<std::span<const uint8_t>> arrays;
  std::vector<int64_t> numbers;

  explicit operator bool() const { return region != nullptr; }
  // Array `i` as elements of T; empty when there is no such array. Its size must be a multiple of
  // sizeof(T) (checked when the part is opened through the caller's layout, never assumed).
  template <typename T>
  std::span<const T> Array(size_t i) const {
    if (i >= arrays.size()) return {};
    return {reinterpret_cast<const T*>(arrays[i].data()), arrays[i].size() / sizeof(T)};
  }
};

// An opened part. Find and its kin are safe from many threads.
class PartFile {
 public:
  // Maps the file; `in_memory` reads it whole into RAM and verifies every section instead.
  // Errors: NotFound, DataLoss (damaged, truncated, foreign), FailedPrecondition (newer format
  // version).
  static absl::StatusOr<std::shared_ptr<const PartFile>> Open(const std::string& path,
                                                              bool in_memory);
  // Over bytes in memory, for stores that have no folder. `name` stands for the path in messages.
  static absl::StatusOr<std::shared_ptr<const PartFile>> FromBytes(std::string name,
                                                                   AlignedVector<uint8_t> bytes);
  ~PartFile();

  // The region of that name; a view with region == nullptr when absent.
  RegionView Find(std::string_view name) const;
  const std::vector<std::string>& region_names() const { return names_; }  // in order of writing
  size_t bytes() const { return size_; }
  // XXH3-64 of the directory, which holds the checksum of every section: it stands for the part's
  // whole content.
  uint64_t directory_checksum() const { return directory_checksum_; }
  const std::string& path() const { return path_; }
  absl::Status VerifyAll() const;

 private:
  PartFile() = default;
  absl::Status Map(int fd);
  absl::Status Read(int fd);
  absl::Status ReadFooter();
  absl::Status ReadDirectory(size_t begin, size_t size);

  std::string path_;
  const uint8_t* data_ = nullptr;
  size_t size_ = 0;
  bool mapped_ = false;
  AlignedVector<uint8_t> owned_;
  uint64_t directory_checksum_ = 0;
  std::vector<std::string> names_;
  std::vector<std::unique_ptr<Region>> regions_;
  absl::flat_hash_map<std::string, RegionView> views_;
};

// The bytes of a vector or span, for PartWriter.
template <typename Values>
std::span<const uint8_t> BytesOf(const Values& values) {
  return {reinterpret_cast<const uint8_t*>(values.data()), values.size() * sizeof(*values.data())};
}

// Where a part's bytes go: a file (written through a buffer, fsynced at Close) or memory.
class PartSink {
 public:
  virtual ~PartSink() = default;
  virtual absl::Status Write(const void* data, size_t size) = 0;
  virtual absl::Status Close() = 0;
};
absl::StatusOr<std::unique_ptr<PartSink>> FileSink(const std::string& path);
std::unique_ptr<PartSink> MemorySink(AlignedVector<uint8_t>* out);

class PartWriter {
 public:
  explicit PartWriter(std::unique_ptr<PartSink> sink);
  ~PartWriter();

  // Regions are written one after the other; names are unique.
  absl::Status BeginRegion(std::string_view name);
  absl::Status AddArray(const void* data, size_t size);
  template <typename T>
  absl::Status Add(std::span<const T> values) {
    return AddArray(values.data(), values.size_bytes());
  }
  void AddNumber(int64_t number);
  absl::Status EndRegion();
  // All of that in one call.
  absl::Status WriteRegion(std::string_view name, std::span<const int64_t> numbers,
                           std::span<const std::span<const uint8_t>> arrays);
  // Writes the footer and closes the sink; nothing may be added afterwards. Returns the part's size
  // in bytes.
  absl::StatusOr<uint64_t> Finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace seine

#endif  // SEINE_ENGINE_PART_FILE_H_
