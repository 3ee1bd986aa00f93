#include "engine/file_io.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <utility>

#include "absl/strings/str_cat.h"

#include "engine/absl_bridge.h"

namespace seine {
namespace {

constexpr size_t kBufferSize = size_t{1} << 18;

absl::StatusCode CodeOf(int error) {
  switch (error) {
    case ENOENT:
      return absl::StatusCode::kNotFound;
    case EACCES:
    case EPERM:
    case EROFS:
      return absl::StatusCode::kPermissionDenied;
    case ENOSPC:
    case EDQUOT:
    case EMFILE:
    case ENFILE:
    case ENOMEM:
      return absl::StatusCode::kResourceExhausted;
    default:
      return absl::StatusCode::kUnavailable;
  }
}

absl::Status WriteAll(int fd, const std::string& path, const uint8_t* data, size_t size) {
  while (size > 0) {
    const ssize_t written = ::write(fd, data, size);
    if (written < 0) {
      if (errno == EINTR) continue;
      return ErrnoStatus("cannot write", path);
    }
    data += written;
    size -= static_cast<size_t>(written);
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status ErrnoStatus(std::string_view what, const std::string& path) {
  const int error = errno;
  return absl::Status(CodeOf(error),
                      absl::StrCat(ToAbsl(what), " ", path, ": ", std::strerror(error)));
}

FileWriter::FileWriter(std::string path, int fd) : path_(std::move(path)), fd_(fd) {
  buffer_.reserve(kBufferSize);
}

FileWriter::FileWriter(FileWriter&& other) noexcept
    : path_(std::move(other.path_)),
      fd_(std::exchange(other.fd_, -1)),
      buffer_(std::move(other.buffer_)) {}

FileWriter::~FileWriter() {
  if (fd_ >= 0) ::close(fd_);
}

absl::StatusOr<FileWriter> FileWriter::Create(const std::string& path) {
  const int fd = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (fd < 0) return ErrnoStatus("cannot create", path);
  return FileWriter(path, fd);
}

absl::Status FileWriter::Write(const void* data, size_t size) {
  const auto* bytes = static_cast<const uint8_t*>(data);
  if (buffer_.size() + size > kBufferSize) {
    if (absl::Status status = Flush(); !status.ok()) return status;
    if (size >= kBufferSize) return WriteAll(fd_, path_, bytes, size);
  }
  buffer_.insert(buffer_.end(), bytes, bytes + size);
  return absl::OkStatus();
}

absl::Status FileWriter::Flush() {
  absl::Status status = WriteAll(fd_, path_, buffer_.data(), buffer_.size());
  buffer_.clear();
  return status;
}

absl::Status FileWriter::Close() {
  if (absl::Status status = Flush(); !status.ok()) return status;
  if (::fsync(fd_) != 0) return ErrnoStatus("cannot sync", path_);
  if (::close(std::exchange(fd_, -1)) != 0) return ErrnoStatus("cannot close", path_);
  return absl::OkStatus();
}

absl::Status SyncFolder(const std::string& path) {
  const int fd = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) return ErrnoStatus("cannot open folder", path);
  const bool synced = ::fsync(fd) == 0;
  absl::Status status = synced ? absl::OkStatus() : ErrnoStatus("cannot sync folder", path);
  ::close(fd);
  return status;
}

absl::Status MakeFolder(const std::string& path) {
  if (::mkdir(path.c_str(), 0755) == 0) return absl::OkStatus();
  if (errno != EEXIST) return ErrnoStatus("cannot create folder", path);
  absl::StatusOr<bool> folder = IsFolder(path);
  if (!folder.ok()) return folder.status();
  return *folder ? absl::OkStatus()
                 : absl::FailedPreconditionError(absl::StrCat(path, " exists and is not a folder"));
}

absl::Status RenameFile(const std::string& from, const std::string& to) {
  if (::rename(from.c_str(), to.c_str()) == 0) return absl::OkStatus();
  return ErrnoStatus("cannot rename", absl::StrCat(from, " to ", to));
}

absl::Status RemoveFile(const std::string& path) {
  if (::unlink(path.c_str()) == 0 || errno == ENOENT) return absl::OkStatus();
  return ErrnoStatus("cannot remove", path);
}

absl::Status RemoveFolderTree(const std::string& path) {
  struct stat info{};
  if (::lstat(path.c_str(), &info) != 0)
    return errno == ENOENT ? absl::OkStatus() : ErrnoStatus("cannot read", path);
  if (!S_ISDIR(info.st_mode)) return RemoveFile(path);
  absl::StatusOr<std::vector<std::string>> entries = FolderEntries(path);
  if (!entries.ok()) return entries.status();
  for (const std::string& entry : *entries) {
    if (absl::Status status = RemoveFolderTree(absl::StrCat(path, "/", entry)); !status.ok())
      return status;
  }
  if (::rmdir(path.c_str()) == 0 || errno == ENOENT) return absl::OkStatus();
  return ErrnoStatus("cannot remove folder", path);
}

absl::StatusOr<std::vector<std::string>> FolderEntries(const std::string& path) {
  DIR* folder = ::opendir(path.c_str());
  if (folder == nullptr) return ErrnoStatus("cannot read folder", path);
  std::vector<std::string> names;
  errno = 0;
  while (const dirent* entry = ::readdir(folder)) {
    const std::string name = entry->d_name;
    if (name != "." && name != "..") names.push_back(name);
    errno = 0;
  }
  absl::Status status = errno == 0 ? absl::OkStatus() : ErrnoStatus("cannot read folder", path);
  ::closedir(folder);
  if (!status.ok()) return status;
  std::sort(names.begin(), names.end());
  return names;
}

absl::StatusOr<bool> IsFolder(const std::string& path) {
  struct stat info{};
  if (::stat(path.c_str(), &info) == 0) return S_ISDIR(info.st_mode);
  if (errno == ENOENT || errno == ENOTDIR) return false;
  return ErrnoStatus("cannot read", path);
}

absl::StatusOr<std::string> ReadSmallFile(const std::string& path, size_t limit) {
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return ErrnoStatus("cannot open", path);
  std::string text(limit + 1, '\0');
  size_t size = 0;
  ssize_t got = 0;
  while (size < text.size() && (got = ::read(fd, text.data() + size, text.size() - size)) != 0) {
    if (got > 0) {
      size += static_cast<size_t>(got);
    } else if (errno != EINTR) {
      absl::Status status = ErrnoStatus("cannot read", path);
      ::close(fd);
      return status;
    }
  }
  ::close(fd);
  if (size > limit) return absl::DataLossError(absl::StrCat(path, ": longer than it can be"));
  text.resize(size);
  return text;
}

}  // namespace seine
