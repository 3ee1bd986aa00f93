// The few file operations that stores need, as Status. Plain POSIX calls, each with the path in its
// error.
//
// Errors: NotFound when a file or folder is not there, ResourceExhausted when the disk is full,
// PermissionDenied, otherwise Unavailable. Threads: a FileWriter belongs to one; the functions are
// safe from many.
#ifndef SEINE_ENGINE_FILE_IO_H_
#define SEINE_ENGINE_FILE_IO_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace seine {

// What the current errno says about `what` ("cannot write") and `path`.
absl::Status ErrnoStatus(std::string_view what, const std::string& path);

// Writes a new file (replacing one of that name) through a buffer. A file that was not closed is
// not complete.
class FileWriter {
 public:
  static absl::StatusOr<FileWriter> Create(const std::string& path);
  FileWriter(FileWriter&& other) noexcept;
  FileWriter& operator=(FileWriter&&) = delete;
  ~FileWriter();

  absl::Status Write(const void* data, size_t size);
  // Flushes, fsyncs and closes.
  absl::Status Close();

 private:
  FileWriter(std::string path, int fd);
  absl::Status Flush();

  std::string path_;
  int fd_;
  std::vector<uint8_t> buffer_;
};

absl::Status SyncFolder(const std::string& path);
absl::Status MakeFolder(const std::string& path);  // fine when it exists
absl::Status RenameFile(const std::string& from, const std::string& to);
absl::Status RemoveFile(const std::string& path);  // fine when it does not exist
absl::Status RemoveFolderTree(
    const std::string& path);  // fine when it does not exist; does not follow links
absl::StatusOr<std::vector<std::string>> FolderEntries(
    const std::string& path);                            // sorted, without . and ..
absl::StatusOr<bool> IsFolder(const std::string& path);  // false: nothing there, or something else
// At most `limit` bytes; a longer file is an error.
absl::StatusOr<std::string> ReadSmallFile(const std::string& path, size_t limit);

}  // namespace seine

#endif  // SEINE_ENGINE_FILE_IO_H_
