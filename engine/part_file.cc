#include "engine/part_file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xxhash.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "absl/strings/str_cat.h"

#include "engine/absl_bridge.h"
#include "engine/file_io.h"
#include "engine/part_format.h"

namespace seine {
namespace {

constexpr uint32_t kMaxNameLength = 4096;

// Reads a directory's fields; after a field that does not fit everything reads as zero and ok() is
// false.
class Cursor {
 public:
  Cursor(const uint8_t* data, size_t size) : data_(data), left_(size) {}

  template <typename T>
  T Read() {
    T value{};
    if (left_ < sizeof(T)) {
      ok_ = false;
      left_ = 0;
      return value;
    }
    std::memcpy(&value, data_, sizeof(T));
    data_ += sizeof(T);
    left_ -= sizeof(T);
    return value;
  }
  // How many items of `size` bytes follow; 0 when the directory has no room for them.
  uint32_t ReadCount(size_t size) {
    const auto count = Read<uint32_t>();
    if (count <= left_ / size) return count;
    ok_ = false;
    return 0;
  }
  std::string ReadName() {
    const uint32_t length = ReadCount(1);
    if (!ok_ || length > kMaxNameLength) {
      ok_ = false;
      return "";
    }
    std::string name(reinterpret_cast<const char*>(data_), length);
    data_ += length;
    left_ -= length;
    return name;
  }
  bool ok() const { return ok_; }
  bool AtEnd() const { return ok_ && left_ == 0; }

 private:
  const uint8_t* data_;
  size_t left_;
  bool ok_ = true;
};

absl::Status Damaged(const std::string& path, std::string_view what) {
  return absl::DataLossError(absl::StrCat(path, ": damaged: ", ToAbsl(what),
                                          "; restore the file or build the store again"));
}

absl::Status CheckHeader(const std::string& path, const uint8_t* data, size_t size) {
  if (size < sizeof(kPartMagic) || std::memcmp(data, kPartMagic, sizeof(kPartMagic)) != 0) {
    return absl::DataLossError(
        absl::StrCat(path, ": not a part of a store (its first bytes are not \"",
                     absl::string_view(kPartMagic, sizeof(kPartMagic)), "\")"));
  }
  if (size < sizeof(PartHeader) + sizeof(PartTrailer))
    return Damaged(path, "truncated in its header");
  PartHeader header;
  std::memcpy(&header, data, sizeof(header));
  if (header.version > kFormatVersion) {
    return absl::FailedPreconditionError(
        absl::StrCat(path, ": written by a newer version of seine (format ", header.version,
                     ", this one reads up to ", kFormatVersion, "); open it with that version"));
  }
  if (header.version == 0) return Damaged(path, "its header has no format version");
  for (uint8_t zero : header.zeros) {
    if (zero != 0) return Damaged(path, "its header has bytes that it cannot have");
  }
  return absl::OkStatus();
}

}  // namespace

PartFile::~PartFile() {
  if (mapped_) ::munmap(const_cast<uint8_t*>(data_), size_);
}

absl::StatusOr<std::shared_ptr<const PartFile>> PartFile::Open(const std::string& path,
                                                               bool in_memory) {
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return ErrnoStatus("cannot open", path);
  struct stat info{};
  if (::fstat(fd, &info) != 0 || !S_ISREG(info.st_mode)) {
    ::close(fd);
    return absl::DataLossError(absl::StrCat(path, ": not a file"));
  }
  std::shared_ptr<PartFile> part(new PartFile());
  part->path_ = path;
  part->size_ = static_cast<size_t>(info.st_size);
  absl::Status status = in_memory ? part->Read(fd) : part->Map(fd);
  ::close(fd);
  if (status.ok()) status = part->ReadFooter();
  if (status.ok() && in_memory) status = part->VerifyAll();
  if (!status.ok()) return status;
  return part;
}

absl::Status PartFile::Map(int fd) {
  if (size_ == 0) return absl::OkStatus();  // refused by ReadFooter
  void* mapped = ::mmap(nullptr, size_, PROT_READ, MAP_SHARED, fd, 0);
  if (mapped == MAP_FAILED) return ErrnoStatus("cannot map", path_);
  data_ = static_cast<const uint8_t*>(mapped);
  mapped_ = true;
  return absl::OkStatus();
}

absl::Status PartFile::Read(int fd) {
  owned_.resize(size_);
  size_t done = 0;
  while (done < size_) {
    const ssize_t got = ::read(fd, owned_.data() + done, size_ - done);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return ErrnoStatus("cannot read", path_);
    if (got == 0) return Damaged(path_, "it became shorter while it was read");
    done += static_cast<size_t>(got);
  }
  data_ = owned_.data();
  return absl::OkStatus();
}

absl::StatusOr<std::shared_ptr<const PartFile>> PartFile::FromBytes(std::string name,
                                                                    AlignedVector<uint8_t> bytes) {
  std::shared_ptr<PartFile> part(new PartFile());
  part->path_ = std::move(name);
  part->owned_ = std::move(bytes);
  part->data_ = part->owned_.data();
  part->size_ = part->owned_.size();
  if (absl::Status status = part->ReadFooter(); !status.ok()) return status;
  return part;
}

absl::Status PartFile::ReadFooter() {
  if (absl::Status status = CheckHeader(path_, data_, size_); !status.ok()) return status;
  PartTrailer trailer;
  std::memcpy(&trailer, data_ + size_ - sizeof(trailer), sizeof(trailer));
  if (std::memcmp(trailer.magic, kPartEndMagic, sizeof(kPartEndMagic)) != 0 ||
      trailer.file_size != size_) {
    return Damaged(path_, "it does not end as a part does (truncated?)");
  }
  if (trailer.directory_size > size_ - sizeof(PartHeader) - sizeof(trailer)) {
    return Damaged(path_, "its directory does not fit into it");
  }
  const uint8_t* directory = data_ + size_ - sizeof(trailer) - trailer.directory_size;
  directory_checksum_ = XXH3_64bits(directory, trailer.directory_size);
  if (directory_checksum_ != trailer.directory_checksum) {
    return Damaged(path_, "its directory does not match its checksum");
  }
  return ReadDirectory(static_cast<size_t>(directory - data_), trailer.directory_size);
}

// The checksum held, so what follows can only fail on bytes that were made to deceive; they are
// refused all the same.
absl::Status PartFile::ReadDirectory(size_t begin, size_t size) {
  Cursor cursor(data_ + begin, size);
  const uint32_t count = cursor.ReadCount(32);
  uint64_t expected = sizeof(PartHeader);
  for (uint32_t r = 0; r < count; ++r) {
    std::string name = cursor.ReadName();
    const auto offset = cursor.Read<uint64_t>();
    const auto region_size = cursor.Read<uint64_t>();
    if (!cursor.ok() || offset != expected || region_size > begin - offset ||
        region_size % kPartAlignment != 0) {
      return Damaged(path_, absl::StrCat("region `", name, "` does not fit into it"));
    }
    expected = offset + region_size;
    RegionView view;
    view.numbers.resize(cursor.ReadCount(sizeof(int64_t)));
    for (int64_t& number : view.numbers) number = cursor.Read<int64_t>();
    view.arrays.resize(cursor.ReadCount(2 * sizeof(uint64_t)));
    for (std::span<const uint8_t>& array : view.arrays) {
      const auto array_offset = cursor.Read<uint64_t>();
      const auto array_size = cursor.Read<uint64_t>();
      if (array_offset % kPartAlignment != 0 || array_offset > region_size ||
          array_size > region_size - array_offset) {
        return Damaged(path_, absl::StrCat("an array of region `", name, "` does not fit into it"));
      }
      array = {data_ + offset + array_offset, array_size};
    }
    std::vector<uint64_t> checksums(cursor.ReadCount(sizeof(uint64_t)));
    for (uint64_t& checksum : checksums) checksum = cursor.Read<uint64_t>();
    if (!cursor.ok() || checksums.size() != (region_size + kSectionSize - 1) / kSectionSize ||
        views_.contains(name)) {
      return Damaged(path_, absl::StrCat("region `", name, "` is not as it must be"));
    }
    regions_.push_back(
        std::make_unique<Region>(name, path_, data_ + offset, region_size, std::move(checksums)));
    view.region = regions_.back().get();
    views_.emplace(name, std::move(view));
    names_.push_back(std::move(name));
  }
  if (!cursor.AtEnd() || expected != begin)
    return Damaged(path_, "its directory is not as it must be");
  return absl::OkStatus();
}

RegionView PartFile::Find(std::string_view name) const {
  const auto found = views_.find(ToAbsl(name));
  return found == views_.end() ? RegionView{} : found->second;
}

absl::Status PartFile::VerifyAll() const {
  for (const std::unique_ptr<Region>& region : regions_) {
    if (absl::Status status = region->Ensure(); !status.ok()) return status;
  }
  return absl::OkStatus();
}

}  // namespace seine
