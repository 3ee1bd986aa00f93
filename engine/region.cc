#include "engine/region.h"

#include <xxhash.h>

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"

namespace seine {

Region::Region(std::string name, std::string file, const uint8_t* data, size_t size,
               std::vector<uint64_t> checksums)
    : name_(std::move(name)),
      file_(std::move(file)),
      data_(data),
      size_(size),
      checksums_(std::move(checksums)),
      verified_(std::make_unique<std::atomic<uint8_t>[]>(checksums_.size())) {}

absl::Status Region::Ensure() const {
  if (all_verified_.load(std::memory_order_relaxed)) return absl::OkStatus();
  absl::Status status = EnsureRange(0, size_);
  if (status.ok()) all_verified_.store(true, std::memory_order_relaxed);
  return status;
}

// Two threads may verify the same section at once; both come to the same end, so relaxed order is
// enough: the bytes themselves never change.
absl::Status Region::EnsureRange(size_t begin, size_t length) const {
  if (all_verified_.load(std::memory_order_relaxed) || length == 0) return absl::OkStatus();
  if (begin > size_ || length > size_ - begin) {
    return absl::InternalError(
        absl::StrCat("region `", name_, "` of ", file_, ": bytes outside of it were asked for"));
  }
  for (size_t section = begin / kSectionSize; section <= (begin + length - 1) / kSectionSize;
       ++section) {
    if (verified_[section].load(std::memory_order_relaxed) != 0) continue;
    const size_t first = section * kSectionSize;
    const size_t bytes = std::min(kSectionSize, size_ - first);
    if (XXH3_64bits(data_ + first, bytes) != checksums_[section]) {
      return absl::DataLossError(absl::StrCat(
          file_, ": damaged: section ", section + 1, " of ", checksums_.size(), " of region `",
          name_, "` does not match its checksum; restore the file or build the store again"));
    }
    verified_[section].store(1, std::memory_order_relaxed);
  }
  return absl::OkStatus();
}

}  // namespace seine
