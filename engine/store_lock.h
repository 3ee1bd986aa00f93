// The one writer of a store: an exclusive lock on its file LOCK, held until the object dies or the
// process does.
#ifndef SEINE_ENGINE_STORE_LOCK_H_
#define SEINE_ENGINE_STORE_LOCK_H_

#include <string>

#include "absl/status/statusor.h"

namespace seine {

class StoreLock {
 public:
  // Errors: FailedPrecondition when another writer (in this process or another) holds it.
  static absl::StatusOr<StoreLock> Take(const std::string& folder);
  StoreLock(StoreLock&& other) noexcept;
  StoreLock& operator=(StoreLock&&) = delete;
  ~StoreLock();

 private:
  explicit StoreLock(int fd) : fd_(fd) {}
  int fd_;
};

}  // namespace seine

#endif  // SEINE_ENGINE_STORE_LOCK_H_
